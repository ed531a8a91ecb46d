import { getMember, isArray, isObject, isUnassigned } from '../../json.ts'
import { subAttribute } from '../../schema/lookup.ts'
import type { AttributeDefinition, Json, JsonObject } from '../../types.ts'
import { coerceSimple } from '../coerce.ts'
import { isOfType } from '../value.ts'

/**
 * A value in one of the forms of Entra's provisioning service, as the attribute takes it: `"True"` for a boolean, a bare
 * string for a complex attribute with a `value`, that object as JSON in a string, the empty string for "no value" where
 * a string can not stand, an array of one for a single value. What fits none of them stays, for the RFC's rules to refuse.
 */
export function plainValue(definition: AttributeDefinition, value: Json): Json {
  if (isUnassigned(value)) return value
  if (definition.multiValued) return elements(definition, value)
  return one(definition, isArray(value) && value.length === 1 ? (value[0] ?? null) : value)
}

function elements(definition: AttributeDefinition, value: Json): Json {
  if (value === '') return null
  return (isArray(value) ? value : [value]).flatMap((element) => {
    const plain = one(definition, element)
    return plain === null ? [] : [plain]
  })
}

function one(definition: AttributeDefinition, value: Json): Json {
  if (definition.type === 'complex') return complex(definition, value)
  if (isOfType(definition.type, value)) return value
  return value === '' ? null : (coerceSimple(definition.type, value) ?? value)
}

function complex(definition: AttributeDefinition, value: Json): Json {
  if (value === '') return null
  if (typeof value === 'string') {
    return subAttribute(definition, 'value') === undefined ? value : complex(definition, { value })
  }
  if (!isObject(value)) return value
  const parts = packed(value) ?? value
  const object = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => {
      const sub = subAttribute(definition, name)
      return [name, sub === undefined ? part : plainValue(sub, part)]
    }),
  )
  return getMember(object, 'value') === '' && Object.values(object).every(isNothing) ? null : object
}

const isNothing = (value: Json): boolean => isUnassigned(value) || value === ''

/** An element whose `value` holds the element itself, as JSON in a string, the way app roles arrive. */
function packed(element: JsonObject): JsonObject | undefined {
  const value = getMember(element, 'value')
  if (typeof value !== 'string') return undefined
  const parsed = parse(value)
  if (!isObject(parsed) || getMember(parsed, 'value') === undefined) return undefined
  const display = getMember(parsed, 'display') ?? getMember(parsed, 'displayName')
  return { ...element, ...parsed, ...(display === undefined ? {} : { display }) }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
