import { expect } from 'vitest'
import { attributeWith } from '../schema/defaults.ts'
import type { Json, PatchOperation, Resource, ResourceSchema } from '../types.ts'
import { applyAll } from './apply.ts'
import { PatchRefusal } from './refusal.ts'
import { referenceReading } from './readings.ts'
import type { Answer, Choose, Dialect, Question } from './readings.ts'

/** The first readings, but for some. */
export type Answers = { readonly [Q in Question]?: Answer<Q> }

/** What becomes of a resource of the type below under some readings: the result, or kind and text of the refusal. */
export function under(
  answers: Answers,
  before: Resource,
  operations: PatchOperation | readonly PatchOperation[],
  { dialect = 'rfc' as Dialect, exploring = false, schema = THINGS } = {},
): Resource | string {
  const choose: Choose = (question) =>
    (answers as Readonly<Record<string, never>>)[question] ?? referenceReading(dialect)(question)
  try {
    const all = [operations].flat() as readonly PatchOperation[]
    return applyAll({ schema, dialect, choose, exploring }, before, all)
  } catch (error) {
    if (error instanceof PatchRefusal) return `${error.reason}: ${error.message}`
    throw error
  }
}

/** URI of an extension that things may have. */
export const MORE = 'urn:example:params:scim:schemas:2.0:More'

/** URI of an extension that things must have. */
export const OWNED = 'urn:example:params:scim:schemas:2.0:Owned'

const extension = (id: string, attributes: ResourceSchema['core']['attributes'], required: boolean) => ({
  schema: { id, name: id, description: '', attributes },
  required,
})

const room = attributeWith({
  name: 'rooms',
  type: 'complex',
  multiValued: true,
  subAttributes: [attributeWith({ name: 'value' }), attributeWith({ name: 'type' })],
})

/** A resource type with an attribute of every kind that a rule of PATCH looks at. */
export const THINGS: ResourceSchema = {
  resourceType: {
    id: 'Thing',
    name: 'Thing',
    endpoint: '/Things',
    description: '',
    schema: 'urn:example:params:scim:schemas:2.0:Thing',
    schemaExtensions: [
      { schema: MORE, required: false },
      { schema: OWNED, required: true },
    ],
  },
  core: {
    id: 'urn:example:params:scim:schemas:2.0:Thing',
    name: 'Thing',
    description: '',
    attributes: [
      attributeWith({ name: 'label', required: true }),
      attributeWith({ name: 'note' }),
      attributeWith({ name: 'badge', mutability: 'immutable' }),
      attributeWith({ name: 'marks', multiValued: true, mutability: 'immutable' }),
      attributeWith({ name: 'tags', multiValued: true }),
      attributeWith({ name: 'numbers', type: 'integer', multiValued: true }),
      attributeWith({
        name: 'card',
        type: 'complex',
        subAttributes: [
          attributeWith({ name: 'serial', mutability: 'immutable' }),
          attributeWith({ name: 'colour' }),
          attributeWith({ name: 'names', multiValued: true }),
          attributeWith({ name: 'stamp', mutability: 'readOnly' }),
        ],
      }),
      attributeWith({
        name: 'post',
        type: 'complex',
        subAttributes: [attributeWith({ name: 'code', required: true }), attributeWith({ name: 'town' })],
      }),
      attributeWith({
        name: 'owners',
        type: 'complex',
        multiValued: true,
        required: true,
        subAttributes: [
          attributeWith({ name: 'value' }),
          attributeWith({ name: 'primary', type: 'boolean' }),
        ],
      }),
      attributeWith({
        name: 'keys',
        type: 'complex',
        multiValued: true,
        subAttributes: [
          attributeWith({ name: 'value' }),
          attributeWith({ name: 'type' }),
          attributeWith({ name: 'primary', type: 'boolean' }),
          attributeWith({ name: 'level', required: true }),
          attributeWith({ name: 'made', mutability: 'immutable' }),
        ],
      }),
      attributeWith({
        name: 'links',
        type: 'complex',
        multiValued: true,
        mutability: 'readOnly',
        subAttributes: [attributeWith({ name: 'value' }), attributeWith({ name: 'display' })],
      }),
    ],
  },
  extensions: [
    extension(
      MORE,
      [
        room,
        attributeWith({ name: 'count', type: 'integer' }),
        attributeWith({ name: 'seen', mutability: 'readOnly' }),
        attributeWith({ name: 'seal', mutability: 'immutable' }),
      ],
      false,
    ),
    extension(OWNED, [attributeWith({ name: 'by' })], true),
  ],
}

/** A key of `thing`. */
export const a1 = { value: '1', type: 'a', level: 'x', primary: true }
/** Another key of `thing`. */
export const b2 = { value: '2', type: 'b', level: 'y', made: 'm' }
/** A thing in which every attribute has a value. */
export const thing: Resource = {
  label: 'L',
  badge: 'B',
  marks: ['m'],
  tags: ['t', 'u'],
  card: { serial: '1', colour: 'red', names: ['n'], stamp: 's' },
  post: { code: 'c', town: 'w' },
  owners: [{ value: 'o' }],
  keys: [a1, b2],
  links: [
    { value: '1', display: 'd' },
    { value: '2', display: 'd' },
    { value: '3', display: 'e' },
  ],
  [MORE]: { rooms: [{ value: 'r', type: 'a' }, { value: 's' }], seen: 'then' },
  [OWNED]: { by: 'me' },
}

/** An operation with a path. */
export const op = (kind: PatchOperation['op'], path: string, value?: Json): PatchOperation => ({
  op: kind,
  path,
  ...(value === undefined ? {} : { value }),
})
/** What of `thing` differs when its extension does. */
export const more = (changes: Resource) => ({ [MORE]: { ...(thing[MORE] as Resource), ...changes } })

/** The readings, the operation, and what changes, or the refusal. */
export type Row = readonly [Answers, PatchOperation, Resource | string]

/** Holds one row: no change asked for means that the very same resource comes back. */
export function check([answers, operation, expected]: Row, before = thing): void {
  const end = under(answers, before, operation)
  if (typeof expected === 'string') expect(end).toBe(expected)
  else if (Object.keys(expected).length === 0) expect(end).toBe(before)
  else {
    const after = Object.fromEntries(
      Object.entries({ ...before, ...expected }).filter(([, value]) => value !== null),
    )
    expect(end).toStrictEqual(after)
  }
}

/** Rows with their own text as title. */
export const rows = (...all: Row[]) => all.map((row) => [JSON.stringify(row), row] as const)
