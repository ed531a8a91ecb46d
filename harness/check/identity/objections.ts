import { isArray, isObject } from '../../scim/json.ts'
import type { Json, JsonObject, ResourceSchema } from '../../scim/types.ts'
import type { ScimRequest } from '../../target/types.ts'
import { objection } from './constraint.ts'
import { constraintAt, type Constraints, type Place, placeOf, schemaNamed } from './constraints.ts'

/** What a request would send against the constraints, as a sentence; `undefined` when nothing. */
export function objectionTo(
  request: Pick<ScimRequest, 'method' | 'path' | 'body'>,
  types: readonly ResourceSchema[],
  constraints: Constraints,
): string | undefined {
  if (Object.keys(constraints).length === 0 || !isObject(request.body)) return undefined
  const schema = typeAt(request.path, types)
  if (/\/Bulk\/?$/i.test(request.path))
    return firstOf(request.body['Operations'], (operation) =>
      objectionToOperation(operation, types, constraints),
    )
  if (schema === undefined || /\/\.search\/?$/i.test(request.path)) return undefined
  if (request.method === 'PATCH')
    return firstOf(request.body['Operations'], (operation) =>
      objectionToChange(operation, schema, constraints),
    )
  return request.method === 'POST' || request.method === 'PUT'
    ? objectionToResource(request.body, schema, constraints)
    : undefined
}

function firstOf(
  list: Json | undefined,
  look: (element: JsonObject) => string | undefined,
): string | undefined {
  if (!isArray(list)) return undefined
  for (const element of list) {
    const found = isObject(element) ? look(element) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** The resource type below whose endpoint a path lies. */
function typeAt(path: string, types: readonly ResourceSchema[]): ResourceSchema | undefined {
  const below = path.replace(/^https?:\/\/[^/]*/i, '')
  if (/\/Me\/?$/i.test(below)) return types[0]
  return types.find(({ resourceType: { endpoint } }) =>
    `${below}/`.toLowerCase().includes(`/${endpoint.replace(/^\//, '')}/`.toLowerCase()),
  )
}

function objectionToOperation(
  { method, path, data }: JsonObject,
  types: readonly ResourceSchema[],
  constraints: Constraints,
): string | undefined {
  if (typeof method !== 'string' || typeof path !== 'string' || data === undefined) return undefined
  const upper = method.toUpperCase()
  return upper === 'POST' || upper === 'PUT' || upper === 'PATCH'
    ? objectionTo({ method: upper, path, body: data }, types, constraints)
    : undefined
}

function objectionToChange(
  { path, value }: JsonObject,
  schema: ResourceSchema,
  constraints: Constraints,
): string | undefined {
  if (typeof path !== 'string')
    return isObject(value) ? objectionToResource(value, schema, constraints) : undefined
  const container = schemaNamed(schema, path)
  if (container !== undefined && isObject(value))
    return objectionToResource({ [container]: value }, schema, constraints)
  const place = placeOf(path.replace(/\[.*\]/s, ''), schema.core.id)
  return place === undefined ? undefined : objectionAt(place, value ?? null, constraints)
}

function objectionToResource(
  resource: JsonObject,
  schema: ResourceSchema,
  constraints: Constraints,
): string | undefined {
  for (const [name, value] of Object.entries(resource)) {
    const uri = schemaNamed(schema, name)
    const found =
      uri !== undefined && isObject(value)
        ? Object.entries(value).map(([inner, one]) => [placeOf(inner, uri), one] as const)
        : [[placeOf(name, schema.core.id), value] as const]
    for (const [place, one] of found) {
      const said = place === undefined ? undefined : objectionAt(place, one, constraints)
      if (said !== undefined) return said
    }
  }
  return undefined
}

function objectionAt(place: Place, value: Json, constraints: Constraints): string | undefined {
  const constraint = constraintAt(constraints, place)
  const name = place.sub === undefined ? place.name : `${place.name}.${place.sub}`
  if (constraint?.send === 'never') return `${name} is never sent`
  if (isArray(value)) {
    for (const element of value) {
      const said = objectionAt(place, element, constraints)
      if (said !== undefined) return said
    }
    return undefined
  }
  if (isObject(value)) {
    for (const [sub, one] of Object.entries(value)) {
      const said = place.sub === undefined ? objectionAt({ ...place, sub }, one, constraints) : undefined
      if (said !== undefined) return said
    }
    return undefined
  }
  const said = constraint === undefined ? undefined : objection(constraint, value)
  return said === undefined ? undefined : `${name} ${said}`
}
