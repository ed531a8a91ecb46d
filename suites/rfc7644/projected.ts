import {
  all,
  type Answer,
  answerWhere,
  type CheckContext,
  type Created,
  grade,
  listingOf,
  type Matcher,
  skip,
  status,
} from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'

/** Why a projection without schemas is risky (rulings J-01, P-12). */
export const NO_SCHEMAS =
  'schemas is left out; every representation of a resource names its schemas (RFC 7643 §3).'

/** What of a resource an answer holds besides `id`, `schemas` and `meta` (ruling J-01). */
export interface Shape {
  /** Names that have to be there; `name.givenName` names a sub-attribute. */
  readonly has: readonly string[]
  /** Names that must not be there. */
  readonly lacks: readonly string[]
}

/** The first resource of a list, else the answer itself. */
export function resourceIn(answer: Answer): JsonObject | undefined {
  const [first] = listingOf(answer).resources
  if (first !== undefined) return first
  return isObject(answer.json) ? answer.json : undefined
}

/** The value at a name, a sub-attribute's within each element; names of extensions are given as URI, colon and name. */
export function valueAt(resource: JsonObject, name: string): Json | undefined {
  const colon = name.lastIndexOf(':')
  const home = colon < 0 ? resource : getMember(resource, name.slice(0, colon))
  if (!isObject(home)) return undefined
  const [outer = '', inner] = name.slice(colon + 1).split('.')
  const value = getMember(home, outer)
  if (inner === undefined || value === undefined) return value
  const elements: readonly Json[] = Array.isArray(value) ? (value as readonly Json[]) : [value]
  const found = elements.flatMap((element) => {
    const part = isObject(element) ? getMember(element, inner) : undefined
    return part === undefined ? [] : [part]
  })
  return found[0]
}

const present = (resource: JsonObject, name: string) => {
  const value = valueAt(resource, name)
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)
}

/** Answers whose resource has these attributes and lacks those. */
export function shaped({ has, lacks }: Shape): Matcher {
  const expects = [
    has.length === 0 ? 'a resource' : `a resource with ${has.join(', ')}`,
    ...(lacks.length === 0 ? [] : [`without ${lacks.join(', ')}`]),
  ]
  return {
    expects: expects.join(' '),
    differs: (answer) => {
      const resource = answer.status >= 200 && answer.status < 300 ? resourceIn(answer) : undefined
      if (resource === undefined) return `${answer.status} without a resource`
      const missing = has.filter((name) => !present(resource, name))
      const extra = lacks.filter((name) => present(resource, name))
      if (missing.length + extra.length === 0) return undefined
      return [...missing.map((name) => `no ${name}`), ...extra.map((name) => `${name} is there`)].join(', ')
    },
  }
}

/** Answers whose resource has no attribute but these, `id`, `schemas`, `meta` and what is always returned. */
export function only(has: readonly string[], always: readonly string[] = []): Matcher {
  const allowed = [...has.map((name) => name.replace(/[.].*$/, '')), ...always, 'id', 'schemas', 'meta']
  const lenient = new Set(allowed.map((name) => name.toLowerCase()))
  return {
    expects: `a resource with id, ${has.join(', ')} and nothing that was not asked for`,
    differs: (answer) => {
      const lacking = shaped({ has: ['id', ...has], lacks: [] }).differs(answer)
      if (lacking !== undefined) return lacking
      const others = Object.keys(resourceIn(answer) ?? {}).filter((name) => !lenient.has(name.toLowerCase()))
      return others.length === 0 ? undefined : `also ${others.join(', ')}`
    },
  }
}

/** Answers whose resource bears its schemas. */
export const withSchemas = answerWhere('schemas', (answer) => {
  const resource = resourceIn(answer)
  return resource !== undefined && present(resource, 'schemas')
})

/** A user with names, addresses and a title, or as many of them as the server keeps. */
export function makeUser({ users, identity }: CheckContext): Promise<Created> {
  return users.create({
    displayName: identity.displayName('user'),
    name: { givenName: 'Ada', familyName: 'Proof' },
    emails: [{ value: identity.email(), type: 'work', primary: true }],
    title: 'Director',
  })
}

/** Ends the check where the server does not keep what it is about. */
export function demandKept(user: Created, ...names: string[]): void {
  const lost = names.find((name) => valueAt(user.resource, name) === undefined)
  if (lost !== undefined) skip(`The server does not keep ${lost} of a user.`)
}

/** Core attributes of a user that the published schema says are always returned. */
export const alwaysReturned = ({ userSchema }: CheckContext) =>
  userSchema.core.attributes.filter(({ returned }) => returned === 'always').map(({ name }) => name)

/** Reads the user with a projection, and grades what comes back. */
export async function reads(
  context: CheckContext,
  user: Created,
  query: Readonly<Record<string, string>>,
  expected: Matcher,
  reason: string,
) {
  const answer = await context.scim.until(() => context.scim.get(user.path, query), status(200))
  grade(answer)
    .pass('attributes' in query ? all(expected, withSchemas) : expected)
    .warn(expected, NO_SCHEMAS)
    .otherwise.fail(reason)
}

/** The filter that finds a user by name. */
export const byName = (user: JsonObject) => `userName eq ${JSON.stringify(getMember(user, 'userName') ?? '')}`
