/** Users and groups that a check holds at once. */
export interface Share {
  readonly users: number
  readonly groups: number
}

/**
 * Lets checks in as long as what they hold together stays within the budget. A check asks once, for all that it will
 * ever hold at once, so two checks never wait for each other.
 */
export interface Admission {
  /** Resolves when the share is free; call what it gives to hand it back. Rejects when the signal is aborted first. */
  enter(share: Share, signal: AbortSignal): Promise<() => void>
}

/** An admission for so many users and groups alive at once; a share above the budget waits until it is alone. */
export function admission(budget: Share): Admission {
  const waiting: (() => boolean)[] = []
  let used: Share = { users: 0, groups: 0 }
  let inside = 0

  const fits = (share: Share) =>
    inside === 0 || (used.users + share.users <= budget.users && used.groups + share.groups <= budget.groups)

  function letIn(): void {
    while (waiting.length > 0 && waiting[0]?.() === true) waiting.shift()
  }

  return {
    enter: (share, signal) =>
      new Promise((resolve, reject) => {
        const attempt = () => {
          if (signal.aborted) {
            reject(signal.reason as Error)
            return true
          }
          if (!fits(share)) return false
          used = { users: used.users + share.users, groups: used.groups + share.groups }
          inside += 1
          signal.removeEventListener('abort', letIn)
          let left = false
          resolve(() => {
            if (left) return
            left = true
            used = { users: used.users - share.users, groups: used.groups - share.groups }
            inside -= 1
            letIn()
          })
          return true
        }
        if (waiting.length > 0 || !attempt()) {
          waiting.push(attempt)
          signal.addEventListener('abort', letIn, { once: true })
        }
      }),
  }
}
