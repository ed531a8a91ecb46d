import { isObject } from '../../scim/json.ts'
import type { Json, JsonObject } from '../../scim/types.ts'
import { jsonFault } from './jsonFault.ts'
import { UnreadableFile } from './unreadable.ts'

/** A record of a list, with the line it begins in, where that is known. */
interface TextRecord {
  readonly value: JsonObject
  readonly line?: number
}

/** What a text holds: one JSON value; or records, one in each line, or those that stand before the place where it breaks off. */
export type JsonReading =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'records'; readonly records: readonly TextRecord[]; readonly broken?: string }

/**
 * Reads JSON, JSON lines (as storage accounts export logs), or the whole records of a list that breaks off.
 *
 * @throws {UnreadableFile} with line and column, when no record is whole
 */
export function readJson(text: string, name: string): JsonReading {
  if (nestsDeeply(text))
    throw new UnreadableFile(
      `${name} nests deeper than ${DEEPEST} levels, as no log and no result file does.`,
      'Download it again, and leave it as it is.',
    )
  try {
    return { kind: 'value', value: JSON.parse(text) as Json }
  } catch {
    const lines = readLines(text)
    if (lines !== undefined) return lines
    const fault = toldFault(text)
    const records = wholeRecords(text)
    if (records.length > 0)
      return {
        kind: 'records',
        records,
        broken: `${fault}; the ${records.length === 1 ? 'entry' : `${records.length} entries`} before it ${records.length === 1 ? 'is' : 'are'} read.`,
      }
    throw new UnreadableFile(
      `${name} is no JSON: ${fault}, and no entry before it is whole.`,
      'Download it again.',
    )
  }
}

/** Nothing that is read here nests like this; whoever walks through it would run out of stack. */
const DEEPEST = 200

/** Whether a JSON text nests deeper than anything that is meant. Reads in linear time. */
function nestsDeeply(text: string): boolean {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (quoted) {
      if (code === 92) at += 1
      else if (code === 34) quoted = false
    } else if (code === 34) quoted = true
    else if (code === 123 || code === 91) {
      depth += 1
      if (depth > DEEPEST) return true
    } else if (code === 125 || code === 93) depth -= 1
  }
  return false
}

/** JSON inside of a text, or undefined when it is none. */
export function jsonIn(text: string): Json | undefined {
  if (nestsDeeply(text)) return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** `line 3, column 14` of an offset. */
export function placeIn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n')
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`
}

function toldFault(text: string): string {
  const end = text.trimEnd().length
  const { offset, awaited } = jsonFault(text) ?? { offset: end, awaited: 'value' }
  if (offset >= end) return `it breaks off at ${placeIn(text, end)}`
  const found = JSON.stringify(text.slice(offset, offset + 12))
  return `${found} at ${placeIn(text, offset)} stands where ${awaited} belongs`
}

function readLines(text: string): JsonReading | undefined {
  const lines = text.split(/\r?\n/)
  const records: TextRecord[] = []
  const filled = lines.flatMap((line, at) => (line.trim() === '' ? [] : [at]))
  if (filled.length < 2) return undefined
  for (const at of filled) {
    const value = parsed(lines[at] ?? '')
    if (value !== undefined) records.push({ value, line: at + 1 })
    else if (at !== filled.at(-1) || records.length === 0) return undefined
  }
  const cut = records.length < filled.length
  return cut
    ? {
        kind: 'records',
        records,
        broken: `line ${(filled.at(-1) ?? 0) + 1} breaks off; the ${records.length} before it are read.`,
      }
    : { kind: 'records', records }
}

function parsed(text: string): JsonObject | undefined {
  const value = jsonIn(text)
  return isObject(value) ? value : undefined
}

/** The records of the first list of objects that can be read on their own. */
function wholeRecords(text: string): TextRecord[] {
  const start = listStart(text)
  const records: TextRecord[] = []
  let line = 1
  let counted = 0
  let at = start
  while (at >= 0 && at < text.length) {
    while (/[\s,]/.test(text[at] ?? '')) at += 1
    if (text[at] !== '{') break
    const end = objectEnd(text, at)
    const value = end < 0 ? undefined : parsed(text.slice(at, end))
    if (value === undefined) break
    for (; counted < at; counted += 1) if (text.charCodeAt(counted) === 10) line += 1
    records.push({ value, line })
    at = end
  }
  return records
}

/** Behind the bracket of the first list of objects, at most one object deep; -1 when there is none. */
function listStart(text: string): number {
  const found = /^\s*(?:\{(?:[^"{}[\]]|"(?:[^"\\]|\\.)*")*)?\[\s*(?=\{)/.exec(text.slice(0, 65_536))
  return found === null ? -1 : found[0].length
}

/** Behind the brace that closes the object that begins at an offset; -1 when it is not closed. */
function objectEnd(text: string, start: number): number {
  let depth = 0
  let quoted = false
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (quoted) {
      if (code === 92) at += 1
      else if (code === 34) quoted = false
    } else if (code === 34) quoted = true
    else if (code === 123 || code === 91) depth += 1
    else if (code === 125 || code === 93) {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return -1
}
