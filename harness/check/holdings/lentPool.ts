import { block, skip } from '../verdict.ts'

/** How a run keeps to few creations (`--pool`). */
export interface PoolSettings {
  /** Users that are made once. */
  readonly size: number
  /** What DELETE does to a user: `unknown` is never tried on one of the pool. */
  readonly deletes: 'unknown' | 'absent' | 'keeps'
  /** Paths of users that were made already. */
  readonly members?: readonly string[]
}

/** Creations besides the users of the pool: one group, and what a check makes itself. */
export const EXTRA_CREATIONS = 3

/** Resources that are made once and lent to one check after the other. */
export interface Pool {
  /**
   * One that is free, by its path; `undefined` when one more may be made, which `add` or `forgo` must follow. Waits until
   * one is given back. Ends the check where none can come.
   */
  take(owner: string): Promise<string | undefined>
  /** A new one that the owner has made. */
  add(owner: string, path: string): void
  /** The one that might have been made was not. */
  forgo(): void
  /** One that can not be brought back to a known state: it is lent no more. */
  spoil(path: string): void
  /** Takes back one. */
  giveBack(path: string): void
  /** What an owner has. */
  lentTo(owner: string): readonly string[]
  /** Takes back all that an owner has. */
  release(owner: string): void
  has(path: string): boolean
  /** Whether its members can be given other names; `keepNames` says that they can not. */
  renames(): boolean
  keepNames(): void
  /** How many were made. */
  made(): number
}

/** Who gives nothing back until the end of the run. */
const FOR_GOOD: readonly string[] = ['population', 'crowd']

/** A pool of so many resources; some may be there already. */
export function openPool(what: string, size: number, members: readonly string[] = []): Pool {
  const known = new Set(members)
  const free = [...members]
  const lent = new Map<string, string>()
  const waiting: (() => void)[] = []
  let slots = size - members.length
  let making = 0
  let renames = true

  const wake = () => waiting.shift()?.()
  const wakeAll = () => waiting.splice(0).forEach((resolve) => resolve())

  async function take(owner: string): Promise<string | undefined> {
    const path = free.shift()
    if (path !== undefined) {
      lent.set(path, owner)
      return path
    }
    if (slots > 0) {
      slots -= 1
      making += 1
      return undefined
    }
    const others = [...lent.values()].filter((holder) => holder !== owner && !FOR_GOOD.includes(holder))
    if (others.length + making === 0 && ![...lent.values()].includes(owner))
      block(`No ${what} of the pool is free, or can be brought back to a known state.`)
    if ([...lent.values()].includes(owner))
      skip(
        `It needs more than one ${what} at once, and --pool has no other that is free; --pool ${size + 2} would allow it.`,
      )
    await new Promise<void>((resolve) => waiting.push(resolve))
    return take(owner)
  }

  function giveBack(path: string): void {
    lent.delete(path)
    free.push(path)
    wake()
  }

  const lentTo = (owner: string) => [...lent].flatMap(([path, holder]) => (holder === owner ? [path] : []))

  return {
    take,
    add: (owner, path) => {
      making -= 1
      known.add(path)
      lent.set(path, owner)
      if (FOR_GOOD.includes(owner)) wakeAll()
    },
    forgo: () => {
      making -= 1
      slots += 1
      wake()
    },
    spoil: (path) => {
      lent.delete(path)
      wakeAll()
    },
    giveBack,
    lentTo,
    release: (owner) => lentTo(owner).forEach(giveBack),
    has: (path) => known.has(path),
    renames: () => renames,
    keepNames: () => {
      renames = false
    },
    made: () => known.size,
  }
}

/** Lets so many creations succeed and no more; one that is refused does not count. */
export interface Allowance {
  /** Waits while others may use up what is left. Ends the check where nothing is left. Give back how many succeeded. */
  ask(count: number): Promise<(succeeded: number) => void>
  used(): number
}

/** An allowance of so many creations. */
export function openAllowance(most: number, why: string): Allowance {
  const waiting: (() => void)[] = []
  let used = 0
  let asked = 0
  async function ask(count: number): Promise<(succeeded: number) => void> {
    if (used + count > most) skip(why)
    if (used + asked + count > most) {
      await new Promise<void>((resolve) => waiting.push(resolve))
      return ask(count)
    }
    asked += count
    return (succeeded) => {
      asked -= count
      used += succeeded
      waiting.splice(0).forEach((resolve) => resolve())
    }
  }
  return { ask, used: () => used }
}

/** The pools of a run. */
export interface Pools {
  readonly settings: PoolSettings
  readonly user: Pool
  readonly group: Pool
  /** For what is made besides. */
  readonly besides: Allowance
  /** For the head of the report. */
  told(): string
}

/** Opens the pools of a run. Sends nothing by itself. */
export function openPools(settings: PoolSettings): Pools {
  const user = openPool('user', settings.size, settings.members)
  const group = openPool('group', 1)
  const besides = openAllowance(
    EXTRA_CREATIONS - 1,
    'It makes resources of its own, and --pool makes none besides its users and one group; without --pool it runs.',
  )
  return {
    settings,
    user,
    group,
    besides,
    told: () =>
      `${user.made()} users were made once and lent to one check after the other (--pool ${settings.size}); ` +
      `${user.made() + group.made() + besides.used()} creations in all, of at most ${settings.size + EXTRA_CREATIONS}. They were left deactivated.`,
  }
}
