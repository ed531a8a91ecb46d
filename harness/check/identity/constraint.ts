import fc from 'fast-check'
import { equalJson } from '../../scim/json.ts'
import type { Json } from '../../scim/types.ts'
import { draw, hash } from '../random.ts'

/** What a server demands of the values of one attribute beyond its schema. */
export interface Constraint {
  /** A regular expression (ECMAScript, `u` flag) that texts match; not anchored by itself. */
  readonly pattern?: string
  /** In characters (code points). */
  readonly minLength?: number
  readonly maxLength?: number
  /** The only values that it takes. */
  readonly values?: readonly Json[]
  /** `never`: the attribute stands in no request. */
  readonly send?: 'never'
}

/** Why a value can not be sent, in a few words; `undefined` when it can. Only texts have a pattern and a length. */
export function objection(constraint: Constraint, value: Json): string | undefined {
  const { pattern, minLength, maxLength, values, send } = constraint
  if (send === 'never') return 'is never sent'
  if (value === null) return undefined
  if (values !== undefined && !values.some((allowed) => equalJson(allowed, value)))
    return `is one of ${values.map((allowed) => JSON.stringify(allowed)).join(', ')}`
  if (typeof value !== 'string') return undefined
  const length = [...value].length
  if (minLength !== undefined && length < minLength) return `has at least ${minLength} characters`
  if (maxLength !== undefined && length > maxLength) return `has at most ${maxLength} characters`
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) return `matches ${pattern}`
  return undefined
}

/**
 * A value that the constraint allows, as near to the natural one as can be; the same for the same natural value, and
 * another for another where the constraint leaves room. `undefined` where none was found.
 */
export function fitting(constraint: Constraint, natural: Json): Json | undefined {
  if (objection(constraint, natural) === undefined) return natural
  if (constraint.send === 'never') return undefined
  const number = hash(JSON.stringify(natural))
  if (constraint.values !== undefined) return constraint.values[number % constraint.values.length]
  if (typeof natural !== 'string') return undefined
  const allowed = (text: string) => objection(constraint, text) === undefined
  return respelt(natural, number, constraint).find(allowed) ?? drawnText(constraint, number)
}

/** The natural text without the signs that patterns often forbid, and short texts that are as much its own. */
function respelt(natural: string, number: number, { minLength = 0, maxLength = 64 }: Constraint): string[] {
  const at = natural.lastIndexOf('@')
  const [local, domain] = at < 0 ? [natural, ''] : [natural.slice(0, at), natural.slice(at)]
  const digits = String(number)
  const room = Math.max(minLength, Math.min(maxLength, digits.length))
  const own = `sp${number.toString(36)}`
  return [
    ...['.', '_', ''].map((sign) => `${local.replaceAll('-', sign)}${domain}`),
    natural.toUpperCase(),
    natural.replace(/[^A-Za-z0-9]/g, ''),
    `${own}${domain}`,
    own,
    digits.padStart(room, '0').slice(-room),
    own.padEnd(minLength, 'x'),
    own.slice(-maxLength),
  ]
}

/** Any text that fits; never one that could be an address. */
function drawnText({ pattern, ...lengths }: Constraint, number: number): string | undefined {
  const { minLength = 1, maxLength = 64 } = lengths
  if (minLength > maxLength) return undefined
  const texts =
    pattern === undefined
      ? fc.stringMatching(new RegExp(`^[a-z]{${minLength},${maxLength}}$`))
      : fc.stringMatching(new RegExp(pattern, 'u'))
  const tries = draw(fc.array(texts, { minLength: 60, maxLength: 60 }), number | 0)
  return tries.find(
    (text) =>
      !/@|:\/\//.test(text) &&
      objection({ ...lengths, ...(pattern === undefined ? {} : { pattern }) }, text) === undefined,
  )
}
