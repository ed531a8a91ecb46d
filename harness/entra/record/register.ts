import type { Letters, RecordedVariable, VariableKind } from './recordedTypes.ts'

/** Gives each value that must not be written a variable: same value, same variable. */
export interface Register {
  /** `{{userName3}}` in place of a value of an attribute. */
  value(value: string, kind: VariableKind): string
  /** `{{id7}}` in place of the id of a resource. A short id belongs to its endpoint (`/Users`): servers count per type. */
  id(value: string, endpoint?: string): string
  /** Another number of as many digits. */
  number(value: number): number
  /** What the variables of a text stand for. */
  definitions(text: string): Record<string, RecordedVariable>
}

const MEANINGS: Readonly<Record<VariableKind, string>> = {
  resourceId: 'id that the server gave',
  guid: 'a GUID',
  userName: 'userName of a user',
  externalId: 'identifier of an object in the source',
  displayName: 'name that is shown',
  email: 'e-mail address',
  phone: 'phone number',
  text: 'value of an attribute',
  baseUrl: 'base URL of the server',
  secret: 'a secret',
  dateTime: 'a time',
  url: 'a URL',
  version: 'version of a resource',
  cursor: 'cursor of a page',
}

/** Ids that are as long as this are the same resource wherever they stand. */
const LONG_ID = 8

const VARIABLE = /\{\{(\w+)\}\}/g

/** The names of the variables in a text, each once. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map(([, name]) => name ?? ''))]
}

/**
 * A register that knows nothing yet. It lives in memory only: what stands for what is nowhere on disk.
 *
 * @param taken names that an earlier session has used
 */
export function createRegister(taken: ReadonlySet<string> = new Set()): Register {
  const ids = new Map<string, string>()
  const numbers = new Map<number, number>()
  const values = new Map<string, string>()
  const firstSpelling = new Map<string, string>()
  const defined = new Map<string, RecordedVariable>()
  const counts = new Map<string, number>()

  function define(kind: VariableKind, shape: string, relation: Partial<RecordedVariable> = {}): string {
    const stem = kind === 'resourceId' ? 'id' : kind
    let count = counts.get(stem) ?? 0
    do count += 1
    while (taken.has(`${stem}${count}`))
    counts.set(stem, count)
    const name = `${stem}${count}`
    defined.set(name, { kind, meaning: MEANINGS[kind], example: exampleOf(kind, count, shape), ...relation })
    return name
  }

  function nameOf(value: string, kind: VariableKind): string {
    const known = values.get(value) ?? (value.length >= LONG_ID ? ids.get(value) : undefined)
    if (known !== undefined) return known
    const folded = value.toLowerCase()
    const first = firstSpelling.get(folded)
    const base = first === undefined ? undefined : values.get(first)
    const letters = first === undefined ? undefined : relationOf(first, value)
    const name =
      base === undefined || letters === undefined
        ? define(kind, value)
        : respelled(base, letters, kind, value)
    values.set(value, name)
    if (first === undefined) firstSpelling.set(folded, value)
    return name
  }

  function respelled(base: string, letters: Letters, kind: VariableKind, shape: string): string {
    const of = defined.get(base)
    return define(of?.kind ?? kind, shape, {
      meaning: `${base} in ${letters === 'swapped' ? 'other' : `${letters} case`} letters`,
      example: spelled(of?.example ?? shape, letters),
      sameAs: base,
      letters,
    })
  }

  return {
    value: (value, kind) => `{{${nameOf(value, kind)}}}`,
    id: (value, endpoint = '') => {
      const key = value.length >= LONG_ID ? value : `${endpoint.toLowerCase()} ${value}`
      const name = ids.get(key) ?? define('resourceId', value)
      ids.set(key, name)
      return `{{${name}}}`
    },
    number: (value) => {
      const whole = String(Math.trunc(Math.abs(value)))
      const made = numbers.get(value) ?? Math.sign(value) * Number(digits(numbers.size + 1, whole.length))
      numbers.set(value, made)
      return made
    },
    definitions: (text) =>
      Object.fromEntries(
        variablesIn(text).flatMap((name) => {
          const variable = defined.get(name)
          return variable === undefined ? [] : [[name, variable] as const]
        }),
      ),
  }
}

/** How a text is another one in other letters. */
function relationOf(first: string, other: string): Letters | undefined {
  if (other === first.toLowerCase()) return 'lower'
  return other === first.toUpperCase() ? 'upper' : 'swapped'
}

/** A text in other letters. */
export function spelled(text: string, letters: Letters): string {
  if (letters === 'lower') return text.toLowerCase()
  if (letters === 'upper') return text.toUpperCase()
  return [...text]
    .map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))
    .join('')
}

const twelve = (count: number) => String(count).padStart(12, '0')

/** A value of ours in the shape of the one that was seen. Domains are reserved (RFC 2606), numbers kept for fiction. */
function exampleOf(kind: VariableKind, count: number, shape: string): string {
  switch (kind) {
    case 'resourceId':
      return `7d2f0c4e-0000-4000-8000-${twelve(count)}`
    case 'guid':
      return `5b0d8e1a-0000-4000-8000-${twelve(count)}`
    case 'userName':
      return shape.includes('@') ? `user${count}@example.com` : `user${count}`
    case 'email':
      return `mail${count}@example.com`
    case 'externalId':
      return `external-${count}`
    case 'displayName':
      return `Name ${count}`
    case 'phone':
      return `+1-202-555-01${String(count % 100).padStart(2, '0')}`
    case 'text':
      return /^\d+$/.test(shape) ? digits(count, shape.length) : `Text ${count}`
    case 'baseUrl':
      return 'https://scim.example.com'
    case 'secret':
      return `Secret-${count}`
    case 'dateTime':
      return '2026-01-02T03:04:05Z'
    case 'url':
      return `https://example.com/${count}`
    case 'version':
      return `W/"${count}"`
    case 'cursor':
      return `cursor${count}`
  }
}

/** A number of so many digits. */
export function digits(count: number, length: number): string {
  return (10 ** Math.min(length - 1, 14) + count).toString().slice(0, length).padEnd(length, '0')
}
