import fc from 'fast-check'
import { parseFilter } from '../scim/filter/parse.ts'
import { printFilter } from '../scim/filter/print.ts'
import { isObject } from '../scim/json.ts'
import { GROUP_RESOURCE_SCHEMA, USER_RESOURCE_SCHEMA, USER_SCHEMA } from '../scim/schema/core.ts'
import { resolve } from '../scim/schema/lookup.ts'
import type { AttributeDefinition, Json, Resource } from '../scim/types.ts'
import { subject } from './generate.assertions.ts'
import type { Subject } from './generate.assertions.ts'
import * as generate from './index.ts'
import { sizeOf } from './smaller.ts'
import { filterSize } from './smallerFilter.ts'

const schema = USER_RESOURCE_SCHEMA
const references = ['2819c223', '902c246b', '6c5bb468', 'a9e182c2']

const attributeNamed = (name: string): AttributeDefinition => {
  const found = USER_SCHEMA.attributes.find((attribute) => attribute.name === name)
  if (found === undefined) throw new Error(`No attribute ${name}`)
  return found
}

const isText = (value: unknown): value is string => typeof value === 'string'
const matching = (pattern: RegExp) => (value: unknown) => isText(value) && pattern.test(value)
const isReserved = matching(/^[^@\s]+@example\.com$|^https:\/\/example\.com\/\S+$|^\+1-202-555-01\d\d$/)

/** Users and groups to generate against: written down, not generated. */
export const ada: Resource = {
  schemas: [USER_SCHEMA.id],
  id: '2819c223',
  userName: 'ada@example.com',
  displayName: 'Ada',
  title: 'Analyst',
  active: true,
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [
    { value: 'ada@example.com', type: 'work', primary: true },
    { value: 'ada.home@example.com', type: 'home' },
  ],
  meta: { resourceType: 'User', created: '2025-01-01T00:00:00Z', lastModified: '2025-01-02T00:00:00Z' },
}

export const people: readonly Resource[] = [
  ada,
  { schemas: [USER_SCHEMA.id], id: 'b', userName: 'Bob@example.com', displayName: 'bob', active: false },
  { schemas: [USER_SCHEMA.id], id: 'c', userName: 'carol@example.com', title: 'ANALYST' },
]

const team: Resource = {
  schemas: [GROUP_RESOURCE_SCHEMA.core.id],
  id: 'team',
  displayName: 'Team',
  members: [{ value: '2819c223' }, { value: '902c246b' }],
}

const isUser = (value: Resource): boolean => {
  const schemas = value['schemas'] as readonly string[]
  const containers = Object.keys(value).filter((name) => name.startsWith('urn:'))
  return (
    schemas[0] === USER_SCHEMA.id &&
    schemas.slice(1).join() === containers.join() &&
    isReserved(value['userName']) &&
    !('id' in value) &&
    !('meta' in value) &&
    !('groups' in value)
  )
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)

const isOperation = ({ op, path }: { readonly op: string; readonly path?: string }): boolean =>
  /^(add|replace|remove)$/i.test(op) && (path === undefined || path.length > 0)

const withoutReserved = (value: unknown): string => JSON.stringify(value).replace(/@example\.com/gi, '')

/** Every arbitrary of the public entry, with a judge of its own. */
export const subjects: readonly Subject[] = [
  subject({
    name: 'booleanValue',
    make: generate.booleanValue,
    isCorrect: (value) => typeof value === 'boolean',
    simplest: false,
  }),
  subject({
    name: 'decimalValue',
    make: generate.decimalValue,
    isCorrect: (value) => Number.isFinite(value) && !Object.is(value, -0),
    simplest: 0,
  }),
  subject({
    name: 'integerValue',
    make: generate.integerValue,
    isCorrect: (value) => Number.isSafeInteger(value) && !Object.is(value, -0),
    simplest: 0,
  }),
  subject({
    name: 'dateTimeValue',
    make: generate.dateTimeValue,
    isCorrect: matching(
      /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])(:[0-5]\d){2}(\.\d+)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/,
    ),
    simplest: '1970-01-01T00:00:00Z',
  }),
  subject({
    name: 'binaryValue',
    make: generate.binaryValue,
    isCorrect: matching(/^([\w+/]{4})*([\w+/]{4}|[\w+/]{3}=|[\w+/]{2}==)$/),
    simplest: 'AA==',
  }),
  subject({
    name: 'textValue',
    make: generate.textValue,
    isCorrect: (value) => value.trim() === value && value !== '' && !/@|:\/\//.test(value),
    simplest: 'a',
  }),
  subject({
    name: 'passwordValue',
    make: generate.passwordValue,
    isCorrect: matching(/^Aa1![A-Za-z0-9]{12,20}$/),
  }),
  subject({
    name: 'localPart',
    make: generate.localPart,
    isCorrect: matching(/^[a-z]([._-]?[a-z0-9])*$/),
    simplest: 'a',
  }),
  subject({
    name: 'addressValue',
    make: () => generate.addressValue('email'),
    isCorrect: isReserved,
    simplest: 'a@example.com',
  }),
  subject({
    name: 'stringValue',
    make: () => generate.stringValue(attributeNamed('userName')),
    isCorrect: isReserved,
    simplest: 'a@example.com',
  }),
  subject({
    name: 'referenceValue',
    make: () => generate.referenceValue(attributeNamed('profileUrl')),
    isCorrect: isReserved,
    simplest: 'https://example.com/a',
  }),
  subject({
    name: 'complexValue',
    make: () => generate.complexValue(attributeNamed('name')),
    isCorrect: (value) => Object.keys(value).length > 0 && Object.values(value).every(isText),
    simplest: { formatted: 'a' },
  }),
  subject({
    name: 'singleValue',
    make: () => generate.singleValue(attributeNamed('emails')),
    isCorrect: (value) => isObject(value) && isReserved(value['value']) && !('primary' in value),
    simplest: { value: 'a@example.com' },
  }),
  subject({
    name: 'attributeValue',
    make: () => generate.attributeValue(attributeNamed('emails')),
    isCorrect: (value) =>
      isList(value) && value.length > 0 && value.every((one) => isObject(one) && isReserved(one['value'])),
    simplest: [{ value: 'a@example.com' }],
  }),
  subject({
    name: 'membershipOf',
    make: () => generate.membershipOf(references),
    isCorrect: (members) => members.every(({ value }) => isText(value) && references.includes(value)),
    simplest: [],
  }),
  subject({
    name: 'userOf',
    make: generate.userOf,
    isCorrect: isUser,
    simplest: { schemas: [USER_SCHEMA.id], userName: 'a@example.com' },
  }),
  subject({
    name: 'groupOf',
    make: () => generate.groupOf({ references }),
    isCorrect: (group) => isText(group['displayName']) && !('id' in group),
    simplest: { schemas: [GROUP_RESOURCE_SCHEMA.core.id], displayName: 'a' },
  }),
  subject({ name: 'resourceOf', make: () => generate.resourceOf(schema), isCorrect: isUser }),
  subject({
    name: 'populationOf',
    make: () => generate.populationOf(schema, { size: 5 }),
    isCorrect: (members) =>
      members.every(isUser) && new Set(members.map(({ userName }) => userName)).size === members.length,
    size: sizeOf,
    structural: true,
  }),
  subject({
    name: 'attributePathOf',
    make: () => generate.attributePathOf(schema),
    isCorrect: (path) => resolve(schema, path) !== undefined,
    structural: true,
  }),
  subject({
    name: 'filterFor',
    make: () => generate.filterFor(schema, people),
    isCorrect: (filter) => JSON.stringify(parseFilter(printFilter(filter))) === JSON.stringify(filter),
    size: (filter) => filterSize(filter, schema),
    structural: true,
  }),
  subject({
    name: 'filterTextFrom',
    make: () => generate.filterTextFrom(generate.filterFor(schema, people)),
    isCorrect: (text) => !isRefused(() => parseFilter(text)),
    structural: true,
  }),
  subject({
    name: 'invalidFilterFrom',
    make: () => generate.invalidFilterFrom(generate.filterFor(schema, people)),
    isCorrect: ({ text }) => isRefused(() => parseFilter(text)),
    size: ({ text }) => text.length,
    structural: true,
  }),
  subject({
    name: 'patchFor',
    followsOracle: true,
    make: () => generate.patchFor(schema, ada),
    isCorrect: (operations) =>
      operations.length > 0 && operations.every(isOperation) && !withoutReserved(operations).includes('@'),
    structural: true,
  }),
  subject({
    name: 'entraPatchFor (legacy)',
    make: () => generate.entraPatchFor(schema, ada, { references }),
    isCorrect: (operations) => operations.every(({ op, path }) => /^[AR]/.test(op) && path !== undefined),
    structural: true,
  }),
  subject({
    name: 'entraPatchFor (compliant)',
    make: () => generate.entraPatchFor(GROUP_RESOURCE_SCHEMA, team, { references, dialect: 'compliant' }),
    isCorrect: (operations) =>
      operations.every(isOperation) && operations.every(({ op }) => /^[ar]/.test(op)),
    structural: true,
  }),
  subject({
    name: 'projectionFor',
    make: () => generate.projectionFor(schema),
    isCorrect: (projection) => !('attributes' in projection && 'excludedAttributes' in projection),
    simplest: {},
  }),
  subject({
    name: 'sortingFor',
    make: () => generate.sortingFor(schema, people),
    isCorrect: ({ sortOrder }) => [undefined, 'ascending', 'descending'].includes(sortOrder),
    structural: true,
  }),
  subject({
    name: 'pagingOf',
    make: () => generate.pagingOf(20),
    isCorrect: (paging) => Object.values(paging).every(Number.isSafeInteger),
    simplest: {},
  }),
  subject({
    name: 'pageSizesOf',
    make: () => generate.pageSizesOf(20),
    isCorrect: (sizes) => sizes.every((size) => size > 0 && size <= 21),
    simplest: [1],
  }),
  subject({
    name: 'malformedFrom',
    make: () => generate.malformedFrom(ada),
    isCorrect: ({ body, why }) => (isText(body) || body instanceof Uint8Array) && why !== '',
  }),
  subject({
    name: 'sequenceOf',
    followsOracle: true,
    make: () => generate.sequenceOf(schema, { maxSteps: 6 }),
    isCorrect: (steps) =>
      steps.every(({ kind, slot }, at) => {
        const isFirst = steps.findIndex((step) => step.slot === slot) === at
        return isFirst === (kind === 'create')
      }),
    structural: true,
  }),
  subject({
    name: 'scheduleOf',
    followsOracle: true,
    make: () => generate.scheduleOf(schema),
    isCorrect: ({ lanes, order }) => lanes.flat().length === order.length && lanes.length > 1,
    structural: true,
  }),
]

function isRefused(act: () => unknown): boolean {
  return fc.check(
    fc.property(fc.constant(undefined), () => {
      act()
    }),
    { numRuns: 1 },
  ).failed
}
