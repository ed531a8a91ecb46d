import { printAttributePath } from '../path.ts'
import type { AttributeDefinition, AttributeType, Filter, ResourceSchema } from '../types.ts'
import { parseDateTime } from '../dateTime.ts'
import { bind } from './bind.ts'
import type { BoundAttribute, BoundFilter } from './bind.ts'
import { isOrdering, isSubstring } from './compare.ts'
import type { Literal } from './compare.ts'
import { printFilter } from './print.ts'

/** What does not fit between a filter and a schema. */
export interface FilterProblem {
  /**
   * `no-order`: gt, ge, lt, le on boolean or binary · `order-unspecified`: on references · `not-text`: co, sw, ew on
   * something that is no text · `bare-complex`: a comparison without sub-attribute · `not-complex`: brackets behind a
   * simple attribute · `null-literal`: null behind an operator · `literal-type`: a literal that no value can equal.
   */
  readonly kind:
    | 'unknown-attribute'
    | 'no-order'
    | 'order-unspecified'
    | 'not-text'
    | 'bare-complex'
    | 'not-complex'
    | 'null-literal'
    | 'literal-type'
  /** The sub-expression, printed. */
  readonly expression: string
  /** One sentence: what is wrong, and the clause. */
  readonly message: string
  /** Id of the ruling (grading version 1) on what a server may do with it. */
  readonly ruling: string
  /** Whether a server has to refuse the filter because of it, or only may. */
  readonly refusal: 'required' | 'allowed'
}

type Compare = Extract<BoundFilter, { kind: 'compare' }>
type Kind = FilterProblem['kind']

/**
 * Checks a filter against a schema: unknown attributes, and combinations of attribute, operator and literal that have no
 * meaning or not one meaning. In the order of the text; an empty list means that every server which supports filters can
 * be asked it.
 */
export function checkFilter(filter: Filter, schema: ResourceSchema): readonly FilterProblem[] {
  return problems(bind(filter, schema))
}

function problems(filter: BoundFilter): readonly FilterProblem[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.flatMap(problems)
    case 'not':
      return problems(filter.filter)
    case 'present':
      return filter.attribute === undefined ? [unknown(filter.source)] : []
    case 'valuePath':
      if (filter.attribute === undefined) return [unknown(filter.source)]
      return filter.attribute.definition.type === 'complex'
        ? problems(filter.filter)
        : [simpleBrackets(filter.source)]
    case 'compare':
      return filter.attribute === undefined ? [unknown(filter.source)] : comparison(filter, filter.attribute)
  }
}

function comparison({ source }: Compare, attribute: BoundAttribute): readonly FilterProblem[] {
  const { definition, compared } = attribute
  const path = printAttributePath(source.path)
  const found: FilterProblem[] = []
  const add = (kind: Kind, ruling: string, message: string, refusal: FilterProblem['refusal'] = 'allowed') =>
    found.push({ kind, ruling, message, refusal, expression: printFilter(source) })

  if (definition !== compared) {
    add('bare-complex', 'F-06', `${path} is complex: a comparison names a sub-attribute (RFC 7644 §3.4.2.2).`)
  }
  if (compared === undefined) return found
  if (isOrdering(source.op) && isUnordered(compared)) {
    const message = `${path} is ${compared.type}, which has no order: ${source.op} must be refused (RFC 7644 §3.4.2.2 Table 3).`
    add('no-order', 'F-13', message, definition === compared ? 'required' : 'allowed')
  }
  if (isOrdering(source.op) && compared.type === 'reference') {
    add('order-unspecified', 'F-13', `${path} is a reference: what ${source.op} means is not said.`)
  }
  if (isSubstring(source.op) && !isText(compared)) {
    add('not-text', 'F-13', `${path} is ${compared.type}: ${source.op} looks for a part of a text.`)
  }
  if (source.value === null) {
    add('null-literal', 'F-04', `null stands for no value (RFC 7643 §2.5): ask for ${path} with pr.`)
  } else if (!isSubstring(source.op) && !fits(compared.type, source.value)) {
    add(
      'literal-type',
      'F-16',
      `${path} is ${compared.type}, and ${JSON.stringify(source.value)} is not (RFC 7643 §2.3).`,
    )
  }
  return found
}

function unknown(source: Extract<Filter, { path: unknown }>): FilterProblem {
  return {
    kind: 'unknown-attribute',
    expression: printFilter(source),
    message: `The schema defines no attribute ${printAttributePath(source.path)} here.`,
    ruling: 'F-01',
    refusal: 'allowed',
  }
}

function simpleBrackets(source: Extract<Filter, { kind: 'valuePath' }>): FilterProblem {
  return {
    kind: 'not-complex',
    expression: printFilter(source),
    message: `${printAttributePath(source.path)} has no sub-attributes: brackets have nothing to look at.`,
    ruling: 'F-10',
    refusal: 'allowed',
  }
}

const isUnordered = ({ type }: AttributeDefinition): boolean => type === 'boolean' || type === 'binary'

const isText = ({ type }: AttributeDefinition): boolean => type === 'string' || type === 'reference'

function fits(type: AttributeType, literal: Exclude<Literal, null>): boolean {
  switch (type) {
    case 'boolean':
      return typeof literal === 'boolean'
    case 'integer':
    case 'decimal':
      return typeof literal === 'number'
    case 'dateTime':
      return typeof literal === 'string' && parseDateTime(literal) !== undefined
    case 'string':
    case 'reference':
    case 'binary':
      return typeof literal === 'string'
    case 'complex':
      return false
  }
}
