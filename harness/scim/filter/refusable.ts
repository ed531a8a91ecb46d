import type { Filter, ResourceSchema } from '../types.ts'
import { bind } from './bind.ts'
import type { BoundFilter } from './bind.ts'
import { spellingRuling } from './spelling.ts'
import { checkFilter } from './validate.ts'

type Leaf = Extract<BoundFilter, { kind: 'compare' | 'present' | 'valuePath' }>

/** Whether a conforming server may, or must, answer a filter with 400 `invalidFilter`. */
export interface Refusability {
  readonly allowed: boolean
  readonly required: boolean
  /** Ids of the rulings (grading version 1) behind it. */
  readonly rulings: readonly string[]
}

/**
 * May or must a server refuse a filter that follows the grammar? Required for gt, ge, lt, le on boolean and binary
 * attributes (RFC 7644 §3.4.2.2 Table 3); allowed where `checkFilter` finds something, for brackets, which are a MAY
 * (F-10), for schema URIs in another case (F-11), for attributes that are never returned (F-19), and for `not` with its blank, of which a refusal is a warning
 * only (F-08). Apart from that, Table 9 lets a server say that it does not support a combination of attribute and
 * operator: that is the caller's to weigh.
 */
export function refusable(filter: Filter, schema: ResourceSchema): Refusability {
  const problems = checkFilter(filter, schema)
  const rulings = new Set([
    ...problems.map(({ ruling }) => ruling),
    ...permissions(bind(filter, schema), schema),
  ])
  return {
    allowed: rulings.size > 0,
    required: problems.some(({ refusal }) => refusal === 'required'),
    rulings: [...rulings].sort(),
  }
}

function permissions(filter: BoundFilter, schema: ResourceSchema): readonly string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.flatMap((operand) => permissions(operand, schema))
    case 'not':
      return ['F-08', ...permissions(filter.filter, schema)]
    case 'valuePath':
      return ['F-10', ...leafPermissions(filter, schema), ...permissions(filter.filter, schema)]
    case 'compare':
    case 'present':
      return leafPermissions(filter, schema)
  }
}

function leafPermissions({ source, attribute }: Leaf, schema: ResourceSchema): readonly string[] {
  const ruling = spellingRuling(source.path, schema)
  return [
    ...(ruling === 'F-11' ? [ruling] : []),
    ...(attribute?.definition.returned === 'never' ? ['F-19'] : []),
  ]
}
