import fc from 'fast-check'
import type { CompareOperator } from '../scim/types.ts'
import type { Draw } from './drawn.ts'

/** A comparison with a text. */
export interface TextTest {
  readonly op: Extract<CompareOperator, 'eq' | 'co' | 'sw' | 'ew'>
  readonly value: string
}

/** Signs about which servers make the same kind of mistake: quoting, escaping, patterns, decoding, alphabets, blanks. */
export const SIGNS: readonly RegExp[] = [
  /"/,
  /\\/,
  /[()[\]]/,
  / (?:and|or) /,
  /[_%]/,
  /\.(?!\d)/,
  /\+|%\d\d/,
  /[\u00c0-\u024f]/,
  /[\u2e80-\uffff]/,
  /[^\0-\uffff]/u,
  / /,
]

/** Texts that are one address or URL keep their domain, and nothing is cut out of them. */
export const isPlainText = (text: string): boolean => !/@|:\/\//.test(text)

/** What selects a text by the signs in it: they alone, with what stands beside them, all up to them, or the whole. */
export function testWithSign(draw: Draw, text: string, sign: RegExp): TextTest | undefined {
  const found = sign.exec(text)
  if (found === null) return undefined
  const [signs] = found
  const end = found.index + signs.length
  const beside = [...text.slice(0, found.index)].at(-1) ?? ''
  const behind = [...text.slice(end)][0] ?? ''
  const tests: readonly TextTest[] = [
    { op: 'co', value: signs },
    { op: 'co', value: draw(fc.boolean()) ? `${beside}${signs}` : `${signs}${behind}` },
    { op: 'sw', value: text.slice(0, end) },
    { op: 'ew', value: text.slice(found.index) },
    { op: 'eq', value: text },
  ]
  return draw(fc.constantFrom(...tests))
}

/** Ways in which a text is changed so that only a mistaken reading takes it for the same. */
export const LIKENESSES: readonly ((text: string) => string)[] = [
  (text) => text.replace(/(?<=.)[a-z](?=.)/i, '_'),
  (text) => text.replace(/(?<=.)[a-z](?=.)/i, '.'),
  (text) => `${text}%`,
  (text) => `${text}*`,
  (text) => `${text} `,
  (text) => ` ${text}`,
  (text) => text.replaceAll('\\', '\\\\'),
  (text) => text.replaceAll(/["\\]/g, ''),
  (text) => text.normalize('NFD').replaceAll(/\p{Mark}/gu, ''),
  (text) => text.replaceAll(/[\u2e80-\uffff]/g, '\u6587'),
  (text) => text.replaceAll(/[^ -~]/gu, ''),
  (text) => text.replaceAll(' ', '+'),
  (text) => text.replaceAll('+', ' '),
  (text) => text.replaceAll('%41', 'A'),
]

/** A test that a text nearly passes, and does not; undefined where there is nothing in it to be changed. */
export function testNearly(draw: Draw, text: string, change: (text: string) => string): TextTest | undefined {
  const letters = [...text]
  const start = draw(fc.integer({ min: 0, max: Math.max(0, letters.length - 3) }))
  const pieces: readonly TextTest[] = [
    { op: 'eq', value: text },
    { op: 'co', value: letters.slice(start, start + 4).join('') },
    { op: 'sw', value: letters.slice(0, start + 3).join('') },
    { op: 'ew', value: letters.slice(-3 - start).join('') },
  ]
  const { op, value } = draw(fc.constantFrom(...pieces))
  const changed = change(value)
  return changed === value || changed === '' ? undefined : { op, value: changed }
}
