import { isObject } from '../scim/json.ts'
import type { AttributeDefinition, Json, JsonObject, ResourceSchema } from '../scim/types.ts'
import { type Constraints, fitResource } from './identity/constraints.ts'
import type { FixtureSpec } from './fixtures.ts'
import type { Identity } from './identity/identity.ts'
import { plainValue } from './plainValue.ts'

/** What a server needs beyond the least that the schema asks for. */
export interface Templates {
  /** What it demands of single attributes. */
  readonly constraints?: Constraints
  /** JSON with `{{local}}`, `{{domain}}`, `{{n}}` and `{{uuid}}`. */
  readonly user?: JsonObject
  readonly group?: JsonObject
}

/**
 * The least body that creates a resource of a type: schemas, the naming attribute, what the schema calls required, and
 * the template of the user; `attributes` are laid over it, and `null` takes one away.
 */
export function leastPayload(
  spec: FixtureSpec,
  identity: Identity,
  templates: Templates,
  attributes: JsonObject,
  generous: boolean,
): JsonObject {
  const local = identity.local()
  const template = spec.kind === 'user' ? templates.user : spec.kind === 'group' ? templates.group : undefined
  const own = {
    ...requiredAttributes(spec.schema, identity, local),
    ...(spec.kind === 'user' ? { userName: identity.userName(local) } : {}),
    ...(spec.kind === 'group' ? { displayName: identity.displayName('group', local) } : {}),
    ...(generous && spec.kind === 'user' ? usualAttributes(identity, local) : {}),
  }
  const base: Record<string, Json> = {
    ...fitResource(own, spec.schema, templates.constraints ?? {}),
    ...(template === undefined ? {} : (fill(template, identity, local) as JsonObject)),
    ...attributes,
  }
  const body = Object.fromEntries(Object.entries(base).filter(([, value]) => value !== null))
  const extensions = Object.keys(body).filter((name) => name.toLowerCase().startsWith('urn:'))
  const required = spec.schema.extensions
    .filter((extension) => extension.required)
    .map(({ schema }) => schema.id)
  const schemas = Array.isArray(attributes['schemas'])
    ? attributes['schemas']
    : [...new Set([spec.schema.core.id, ...required, ...extensions])]
  return { schemas, ...body }
}

/** What most servers that ask for more than userName ask for. */
function usualAttributes(identity: Identity, local: string): JsonObject {
  return {
    name: { givenName: 'Ada', familyName: 'Proof' },
    displayName: identity.displayName('user', local),
    emails: [{ value: identity.email(local), type: 'work', primary: true }],
    active: true,
  }
}

function requiredAttributes(schema: ResourceSchema, identity: Identity, local: string): JsonObject {
  const wanted = (attribute: AttributeDefinition) =>
    attribute.required &&
    attribute.mutability !== 'readOnly' &&
    !['schemas', 'id', 'meta'].includes(attribute.name)
  const values = (attributes: readonly AttributeDefinition[]): JsonObject =>
    Object.fromEntries(
      attributes.filter(wanted).map((attribute) => [attribute.name, valueFor(attribute, identity, local)]),
    )
  const extensions = schema.extensions
    .filter((extension) => extension.required)
    .map((extension) => [extension.schema.id, values(extension.schema.attributes)] as const)
  return { ...values(schema.core.attributes), ...Object.fromEntries(extensions) }
}

/** A plain legal value of an attribute; what is unique gets the local part. */
export function valueFor(attribute: AttributeDefinition, identity: Identity, local: string): Json {
  const one = single(attribute, identity, local)
  return attribute.multiValued ? [one] : one
}

function single(attribute: AttributeDefinition, identity: Identity, local: string): Json {
  const plain = plainValue(attribute.type)
  if (plain !== undefined) return plain
  switch (attribute.type) {
    case 'reference':
      return identity.url(local)
    case 'complex': {
      const parts = attribute.subAttributes.filter((sub) => sub.required || sub.name === 'value')
      const chosen = parts.length > 0 ? parts : attribute.subAttributes.slice(0, 1)
      return Object.fromEntries(
        chosen
          .filter((sub) => sub.mutability !== 'readOnly')
          .map((sub) => [sub.name, valueFor(sub, identity, local)]),
      )
    }
    default:
      if (attribute.canonicalValues.length > 0) return attribute.canonicalValues[0] ?? local
      return /mail/i.test(attribute.name)
        ? identity.email(local)
        : /phone/i.test(attribute.name)
          ? identity.phone()
          : local
  }
}

/** Fills the variables of a template; each text is filled on its own. */
function fill(template: Json, identity: Identity, local: string): Json {
  if (typeof template === 'string') {
    return template
      .replaceAll('{{local}}', local)
      .replaceAll('{{domain}}', identity.domain)
      .replaceAll('{{n}}', local.slice(local.lastIndexOf('-') + 1))
      .replaceAll('{{uuid}}', () => identity.guid())
  }
  if (Array.isArray(template)) return template.map((element: Json) => fill(element, identity, local))
  if (!isObject(template)) return template
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) => [name, fill(value, identity, local)]),
  )
}
