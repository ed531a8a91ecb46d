import { getMember, isArray, isObject } from '../../scim/json.ts'
import type { Json, JsonObject } from '../../scim/types.ts'
import { type AttributePlace, isLocation, placeOf, topOf } from './attributePlace.ts'
import { edited } from './edit.ts'
import { editsIn } from './hideFilter.ts'
import { type Hiding, hideText } from './hideText.ts'
import { endpointOf, hidePath, hideUrl } from './hideUrl.ts'

const COUNTS = new Set(['totalresults', 'itemsperpage', 'startindex', 'count', 'failonerrors', 'status'])
const MOST_HARMLESS = 9

/** A message of SCIM with every value that is somebody's replaced; names, order, types and structure stay. */
export function hideMessage(message: JsonObject, endpoint: string, hiding: Hiding): JsonObject {
  return hideObject(message, topOf(endpoint), hiding)
}

function hideJson(value: Json, place: AttributePlace, hiding: Hiding): Json {
  if (typeof value === 'string')
    return isLocation(place) ? hideUrl(value, hiding) : hideText(value, place, hiding)
  if (typeof value === 'number') return hideNumber(value, place, hiding)
  if (isArray(value)) return value.map((element) => hideJson(element, place, hiding))
  return isObject(value) ? hideObject(value, place, hiding) : value
}

function hideNumber(value: number, place: AttributePlace, { register }: Hiding): Json {
  if (place.attribute === 'id') return register.id(String(value), place.endpoint)
  if (Math.abs(value) <= MOST_HARMLESS || COUNTS.has(place.attribute)) return value
  return register.number(value)
}

function hideObject(object: JsonObject, place: AttributePlace, hiding: Hiding): JsonObject {
  const within = { ...place, endpoint: endpointFor(object, place) }
  return Object.fromEntries(
    Object.entries(object).map(([name, value]): [string, Json] => [
      hideName(name, within, hiding),
      hideMember(object, name, value, within, hiding),
    ]),
  )
}

function hideMember(
  object: JsonObject,
  name: string,
  value: Json,
  within: AttributePlace,
  hiding: Hiding,
): Json {
  const place = placeOfMember(name, value, within)
  const path = getMember(object, 'path')
  const operation = getMember(object, 'op') !== undefined
  if (operation && place.attribute === 'path' && typeof value === 'string')
    return edited(value, editsIn(value, 'path', topOf(within.endpoint), hiding))
  if (operation && place.attribute === 'value')
    return hideJson(
      value,
      typeof path === 'string' ? placeOf(path, topOf(within.endpoint)) : topOf(within.endpoint),
      hiding,
    )
  if (getMember(object, 'method') !== undefined && typeof path === 'string') {
    if (place.attribute === 'path') return hidePath(path, hiding)
    if (place.attribute === 'data') return hideJson(value, topOf(endpointOf(path)), hiding)
  }
  if (isSearch(object)) {
    if (place.attribute === 'filter' && typeof value === 'string')
      return edited(value, editsIn(value, 'filter', within, hiding))
    if (/^(excluded)?attributes$|^sortby$/.test(place.attribute)) return hideNames(value, within, hiding)
  }
  return hideJson(value, place, hiding)
}

/** Resources, operations and the values of an extension stand at the top again. */
function placeOfMember(name: string, value: Json, within: AttributePlace): AttributePlace {
  const container = typeof value === 'object' && value !== null
  if (within.attribute === '' && /^(resources|operations|data|response)$/i.test(name))
    return topOf(within.endpoint)
  if (container && /^urn:.*:[A-Z][A-Za-z0-9]*$/i.test(name) && /:[A-Z]\w*$/.test(name))
    return topOf(within.endpoint)
  return placeOf(name, within)
}

function hideName(name: string, within: AttributePlace, hiding: Hiding): string {
  if (/^[$a-z_][\w$-]{0,99}$/i.test(name)) return name
  return edited(name, editsIn(name, 'path', within, hiding))
}

/** A search request (RFC 7644 §3.4.3), whose members are names and filters. */
function isSearch(object: JsonObject): boolean {
  const schemas = getMember(object, 'schemas')
  return isArray(schemas) && schemas.some((uri) => /:SearchRequest$/i.test(String(uri)))
}

function hideNames(value: Json, within: AttributePlace, hiding: Hiding): Json {
  if (typeof value === 'string') return edited(value, editsIn(value, 'path', within, hiding))
  return isArray(value) && value.every((element) => typeof element === 'string')
    ? value.map((element) => hideNames(element, within, hiding))
    : hideJson(value, within, hiding)
}

/** Where the bare ids of an object lie: as its `meta.resourceType`, `type` or `$ref` say, or as those around it. */
function endpointFor(object: JsonObject, place: AttributePlace): string {
  if (place.attribute === 'groups') return '/Groups'
  const meta = getMember(object, 'meta')
  const type = isObject(meta) ? getMember(meta, 'resourceType') : undefined
  if (typeof type === 'string' && /^[A-Z][A-Za-z]+$/.test(type)) return `/${type}s`
  if (place.attribute === 'members' || place.attribute === 'manager') {
    const ref = getMember(object, '$ref')
    const isGroup =
      getMember(object, 'type') === 'Group' || (typeof ref === 'string' && /\/Groups\//i.test(ref))
    return isGroup ? '/Groups' : '/Users'
  }
  return place.endpoint
}

const TELLING = /\{\{|[^\s@"<>]@[\w-]+\.|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\+\d[\d\s().-]{6,}/i

/** A document of discovery (RFC 7644 §4): its words stay, URLs and whatever looks like a person do not. */
export function hideDocument(value: Json, hiding: Hiding): Json {
  if (typeof value === 'string') {
    if (/^https?:\/\//i.test(value)) return hideUrl(value, hiding)
    return TELLING.test(value) || /https?:\/\//i.test(value) ? hiding.register.value(value, 'text') : value
  }
  if (isArray(value)) return value.map((element) => hideDocument(element, hiding))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, hideDocument(member, hiding)]),
  )
}
