/** What has been spent of a budget in requests. */
export interface Spending {
  /** Requests so far; an example that sent none counts as one. */
  spent(): number
  /** Whether nothing may be sent any more. */
  over(): boolean
  /** Whether anything was left undone for that. */
  cut(): boolean
  /** Notes that one more example was tried. */
  count(): void
}

/**
 * Counts what is spent from now on.
 *
 * @param sent how many requests were sent so far
 * @param stop ends the spending early
 */
export function spendingOf(sent: () => number, budget: number, stop: () => boolean): Spending {
  const begun = sent()
  let tried = 0
  let refused = false
  const spent = () => Math.max(tried, sent() - begun)
  return {
    spent,
    over: () => {
      const over = spent() >= budget || stop()
      refused ||= over
      return over
    },
    cut: () => refused,
    count: () => {
      tried += 1
    },
  }
}
