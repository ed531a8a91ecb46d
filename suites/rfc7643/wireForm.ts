import { parseDateTime } from '../../harness/scim/dateTime.ts'
import { getMember, isArray, isObject, isUnassigned } from '../../harness/scim/json.ts'
import type { AttributeDefinition, AttributeType, Json } from '../../harness/scim/types.ts'

/** A value that is not written as its attribute demands (RFC 7643 §2.3, §2.4). */
export interface Malformed {
  /** The data type that is broken; `plurality` for one in place of several, or several in place of one. */
  readonly kind: AttributeType | 'plurality'
  /** For the report. */
  readonly told: string
}

const BASE64 = /^(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)={0,2}$/
const URI_REFERENCE = /^[^\s<>"{}|\\^`]+$/

/** Whether a JSON value has the form of a simple data type. */
function hasForm(type: AttributeType, value: Json): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'decimal':
      return typeof value === 'number'
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value)
    case 'dateTime':
      return typeof value === 'string' && parseDateTime(value) !== undefined
    case 'binary':
      return typeof value === 'string' && BASE64.test(value.replace(/\s/g, ''))
    case 'reference':
      return typeof value === 'string' && (value === '' || URI_REFERENCE.test(value))
    case 'complex':
      return isObject(value)
  }
}

const excerptOf = (value: Json) => {
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** What is wrong with the form of a value, parts of complex values included; nothing where there is no value. */
export function malformedIn(
  attribute: AttributeDefinition,
  value: Json | undefined,
  place = attribute.name,
): readonly Malformed[] {
  if (value === undefined || isUnassigned(value)) return []
  if (attribute.multiValued !== isArray(value)) {
    const wanted = attribute.multiValued ? 'an array' : 'one value'
    return [{ kind: 'plurality', told: `${place} is ${excerptOf(value)}, not ${wanted}` }]
  }
  return (isArray(value) ? value : [value]).flatMap((element) => {
    if (element === null) return []
    if (!hasForm(attribute.type, element))
      return [
        { kind: attribute.type, told: `${place} is ${excerptOf(element)}, not of type ${attribute.type}` },
      ]
    return isObject(element)
      ? attribute.subAttributes.flatMap((sub) =>
          malformedIn(sub, getMember(element, sub.name), `${place}.${sub.name}`),
        )
      : []
  })
}

/** How many elements of a multi-valued value say that they are the primary one. */
export function primariesIn(value: Json | undefined): number {
  return isArray(value)
    ? value.filter((element) => isObject(element) && getMember(element, 'primary') === true).length
    : 0
}
