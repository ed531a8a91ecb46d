import { getMember, isObject } from '../../scim/json.ts'
import type { ScimRequest } from '../../target/types.ts'
import type { Answer } from '../answer.ts'
import type { CreationFate } from '../bulk.ts'
import type { Journal } from './journal.ts'
import { namesIn } from '../scim.ts'

/** What a check costs a server: creations in all, and the most users (and others) and groups alive at once. */
export interface Cost {
  readonly users: number
  readonly groups: number
  readonly creates: number
  /** Of these, the ones that it sends itself, without the fixtures of users and groups. */
  readonly own?: number
}

/** What the checks of a run have made, each known by its path below the base URL, and noted in the journal. */
export interface Holdings {
  /** Notes in the journal that a resource is about to be made. */
  announce(request: ScimRequest): number
  settleCreation(ordinal: number, request: ScimRequest, answer: Answer, checkId: string): void
  /** Notes what became of a creation that was announced; `undefined` leaves it open. */
  settleFate(ordinal: number, fate: CreationFate, checkId: string): void
  forget(path: string): void
  /** Takes a resource from the check that made it: it stays until the end of the run. */
  keep(path: string): void
  /** Notes that the last creation of a check was that of a fixture. */
  countFixture(checkId: string): void
  /** Paths that a check made and that are not gone, newest first. */
  madeBy(checkId: string): readonly string[]
  /** What a check has made in all, and how many users and groups it held at once at most. */
  costOf(checkId: string): Cost
}

const NO_COST: Cost = { users: 0, groups: 0, creates: 0, own: 0 }

/** The id of what a creation made: that of the body, else the end of `Location` (RFC 7644 §3.3). */
export function idOfCreated(answer: Answer): string | undefined {
  const id = isObject(answer.json) ? getMember(answer.json, 'id') : undefined
  if (typeof id === 'string') return id
  const location = answer.status === 201 ? answer.headers['location'] : undefined
  const last = location
    ?.replace(/[?#].*$/, '')
    .split('/')
    .at(-1)
  if (last === undefined || last === '') return undefined
  try {
    return decodeURIComponent(last)
  } catch {
    return last // not percent-encoded: taken as it stands
  }
}

/** Where what a creation made lies below the base URL; `undefined` when the answer does not tell. */
export function pathOfCreated(endpoint: string, answer: Answer): string | undefined {
  const id = idOfCreated(answer)
  return id === undefined ? undefined : `${endpoint}/${encodeURIComponent(id)}`
}

/** Begins to keep track. */
export function openHoldings(journal: Journal, base: string, groupEndpoint: string): Holdings {
  const made = new Map<string, string[]>()
  const owners = new Map<string, string>()
  const costs = new Map<string, Cost>()
  let ordinal = 0

  function settleFate(creation: number, fate: CreationFate, checkId: string): void {
    if (fate === undefined) return
    if (fate === 'refused') return journal.write({ kind: 'refused', ordinal: creation })
    const { path } = fate
    journal.write({ kind: 'made', ordinal: creation, url: urlOf(base, path) })
    const mine = [...(made.get(checkId) ?? []), path]
    made.set(checkId, mine)
    owners.set(path, checkId)
    costs.set(checkId, grown(costs.get(checkId) ?? NO_COST, mine, groupEndpoint))
  }

  function disown(path: string): boolean {
    const owner = owners.get(path)
    if (owner === undefined) return false
    owners.delete(path)
    made.set(
      owner,
      (made.get(owner) ?? []).filter((other) => other !== path),
    )
    return true
  }

  return {
    announce: (request) => {
      ordinal += 1
      journal.write({ kind: 'intent', ordinal, endpoint: request.path, names: namesIn(request.body) })
      return ordinal
    },
    settleCreation: (creation, request, answer, checkId) => {
      const endpoint = request.path.replace(/[?#].*$/, '').replace(/\/$/, '')
      const path = pathOfCreated(endpoint, answer)
      if (answer.status < 200 || answer.status >= 300 || path === undefined) {
        const refused = answer.status >= 400 && answer.status < 500
        return settleFate(creation, refused ? 'refused' : undefined, checkId)
      }
      settleFate(creation, { path }, checkId)
    },
    settleFate,
    forget: (path) => {
      if (disown(path)) journal.write({ kind: 'gone', url: urlOf(base, path) })
    },
    keep: (path) => void disown(path),
    countFixture: (checkId) => {
      const cost = costs.get(checkId) ?? NO_COST
      costs.set(checkId, { ...cost, own: Math.max(0, (cost.own ?? 0) - 1) })
    },
    madeBy: (checkId) => [...(made.get(checkId) ?? [])].reverse(),
    costOf: (checkId) => costs.get(checkId) ?? NO_COST,
  }
}

/** The cost after one more creation, with what is alive now. */
function grown(cost: Cost, alive: readonly string[], groupEndpoint: string): Cost {
  const groups = alive.filter((path) => path.startsWith(`${groupEndpoint}/`)).length
  return {
    users: Math.max(cost.users, alive.length - groups),
    groups: Math.max(cost.groups, groups),
    creates: cost.creates + 1,
    own: (cost.own ?? 0) + 1,
  }
}

const urlOf = (base: string, path: string) => (/^https?:/i.test(path) ? path : `${base}${path}`)
