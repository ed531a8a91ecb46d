import { matches } from '../../../scim/filter/evaluate.ts'
import { resolve } from '../../../scim/schema/lookup.ts'
import { isArray, isObject } from '../../../scim/json.ts'
import type { AttributeType, Filter, Json, Resource, ResourceSchema } from '../../../scim/types.ts'
import { mapFilter } from '../mapFilter.ts'
import { parseDateTime } from '../../../scim/dateTime.ts'
import type { Seams } from '../../seams.ts'
import { issue } from '../touch.ts'
import { deciding } from './deciding.ts'
import { subtleIn } from './subtleIn.ts'

type Simple = string | number | boolean

const typeAt = (one: Filter, type: ResourceSchema): AttributeType | undefined => {
  if (one.kind !== 'compare') return undefined
  const resolved = resolve(type, one.path)
  return (resolved?.sub ?? resolved?.attribute)?.type
}

function mapped(value: Json, change: (value: Json) => Json): Json {
  if (isArray(value)) return value.map((item) => mapped(item, change))
  if (!isObject(value)) return change(value)
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapped(inner, change)]))
}

/** What is compared, and what it is compared with, are both changed. */
const seenAs =
  (change: (value: Simple) => Simple) =>
  (seams: Seams): Partial<Seams> => ({
    matchFilter: (filter, resource, type, call) => {
      const see = (value: Json) =>
        typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
          ? change(value)
          : value
      const asked = mapFilter(filter, (one) =>
        one.kind === 'compare' && one.value !== null ? { ...one, value: change(one.value) } : one,
      )
      return seams.matchFilter(asked, mapped(resource, see) as Resource, type, call)
    },
  })

const ofNumbers = (change: (value: number) => number) =>
  seenAs((value) => (typeof value === 'number' ? change(value) : value))

const ofDates = (change: (value: string) => string) =>
  seenAs((value) => (typeof value === 'string' && parseDateTime(value) !== undefined ? change(value) : value))

const bySize = (text: string): string => `${String(text.length).padStart(6, '0')} ${text}`

const LEVEL = 'urn:example:params:scim:schemas:extension:workplace:2.0:User:level'
const HOURS = 'urn:example:params:scim:schemas:extension:workplace:2.0:User:hoursPerWeek'

/** How numbers, dates and truth values are compared. */
export const filterNumberFaults = subtleIn('query', [
  {
    id: 'query.decimals-as-integers',
    title: 'Decimals are compared without what stands behind the point',
    consequence: 'People with a half more than the limit are missing.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-11', 'RFC7644-3.4.2.2-19', 'RFC7643-2.3.3-01'],
    smallest: { example: `${HOURS} gt 38`, nodes: 1 },
    replace: ofNumbers(Math.trunc),
  },
  {
    id: 'query.signs-ignored',
    title: 'Numbers are compared without their sign',
    consequence: 'What is below zero counts as above.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-19', 'RFC7644-3.4.2.2-11'],
    smallest: { example: `${LEVEL} lt 0`, nodes: 1 },
    replace: ofNumbers(Math.abs),
  },
  {
    id: 'query.integers-of-32-bits',
    title: 'Whole numbers are compared in 32 bits',
    consequence: 'Large numbers count as small ones.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-19', 'RFC7644-3.4.2.2-11'],
    smallest: { example: `${LEVEL} gt 1000`, nodes: 1 },
    replace: ofNumbers((value) => (Number.isInteger(value) ? value | 0 : value)),
  },
  {
    id: 'query.zero-is-nothing',
    title: 'The number 0 counts as no value',
    consequence: 'People at level 0 are missing.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-11', 'RFC7644-3.4.2.2-16'],
    smallest: { example: `${LEVEL} pr`, nodes: 1 },
    replace: (seams) => ({
      matchFilter: (filter, resource, type, call) =>
        seams.matchFilter(
          filter,
          mapped(resource, (value) => (value === 0 ? null : value)) as Resource,
          type,
          call,
        ),
    }),
  },
  {
    id: 'query.false-is-nothing',
    title: 'pr does not hold of an attribute that is false',
    consequence: 'Everybody who was switched off is missing.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-16'],
    smallest: { example: 'active pr', nodes: 1 },
    replace: deciding((one, _ask, resource, type) => {
      if (one.kind !== 'present') return undefined
      const resolved = resolve(type, one.path)
      if (resolved === undefined || resolved.sub !== undefined || resolved.attribute.type !== 'boolean')
        return undefined
      const home = resolved.extension === undefined ? resource : resource[resolved.extension]
      return isObject(home) ? home[resolved.attribute.name] === true : false
    }),
  },
  {
    id: 'query.nothing-is-false',
    title: 'eq false selects those without a value too',
    consequence: 'Clients switch off people of whom nothing is known.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-11'],
    smallest: { example: 'active eq false', nodes: 1 },
    replace: deciding((one, ask) =>
      one.kind === 'compare' && one.op === 'eq' && one.value === false
        ? !ask({ ...one, value: true })
        : undefined,
    ),
  },
  {
    id: 'query.offsets-reversed',
    title: 'Offsets of dates are added where they are to be taken off',
    consequence: 'What changed in the last hours is missing, or comes again.',
    source: issue('DEF-217', 'thomaspoignant/scim2-parse-filter#170'),
    violates: ['RFC7644-3.4.2.2-18'],
    smallest: { example: 'meta.created gt "2026-01-01T10:00:00+05:00"', nodes: 1 },
    replace: ofDates((text) => text.replace(/[+-](?=\d\d:\d\d$)/, (sign) => (sign === '+' ? '-' : '+'))),
  },
  {
    id: 'query.dates-by-day',
    title: 'Dates are compared by the day',
    consequence: 'What changed later on the same day is missing.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-18'],
    smallest: { example: 'meta.created gt "2026-01-01T10:00:00Z"', nodes: 1 },
    replace: ofDates((text) => {
      const time = parseDateTime(text)
      if (time === undefined) return text
      return `${new Date(time.seconds * 1000).toISOString().slice(0, 10)}T00:00:00Z`
    }),
  },
  {
    id: 'query.dates-without-year',
    title: 'Dates before 1970 count as 1970',
    consequence: 'Old dates are all alike.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-18'],
    smallest: {
      example: 'urn:example:params:scim:schemas:extension:workplace:2.0:User:since lt "1970-01-01T00:00:00Z"',
      nodes: 1,
    },
    replace: ofDates((text) => {
      const time = parseDateTime(text)
      return time !== undefined && time.seconds < 0 ? '1970-01-01T00:00:00Z' : text
    }),
  },
  {
    id: 'query.order-by-length',
    title: 'Texts are ordered by their length first',
    consequence: 'Ranges of names select others.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-17'],
    smallest: { example: 'title gt "b"', nodes: 1 },
    replace: deciding((one, _ask, resource, type) => {
      if (one.kind !== 'compare' || typeAt(one, type) !== 'string' || typeof one.value !== 'string')
        return undefined
      if (!['gt', 'ge', 'lt', 'le'].includes(one.op)) return undefined
      const sized = mapped(resource, (value) => (typeof value === 'string' ? bySize(value) : value))
      return matches({ ...one, value: bySize(one.value) }, sized as Resource, type)
    }),
  },
])
