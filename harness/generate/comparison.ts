import fc from 'fast-check'
import { isArray } from '../scim/json.ts'
import { getAt } from '../scim/schema/lookup.ts'
import type {
  AttributeDefinition,
  CompareOperator,
  Json,
  ResolvedAttribute,
  Resource,
} from '../scim/types.ts'
import { keepsDomains } from './address.ts'
import type { Draw } from './drawn.ts'

/** What a comparison compares with. */
export type Operand = string | number | boolean | null

/** The attribute that is compared: the sub-attribute if there is one. */
export function comparedAttribute(resolved: ResolvedAttribute): AttributeDefinition {
  return resolved.sub ?? resolved.attribute
}

/**
 * The operators that mean something for a type (RFC 7644 §3.4.2.2 Table 3). Ordering of booleans and binaries must be
 * refused; substrings of what is no text, and the order of references, have no meaning that all share.
 */
export function operatorsFor(attribute: AttributeDefinition): readonly CompareOperator[] {
  switch (attribute.type) {
    case 'string':
      return ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']
    case 'reference':
      return ['eq', 'ne', 'co', 'sw', 'ew']
    case 'integer':
    case 'decimal':
    case 'dateTime':
      return ['eq', 'ne', 'gt', 'ge', 'lt', 'le']
    case 'boolean':
    case 'binary':
      return ['eq', 'ne']
    case 'complex':
      return []
  }
}

/** All simple values that the members of a population have for an attribute. */
export function valuesAt(
  population: readonly Resource[],
  resolved: ResolvedAttribute,
): readonly (string | number | boolean)[] {
  return population.flatMap((member) => flat(getAt(member, resolved)))
}

function flat(value: Json | undefined): readonly (string | number | boolean)[] {
  if (isArray(value)) return value.flatMap(flat)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [value] : []
}

/** Whether a value has signs in it that mean something to filters, JSON, URLs, patterns or databases, or is not ASCII. */
export const hasSigns = (value: string | number | boolean): boolean =>
  typeof value === 'string' &&
  /[^ -~]|["\\()[\]_%*]|\+.| (?:and|or) /i.test(value) &&
  !/^[+\d-]+$|T\d\d:/.test(value)

const percent = fc.integer({ min: 0, max: 99 })
const word = fc.stringMatching(/^[a-z]{1,3}$/)
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * Draws what to compare an attribute with, near the values that it has: equal, in other case, a piece of one, just
 * above or below one.
 *
 * @param values the values of the attribute in the population
 */
export function drawOperand(
  draw: Draw,
  attribute: AttributeDefinition,
  operator: CompareOperator,
  values: readonly (string | number | boolean)[],
): Operand {
  if (attribute.type === 'boolean') return draw(fc.boolean())
  const odd = values.filter(hasSigns)
  const chosen = odd.length > 0 && draw(percent) < 60 ? odd : values
  const known = chosen.length === 0 ? undefined : draw(fc.constantFrom(...chosen))
  if (attribute.type === 'integer' || attribute.type === 'decimal') {
    return nearNumber(draw, typeof known === 'number' ? known : 0, operator)
  }
  const text = typeof known === 'string' ? known : undefined
  if (attribute.type === 'dateTime') return nearInstant(draw, text ?? '2020-01-01T00:00:00Z', operator)
  if (attribute.type === 'binary') return text ?? 'AA=='
  return nearText(draw, text ?? draw(word), operator, attribute.caseExact)
}

/** The same number, one a step away, zero, its negative, or a whole one next to a number with a fraction. */
function nearNumber(draw: Draw, value: number, operator: CompareOperator): number {
  if (operator === 'eq' && draw(percent) < 80) return value
  const whole = [Math.floor(value), Math.ceil(value)]
  const near = draw(
    fc.constantFrom(value, value + 1, value - 1, value + 10, value - 10, ...whole, 0, 0 - value),
  )
  return Number.isInteger(value) && !Number.isSafeInteger(near) ? value : near
}

/** Seconds by which compared instants differ, besides those that differ by less than what a zone is off UTC. */
const distances = [-2, 2, -3600, 3600, 86400]

/** The same instant in another zone, or one at least a second away: servers may drop fractions. */
function nearInstant(draw: Draw, value: string, operator: CompareOperator): string {
  const instant = Date.parse(value)
  if (Number.isNaN(instant)) return '2020-01-01T00:00:00Z'
  const offset = draw(fc.constantFrom(0, 0, 60, -300, 330))
  const isOrder = operator !== 'eq' && operator !== 'ne'
  const away = isOrder
    ? draw(
        fc.constantFrom(...distances, ...(offset === 0 ? [] : Array.from({ length: 4 }, () => offset * -72))),
      )
    : 0
  if (away === 0 && offset === 0) return value
  const moved = new Date(Math.floor(instant / 1000) * 1000 + away * 1000 + offset * 60_000)
  if (away === 0 && instant % 1000 !== 0) return value
  return moved.toISOString().slice(0, 19) + zone(offset)
}

function zone(minutes: number): string {
  if (minutes === 0) return 'Z'
  const size = Math.abs(minutes)
  const two = (count: number) => String(count).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

function nearText(draw: Draw, value: string, operator: CompareOperator, caseExact: boolean): string {
  if (operator === 'gt' || operator === 'ge' || operator === 'lt' || operator === 'le') {
    return /^[a-z]+$/.test(value) && draw(percent) < 50 ? value : draw(word)
  }
  const piece = pieceOf(draw, value, operator)
  const cased = draw(percent) < (caseExact ? 10 : 40) ? otherCase(draw, piece) : piece
  return draw(percent) < 4 ? draw(word) : cased
}

/** A beginning, an end or a middle of a text, cut between characters and never through a domain. */
function pieceOf(draw: Draw, value: string, operator: CompareOperator): string {
  const parts = [...characters.segment(value)].map(({ segment }) => segment)
  if (operator === 'eq' || operator === 'ne' || parts.length < 2) return value
  const most = draw(percent) < 20 ? parts.length - 1 : Math.min(parts.length, 4)
  const length = draw(fc.integer({ min: 1, max: most }))
  const last = parts.length - length
  const sign = operator === 'co' ? drawSign(draw, parts) : undefined
  const alone = sign !== undefined && draw(fc.boolean()) ? parts[sign] : undefined
  if (alone !== undefined && keepsDomains(alone, value)) return alone
  const anywhere = Math.min(sign ?? draw(fc.integer({ min: 0, max: last })), last)
  const start = operator === 'sw' ? 0 : operator === 'ew' ? last : anywhere
  const piece = parts.slice(start, start + length).join('')
  return keepsDomains(piece, value) ? piece : value
}

/** The place of a sign, no letter or digit of ASCII: half the time, when there is one. */
function drawSign(draw: Draw, parts: readonly string[]): number | undefined {
  const signs = parts.flatMap((part, at) => (/^[a-z0-9]$/i.test(part) ? [] : [at]))
  return signs.length > 0 && draw(percent) < 50 ? draw(fc.constantFrom(...signs)) : undefined
}

function otherCase(draw: Draw, text: string): string {
  const form = draw(fc.constantFrom('upper', 'lower', 'swapped'))
  return text.replace(/[A-Za-z]/g, (letter) => {
    if (form === 'upper') return letter.toUpperCase()
    if (form === 'lower') return letter.toLowerCase()
    return letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()
  })
}
