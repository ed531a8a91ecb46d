import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { parseFilter } from '../scim/filter/parse.ts'
import { printFilter } from '../scim/filter/print.ts'
import { FilterSyntaxError } from '../scim/filter/syntax-error.ts'
import { printAttributePath } from '../scim/path.ts'
import type { Filter } from '../scim/types.ts'
import { domainsIn } from './address.ts'
import { drawn } from './drawn.ts'
import type { Draw } from './drawn.ts'

/**
 * Texts of filters in all spellings that RFC 7644 §3.4.2.2 allows: operators in any case (they have none), parentheses
 * where none are needed, `not(` and `not (` (erratum 7319), and characters of strings escaped as JSON allows (RFC 8259
 * §7). `parseFilter` reads from each text the filter that it was printed from. Shrinks to the text as `printFilter`
 * writes it, then as `filters` shrinks.
 *
 * @param filters makes the filters that are written
 */
export function filterTextFrom(filters: Arbitrary<Filter>): Arbitrary<string> {
  return drawn({
    make: (draw) => spelled(draw, draw(filters)),
    isValue: (value): value is string => typeof value === 'string' && read(value) !== undefined,
    *smaller(text) {
      const filter = read(text)
      if (filter === undefined) return
      const plain = printFilter(filter)
      if (plain !== text) yield plain
      else if (filters.canShrinkWithoutContext(filter)) {
        for (const { value } of filters.shrink(filter, undefined)) yield printFilter(value)
      }
    },
  })
}

function read(text: string): Filter | undefined {
  try {
    return parseFilter(text)
  } catch (error) {
    if (error instanceof FilterSyntaxError) return undefined
    throw error
  }
}

const percent = fc.integer({ min: 0, max: 99 })

function spelled(draw: Draw, filter: Filter): string {
  const text = expression(draw, filter)
  return filter.kind !== 'not' && draw(percent) < 10 ? `(${text})` : text
}

function expression(draw: Draw, filter: Filter): string {
  switch (filter.kind) {
    case 'compare':
      return `${printAttributePath(filter.path)} ${keyword(draw, filter.op)} ${literal(draw, filter.value)}`
    case 'present':
      return `${printAttributePath(filter.path)} ${keyword(draw, 'pr')}`
    case 'not': {
      const blank = draw(fc.constantFrom(' ', ''))
      return `${keyword(draw, 'not')}${blank}(${expression(draw, filter.filter)})`
    }
    case 'valuePath':
      return `${printAttributePath(filter.path)}[${expression(draw, filter.filter)}]`
    case 'and':
    case 'or':
      return `${operand(draw, filter, 'left')} ${keyword(draw, filter.kind)} ${operand(draw, filter, 'right')}`
  }
}

/** In parentheses where the tree needs them, and now and then where not. */
function operand(draw: Draw, filter: Extract<Filter, { left: Filter }>, side: 'left' | 'right'): string {
  const inner = filter[side]
  const isNeeded =
    (inner.kind === 'or' && (filter.kind === 'and' || side === 'right')) ||
    (inner.kind === 'and' && filter.kind === 'and' && side === 'right')
  const text = expression(draw, inner)
  return isNeeded || draw(percent) < 10 ? `(${text})` : text
}

function keyword(draw: Draw, word: string): string {
  const form = draw(percent)
  if (form < 70) return word
  return form < 85 ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1)
}

/** A JSON literal; some characters of a string may be escaped though they need not be. */
function literal(draw: Draw, value: string | number | boolean | null): string {
  const text = JSON.stringify(value)
  if (typeof value !== 'string' || domainsIn(value).length > 0 || draw(percent) >= 15) return text
  const units = text.slice(1, -1).match(/\\u[0-9a-f]{4}|\\.|[^\\]/gs) ?? []
  return `"${units.map((unit) => escaped(draw, unit)).join('')}"`
}

function escaped(draw: Draw, unit: string): string {
  if (unit.startsWith('\\') || draw(percent) >= 30) return unit
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
