import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../scim/types.ts'
import { storedExchange } from './journalOfExchanges.ts'
import { createMask } from './mask.ts'
import { createRedactor } from './redact.ts'
import type { Exchange } from './types.ts'

const SECRET = 'Zq8/+x"token\\ü'
const PERSON = 'Grace-Hopper-1906'
const redactor = createRedactor([SECRET])

/** JSON in which a marked string may stand anywhere, also as a member name. */
const jsonWith = (marked: string) =>
  fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<Json>(marked, `before ${marked} after`, null, 7, true),
      fc.string({ unit: 'grapheme' }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        fc.constantFrom(
          'userName',
          'password',
          'value',
          'path',
          'members',
          'Resources',
          'id',
          marked,
          'detail',
        ),
        tie('value'),
        { maxKeys: 4 },
      ),
    ),
  })).value

const exchangeOf = (answer: string, sent: Json, url = 'https://h/scim/Users'): Exchange => ({
  id: 'x1',
  scope: 'check',
  request: { method: 'GET', url, headers: { 'x-echo': SECRET }, body: JSON.stringify(sent) },
  response: {
    status: 200,
    headers: { link: `<${SECRET}>` },
    body: new Uint8Array(Buffer.from(answer, 'utf8')),
  },
  startedAt: 0,
  durationMs: 0,
})

/** Every string of a value, member names too. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value, ...nested(value)]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => [name, ...strings(member)])
}

function nested(text: string): string[] {
  if (!/^\s*[[{"]/.test(text)) return []
  try {
    const inner: unknown = JSON.parse(text)
    return strings(inner)
  } catch {
    return []
  }
}

test('a known secret is in nothing that is written, wherever it stood', () => {
  fc.assert(
    fc.property(jsonWith(SECRET), jsonWith(SECRET), fc.nat(200), (answer, sent, cut) => {
      for (const text of [
        JSON.stringify(answer),
        JSON.stringify(answer, null, 2),
        JSON.stringify(answer).slice(0, -cut),
      ]) {
        const written = storedExchange(redactor.exchange(exchangeOf(text, sent)))
        for (const one of strings(written)) expect(one).not.toContain(SECRET)
      }
    }),
    { numRuns: 300, seed: 1 },
  )
})

test('a password that was sent is in nothing that is written', () => {
  const password = 'correct horse 7'
  fc.assert(
    fc.property(jsonWith(password), fc.constantFrom('password', 'PASSWORD'), (around, name) => {
      const sent: Json = { schemas: ['x'], Operations: [{ op: 'add', value: { [name]: password } }], around }
      const written = storedExchange(redactor.exchange(exchangeOf(JSON.stringify(around), sent)))
      for (const one of strings(written)) expect(one).not.toContain(password)
    }),
    { numRuns: 200, seed: 2 },
  )
})

test('a body without secrets is written as it came', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      fc.pre(!/passw|token|secret|assertion/i.test(text))
      expect(redactor.body(text)).toBe(text)
    }),
    { numRuns: 200, seed: 3 },
  )
})

test('a resource that the run did not make is masked wherever it stands', () => {
  const person: Json = { id: '1', userName: PERSON, name: { formatted: PERSON }, emails: [{ value: PERSON }] }
  const around = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constant(person),
      fc.constantFrom<Json>(null, 7, 'x'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom('Resources', 'response', 'data', 'members', 'manager', 'x'),
        tie('value'),
        {
          maxKeys: 3,
        },
      ),
    ),
  })).value
  fc.assert(
    fc.property(around, (answer) => {
      const after = createMask().exchange(exchangeOf(JSON.stringify(answer), null))
      expect(Buffer.from(after.response?.body ?? []).toString()).not.toContain(PERSON)
    }),
    { numRuns: 300, seed: 4 },
  )
})
