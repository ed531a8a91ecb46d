import type { Check, Level } from '../check/suite.ts'
import { EXTRA_CREATIONS } from '../check/holdings/lentPool.ts'
import { tells } from '../check/probes.ts'
import { levelOf } from './level.ts'
import type { Budget } from './budget.ts'
import { costOf, type MeasuredCost, sumOf } from './costs.ts'
import type { PlannedCheck } from './job.ts'

/** What will be played, and what will not and why. */
export interface Plan {
  readonly played: readonly PlannedCheck[]
  /** Checks that don't fit the budget: decided before the first write. */
  readonly left: readonly { readonly id: string; readonly reason: string }[]
  readonly cost: MeasuredCost
}

const RANK: Readonly<Record<Level, number>> = { MUST: 0, IMPLIED: 1, SHOULD: 2, MAY: 3 }

/** Tags whose checks weigh on a server, and what each is; off loopback they run only when they are named. */
export const HEAVY: Readonly<Record<string, string>> = {
  load: 'sustained rate and large groups',
  locking: 'many wrong tokens',
  hostile: 'bombs and injections',
}

/**
 * Fits a selection into a budget, by level, then id: same server, same options, same plan. What is played is ordered by
 * what it costs.
 *
 * @param include heavy tags that may run; `undefined` when all may
 */
export function planOf(checks: readonly Check[], budget: Budget, include?: readonly string[]): Plan {
  const left = new Map<string, string>()
  let creates = budget.populationSize
  let requests = 0
  let made = 0
  for (const check of [...checks].sort(budget.pool === undefined ? byWeight : byTeller)) {
    const cost = costOf(check)
    const heavy = check.tags.find((tag) => tag in HEAVY && include !== undefined && !include.includes(tag))
    const unpooled = budget.pool === undefined ? undefined : unfitForPool(check, cost, budget.pool, made)
    if (unpooled === undefined) made += cost.own ?? 0
    if (unpooled !== undefined) left.set(check.id, unpooled)
    else if (heavy !== undefined)
      left.set(
        check.id,
        `It is tagged ${heavy} (${HEAVY[heavy] ?? ''}), which runs off loopback only with --include ${heavy}.`,
      )
    else if (cost.users + budget.populationSize > budget.users)
      left.set(
        check.id,
        tooMuch('users alive at once', cost.users + budget.populationSize, budget.users, '--max-users'),
      )
    else if (cost.groups > budget.groups)
      left.set(check.id, tooMuch('groups alive at once', cost.groups, budget.groups, '--max-groups'))
    else if (budget.pool === undefined && creates + cost.creates > budget.creates)
      left.set(check.id, tooMuch('creations in all', creates + cost.creates, budget.creates, '--max-creates'))
    else if (requests + cost.requests > budget.requests)
      left.set(
        check.id,
        tooMuch('requests in all', requests + cost.requests, budget.requests, '--max-requests'),
      )
    else {
      creates += cost.creates
      requests += cost.requests
    }
  }
  // The longest first, so that none of them is left alone at the end.
  const played = checks
    .filter((check) => !left.has(check.id))
    .sort((one, other) => costOf(other).requests - costOf(one).requests)
  return {
    played: played.map((check) => ({
      id: check.id,
      share: { users: costOf(check).users, groups: costOf(check).groups },
    })),
    left: checks.flatMap(({ id }) => {
      const reason = left.get(id)
      return reason === undefined ? [] : [{ id, reason }]
    }),
    cost: {
      ...sumOf(played.map((check) => costOf(check))),
      creates: budget.pool === undefined ? creates : budget.pool + EXTRA_CREATIONS,
      requests,
    },
  }
}

const tooMuch = (what: string, needed: number, allowed: number, option: string) =>
  `It would take the run to ${needed} ${what}, and ${allowed} are allowed; ${option} ${needed} would allow it.`

function byWeight(left: Check, right: Check): number {
  return RANK[levelOf(left)] - RANK[levelOf(right)] || (left.id < right.id ? -1 : 1)
}

/** The check that tells of creation comes first, then as ever. */
function byTeller(left: Check, right: Check): number {
  return (
    Number(tells(right.id, 'create-user')) - Number(tells(left.id, 'create-user')) || byWeight(left, right)
  )
}

/** Why a check can not live with a pool; `undefined` when it can. `made` counts what those before it make themselves. */
function unfitForPool(check: Check, cost: MeasuredCost, pool: number, made: number): string | undefined {
  const alive = cost.users + Math.max(2, Math.floor(pool / 3)) + 1
  if (check.needs.includes('second-connection')) return `${APART} It needs a second connection.`
  if (check.tags.includes('fresh')) return `${APART} It looks at what was just made.`
  if (cost.groups > 1) return `${APART} It needs ${cost.groups} groups at once, and the pool has one.`
  if ((cost.own ?? 0) > 0 && made + (cost.own ?? 0) > EXTRA_CREATIONS - 2)
    return `${APART} It makes resources of its own (${cost.own}); without --pool it runs.`
  if (alive > pool)
    return `${APART} It would need ${cost.users} users at once beside those of all checks; --pool ${Math.ceil(1.5 * (cost.users + 2))} would allow it.`
  return undefined
}

const APART = 'It can not live with a pool of users that are made once (--pool).'
