import type { Cost } from '../check/holdings/holdings.ts'
import type { Check } from '../check/suite.ts'
import measured from '../../suites/costs.json' with { type: 'json' }

/** What a check costs: as measured on the reference server, with the requests it sends. */
export interface MeasuredCost extends Cost {
  readonly requests: number
}

const table = new Map<string, MeasuredCost>(Object.entries(measured))

/** What a check that was never measured (one of the user's own) is taken to cost. */
const UNKNOWN: MeasuredCost = { users: 3, groups: 1, creates: 4, requests: 10 }

/** The cost of a check: what it says itself, else as it was measured. */
export function costOf(check: string | Pick<Check, 'id' | 'cost'>): MeasuredCost {
  if (typeof check === 'string') return table.get(check) ?? UNKNOWN
  return check.cost ?? table.get(check.id) ?? UNKNOWN
}

/** Adds costs of checks that run one after another: creations and requests add up, what is alive at once does not. */
export function sumOf(costs: readonly MeasuredCost[]): MeasuredCost {
  return costs.reduce(
    (sum, cost) => ({
      users: Math.max(sum.users, cost.users),
      groups: Math.max(sum.groups, cost.groups),
      creates: sum.creates + cost.creates,
      requests: sum.requests + cost.requests,
    }),
    { users: 0, groups: 0, creates: 0, requests: 0 },
  )
}
