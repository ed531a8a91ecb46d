import { isObject } from '../../scim/json.ts'
import type { Json } from '../../scim/types.ts'
import type { Finding } from '../verdict.ts'

/** What all failures of one fault have in common. */
export interface Fault {
  /** Why they fail, without what differs between examples. */
  readonly kind: string
  readonly shape: string
  /** Parts of the grammar that the smallest of them exercises. */
  readonly cells: ReadonlySet<string>
  /** The one of these that stands out among the failures of a whole pass. */
  readonly culprit?: string
}

/** How failures of a property are told apart. */
export interface Telling<T> {
  readonly shape: (value: T) => string
  readonly cells?: ((value: T) => readonly string[]) | undefined
  /** The part for which examples fail, among those that one exercises. */
  readonly culprit: (cells: readonly string[]) => string | undefined
}

/** The reason of a finding without numbers and what stands in brackets or quotes, which differ between examples. */
export function kindOf({ reason }: Finding): string {
  return reason.replaceAll(/\s*\((?!RFC )[^()]*\)|"[^"]*"|(?<![\w§.]|RFC )\d+/g, '')
}

/** The shape of any JSON: types in place of values, each type of element once. */
export function shapeOfJson(value: Json): string {
  if (Array.isArray(value))
    return `[${[...new Set((value as readonly Json[]).map(shapeOfJson))].sort().join()}]`
  if (isObject(value))
    return `{${Object.entries(value)
      .map(([name, part]) => `${name}:${shapeOfJson(part)}`)
      .join()}}`
  return value === null ? 'null' : typeof value
}

/** The fault that a smallest value shows. */
export function faultOf<T>(value: T, finding: Finding, { shape, cells, culprit }: Telling<T>): Fault {
  const own = cells?.(value) ?? []
  const blamed = culprit(own)
  return {
    kind: kindOf(finding),
    shape: shape(value),
    cells: new Set(own),
    ...(blamed === undefined ? {} : { culprit: blamed }),
  }
}

/**
 * Whether a value holds the shape of a known fault, so that it fails for that one, whatever else is in it: it has the
 * same shape, or exercises what stands out among all failures, or else all that the smallest one exercises.
 */
export function holdsFault<T>(value: T, fault: Fault, { shape, cells }: Telling<T>): boolean {
  if (shape(value) === fault.shape) return true
  if (cells === undefined || fault.cells.size === 0) return false
  const own = new Set(cells(value))
  if (fault.culprit !== undefined) return own.has(fault.culprit)
  return [...fault.cells].every((cell) => own.has(cell))
}
