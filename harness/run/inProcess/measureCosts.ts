import type { MeasuredCost } from '../costs.ts'
import { playReference } from './inProcess.ts'
import { builtInChecks } from '../suites.ts'

/** What each check of the package costs on the reference server, by id, in the order of the ids. */
export async function measureCosts(): Promise<Record<string, MeasuredCost>> {
  const { outcomes } = await playReference({}, builtInChecks())
  const costs = outcomes.map(({ id, cost, requests }) => [id, { ...cost, requests }] as const)
  return Object.fromEntries(costs.sort(([a], [b]) => (a < b ? -1 : 1)))
}
