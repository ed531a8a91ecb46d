import { populationOf, type PopulationOptions, reservedAddresses } from '../../generate/index.ts'
import type { AddressKind } from '../../generate/index.ts'
import { getMember, isObject } from '../../scim/json.ts'
import type { JsonObject, Resource, ResourceSchema } from '../../scim/types.ts'
import type { ResourceFixture } from '../fixtures.ts'
import type { Identity } from '../identity/identity.ts'
import type { Population } from '../population.ts'
import { deriveSeed, draw } from '../random.ts'
import type { Scim } from '../scim.ts'

/** How many users a crowd has; none where only few may be alive at once: then the population serves in its place. */
export const crowdSize = (populationSize: number): number => (populationSize < 20 ? 0 : 16)

/** What nearly every server stores, in lower case. */
const USUAL = ['username', 'name', 'displayname', 'nickname', 'title', 'emails', 'active']

/** Never sent: what can not be seen, what names other resources, and what would have to be made with more care. */
const LEFT_OUT = ['password', 'x509Certificates', 'groups', 'manager']

/** Users of one seed, from those with values of all kinds to those that nearly every server takes. */
function drawnUsers(
  schema: ResourceSchema,
  identity: Identity,
  size: number,
  seed: number,
): readonly (readonly Resource[])[] {
  const unusual = schema.core.attributes
    .map(({ name }) => name)
    .filter((name) => !USUAL.includes(name.toLowerCase()))
  const users = (more: PopulationOptions) =>
    draw(
      populationOf(schema, {
        size,
        density: 70,
        maxLength: 24,
        addresses: (local, kind) => addressOf(identity, local, kind),
        ...more,
      }),
      deriveSeed(seed, 'crowd'),
    )
  return [
    users({ omit: LEFT_OUT }),
    users({ omit: LEFT_OUT, alphabet: 'plain' }),
    users({
      omit: [...LEFT_OUT, ...unusual],
      omitExtensions: schema.extensions.map(({ schema: { id } }) => id),
      alphabet: 'plain',
    }),
  ]
}

/** An address that reaches nobody and bears the mark of whoever makes it. */
export function addressOf(identity: Identity, local: string, kind: AddressKind): string {
  const own = local.startsWith(identity.mark) ? local : `${identity.mark}${local}`
  if (kind === 'userName') return identity.userName(own)
  if (kind === 'phone') return reservedAddresses(local, kind)
  return kind === 'url' ? identity.url(local) : `${own}@${identity.domain}`
}

/**
 * Makes users with values of every kind: several scripts, quotes, elements of several types, extensions; each seed makes
 * others. A server that refuses one is sent plainer ones from then on.
 *
 * @returns undefined when it takes none, or only few may be alive at once
 */
export async function makeCrowd(
  scim: Scim,
  users: ResourceFixture,
  identity: Identity,
  { populationSize, seed }: { readonly populationSize: number; readonly seed: number },
): Promise<Population | undefined> {
  const size = crowdSize(populationSize)
  if (size === 0) return undefined
  const kinds = drawnUsers(users.schema, identity, size, seed)
  const members: Resource[] = []
  let kind = 0
  for (let index = 0; index < size; index += 1) {
    const made = await firstTaken(
      scim,
      users,
      kinds.slice(kind).map((drawn) => own(drawn[index] ?? {}, identity)),
    )
    if (made === undefined) return undefined
    kind += made.refused
    members.push(made.resource)
  }
  return { mark: identity.mark, members }
}

/** A user with the names that are its own among all users of all runs. */
function own({ schemas: _, ...user }: Resource, identity: Identity): JsonObject {
  const extended = Object.keys(user).includes('externalId')
  return extended ? { ...user, externalId: identity.externalId() } : user
}

async function firstTaken(
  scim: Scim,
  users: ResourceFixture,
  candidates: readonly JsonObject[],
): Promise<{ readonly refused: number; readonly resource: Resource } | undefined> {
  for (const [refused, candidate] of candidates.entries()) {
    const answer = await scim.post(users.endpoint, users.payload(users.fit(candidate)))
    const id = answer.status === 201 && isObject(answer.json) ? getMember(answer.json, 'id') : undefined
    if (typeof id !== 'string') continue
    const path = `${users.endpoint}/${encodeURIComponent(id)}`
    const seen = await scim.until(() => scim.get(path), {
      expects: '200',
      differs: ({ status }) => (status === 200 ? undefined : String(status)),
    })
    if (seen.status === 200) return { refused, resource: seen.resource }
    await scim.delete(path)
  }
  return undefined
}
