import { builtInChecks } from '../harness/run/suites.ts'
import { playReference } from '../harness/run/inProcess/inProcess.ts'

/** What the whole rfc profile costs a server that holds so many users already. */
export interface PopulationCost {
  readonly users: number
  readonly requests: number
  readonly seconds: number
  readonly failed: number
}

const SIZES = [0, 1_000, 100_000]

/** Plays the rfc profile against servers with more and more users: the number of requests must not grow. */
export async function population(sizes: readonly number[] = SIZES): Promise<readonly PopulationCost[]> {
  const checks = builtInChecks().filter(({ profile }) => profile === 'rfc')
  const costs: PopulationCost[] = []
  for (const users of sizes) {
    const begun = performance.now()
    const { outcomes, sums } = await playReference({ users, tenants: 1 }, checks)
    costs.push({
      users,
      requests: sums.requests.requests,
      seconds: Math.round((performance.now() - begun) / 100) / 10,
      failed: outcomes.filter(({ verdict }) => ['fail', 'error', 'blocked'].includes(verdict)).length,
    })
  }
  return costs
}
