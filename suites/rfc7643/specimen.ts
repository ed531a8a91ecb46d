import type { Answer, CheckContext, Identity, ResourceFixture } from '../../harness/check/index.ts'
import { block, describeAnswer, pathOfCreated, plainValue } from '../../harness/check/index.ts'
import { attributesOf, getAt } from '../../harness/scim/schema/lookup.ts'
import type { AttributeDefinition, Json, JsonObject, ResolvedAttribute } from '../../harness/scim/types.ts'
import { CERTIFICATE } from './certificates.ts'

/** Attributes whose values mean something that a made-up value would not. */
const KNOWN: Readonly<Record<string, (identity: Identity) => Json>> = {
  locale: () => 'en-US',
  preferredlanguage: () => 'en-US',
  timezone: () => 'America/Los_Angeles',
  country: () => 'US',
  x509certificates: () => [{ value: CERTIFICATE }],
  emails: (identity) => [{ value: identity.email(), type: 'work', primary: true }],
  phonenumbers: (identity) => [{ value: identity.phone(), type: 'work' }],
}

/** What no made-up value can be written to: other resources, secrets, what the server computes. */
const LEFT_OUT = new Set([
  'password',
  'members',
  'manager',
  'groups',
  '$ref',
  'display',
  'schemas',
  'id',
  'meta',
])

/** A plain legal value, every part of a complex one filled; `undefined` where none can be made up. */
export function specimenOf(attribute: AttributeDefinition, identity: Identity): Json | undefined {
  const name = attribute.name.toLowerCase()
  if (LEFT_OUT.has(name) || attribute.mutability === 'readOnly') return undefined
  const known = KNOWN[name]
  if (known !== undefined) return known(identity)
  const value = single(attribute, identity)
  return value === undefined ? undefined : attribute.multiValued ? [value] : value
}

function single(attribute: AttributeDefinition, identity: Identity): Json | undefined {
  const plain = plainValue(attribute.type)
  if (plain !== undefined) return plain
  switch (attribute.type) {
    case 'reference':
      return attribute.referenceTypes.some((type) => type !== 'external' && type !== 'uri')
        ? undefined
        : identity.url(identity.local())
    case 'complex': {
      if (attribute.subAttributes.some((sub) => sub.type === 'reference' && sub.name === '$ref'))
        return undefined
      const parts = attribute.subAttributes.flatMap((sub) => {
        const value = specimenOf(sub, identity)
        return value === undefined ? [] : [[sub.name, value] as const]
      })
      return parts.length === 0 ? undefined : Object.fromEntries(parts)
    }
    default:
      return attribute.canonicalValues[0] ?? identity.local()
  }
}

/** A resource in which the attributes that were asked for have values, and what the server made of it. */
export interface Specimen {
  readonly sent: JsonObject
  /** What was written into this resource, with the value. */
  readonly written: readonly { readonly resolved: ResolvedAttribute; readonly value: Json }[]
  /** GET of it. */
  readonly seen: Answer
}

/**
 * Creates a resource with a value for each writable attribute that is wanted. Where the server refuses the whole, each
 * half is tried alone, down to single attributes, which it may refuse (RFC 7643 §2.3.1).
 */
export async function createSpecimens(
  context: CheckContext,
  type: ResourceFixture,
  wanted: (attribute: AttributeDefinition) => boolean,
): Promise<readonly Specimen[]> {
  const written = [...attributesOf(type.schema)].flatMap((resolved) => {
    const { attribute } = resolved
    if (attribute.name === 'userName' || attribute.name === 'externalId' || !wanted(attribute)) return []
    const natural = specimenOf(attribute, context.identity)
    const value =
      natural === undefined ? undefined : getAt(type.fit(asBody([{ resolved, value: natural }])), resolved)
    return value === undefined ? [] : [{ resolved, value }]
  })
  let refusals = 0

  async function create(part: Specimen['written']): Promise<readonly Specimen[]> {
    if (part.length === 0 || refusals > 6) return []
    const sent = type.payload(asBody(part))
    const answer = await context.scim.post(type.endpoint, sent)
    const path = pathOfCreated(type.endpoint, answer)
    if (answer.status === 201 && path !== undefined) {
      const seen = await context.scim.get(path)
      if (seen.status !== 200)
        block(`What was created can not be read: ${describeAnswer(seen)}.`, 'rfc7644.read.reads-a-user')
      return [{ sent, written: part, seen }]
    }
    refusals += 1
    if (part.length === 1) return []
    const half = Math.ceil(part.length / 2)
    return [...(await create(part.slice(0, half))), ...(await create(part.slice(half)))]
  }

  return create(written)
}

/** The attributes as a body: those of extensions below their URI. */
function asBody(part: Specimen['written']): JsonObject {
  const body: Record<string, Json> = {}
  const extensions: Record<string, Record<string, Json>> = {}
  for (const { resolved, value } of part) {
    if (resolved.extension === undefined) body[resolved.attribute.name] = value
    else (extensions[resolved.extension] ??= {})[resolved.attribute.name] = value
  }
  return { ...body, ...extensions }
}
