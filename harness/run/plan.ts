import type { Check, Level } from '../check/suite.ts'
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
  for (const check of [...checks].sort(byWeight)) {
    const cost = costOf(check)
    const heavy = check.tags.find((tag) => tag in HEAVY && include !== undefined && !include.includes(tag))
    if (heavy !== undefined)
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
    else if (creates + cost.creates > budget.creates)
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
    cost: { ...sumOf(played.map((check) => costOf(check))), creates, requests },
  }
}

const tooMuch = (what: string, needed: number, allowed: number, option: string) =>
  `It would take the run to ${needed} ${what}, and ${allowed} are allowed; ${option} ${needed} would allow it.`

function byWeight(left: Check, right: Check): number {
  return RANK[levelOf(left)] - RANK[levelOf(right)] || (left.id < right.id ? -1 : 1)
}
