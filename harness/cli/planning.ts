import { readBaseUrl } from '../target/baseUrl.ts'
import { RESERVED_DOMAIN } from '../check/identity/identity.ts'
import { allChecks, type RunOptions, selectionOf } from '../run/index.ts'
import { type Budget, budgetOf } from '../run/budget.ts'
import { type Plan, planOf } from '../run/plan.ts'
import { select } from '../run/select.ts'

/** What a run would do. */
export interface Planning {
  readonly url: string
  readonly local: boolean
  readonly checks: number
  readonly budget: Budget
  readonly plan: Plan
  readonly domains: readonly string[]
}

/** Plans a run without sending anything. @throws {UsageError} */
export async function planFor(options: RunOptions): Promise<Planning> {
  const url = options.url ?? options.image ?? 'the embedded reference server'
  const ours = options.url === undefined || options.command !== undefined
  const local = ours || readBaseUrl(options.url ?? '').loopback
  const budget = budgetOf(options, local)
  const checks = select(await allChecks(options.checks), selectionOf(options))
  const plan = planOf(checks, budget, local ? undefined : (options.include ?? []))
  return {
    url,
    local,
    checks: checks.length,
    budget,
    plan,
    domains: options.emailDomains ?? [RESERVED_DOMAIN],
  }
}

/** Tells a plan in a few lines. */
export function describePlan({ url, checks, budget, plan, domains }: Planning): string {
  const { users, groups, creates, requests } = plan.cost
  const seconds = Number.isFinite(budget.rps)
    ? ` (about ${Math.ceil(requests / budget.rps)} s at ${budget.rps} a second)`
    : ''
  return [
    `plan for ${url}`,
    `  checks      ${plan.played.length} of ${checks} selected`,
    `  alive       at most ${Math.min(budget.users, Math.max(users, 1) * budget.concurrency + budget.populationSize)} users and ${Math.min(budget.groups, Math.max(groups, 1) * budget.concurrency)} groups at once`,
    `  creations   about ${creates} in all; ${budget.pool === undefined ? 'each is removed again' : 'the users are left deactivated'}`,
    `  requests    about ${requests}${seconds}, ${budget.concurrency} at once`,
    `  addresses   nothing outside ${domains.join(', ')} is ever written to`,
    ...plan.left.slice(0, 10).map(({ id, reason }) => `  left out    ${id}: ${reason}`),
    ...(plan.left.length > 10 ? [`  left out    ${plan.left.length - 10} more`] : []),
  ].join('\n')
}
