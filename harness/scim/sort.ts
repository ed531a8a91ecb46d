import { compareInstants, parseDateTime } from './dateTime.ts'
import { foldFor } from './filter/compare.ts'
import { compareText } from './filter/text.ts'
import { getMember, isArray, isObject } from './json.ts'
import { parseAttributePath } from './path.ts'
import { getAt, resolve, subAttribute } from './schema/lookup.ts'
import type { AttributeDefinition, Json, JsonObject, ResolvedAttribute, ResourceSchema } from './types.ts'

/** Allowed values of `sortOrder` (RFC 7644 §3.4.2.3). */
export type SortOrder = 'ascending' | 'descending'

/**
 * The resources in the order of RFC 7644 §3.4.2.3: by the attribute's type and case rule; of several values the primary
 * one counts, else the first; those without a value stand last when ascending and first when descending. A complex
 * attribute without sub-attribute is sorted by its `value`. Equal ones keep their order, so an attribute that the schema
 * does not define changes nothing.
 * @throws ScimError 400 invalidPath when `sortBy` is not an attribute path
 */
export function sortResources<R extends JsonObject>(
  resources: readonly R[],
  schema: ResourceSchema,
  sortBy: string,
  order: SortOrder = 'ascending',
): R[] {
  const target = resolve(schema, parseAttributePath(sortBy))
  if (target === undefined) return [...resources]
  const attribute = keyAttribute(target)
  const sign = order === 'descending' ? -1 : 1
  return resources
    .map((resource) => ({ resource, key: sortKey(resource, target) }))
    .sort((left, right) => sign * compareKeys(left.key, right.key, attribute))
    .map(({ resource }) => resource)
}

/**
 * Compares two values of an attribute: dateTimes as instants, strings by code point, without regard to case unless the
 * attribute is case-exact, false before true. Values of different JSON types have a fixed order too, so that any list can
 * be sorted.
 */
export function compareValues(left: Json, right: Json, attribute: AttributeDefinition): number {
  if (typeof left === 'string' && typeof right === 'string') return compareStrings(left, right, attribute)
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right)
  return rankOf(left) - rankOf(right)
}

/** The definition that decides how the keys compare: the sub-attribute's, where there is one. */
function keyAttribute({ attribute, sub }: ResolvedAttribute): AttributeDefinition {
  return sub ?? subAttribute(attribute, 'value') ?? attribute
}

function sortKey(resource: JsonObject, target: ResolvedAttribute): Json | undefined {
  const { sub, ...whole } = target
  const value = getAt(resource, whole)
  const single = isArray(value) ? (value.find(isPrimary) ?? value[0]) : value
  if (!isObject(single)) return sub === undefined ? (single ?? undefined) : undefined
  const key = getMember(single, sub?.name ?? 'value')
  return isObject(key) || isArray(key) ? undefined : (key ?? undefined)
}

function isPrimary(element: Json): boolean {
  return isObject(element) && getMember(element, 'primary') === true
}

function compareKeys(
  left: Json | undefined,
  right: Json | undefined,
  attribute: AttributeDefinition,
): number {
  if (left === undefined || right === undefined)
    return Number(left === undefined) - Number(right === undefined)
  return compareValues(left, right, attribute)
}

function compareStrings(left: string, right: string, attribute: AttributeDefinition): number {
  if (attribute.type === 'dateTime') {
    const [before, after] = [parseDateTime(left), parseDateTime(right)]
    if (before !== undefined && after !== undefined) return compareInstants(before, after)
    if (before !== undefined || after !== undefined) return before === undefined ? 1 : -1
  }
  const fold = foldFor(attribute)
  return compareText(fold(left), fold(right))
}

function rankOf(value: Json): number {
  return ['boolean', 'number', 'string', 'object'].indexOf(typeof value)
}
