import { printAttributePath } from '../path.ts'
import type { Filter } from '../types.ts'
import { operands } from './operands.ts'

/**
 * A filter as text (RFC 7644 §3.4.2.2), with the parentheses that its tree needs and no others, and with a
 * blank behind `not`, as in the RFC's own example. What `parseFilter` reads from it is the same tree.
 */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'compare':
      return `${printAttributePath(filter.path)} ${filter.op} ${JSON.stringify(filter.value)}`
    case 'present':
      return `${printAttributePath(filter.path)} pr`
    case 'not':
      return `not (${printFilter(filter.filter)})`
    case 'valuePath':
      return `${printAttributePath(filter.path)}[${printFilter(filter.filter)}]`
    case 'and':
    case 'or':
      return operands(filter)
        .map((operand, index) =>
          needsParentheses(filter.kind, operand, index) ? `(${printFilter(operand)})` : printFilter(operand),
        )
        .join(` ${filter.kind} `)
  }
}

/** Only the first operand of a chain may be of the other kind without parentheses, and only `and` within `or`. */
function needsParentheses(kind: 'and' | 'or', operand: Filter, index: number): boolean {
  if (operand.kind === 'or') return kind === 'and' || index > 0
  return operand.kind === 'and' && kind === 'and' && index > 0
}
