import { ScimError } from '../error.ts'
import { isObject } from '../json.ts'
import { printAttributePath } from '../path.ts'
import type {
  AttributeDefinition,
  CompareOperator,
  Filter,
  Json,
  JsonObject,
  Resource,
  ResourceSchema,
} from '../types.ts'
import { bind } from './bind.ts'
import type { BoundFilter } from './bind.ts'
import { compile } from './evaluate.ts'
import { holds, isOrdering, isSubstring } from './compare.ts'
import type { Literal } from './compare.ts'
import { printFilter } from './print.ts'

type Of<Kind extends BoundFilter['kind']> = Extract<BoundFilter, { kind: Kind }>

const SHOWN = 5

/**
 * Why a resource matches a filter or does not, by the reading of `matches`: a line for each sub-expression, indented
 * under the one it belongs to, with the value that decided and the rule by which it was compared. A filter that has to
 * be refused gives the one line that says so.
 */
export function explainMatch(filter: Filter, resource: Resource, schema: ResourceSchema): string[] {
  const bound = bind(filter, schema)
  try {
    compile(bound)
  } catch (error) {
    if (error instanceof ScimError) return [error.message]
    throw error
  }
  return explained(bound, resource)
}

function explained(filter: BoundFilter, from: JsonObject): string[] {
  const outcome = compile(filter)(from) ? 'matches' : 'does not match'
  switch (filter.kind) {
    case 'present':
      return [`${presence(filter, from)}, so it ${outcome}`]
    case 'compare':
      return [`${comparison(filter, from)}, so it ${outcome}`]
    case 'not': {
      const inner = explained(filter.filter, from)
      return [`${printFilter(filter.source)} ${outcome}, the contrary of:`, ...indented(inner)]
    }
    case 'and':
    case 'or': {
      const count = filter.operands.filter((operand) => compile(operand)(from)).length
      const demand = filter.kind === 'and' ? 'all must match' : 'one must match'
      const head = `${printFilter(filter.source)} ${outcome}: of ${filter.operands.length} expressions ${demand}, ${count} ${count === 1 ? 'does' : 'do'}:`
      return [head, ...filter.operands.flatMap((operand) => indented(explained(operand, from)))]
    }
    case 'valuePath':
      return valuePath(filter, from, outcome)
  }
}

function valuePath(
  { source, attribute, filter }: Of<'valuePath'>,
  from: JsonObject,
  outcome: string,
): string[] {
  const path = printAttributePath(source.path)
  if (attribute === undefined) return [`${undefinedPath(path)}, so ${printFilter(source)} ${outcome}`]
  const elements = attribute.values(from).filter((element) => element !== undefined)
  if (elements.length === 0) return [`${path} has no value, so ${printFilter(source)} ${outcome}`]
  const lines = elements.flatMap((element, index) => [
    `element ${index + 1} of ${elements.length}, ${JSON.stringify(element)}:`,
    ...indented(
      isObject(element) ? explained(filter, element) : ['it has no sub-attributes, so it does not match'],
    ),
  ])
  return [`${printFilter(source)} ${outcome}: one element must match the whole`, ...indented(lines)]
}

function presence({ source, attribute }: Of<'present'>, from: JsonObject): string {
  const path = printAttributePath(source.path)
  if (attribute === undefined) return `${undefinedPath(path)}; pr asks for a value`
  return `${path} ${shown(attribute.values(from))}; pr asks for a non-empty value`
}

function comparison({ source, attribute }: Of<'compare'>, from: JsonObject): string {
  const { op, value: literal } = source
  const path = printAttributePath(source.path)
  const asked = `${op} ${JSON.stringify(literal)}`
  if (attribute === undefined) {
    return `${undefinedPath(path)}; ${literal === null ? ruleOfNull(op) : ruleOfNothing(op, asked)}`
  }
  const { compared, definition } = attribute
  if (literal === null) return `${path} ${shown(attribute.values(from))}; ${ruleOfNull(op)}`
  if (compared === undefined)
    return `${path} is complex and has no sub-attribute value; ${ruleOfNothing(op, asked)}`

  const name = definition === compared ? path : `${path}.${compared.name}`
  const raw = attribute.comparable(from)
  const values = raw.filter((value) => value !== undefined)
  if (values.length === 0) return `${name} has no value; ${ruleOfNothing(op, asked)}`
  const deciding = values.find((value) => holds(compared, op, value, literal))
  const which =
    values.length > 1
      ? `; one value is enough, and ${deciding === undefined ? 'none' : JSON.stringify(deciding)} is such`
      : ''
  return `${name} ${shown(values)}; ${asked} ${rule(compared, op, values[0] ?? null, literal)}${which}`
}

/** By what rule a value and a literal are compared, and why by this one. */
function rule(
  definition: AttributeDefinition,
  op: CompareOperator,
  value: Json,
  literal: Exclude<Literal, null>,
): string {
  if (!isSubstring(op) && typeof value !== typeof literal)
    return 'compares values of different types, which are never identical'
  if (definition.type === 'boolean' || typeof literal === 'boolean')
    return isSubstring(op) ? 'compares as texts' : 'compares booleans'
  if (typeof literal === 'number' && !isSubstring(op)) return 'compares numbers'
  if (definition.type === 'dateTime' && !isSubstring(op))
    return 'compares points in time, not texts (RFC 7644 §3.4.2.2)'
  if (definition.type === 'reference')
    return 'heeds case here because a reference is case exact (RFC 7643 §2.3.7)'
  if (definition.type === 'binary')
    return 'heeds case here because binary data is case exact (RFC 7643 §2.3.6)'
  const order = isOrdering(op) ? 'compares by code point and ' : ''
  return definition.caseExact
    ? `${order}heeds case here because caseExact is true`
    : `${order}ignores case here because caseExact is false`
}

function ruleOfNothing(op: string, asked: string): string {
  return op === 'ne' ? `${asked} holds where there is no value` : `${asked} needs a value`
}

function ruleOfNull(op: string): string {
  if (op === 'eq') return 'eq null asks for no value (RFC 7643 §2.5)'
  return op === 'ne' ? 'ne null asks for a value (RFC 7643 §2.5)' : `${op} null holds of nothing`
}

const undefinedPath = (path: string): string => `${path} is not defined by the schema and has no value`

function shown(values: readonly (Json | undefined)[]): string {
  const present = values.filter((value) => value !== undefined)
  if (present.length === 0) return 'has no value'
  if (present.length === 1) return `is ${JSON.stringify(present[0])}`
  const more = present.length > SHOWN ? ` and ${present.length - SHOWN} more` : ''
  return `has the values ${present
    .slice(0, SHOWN)
    .map((value) => JSON.stringify(value))
    .join(', ')}${more}`
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`)
