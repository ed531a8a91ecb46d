import { compareInstants, parseDateTime } from '../dateTime.ts'
import type { AttributeDefinition, CompareOperator, Json } from '../types.ts'
import { holds, holdsText, isCaseExact, isOrdering, isSubstring, textOf } from './compare.ts'
import type { Fold, Literal } from './compare.ts'
import { finding } from './finding.ts'
import type { Finding } from './finding.ts'
import { foldText } from './text.ts'
import { FALSE, TRUE } from './truths.ts'

/** Strings whose order every collation agrees on (F-14). */
const PLAIN = /^[a-z]+$/
const ZONED = /(?:Z|[+-]\d\d:\d\d)$/

const asIs: Fold = (text) => text
const foldAscii: Fold = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
const compatible: Fold = (text) => text.normalize('NFKC')
const foldFully: Fold = (text) => compatible(compatible(text).toUpperCase().toLowerCase())

/** Ways to prepare Unicode that servers are not failed for (F-21). */
const exactFolds: readonly Fold[] = [asIs, (text) => text.normalize('NFC'), compatible]
const caselessFolds: readonly Fold[] = [foldText, foldAscii, foldFully]

/**
 * What conforming servers may make of one value and one literal: true, false, or both where a ruling leaves them
 * free. `eq` stands for `ne` too, which is its contrary for one value. `isCaseFree` says that servers may disagree about
 * the attribute's case rule (F-11).
 */
export function leeway(
  definition: AttributeDefinition,
  op: Exclude<CompareOperator, 'ne'>,
  value: Json,
  literal: Exclude<Literal, null>,
  isCaseFree: boolean,
): Finding {
  const reference = holds(definition, op, value, literal)
  if (typeof value !== 'string' || typeof literal !== 'string') {
    return typeof value === typeof literal ? decided(reference) : coerced(op, value, literal, reference)
  }
  if (definition.type === 'dateTime') return inTime(op, value, literal, reference)
  if (isOrdering(op)) return PLAIN.test(value) && PLAIN.test(literal) ? decided(reference) : free('F-14')

  const test = (fold: Fold): boolean => holdsText(op, fold(value), fold(literal))
  const [own, other] = isCaseExact(definition) ? [exactFolds, caselessFolds] : [caselessFolds, exactFolds]
  if (own.some((fold) => test(fold) !== reference)) return free('F-21')
  if (isCaseFree && other.some((fold) => test(fold) !== reference)) return free('F-11')
  return decided(reference)
}

const decided = (truth: boolean): Finding => finding(truth ? TRUE : FALSE)

const free = (ruling: string): Finding => finding(TRUE | FALSE, ruling)

/** "true" for true and "5" for 5: servers may take one for the other, or refuse (C-14). */
function coerced(
  op: Exclude<CompareOperator, 'ne'>,
  value: Json,
  literal: Json,
  reference: boolean,
): Finding {
  if (isOrdering(op)) return free('C-14')
  const asTexts = holdsText(op, foldText(textOf(value)), foldText(textOf(literal)))
  return asTexts || reference ? free('C-14') : decided(false)
}

/** Instants less than a second apart, and orders that differ as texts, are not graded (F-15). */
function inTime(
  op: Exclude<CompareOperator, 'ne'>,
  value: string,
  literal: string,
  reference: boolean,
): Finding {
  const left = parseDateTime(value)
  const right = parseDateTime(literal)
  if (left === undefined || right === undefined || isSubstring(op)) return free('F-15')
  if (Math.abs(left.seconds - right.seconds) <= 1) return free('F-15')
  if (!ZONED.test(value) || !ZONED.test(literal)) return free('F-15')
  const chronological = compareInstants(left, right) < 0
  if (isOrdering(op) && value < literal !== chronological) return free('F-15')
  return decided(reference)
}
