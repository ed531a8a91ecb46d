import type { AttributeType, Json } from '../types.ts'

/**
 * A simple value of another JSON type as the type that is asked for, where both say the same (ruling C-14): `"True"` for
 * true, `"5"` for 5, 5 for `"5"`. Undefined where they do not.
 */
export function coerceSimple(type: AttributeType, value: Json): Json | undefined {
  if (type === 'boolean') return typeof value === 'string' ? truth(value) : undefined
  if (type === 'integer' || type === 'decimal')
    return typeof value === 'string' ? number(type, value) : undefined
  if (type === 'complex') return undefined
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

function truth(text: string): boolean | undefined {
  if (/^true$/i.test(text)) return true
  return /^false$/i.test(text) ? false : undefined
}

function number(type: 'integer' | 'decimal', text: string): number | undefined {
  const grammar = type === 'integer' ? /^-?(?:0|[1-9][0-9]*)$/ : /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/
  return grammar.test(text) ? Number(text) : undefined
}
