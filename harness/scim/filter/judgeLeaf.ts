import type { Json, JsonObject, ResourceSchema } from '../types.ts'
import type { BoundAttribute, BoundFilter } from './bind.ts'
import { isOrdering, isSubstring } from './compare.ts'
import type { Literal } from './compare.ts'
import { finding } from './finding.ts'
import type { Finding } from './finding.ts'
import { leeway } from './leeway.ts'
import { presenceOf } from './present.ts'
import { isCaseFree } from './standard.ts'
import { ANY, FALSE, NEITHER, TRUE, has } from './truths.ts'
import type { Truths } from './truths.ts'

type Compare = Extract<BoundFilter, { kind: 'compare' }>
type Present = Extract<BoundFilter, { kind: 'present' }>

/** An element without `primary` is not primary (RFC 7643 §2.4); no ruling says what a filter makes of that. */
const PRIMARY_CLAUSE = 'RFC7643-2.4-04'

/** What conforming servers may make of `pr`. */
export function presentFinding({ attribute }: Present, from: JsonObject): Finding {
  if (attribute === undefined) return finding(FALSE | NEITHER, 'F-01')
  if (isNeverReturned(attribute)) return finding(ANY, 'F-19')
  const found = attribute.values(from).map(presenceOf)
  if (found.includes('present')) return finding(TRUE)
  return found.includes('empty') ? finding(TRUE | FALSE, 'F-05') : finding(FALSE)
}

/** What conforming servers may make of a comparison. */
export function compareFinding(leaf: Compare, from: JsonObject, schema: ResourceSchema): Finding {
  const { attribute, source } = leaf
  if (source.value === null) return finding(ANY, 'F-04')
  if (attribute === undefined) return nothing(leaf, 'F-01')
  if (isNeverReturned(attribute)) return finding(ANY, 'F-19')
  const found = comparedFinding(leaf, attribute, source.value, from, schema)
  const isBare = attribute.definition.type === 'complex'
  return isBare ? finding(found.truths | FALSE | NEITHER, ...found.rulings, 'F-06') : found
}

function comparedFinding(
  leaf: Compare,
  attribute: BoundAttribute,
  literal: Exclude<Literal, null>,
  from: JsonObject,
  schema: ResourceSchema,
): Finding {
  const { compared } = attribute
  const { op } = leaf.source
  if (compared === undefined) return nothing(leaf)
  if (isOrdering(op) && compared.type === 'reference') return finding(ANY, 'F-13')

  const caseFree = isCaseFree(attribute, schema)
  const read = (raw: readonly (Json | undefined)[]): Finding => {
    const values = raw.filter((value) => value !== undefined)
    if (values.length === 0) return nothing(leaf)
    if (isSubstring(op) && compared.type !== 'string' && compared.type !== 'reference')
      return finding(ANY, 'F-13')
    const each = values.map((value) => leeway(compared, op === 'ne' ? 'eq' : op, value, literal, caseFree))
    const found = op === 'ne' ? differs(each) : anyHolds(each)
    return raw.length > values.length ? withGaps(leaf, found) : found
  }
  const found = read(attribute.comparable(from))
  if (attribute.definition.type === 'complex') return found
  const asAbsent = read(attribute.values(from))
  if (asAbsent.truths === found.truths) return found
  return finding(found.truths | asAbsent.truths, ...found.rulings, ...asAbsent.rulings, PRIMARY_CLAUSE)
}

/** Nothing to compare: `ne` may go either way (F-02), everything else does not hold, or is unknown. */
function nothing({ source }: Compare, ...rulings: readonly string[]): Finding {
  return source.op === 'ne' ? finding(ANY, ...rulings, 'F-02') : finding(FALSE | NEITHER, ...rulings)
}

/** One value is enough (RFC 7644 §3.4.2.2). */
function anyHolds(each: readonly Finding[]): Finding {
  const canHold = each.some(({ truths }) => has(truths, TRUE))
  const canFail = each.every(({ truths }) => has(truths, FALSE))
  return finding((canHold ? TRUE : 0) | (canFail ? FALSE : 0), ...rulingsOf(each, canHold && canFail))
}

/** `ne` of several values: one that differs, or none that is equal (F-02). */
function differs(each: readonly Finding[]): Finding {
  const equal = each.some(({ truths }) => has(truths, TRUE))
  const unequal = each.some(({ truths }) => has(truths, FALSE))
  const truths: Truths = (unequal ? TRUE : 0) | (equal ? FALSE : 0)
  return finding(
    truths,
    ...rulingsOf(each, equal && unequal),
    ...(each.length > 1 && equal && unequal ? ['F-02'] : []),
  )
}

/** Some elements lack the sub-attribute: for them what holds of an absent attribute. */
function withGaps(leaf: Compare, found: Finding): Finding {
  if (leaf.source.op === 'ne') return finding(ANY, ...found.rulings, 'F-02')
  return has(found.truths, FALSE) ? finding(found.truths | NEITHER, ...found.rulings) : found
}

const isNeverReturned = ({ definition, parent }: BoundAttribute): boolean =>
  definition.returned === 'never' || parent?.returned === 'never'

const rulingsOf = (each: readonly Finding[], isOpen: boolean): readonly string[] =>
  isOpen ? each.flatMap(({ rulings }) => rulings) : []
