import { compareInstants, parseDateTime } from '../dateTime.ts'
import { equalJson, foldCase, getMember, isObject, isUnassigned } from '../json.ts'
import { printAttributePath } from '../path.ts'
import { attributesOf, extensionByUri, getAt, resolve, subAttribute } from '../schema/lookup.ts'
import type {
  AttributeDefinition,
  Json,
  JsonObject,
  ResolvedAttribute,
  Resource,
  ResourceSchema,
} from '../types.ts'
import { elementsOf } from './select.ts'

/** An attribute whose observed value is not the expected one. */
export interface Difference {
  /** `[uri:]name[.sub]`. */
  readonly path: string
  /** Absent when no value was expected. */
  readonly expected?: Json
  /** Absent when there was no value. */
  readonly observed?: Json
}

/**
 * Where an observed resource is not what was expected, with the leniency that is due to servers: order of values,
 * letter case where the schema does not count it, canonical forms (ruling C-13), values that a server adds to what is
 * new, `primary` false for absent, what the server alone decides (`schemas`, `meta`, readOnly attributes, the display and
 * `$ref` of references), what it never returns.
 * @param before the resource before the operation: what was taken away must not be there still
 * @param sealed readOnly attributes that must be as before, `id` apart, which must in every case
 */
export function differences(
  schema: ResourceSchema,
  before: Resource,
  expected: Resource,
  observed: Resource,
  sealed: readonly ResolvedAttribute[] = [],
): readonly Difference[] {
  const known = [...attributesOf(schema)].filter(isCompared).flatMap((resolved) => {
    const [was, wanted, found] = [before, expected, observed].map((resource) => getAt(resource, resolved))
    if (isAlike(resolved.attribute, was, wanted, found)) return []
    return [difference(pathOf(resolved), wanted, found)]
  })
  const broken = sealed
    .concat(getMember(before, 'id') === undefined ? [] : (resolve(schema, { name: 'id' }) ?? []))
    .flatMap((resolved) => {
      const [was, found] = [getAt(before, resolved), getAt(observed, resolved)]
      if (equalJson(was, found) || (isNothing(was) && isNothing(found))) return []
      return [difference(pathOf(resolved), was, found)]
    })
  const strange = Object.keys(observed)
    .filter((name) => isStrange(schema, name) && getMember(before, name) === undefined)
    .map((name) => difference(name, undefined, observed[name]))
  return [...known, ...broken, ...strange]
}

const difference = (path: string, expected: Json | undefined, observed: Json | undefined): Difference => ({
  path,
  ...(expected === undefined ? {} : { expected }),
  ...(observed === undefined ? {} : { observed }),
})

const pathOf = ({ extension, attribute, sub }: ResolvedAttribute): string =>
  printAttributePath({
    ...(extension === undefined ? {} : { uri: extension }),
    name: attribute.name,
    ...(sub === undefined ? {} : { sub: sub.name }),
  })

function isCompared({ attribute }: ResolvedAttribute): boolean {
  const { name, mutability, returned } = attribute
  return name !== 'schemas' && mutability !== 'readOnly' && mutability !== 'writeOnly' && returned !== 'never'
}

const isStrange = (schema: ResourceSchema, name: string): boolean =>
  resolve(schema, { name }) === undefined && extensionByUri(schema, name) === undefined

type Value = Json | undefined

function isAlike(attribute: AttributeDefinition, before: Value, expected: Value, observed: Value): boolean {
  if (isNothing(observed) && (isNothing(expected) || attribute.returned === 'request')) return true
  if (!attribute.multiValued) return isAlikeElement(attribute, elementsOf(before), expected, observed)
  const wanted = elementsOf(expected).filter((one) => !isNothing(one))
  const found = elementsOf(observed).filter((one) => !isNothing(one))
  if (wanted.length !== found.length) return false
  return isPairing(wanted, found, (left, right) => isAlikeElement(attribute, elementsOf(before), left, right))
}

/** Unassigned, or a complex value in which nothing is (RFC 7643 §2.5). */
const isNothing = (value: Value): boolean =>
  isUnassigned(value) || (isObject(value) && Object.values(value).every(isNothing))

function isAlikeElement(
  attribute: AttributeDefinition,
  before: readonly Json[],
  expected: Value,
  observed: Value,
): boolean {
  if (attribute.type !== 'complex') return isAlikeSimple(attribute, expected, observed)
  if (!isObject(expected) || !isObject(observed)) return isNothing(expected) && isNothing(observed)
  const isReference = attribute.subAttributes.some(({ name }) => name === '$ref')
  const names = [...new Set([...Object.keys(expected), ...Object.keys(observed)].map(foldCase))]
  return names.every((name) => {
    const sub = subAttribute(attribute, name)
    if (sub === undefined || sub.mutability === 'readOnly' || (isReference && sub.name !== 'value'))
      return true
    return isAlikePart(attribute, sub, before, expected, observed)
  })
}

function isAlikePart(
  attribute: AttributeDefinition,
  sub: AttributeDefinition,
  before: readonly Json[],
  expected: JsonObject,
  observed: JsonObject,
): boolean {
  const [wanted, found] = [getMember(expected, sub.name), getMember(observed, sub.name)]
  if (isAlike(sub, undefined, wanted, found)) return true
  if (sub.name === 'primary') return (wanted ?? false) === (found ?? false)
  const origins = before.filter(isObject).filter((element) => isOrigin(attribute, element, expected))
  const isOld = holds(origins, sub, found)
  if (isNothing(wanted)) return isAddedByServers(attribute, sub) && !isOld
  return sub.name === 'formatted' && !isNothing(found) && holds(origins, sub, wanted)
}

/** What servers fill in by themselves (ruling C-13). A formatted text is also made anew from its parts. */
const isAddedByServers = (attribute: AttributeDefinition, { name }: AttributeDefinition): boolean =>
  name === 'formatted' || (attribute.multiValued && (name === 'type' || name === 'display'))

/** Whether an element was what an expected one is made of: the same `value`, or all of it if it has none. */
function isOrigin(attribute: AttributeDefinition, element: JsonObject, expected: JsonObject): boolean {
  if (!attribute.multiValued) return true
  const value = getMember(expected, 'value')
  if (!isUnassigned(value)) return equalJson(getMember(element, 'value'), value)
  return Object.entries(expected).every(([name, part]) => equalJson(getMember(element, name), part))
}

const holds = (elements: readonly JsonObject[], sub: AttributeDefinition, value: Value): boolean =>
  elements.some((element) => equalJson(getMember(element, sub.name), value))

function isAlikeSimple(definition: AttributeDefinition, expected: Value, observed: Value): boolean {
  if (typeof expected !== 'string' || typeof observed !== 'string') {
    return equalJson(expected, observed)
  }
  if (expected === observed) return true
  if (definition.type === 'dateTime') {
    const [left, right] = [parseDateTime(expected), parseDateTime(observed)]
    return left !== undefined && right !== undefined && compareInstants(left, right) === 0
  }
  if (definition.type === 'reference') return expected.replace(/\/$/, '') === observed.replace(/\/$/, '')
  if (definition.type === 'binary' || definition.caseExact) return false
  return canonical(expected) === canonical(observed)
}

/** Without letter case, and without what telephone numbers lose when they become URIs (RFC 3966). */
function canonical(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase()
  return /^(?:tel:)?[+\d][\d\s().-]*$/.test(folded) ? folded.replace(/^tel:|[\s().-]/g, '') : folded
}

/** Whether each value has a partner of its own: augmenting paths, after Kuhn. */
function isPairing(
  left: readonly Json[],
  right: readonly Json[],
  fits: (left: Json, right: Json) => boolean,
): boolean {
  const partner = new Map<number, number>()
  const place = (index: number, seen: Set<number>): boolean =>
    right.some((candidate, position) => {
      const item = left[index]
      if (seen.has(position) || item === undefined || !fits(item, candidate)) return false
      seen.add(position)
      const rival = partner.get(position)
      if (rival !== undefined && !place(rival, seen)) return false
      partner.set(position, index)
      return true
    })
  return left.every((_, index) => place(index, new Set()))
}
