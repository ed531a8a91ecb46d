import { sameName } from '../../scim/json.ts'
import type { JsonObject } from '../../scim/types.ts'
import { idsIn, isReferencePath, patchBody, postBody } from './bodies.ts'
import type { Change } from './changes.ts'
import type { SeenExchange } from './fixture.ts'
import { foundIn } from './logEntry.ts'
import type { ReadEntry } from './readEntry.ts'
import { encoded, type SentRequest } from './sent.ts'

const MADE_UP = 'Not in the log: made so that the request that follows has something to change.'
const REBUILT =
  'Rebuilt from the modified properties of a provisioning log and the mapping; the log does not hold the request.'

/**
 * The requests of an entry as a session that can be played against any server: first what must be there (people it refers
 * to, and the object with its old values), then what Entra sent, the failed request last. What was answered then is told in
 * words only: it is not what ought to be answered.
 */
export function sessionOf(read: ReadEntry): readonly SeenExchange[] {
  const { rebuilt, entry } = read
  const { requests, object, changes } = rebuilt
  if (requests.length === 0) return []
  if (entry.action === 'create' && isConflict(read)) return [...people(changes), ...conflict(read)]
  const addressed = requests.some(({ path }) => path.split('/').length > 2)
  return [
    ...people(changes),
    ...(addressed ? [before(object, [...changes, ...unchanged(read)], idOf(requests), entry.at.entry)] : []),
    ...requests.map((request, at) => sentBy(read, request, at === requests.length - 1)),
  ]
}

const isConflict = ({ answer, entry }: ReadEntry) =>
  answer.status === 409 || /conflict$/i.test(entry.error?.code ?? '')

function sentBy({ rebuilt, answer }: ReadEntry, request: SentRequest, failed: boolean): SeenExchange {
  const then = failed && answer.status !== undefined ? ` It was answered ${answer.status} then.` : ''
  return {
    request,
    title: `Rebuilt: ${request.method} ${nameOf(rebuilt.object)}${failed ? ', where it failed' : ''}`,
    note: `${REBUILT}${then}`,
  }
}

const nameOf = (object: 'User' | 'Group') => (object === 'User' ? 'a user' : 'a group')

/**
 * A create that was refused since the object was there, though the query had not found it: made, looked for in its own
 * letters and in others, deactivated, looked for again, made again.
 */
function conflict(read: ReadEntry): SeenExchange[] {
  const { requests, object } = read.rebuilt
  const create = requests.at(-1)
  const query = requests.find(({ query: text }) => text !== undefined)
  if (create?.body === undefined) return requests.map((request) => sentBy(read, request, false))
  const id = 'in conflict'
  const look = query === undefined ? [] : [{ request: query, title: 'Rebuilt: look for it', note: MADE_UP }]
  const shouted =
    query === undefined
      ? []
      : [
          {
            request: { ...query, query: inCapitals(query.query ?? '') },
            title: 'Rebuilt: look for it in capitals',
            note: MADE_UP,
          },
        ]
  const off: SeenExchange[] =
    object === 'Group'
      ? []
      : [
          {
            request: {
              method: 'PATCH',
              path: `/Users/${encoded(id)}`,
              ...bodyOf(
                patchBody([{ path: 'active', before: 'True', after: 'False' }], read.rebuilt.dialect),
              ),
            },
            title: 'Rebuilt: deactivate it',
            note: MADE_UP,
          },
          ...look,
        ]
  return [
    created(create.path, create.body, id, `Make ${nameOf(object)} that will be in the way`),
    ...look,
    ...shouted,
    ...off,
    sentBy(read, create, true),
  ]
}

const bodyOf = (body: JsonObject | undefined) => (body === undefined ? {} : { body })

/** The literal of a filter in capitals. */
const inCapitals = (query: string) =>
  query.replace(
    /%22(.*)%22/,
    (_, literal: string) => `%22${encoded(decodeURIComponent(literal).toUpperCase())}%22`,
  )

const idOf = (requests: readonly SentRequest[]) =>
  decodeURIComponent(
    requests.map(({ path }) => path.split('/')[2]).find((id) => id !== undefined) ?? 'unknown',
  )

/** Everybody whom the changes refer to. */
function people(changes: readonly Change[]): SeenExchange[] {
  const ids = changes
    .filter(({ path }) => isReferencePath(path))
    .flatMap(({ before: old, after }) => [old, after])
    .flatMap((text) => (text === undefined ? [] : idsIn(text)))
    .filter((id) => id !== '')
  return [...new Set(ids)].map((id) =>
    created(
      '/Users',
      { ...postBody([{ path: 'userName', after: `referred ${id}` }], 'User') },
      id,
      'Make somebody who is referred to',
    ),
  )
}

/** What the target had besides, where the log shows it. */
function unchanged({ entry, rebuilt }: ReadEntry): Change[] {
  return Object.entries(foundIn(entry)).flatMap(([path, value]) =>
    path === 'id' || rebuilt.changes.some((change) => sameName(change.path, path))
      ? []
      : [{ path, before: value, after: value }],
  )
}

/** The object as it was. */
function before(
  object: 'User' | 'Group',
  changes: readonly Change[],
  id: string,
  entry: number,
): SeenExchange {
  const name = object === 'User' ? 'userName' : 'displayName'
  const old = changes.map(({ path, before: value }): Change => ({
    path,
    ...(value === undefined ? {} : { after: value }),
  }))
  const named = old.some(({ path, after }) => sameName(path, name) && after !== undefined)
  const values = named
    ? old
    : [{ path: name, after: `entry ${entry}` }, ...old.filter(({ path }) => !sameName(path, name))]
  return created(
    `/${object}s`,
    postBody(values, object),
    id,
    `Make the ${object === 'User' ? 'user' : 'group'} as it was`,
  )
}

function created(path: string, body: JsonObject, id: string, title: string): SeenExchange {
  return {
    request: { method: 'POST', path, body },
    answer: { status: 201, body: { ...body, id } },
    title: `Rebuilt: ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
    note: MADE_UP,
  }
}
