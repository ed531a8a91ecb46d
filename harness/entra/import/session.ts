import { sameName } from '../../scim/json.ts'
import type { JsonObject } from '../../scim/types.ts'
import { idsIn, isReferencePath, postBody } from './bodies.ts'
import type { Change } from './changes.ts'
import type { SeenExchange } from './fixture.ts'
import type { ReadEntry } from './readEntry.ts'
import type { SentRequest } from './sent.ts'

const MADE_UP = 'Not in the log: made so that the request that follows has something to change.'
const REBUILT =
  'Rebuilt from the modified properties of a provisioning log and the mapping; the log does not hold the request.'

/**
 * The requests of an entry as a session that can be played against an empty server: first what must be there (people it
 * refers to, and the object with its old values), then what Entra sent, the failed request last.
 */
export function sessionOf({ rebuilt, answer, entry }: ReadEntry): readonly SeenExchange[] {
  const { requests, object, changes } = rebuilt
  if (requests.length === 0) return []
  const last = requests.length - 1
  const sent = requests.map((request, at): SeenExchange => {
    const status = at === last ? answer.status : undefined
    return {
      request,
      title: `Rebuilt: ${request.method} ${object === 'User' ? 'a user' : 'a group'}${at === last ? ', where it failed' : ''}`,
      note: REBUILT,
      ...(status === undefined ? {} : { answer: { status } }),
    }
  })
  const addressed = requests.some(({ path }) => path.split('/').length > 2)
  return [
    ...people(changes),
    ...(addressed ? [before(object, changes, idOf(requests), entry.at.entry)] : []),
    ...sent,
  ]
}

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
