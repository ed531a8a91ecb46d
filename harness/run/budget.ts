import type { RunOptions } from './options.ts'

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
}

/** The budget of a run: generous on this machine, modest elsewhere, and as the options say. */
export function budgetOf(options: RunOptions, local: boolean): Budget {
  const users = options.maxUsers ?? (local ? 500 : 20)
  return {
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
}
