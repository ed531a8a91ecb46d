import { isArray, isObject, sameName } from '../../scim/json.ts'
import { parseAttributePath } from '../../scim/path.ts'
import { ScimError } from '../../scim/error.ts'
import type {
  AttributeDefinition,
  Json,
  JsonObject,
  ResourceSchema,
  SchemaDefinition,
} from '../../scim/types.ts'
import { type Constraint, fitting } from './constraint.ts'

/**
 * What a server demands beyond its schemas, by attribute path (RFC 7644 §3.10): `userName`, `name.familyName`,
 * `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber`. A path without URN means the attribute of
 * that name in every schema.
 */
export type Constraints = Readonly<Record<string, Constraint>>

/** An attribute or sub-attribute, and the schema it belongs to. */
export interface Place {
  readonly uri: string | undefined
  readonly name: string
  readonly sub?: string | undefined
}

/** The name of a member as a place: bare, dotted, or with the URN of a schema; `undefined` when it is no path. */
export function placeOf(text: string, uri?: string): Place | undefined {
  try {
    const path = parseAttributePath(text)
    return { uri: path.uri ?? uri, name: path.name, sub: path.sub }
  } catch (error) {
    if (error instanceof ScimError) return undefined
    throw error
  }
}

/** The constraint on a place. */
export function constraintAt(constraints: Constraints, place: Place): Constraint | undefined {
  return Object.entries(constraints).find(([text]) => {
    const path = placeOf(text)
    return (
      path !== undefined &&
      sameName(path.name, place.name) &&
      sameName(path.sub ?? '', place.sub ?? '') &&
      (path.uri === undefined || (place.uri !== undefined && sameName(path.uri, place.uri)))
    )
  })?.[1]
}

/** A schema without what is never sent, in which the values that are allowed are the canonical ones. */
export function constrainedSchema(schema: ResourceSchema, constraints: Constraints): ResourceSchema {
  if (Object.keys(constraints).length === 0) return schema
  const cut = (definition: SchemaDefinition): SchemaDefinition => ({
    ...definition,
    attributes: definition.attributes.flatMap((attribute) => {
      const whole = cutAttribute(
        attribute,
        constraintAt(constraints, { uri: definition.id, name: attribute.name }),
      )
      const subAttributes = attribute.subAttributes.flatMap((sub) =>
        cutAttribute(
          sub,
          constraintAt(constraints, { uri: definition.id, name: attribute.name, sub: sub.name }),
        ),
      )
      return whole.map((kept) => ({ ...kept, subAttributes }))
    }),
  })
  return {
    ...schema,
    core: cut(schema.core),
    extensions: schema.extensions.map((extension) => ({ ...extension, schema: cut(extension.schema) })),
  }
}

function cutAttribute(attribute: AttributeDefinition, constraint?: Constraint): AttributeDefinition[] {
  if (constraint?.send === 'never') return []
  const texts = constraint?.values?.filter((value) => typeof value === 'string') ?? []
  return [texts.length === 0 ? attribute : { ...attribute, canonicalValues: texts }]
}

/** A resource whose values fit; what can not be made to fit is left out. */
export function fitResource(
  resource: JsonObject,
  schema: ResourceSchema,
  constraints: Constraints,
): JsonObject {
  if (Object.keys(constraints).length === 0) return resource
  const fitObject = (object: JsonObject, placed: (name: string) => Place | undefined): JsonObject =>
    Object.fromEntries(
      Object.entries(object).flatMap(([name, value]) => {
        const fitted = fitValue(value, placed(name))
        return fitted === undefined ? [] : [[name, fitted] as const]
      }),
    )
  const fitValue = (value: Json, place: Place | undefined): Json | undefined => {
    if (place === undefined) return value
    if (isArray(value)) return value.flatMap((element) => fitValue(element, place) ?? [])
    const constraint = constraintAt(constraints, place)
    if (isObject(value))
      return constraint?.send === 'never' ? undefined : fitObject(value, (sub) => ({ ...place, sub }))
    return constraint === undefined ? value : fitting(constraint, value)
  }
  return Object.fromEntries(
    Object.entries(resource).flatMap(([name, value]) => {
      const uri = schemaNamed(schema, name)
      if (uri !== undefined && isObject(value))
        return [[name, fitObject(value, (inner) => placeOf(inner, uri))]]
      const fitted = name === 'schemas' ? value : fitValue(value, placeOf(name, schema.core.id))
      return fitted === undefined ? [] : [[name, fitted]]
    }),
  )
}

/** A function for generators that makes a single value of an attribute fit. */
export function fitFor(
  constraints: Constraints,
): (value: Json, attribute: AttributeDefinition, parent?: AttributeDefinition) => Json {
  return (value, attribute, parent) => {
    const sub = parent === undefined ? undefined : attribute.name
    const name = parent?.name ?? attribute.name
    const found = Object.entries(constraints).find(([text]) => {
      const path = placeOf(text)
      return path !== undefined && sameName(path.name, name) && sameName(path.sub ?? '', sub ?? '')
    })
    return found === undefined ? value : (fitting(found[1], value) ?? value)
  }
}

/** The URI of the schema of a type that has this name. */
export const schemaNamed = (schema: ResourceSchema, name: string): string | undefined =>
  [schema.core.id, ...schema.extensions.map((extension) => extension.schema.id)].find((id) =>
    sameName(id, name),
  )
