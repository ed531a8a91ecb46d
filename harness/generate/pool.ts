import fc from 'fast-check'
import { sameName } from '../scim/json.ts'
import type { AttributeDefinition, Json, JsonObject } from '../scim/types.ts'
import { addressKind } from './address.ts'
import { isWritable, refersToResource } from './complex.ts'
import type { Draw } from './drawn.ts'
import { simpleValue } from './simple.ts'
import { singleValue } from './value.ts'
import { resolveValueOptions } from './valueOptions.ts'
import type { ValueOptions } from './valueOptions.ts'

/** Few values of one attribute, to be shared by several resources. */
export interface Pool {
  /** A value of the attribute as it stands in a resource. */
  readonly draw: (draw: Draw) => Json
}

const word = fc.stringMatching(/^[a-z]{3,7}$/)
const percent = fc.integer({ min: 0, max: 99 })

/** A word in several spellings, and with something before and behind it. */
function relatives(draw: Draw): readonly string[] {
  const stem = draw(word)
  const capital = stem.charAt(0).toUpperCase() + stem.slice(1)
  return [stem, capital, stem.toUpperCase(), stem + draw(word), draw(word) + stem, draw(word)]
}

/**
 * Values with signs in them that mean something to filters, to JSON, to URLs, to patterns or to databases, and with
 * characters beyond ASCII where the alphabet has them.
 */
function withSigns(draw: Draw, options: ValueOptions): readonly string[] {
  const { alphabet, maxLength } = resolveValueOptions(options)
  const [left, right] = [draw(word), draw(word)]
  const plain = [
    `${left} and ${right}`,
    `${left} (or ${right})`,
    `${left}) ] ${right}`,
    `"${left}" ${right}`,
    `${left}\\${right}`,
    `${left}_${right}%`,
    `${left}.${right}+1`,
    `%41${left} ${right}`,
  ]
  const beyond = [`é${left}`, `${left} 中${right}`, `${left}😀`]
  const signs = draw(fc.shuffledSubarray(plain, { minLength: 2, maxLength: 2 }))
  const others = draw(fc.shuffledSubarray(beyond, { minLength: 1, maxLength: 1 }))
  const all = alphabet === 'plain' ? signs : [...signs, ...others]
  return all.filter((text) => text.length <= maxLength)
}

/** Values of an attribute without sub-attributes that are near one another. */
function simpleCandidates(
  draw: Draw,
  attribute: AttributeDefinition,
  options: ValueOptions,
  parent?: AttributeDefinition,
): readonly Json[] {
  const fresh = () => draw(simpleValue(attribute, { ...options, allowEmpty: false }, parent))
  if (attribute.canonicalValues.length > 0) return attribute.canonicalValues
  const { addresses } = resolveValueOptions(options)
  const kind = addressKind(attribute, parent)
  if (kind !== undefined) return relatives(draw).map((local) => addresses(local, kind))
  if (attribute.type === 'boolean') return [true, false]
  const first = fresh()
  if (typeof first === 'number') return neighbours(first, fresh)
  const early = attribute.type === 'dateTime' ? ['1955-11-05T06:00:00Z'] : []
  if (attribute.type !== 'string' || isFormatted(attribute))
    return [first, fresh(), fresh(), fresh(), ...early]
  return [...relatives(draw), ...withSigns(draw, options), first]
}

function neighbours(first: number, fresh: () => Json): readonly Json[] {
  const step = Number.isSafeInteger(first) ? 1 : 0
  const large = step === 0 ? [] : [2 ** 31 + 1]
  return [first, Math.max(first - step, Number.MIN_SAFE_INTEGER), 0, ...large, fresh(), fresh()]
}

function isFormatted(attribute: AttributeDefinition): boolean {
  return ['preferredlanguage', 'locale', 'timezone', 'country'].includes(attribute.name.toLowerCase())
}

/** Prepares the values of one attribute. */
export function poolOf(draw: Draw, attribute: AttributeDefinition, options: ValueOptions): Pool {
  const pick =
    attribute.type === 'complex'
      ? complexPool(draw, attribute, options)
      : simplePool(draw, attribute, options)
  if (!attribute.multiValued) return { draw: pick }
  const types = attribute.subAttributes.find((sub) => sub.name === 'type')?.canonicalValues ?? []
  const hasPrimary = attribute.subAttributes.some((sub) => sub.name === 'primary' && isWritable(sub))
  return {
    draw: (again) => {
      const { maxValues } = resolveValueOptions(options)
      const count = again(fc.integer({ min: 1, max: maxValues }))
      if (attribute.type !== 'complex') return distinct(Array.from({ length: count }, () => pick(again)))
      const order =
        types.length === 0 ? [] : again(fc.shuffledSubarray([...types], { minLength: types.length }))
      const elements = Array.from({ length: count }, (_, at) => {
        const type = order[at]
        return { ...(pick(again) as JsonObject), ...(type === undefined ? {} : { type }) }
      })
      const unlike = distinct(elements) as readonly JsonObject[]
      const primary = again(fc.integer({ min: 0, max: maxValues }))
      return hasPrimary ? unlike.map((one, at) => (at === primary ? { ...one, primary: true } : one)) : unlike
    },
  }
}

function simplePool(draw: Draw, attribute: AttributeDefinition, options: ValueOptions): (draw: Draw) => Json {
  const { fit = (value: Json) => value } = options
  const candidates = simpleCandidates(draw, attribute, options).map((value) => fit(value, attribute))
  return (again) => again(fc.constantFrom(...candidates))
}

function complexPool(
  draw: Draw,
  attribute: AttributeDefinition,
  options: ValueOptions,
): (draw: Draw) => Json {
  if (refersToResource(attribute)) return (again) => again(singleValue(attribute, options))
  const subs = attribute.subAttributes.filter(
    (sub) => isWritable(sub) && !(attribute.multiValued && sameName(sub.name, 'primary')),
  )
  const { fit = (value: Json) => value } = options
  const candidates = subs.map((sub) => ({
    sub,
    values: simpleCandidates(draw, sub, options, attribute).map((value) => fit(value, sub, attribute)),
  }))
  return (again) => {
    const first = subs.find((sub) => sub.required || sub.name === 'value') ?? subs[0]
    const members = candidates.flatMap(({ sub, values }) => {
      if (sub !== first && !sub.required && again(percent) >= 60) return []
      const value = again(fc.constantFrom(...values))
      return [[sub.name, sub.multiValued ? [value] : value] as const]
    })
    return Object.fromEntries(members)
  }
}

/** One element for each type and value (RFC 7643 §2.4). */
function distinct(elements: readonly Json[]): readonly Json[] {
  const key = (element: Json) => {
    const object = element as JsonObject
    const isValue = typeof element === 'object' && element !== null && 'value' in element
    return JSON.stringify(isValue ? [object['type'] ?? null, object['value']] : element).toLowerCase()
  }
  const seen = new Map(elements.toReversed().map((element) => [key(element), element]))
  return [...seen.values()].reverse()
}

/** A value that no other ordinal gets, near the values of the others where that can be. */
export function uniqueValue(
  draw: Draw,
  attribute: AttributeDefinition,
  ordinal: number,
  pool: Pool,
  options: ValueOptions,
): Json {
  const kind = addressKind(attribute)
  const { addresses } = resolveValueOptions(options)
  if (kind === 'phone') return addresses(`n${ordinal}`, kind)
  const base = pool.draw(draw)
  if (kind !== undefined) {
    const local = String(base).replace(/^https?:\/\/[^/]*\/|@.*$/g, '')
    return addresses(`${local}.${ordinal}`, kind)
  }
  if (attribute.type === 'string') return `${String(base)}.${ordinal}`
  if (attribute.type === 'integer') return ordinal + 1
  if (attribute.type === 'decimal') return ordinal + 0.5
  return base
}
