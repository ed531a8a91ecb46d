import type { Answer, CheckContext, Identity, ResourceFixture } from '../../harness/check/index.ts'
import { block, describeAnswer } from '../../harness/check/index.ts'
import { isObject } from '../../harness/scim/json.ts'
import { attributesOf } from '../../harness/scim/schema/lookup.ts'
import type { AttributeDefinition, Json, JsonObject, ResolvedAttribute } from '../../harness/scim/types.ts'

/** A self-signed certificate of nobody, DER in base64, valid until 2036. */
export const CERTIFICATE =
  'MIIBfTCCASOgAwIBAgIUc801uGFl0PD+U5JLST7grSq8OucwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJc2NpbXByb29mMB4XDTI2MTEyNTE0MTc1OFoXDTM2MTEyMjE0MTc1OFowFDESMBAGA1UEAwwJc2NpbXByb29mMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnowq0K8HgOnK0iC3ePSUqdukerRFOB7mPVKwO7NnyOzxfMkMvBkywjq7GS6zt4UEjBNJw5MAjSGeIq+tpWRuEaNTMFEwHQYDVR0OBBYEFBox+gN47wrJxbeZMrPdrphyA5c4MB8GA1UdIwQYMBaAFBox+gN47wrJxbeZMrPdrphyA5c4MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAK/ROEe5aRGHCU8vKqDL0AcqrLpdhyn8/7K2G9NDCFk7AiADPpiPNCfx2taeZ9TxcYlCJxV7JcDMmzlB+qZXfnHbPg=='

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
  switch (attribute.type) {
    case 'boolean':
      return true
    case 'integer':
      return 7
    case 'decimal':
      return 1.5
    case 'dateTime':
      return '2026-01-02T03:04:05Z'
    case 'binary':
      return 'c2NpbXByb29m'
    case 'reference':
      return attribute.referenceTypes.some((type) => type !== 'external' && type !== 'uri')
        ? undefined
        : identity.url(identity.local())
    case 'string':
      return attribute.canonicalValues[0] ?? identity.local()
    case 'complex': {
      if (attribute.subAttributes.some((sub) => sub.type === 'reference' && sub.name === '$ref'))
        return undefined
      const parts = attribute.subAttributes.flatMap((sub) => {
        const value = specimenOf(sub, identity)
        return value === undefined ? [] : [[sub.name, value] as const]
      })
      return parts.length === 0 ? undefined : Object.fromEntries(parts)
    }
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
    const value = specimenOf(attribute, context.identity)
    return value === undefined ? [] : [{ resolved, value }]
  })
  let refusals = 0

  async function create(part: Specimen['written']): Promise<readonly Specimen[]> {
    if (part.length === 0 || refusals > 6) return []
    const sent = type.payload(asBody(part))
    const answer = await context.scim.post(type.endpoint, sent)
    const id = isObject(answer.json) ? answer.json['id'] : undefined
    if (answer.status === 201 && typeof id === 'string') {
      const seen = await context.scim.get(`${type.endpoint}/${encodeURIComponent(id)}`)
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
