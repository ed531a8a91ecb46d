import { ScimError } from '../../scim/error.ts'
import { foldCase, getMember, isArray, isObject, isUnassigned } from '../../scim/json.ts'
import type { AttributeDefinition, Json, JsonObject } from '../../scim/types.ts'
import type { ServerState } from '../state.ts'

const dateTime = /^-?\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?$/
const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/
const uriReference = /^[^\s<>"{}|\\^`]+$/

function refuse(definition: AttributeDefinition, expected: string): ScimError {
  return new ScimError(400, 'invalidValue', `${definition.name} must be ${expected}.`)
}

function readBoolean(value: Json, definition: AttributeDefinition, server: ServerState): boolean {
  if (typeof value === 'boolean') return value
  const word = server.entraDialect && typeof value === 'string' ? foldCase(value) : ''
  if (word === 'true' || word === 'false') return word === 'true'
  throw refuse(definition, 'true or false')
}

function readText(value: Json, definition: AttributeDefinition, form: RegExp, expected: string): string {
  if (typeof value !== 'string' || !form.test(value)) throw refuse(definition, expected)
  return value
}

/** The known sub-attributes of a complex value; undefined when nothing is assigned. */
function readComplex(
  value: Json,
  definition: AttributeDefinition,
  server: ServerState,
): JsonObject | undefined {
  // Entra's older dialect writes the manager as a bare id, and takes it away with an empty string.
  const bare = server.entraDialect && typeof value === 'string' && !definition.multiValued
  const object = bare ? (value === '' ? {} : { value }) : value
  if (!isObject(object)) throw refuse(definition, 'an object')
  const names = Object.keys(object).map(foldCase)
  if (new Set(names).size < names.length) {
    throw new ScimError(400, 'invalidSyntax', `A sub-attribute of ${definition.name} stands there twice.`)
  }
  const read = definition.subAttributes.flatMap((sub) => {
    if (sub.mutability === 'readOnly') return []
    const inner = readValue(getMember(object, sub.name), sub, server)
    return inner === undefined ? [] : [[sub.name, inner] as const]
  })
  return read.length === 0 ? undefined : Object.fromEntries(read)
}

function readOne(value: Json, definition: AttributeDefinition, server: ServerState): Json | undefined {
  switch (definition.type) {
    case 'string':
      if (typeof value !== 'string') throw refuse(definition, 'a string')
      return value
    case 'boolean':
      return readBoolean(value, definition, server)
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value)) throw refuse(definition, 'a whole number')
      return value
    case 'decimal':
      if (typeof value !== 'number') throw refuse(definition, 'a number')
      return value
    case 'dateTime': {
      const text = readText(value, definition, dateTime, 'a date with a time (xsd:dateTime)')
      if (Number.isNaN(Date.parse(text))) throw refuse(definition, 'a date that exists')
      return text
    }
    case 'binary':
      return readText(value, definition, base64, 'base64')
    case 'reference':
      return readText(value, definition, uriReference, 'a URI')
    case 'complex':
      return readComplex(value, definition, server)
  }
}

/**
 * A value from a request, read as its definition demands: sub-attributes that are unknown or readOnly are left out,
 * unassigned values (RFC 7643 §2.5) become undefined.
 * @throws ScimError 400 invalidValue for a value of another type
 */
export function readValue(
  value: Json | undefined,
  definition: AttributeDefinition,
  server: ServerState,
): Json | undefined {
  if (value === undefined || isUnassigned(value)) return undefined
  if (!definition.multiValued) {
    if (isArray(value)) throw refuse(definition, 'a single value')
    return readOne(value, definition, server)
  }
  if (!isArray(value)) throw refuse(definition, 'an array')
  const elements = value.flatMap((element) => {
    const read = element === null ? undefined : readOne(element, definition, server)
    return read === undefined ? [] : [read]
  })
  return elements.length === 0 ? undefined : elements
}
