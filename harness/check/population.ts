import { getMember, isObject } from '../scim/json.ts'
import type { JsonObject, Resource } from '../scim/types.ts'
import type { Answer } from './answer.ts'
import type { ResourceFixture } from './fixtures.ts'
import type { Identity } from './identity/identity.ts'
import { status } from './matchers.ts'
import type { Scim } from './scim.ts'

/** Users that all checks share and none changes. */
export interface Population {
  /** What all their userNames begin with. */
  readonly mark: string
  /** As the server represents them. */
  readonly members: readonly Resource[]
}

const TITLES = ['Engineer', 'engineer', 'Tour Guide', 'Director', undefined] as const
const NICKNAMES = ['Ada', 'Grace', 'grace', undefined] as const

/** Attributes that overlap between users, so that most filters select some of them and not all. */
export function populationAttributes(index: number, identity: Identity): JsonObject {
  const title = TITLES[index % TITLES.length]
  const nickName = NICKNAMES[index % NICKNAMES.length]
  const local = identity.local()
  const work = { type: 'work', value: identity.email(`${local}-w`), primary: true }
  const home = { type: 'home', value: identity.email(`${local}-h`) }
  const emails = index % 4 === 3 ? [] : index % 2 === 0 ? [work] : [work, home]
  return {
    userName: identity.userName(local),
    active: index % 3 !== 0,
    name: { givenName: index % 2 === 0 ? 'Ada' : 'Grace', familyName: `Proof${index % 4}` },
    displayName: `Person ${String.fromCharCode(97 + (index % 7))}`,
    ...(title === undefined ? {} : { title }),
    ...(nickName === undefined ? {} : { nickName }),
    ...(emails.length === 0 ? {} : { emails }),
  }
}

/** Makes the population, one after another so that its order of creation is known. */
export async function makePopulation(
  scim: Scim,
  users: ResourceFixture,
  identity: Identity,
  size: number,
): Promise<Population> {
  const members: Resource[] = []
  let hidden = false
  for (let index = 0; index < size; index += 1) {
    const attributes = users.fit(populationAttributes(index, identity))
    const seen = await shown(scim, users, hidden ? { ...attributes, active: true } : attributes)
    if (seen === undefined) {
      hidden = true
      index -= 1
    } else members.push(seen)
  }
  return { mark: identity.mark, members }
}

/** A new user as a read shows it; `undefined` for one who is not active and so can not be read (ruling D-04). */
async function shown(
  scim: Scim,
  users: ResourceFixture,
  attributes: JsonObject,
): Promise<Resource | undefined> {
  const created = await users.create(attributes)
  const answer = await scim.until(() => users.read(created), status(200))
  if (answer.status === 404 && attributes['active'] === false) {
    await scim.delete(created.path)
    return undefined
  }
  return answer.status === 200 ? answer.resource : created.resource
}

/** Ids of the resources in a list answer, in order. */
export function idsOf(answer: Answer): string[] {
  const resources = isObject(answer.json) ? getMember(answer.json, 'Resources') : undefined
  if (!Array.isArray(resources)) return []
  return resources.flatMap((resource) => {
    const id = isObject(resource) ? getMember(resource, 'id') : undefined
    return typeof id === 'string' ? [id] : []
  })
}
