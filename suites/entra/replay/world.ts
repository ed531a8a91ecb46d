import type { Answer, CheckContext, ResourceFixture } from '../../../harness/check/index.ts'
import { getMember, isObject } from '../../../harness/scim/json.ts'
import { foldText } from '../../../harness/scim/filter/text.ts'
import type { JsonObject } from '../../../harness/scim/types.ts'

/** A resource that a thread has made, as it was last seen. */
export interface Known {
  readonly id: string
  readonly path: string
  readonly fixture: ResourceFixture
  resource: JsonObject
  alive: boolean
}

/** What a thread has made on the server. */
export interface World {
  readonly known: readonly Known[]
  /** The fixture of the type whose endpoint a recorded path begins with. */
  fixtureOf(path: string): ResourceFixture | undefined
  at(path: string): Known | undefined
  add(fixture: ResourceFixture, id: string, resource: JsonObject): Known
  /** Somebody alive whose userName is that of a body. */
  namesake(fixture: ResourceFixture, body: JsonObject): Known | undefined
}

/** A world in which nothing was made. */
export function emptyWorld({ users, groups }: CheckContext): World {
  const known: Known[] = []
  return {
    known,
    fixtureOf: (path) => {
      const endpoint = (path.split(/[/?]/)[1] ?? '').toLowerCase()
      return endpoint === 'users' ? users : endpoint === 'groups' ? groups : undefined
    },
    at: (path) => known.find((one) => sameTail(one.path, path)),
    add: (fixture, id, resource) => {
      const path = `${fixture.endpoint}/${encodeURIComponent(id)}`
      const one = known.find((other) => other.path === path) ?? { id, path, fixture, resource, alive: true }
      one.resource = resource
      one.alive = true
      if (!known.includes(one)) known.push(one)
      return one
    },
    namesake: (fixture, body) => {
      const name = getMember(body, 'userName')
      if (typeof name !== 'string') return undefined
      return known.find((one) => {
        const other = getMember(one.resource, 'userName')
        return (
          one.alive &&
          one.fixture === fixture &&
          typeof other === 'string' &&
          foldText(other) === foldText(name)
        )
      })
    },
  }
}

const tail = (path: string) => path.split('?')[0]?.split('/').slice(-2) ?? []

function sameTail(one: string, other: string): boolean {
  const [endpoint, id] = tail(one)
  const [otherEndpoint, otherId] = tail(other)
  return id === otherId && endpoint?.toLowerCase() === otherEndpoint?.toLowerCase()
}

/** The id in the body of an answer. */
export function idIn({ json }: Answer): string | undefined {
  const id = isObject(json) ? getMember(json, 'id') : undefined
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}
