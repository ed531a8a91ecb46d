import { addressOf } from '../../harness/check/calibration/crowd.ts'
import {
  type Answer,
  type CheckContext,
  deriveSeed,
  draw,
  type ResourceFixture,
} from '../../harness/check/index.ts'
import { resourceOf, type ValueOptions } from '../../harness/generate/index.ts'
import { isArray, isObject, sameName, withoutMember } from '../../harness/scim/json.ts'
import { type Difference, differences } from '../../harness/scim/patch/index.ts'
import { parseAttributePath } from '../../harness/scim/path.ts'
import { attributesOf, resolve } from '../../harness/scim/schema/lookup.ts'
import type { Json, JsonObject, ResourceSchema } from '../../harness/scim/types.ts'
import { idIn } from './asking.ts'

/** What is known of how a server stores resources of one type. */
export interface Storage {
  readonly type: ResourceFixture
  /** What resources are drawn with, so that this server takes them. */
  readonly values: ValueOptions
  /** Names of attributes that are never sent. */
  readonly omit: readonly string[]
  /** Paths of attributes that it does not store as they were sent, plain as they were. */
  readonly lost: readonly string[]
}

/** Never sent: what can not be seen, what names other resources, and what would have to be made with more care. */
const LEFT_OUT = ['userName', 'externalId', 'password', 'x509Certificates', 'groups', 'manager', 'members']

/** What nearly every server stores of a user, in lower case. */
const USUAL = ['name', 'displayname', 'nickname', 'title', 'emails', 'active']

/** Attributes whose values no two resources may share: the fixture makes them. */
const uniqueNames = (schema: ResourceSchema) =>
  [...attributesOf(schema)].flatMap(({ attribute }) =>
    attribute.uniqueness === 'none' ? [] : [attribute.name],
  )

/** Addresses that bear the mark of the check. */
export const addressesOf =
  ({ identity }: CheckContext): NonNullable<ValueOptions['addresses']> =>
  (local, kind) =>
    addressOf(identity, local, kind)

/** Texts with a form of their own, which servers may demand or change (ruling C-20), in lower case. */
const FORMATTED = ['locale', 'timezone', 'preferredlanguage', 'country']

/** Whether a difference says that the server does not store the attribute, and not that it spoils its values. */
function isUnstored(schema: ResourceSchema, { path, expected, observed }: Difference): boolean {
  if (expected === undefined || observed === undefined) return true
  const attribute = resolve(schema, parseAttributePath(path))?.attribute
  if (attribute === undefined || attribute.type === 'complex') return true
  return FORMATTED.includes(attribute.name.toLowerCase())
}

/** Creates a resource and looks at what became of it; undefined when the server does not take it. */
async function tryOut(
  { scim }: CheckContext,
  type: ResourceFixture,
  wanted: JsonObject,
): Promise<readonly string[] | undefined> {
  const answer = await scim.post(type.endpoint, type.payload(wanted))
  const id = idIn(answer)
  if (id === undefined) return undefined
  const path = `${type.endpoint}/${encodeURIComponent(id)}`
  const lostIn = ({ status, json }: Answer) =>
    status === 200 && isObject(json)
      ? differences(type.schema, {}, wanted, json).filter((one) => isUnstored(type.schema, one))
      : undefined
  const seen = await scim.until(() => scim.get(path), {
    expects: 'what was sent',
    differs: (one) => (lostIn(one)?.length === 0 ? undefined : 'other'),
  })
  await scim.delete(path)
  return lostIn(seen)?.map((one) => one.path)
}

/** Those attributes of a resource, and no others. */
function onlyThose(schema: ResourceSchema, resource: JsonObject, paths: readonly string[]): JsonObject {
  const homeOf = (path: string) =>
    schema.extensions
      .map(({ schema: { id } }) => id)
      .find((id) => path.toLowerCase().startsWith(id.toLowerCase()))
  const names = paths.map((path) => homeOf(path) ?? path.replace(/\..*/, ''))
  return Object.fromEntries(
    Object.entries(resource).filter(([name]) => names.some((one) => sameName(one, name))),
  )
}

/** With a photo of which a server may show a thumbnail too (RFC 7643 §4.1.2), so that it is learnt whether it does. */
function withWholePhoto(schema: ResourceSchema, wanted: JsonObject): JsonObject {
  const { photos } = wanted
  if (!isArray(photos) || resolve(schema, { name: 'photos', sub: 'type' }) === undefined) return wanted
  const whole = (photo: Json) => (isObject(photo) ? { ...photo, type: 'photo' } : photo)
  return { ...wanted, photos: photos.map((photo, at) => (at === 0 ? whole(photo) : photo)) }
}

/**
 * Creates one resource with plain values of everything, and learns from it what this server stores of the type. A server
 * that refuses it is sent less. What was lost is sent once more without the rest: what is stored then is no attribute
 * that the server does not store.
 *
 * @returns undefined when it takes none
 */
export async function learnStorage(
  context: CheckContext,
  type: ResourceFixture,
): Promise<Storage | undefined> {
  const { schema } = type
  const omit = [...LEFT_OUT, ...uniqueNames(schema)]
  const unusual = [...attributesOf(schema)]
    .map(({ attribute }) => attribute.name)
    .filter((name) => !USUAL.includes(name.toLowerCase()))
  const values: ValueOptions = { maxLength: 40, maxValues: 4, addresses: addressesOf(context) }
  for (const omitted of [omit, [...omit, ...unusual]]) {
    const plain = resourceOf(schema, { ...values, alphabet: 'plain', fullness: 'full', omit: omitted })
    const seed = deriveSeed(context.settings.seed, context.check.id, 'storage', schema.resourceType.name)
    const wanted = withWholePhoto(schema, type.fit(withoutMember(draw(plain, seed), 'schemas')))
    const lost = await tryOut(context, type, wanted)
    if (lost === undefined) continue
    const again = lost.length === 0 ? [] : await tryOut(context, type, onlyThose(schema, wanted, lost))
    return { type, values, omit: omitted, lost: lost.filter((path) => again?.includes(path) ?? true) }
  }
  return undefined
}
