import { compareInstants, parseDateTime } from '../dateTime.ts'
import type { AttributeDefinition, CompareOperator, Filter, Json } from '../types.ts'
import { compareText, foldText } from './text.ts'

/** What stands behind a comparison operator. */
export type Literal = Extract<Filter, { kind: 'compare' }>['value']

/** How two texts are made alike before they are compared. */
export type Fold = (text: string) => string

/** `gt`, `ge`, `lt`, `le`. */
export type OrderingOperator = Extract<CompareOperator, 'gt' | 'ge' | 'lt' | 'le'>

/** `co`, `sw`, `ew`. */
export type SubstringOperator = Extract<CompareOperator, 'co' | 'sw' | 'ew'>

/** Whether an operator asks for an order. */
export function isOrdering(op: CompareOperator): op is OrderingOperator {
  return op === 'gt' || op === 'ge' || op === 'lt' || op === 'le'
}

/** Whether an operator asks for a part of a text. */
export function isSubstring(op: CompareOperator): op is SubstringOperator {
  return op === 'co' || op === 'sw' || op === 'ew'
}

/**
 * Whether case counts: as `caseExact` says for strings (RFC 7644 §3.4.2.2), and always for references and binary
 * data (RFC 7643 §2.3.6, §2.3.7), whatever the example schemas of §8.7.1 say (errata 6000, 6001).
 */
export function isCaseExact(definition: AttributeDefinition): boolean {
  return definition.caseExact || definition.type === 'reference' || definition.type === 'binary'
}

/** The reference reading's way to make texts alike: none, or simple case folding. */
export function foldFor(definition: AttributeDefinition): Fold {
  return isCaseExact(definition) ? asItIs : foldText
}

/**
 * Whether one value of an attribute stands to a literal as an operator says (RFC 7644 §3.4.2.2 Table 3). A value and
 * a literal of different types are not identical, have no order, and are compared as texts by co, sw and ew (F-13).
 */
export function holds(
  definition: AttributeDefinition,
  op: CompareOperator,
  value: Json,
  literal: Literal,
  fold: Fold = foldFor(definition),
): boolean {
  if (literal === null) return false
  if (isSubstring(op)) return holdsText(op, fold(textOf(value)), fold(textOf(literal)))
  const order = ordered(definition, value, literal, fold)
  if (op === 'ne') return order !== 0
  return order !== undefined && holdsOrder(op, order)
}

/** Whether an operator holds between two texts, as they are. */
export function holdsText(op: Exclude<CompareOperator, 'ne'>, value: string, literal: string): boolean {
  switch (op) {
    case 'co':
      return value.includes(literal)
    case 'sw':
      return value.startsWith(literal)
    case 'ew':
      return value.endsWith(literal)
    default:
      return holdsOrder(op, compareText(value, literal))
  }
}

/** A JSON value as text: a string's own, else as JSON writes it. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const asItIs: Fold = (text) => text

/** How a value stands to a literal: negative, zero, positive; undefined when they can not be compared. */
function ordered(
  definition: AttributeDefinition,
  value: Json,
  literal: Exclude<Literal, null>,
  fold: Fold,
): number | undefined {
  if (typeof value === 'string' && typeof literal === 'string') {
    return definition.type === 'dateTime' ? inTime(value, literal) : compareText(fold(value), fold(literal))
  }
  if (typeof value === 'number' && typeof literal === 'number') return value - literal
  return value === literal ? 0 : undefined
}

/** Chronological; texts that are no dateTime can only be identical. */
function inTime(value: string, literal: string): number | undefined {
  const left = parseDateTime(value)
  const right = parseDateTime(literal)
  if (left !== undefined && right !== undefined) return compareInstants(left, right)
  return value === literal ? 0 : undefined
}

function holdsOrder(op: Exclude<CompareOperator, SubstringOperator | 'ne'>, order: number): boolean {
  switch (op) {
    case 'eq':
      return order === 0
    case 'gt':
      return order > 0
    case 'ge':
      return order >= 0
    case 'lt':
      return order < 0
    case 'le':
      return order <= 0
  }
}
