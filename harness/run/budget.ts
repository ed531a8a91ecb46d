import type { RunOptions } from './options.ts'
import { usage } from './usage.ts'

/** How much a run may do to a server. */
export interface Budget {
  /** Alive at once. */
  readonly users: number
  readonly groups: number
  /** Creations in all. */
  readonly creates: number
  readonly requests: number
  /** Per second. */
  readonly rps: number
  readonly concurrency: number
  readonly timeoutMs: number
  readonly populationSize: number
  readonly shrinkBudget: number
  /** Users that are made once, when there are no others. */
  readonly pool?: number
}

/** The smallest pool: two users to query, one for probes, one for a check. */
export const LEAST_POOL = 4

/** How many users a pool has that was chosen because nothing can be deleted. */
const USUAL_POOL = 12

/** The budget of a run that lends the users of a pool. */
export function pooled(budget: Budget, size = Math.min(USUAL_POOL, budget.users)): Budget {
  return { ...budget, users: size, groups: 1, populationSize: Math.max(2, Math.floor(size / 3)), pool: size }
}

/**
 * The budget of a run: generous on this machine, modest elsewhere, and as the options say.
 *
 * @throws {UsageError} for a pool in which no check finds room
 */
export function budgetOf(options: RunOptions, local: boolean): Budget {
  const { pool } = options
  if (pool !== undefined && !(Number.isInteger(pool) && pool >= LEAST_POOL))
    throw usage(`pool is ${pool}, and it takes a whole number from ${LEAST_POOL}.`)
  const users = options.maxUsers ?? (local ? 500 : 20)
  const budget = {
    users,
    groups: options.maxGroups ?? (local ? 200 : 10),
    creates: options.maxCreates ?? (local ? 20_000 : 300),
    requests: options.maxRequests ?? (local ? 200_000 : 10_000),
    rps: options.maxRps ?? (local ? Infinity : 10),
    concurrency: options.concurrency ?? (local ? 16 : 4),
    timeoutMs: options.timeoutMs ?? 10_000,
    populationSize: Math.max(2, Math.min(20, Math.floor(users / 2))),
    shrinkBudget: local ? 300 : 100,
  }
  return options.pool === undefined ? budget : pooled(budget, options.pool)
}
