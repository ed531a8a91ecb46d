import { matches } from '../../../scim/filter/evaluate.ts'
import { isArray, isObject } from '../../../scim/json.ts'
import { resolve } from '../../../scim/schema/lookup.ts'
import type { Filter, Json, Resource, ResourceSchema } from '../../../scim/types.ts'
import { issue } from '../touch.ts'
import { deciding, retyping } from './deciding.ts'
import { subtleIn } from './subtleIn.ts'

type Compare = Extract<Filter, { kind: 'compare' }>

function mapped(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value)
  if (isArray(value)) return value.map((item) => mapped(item, change))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapped(inner, change)]))
}

const isText = (one: Compare, type: ResourceSchema): boolean => {
  const resolved = resolve(type, one.path)
  return (resolved?.sub ?? resolved?.attribute)?.type === 'string'
}

/** Texts that are compared, and what they are compared with, are both changed. */
const textsAs = (change: (text: string) => string, ops?: readonly string[]) =>
  deciding((one, _ask, resource, type) => {
    if (one.kind !== 'compare' || typeof one.value !== 'string' || !isText(one, type)) return undefined
    if (ops?.includes(one.op) === false) return undefined
    return matches({ ...one, value: change(one.value) }, mapped(resource, change) as Resource, type)
  })

/** How a part of a text is looked for. */
const parts = (holds: (op: 'co' | 'sw' | 'ew', value: string, part: string) => boolean) =>
  deciding((one, _ask, resource, type) => {
    if (one.kind !== 'compare' || typeof one.value !== 'string' || !isText(one, type)) return undefined
    const { op, value } = one
    if (op !== 'co' && op !== 'sw' && op !== 'ew') return undefined
    const found = mapped(resource, (text) =>
      holds(op, text.toLowerCase(), value.toLowerCase()) ? value : `${value}#`,
    )
    return matches({ ...one, op: 'eq' }, found as Resource, type)
  })

/** Looks for a part with a pattern, at the place that the operator names. */
const byPattern = (pattern: (part: string) => string) =>
  parts((op, value, part) => {
    const source = pattern(part)
    const [before, behind] = [op === 'sw' ? '^' : '', op === 'ew' ? '$' : '']
    return new RegExp(`${before}(?:${source})${behind}`, 's').test(value)
  })

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

function decodedAgain(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

const combiningMarks = /\p{M}/gu

/** What filters make of the texts that they compare with. */
export const filterTextFaults = subtleIn('query', [
  {
    id: 'query.words-in-values-cut',
    title: 'A value is cut where it holds the word and, or the word or',
    consequence: 'Others are selected than the one who is called so.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-35', 'RFC7644-3.4.2.2-36'],
    smallest: { example: 'title co "this and that"', nodes: 1 },
    replace: retyping((text) => text.split(/ (?:and|or) /i)[0] ?? text),
  },
  {
    id: 'query.parentheses-in-values-cut',
    title: 'A value is cut at a closing parenthesis or bracket',
    consequence: 'Others are selected than the one who is called so.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-35', 'RFC7644-3.4.2.2-36'],
    smallest: { example: 'title eq "a) b"', nodes: 1 },
    replace: retyping((text) => text.split(/[)\]]/)[0] ?? text),
  },
  {
    id: 'query.escaped-quotes-end-values',
    title: 'A value ends at a double quote in it, though that is escaped',
    consequence: 'Others are selected than the one who is called so.',
    source: issue('DEF-218', 'PowerDMS/Owin.Scim#47'),
    violates: ['RFC7644-3.4.2.2-36'],
    smallest: { example: 'title eq "say \\"a\\""', nodes: 1 },
    replace: retyping((text) => text.split('"')[0] ?? text),
  },
  {
    id: 'query.backslashes-doubled',
    title: 'An escaped backslash is read as two',
    consequence: 'Who has a backslash in a value is never found by it.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-36'],
    smallest: { example: 'title co "\\\\"', nodes: 1 },
    replace: retyping((text) => text.replaceAll('\\', '\\\\')),
  },
  {
    id: 'query.values-decoded-twice',
    title: 'Values are decoded twice, as parts of a URL: + is a blank, and %41 an A',
    consequence: 'Addresses with a plus sign are not found.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-36', 'RFC7644-3.4.2.2-11'],
    smallest: { example: 'title co "+"', nodes: 1 },
    replace: retyping(decodedAgain),
  },
  {
    id: 'query.values-trimmed',
    title: 'Blanks at the ends of a value are dropped',
    consequence: 'More people are selected than the value means.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-36', 'RFC7644-3.4.2.2-13'],
    smallest: { example: 'title co "k "', nodes: 1 },
    replace: retyping((text) => text.trim()),
  },
  {
    id: 'query.wildcards',
    title: '_ and % in a value stand for any characters, as in SQL',
    consequence: 'More people are selected than the value means.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-13', 'RFC7644-3.4.2.2-14', 'RFC7644-3.4.2.2-15'],
    smallest: { example: 'title co "_"', nodes: 1 },
    replace: byPattern((part) => literally(part).replaceAll('_', '.').replaceAll('%', '.*')),
  },
  {
    id: 'query.dots-match-anything',
    title: 'A dot in the value of co, sw and ew stands for any character',
    consequence: 'More people are selected than the value means.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-13', 'RFC7644-3.4.2.2-14', 'RFC7644-3.4.2.2-15'],
    smallest: { example: 'title co "."', nodes: 1 },
    replace: byPattern((part) => literally(part).replaceAll('\\.', '.')),
  },
  {
    id: 'query.beyond-ascii-dropped',
    title: 'Characters beyond ASCII have no effect in comparisons',
    consequence: 'People are selected whose names differ.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-11', 'RFC7644-3.4.2.2-36', 'RFC7643-2.3.1-01'],
    smallest: { example: 'title co "é"', nodes: 1 },
    replace: textsAs((text) => text.replace(/[^\0-\x7f]/g, '')),
  },
  {
    id: 'query.beyond-latin-alike',
    title: 'All characters beyond Latin-1 are alike in comparisons',
    consequence: 'People are selected whose names differ.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-11', 'RFC7643-2.3.1-01'],
    smallest: { example: 'title co "中"', nodes: 1 },
    replace: textsAs((text) => text.replace(/[^\0-\xff]/gu, '?')),
  },
  {
    id: 'query.accents-ignored',
    title: 'Accents have no effect in comparisons',
    consequence: 'People are selected whose names differ.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-11', 'RFC7643-2.3.1-01'],
    smallest: { example: 'title co "é"', nodes: 1 },
    replace: textsAs((text) => text.normalize('NFD').replace(combiningMarks, '')),
  },
  {
    id: 'query.length-in-bytes',
    title: 'sw and ew measure the value in bytes, not in characters',
    consequence: 'People whose names begin with another letter than those of English are missing.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-14', 'RFC7644-3.4.2.2-15', 'RFC7643-2.3.1-01'],
    smallest: { example: 'title sw "é"', nodes: 1 },
    replace: parts((op, value, part) => {
      const size = Buffer.byteLength(part)
      if (op === 'co') return value.includes(part)
      return (op === 'sw' ? value.slice(0, size) : value.slice(-size)) === part
    }),
  },
  {
    id: 'query.long-values-cut',
    title: 'Only the first sixteen characters of a text are compared',
    consequence: 'Who differs in the end of a long value is taken for the same.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-11', 'RFC7644-3.4.2.2-15'],
    smallest: { example: 'title ew "the end"', nodes: 1 },
    replace: textsAs((text) => text.slice(0, 16)),
  },
  {
    id: 'query.case-of-first-letter-only',
    title: 'Letter case is ignored in the first letter of a value only',
    consequence: 'People whose names are written in capitals are missing.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-44'],
    smallest: { example: 'title eq "CLERK"', nodes: 1 },
    replace: textsAs((text) => text.charAt(0).toLowerCase() + text.slice(1).replace(/[A-Z]/g, '^$&'), ['eq']),
  },
])
