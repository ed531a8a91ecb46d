import { isArray, isObject } from '../../scim/json.ts'
import { getAt, resolve } from '../../scim/schema/lookup.ts'
import type { CompareOperator, Filter, Resource, ResourceSchema } from '../../scim/types.ts'
import type { Seams } from '../seams.ts'
import { mapFilter } from './mapFilter.ts'
import { faultsIn } from './touch.ts'

type Compare = Extract<Filter, { kind: 'compare' }>

/** Every comparison by one operator is read as something else. */
const reading =
  (op: CompareOperator, as: (one: Compare) => Filter) =>
  (seams: Seams): Partial<Seams> => ({
    matchFilter: (filter, resource, type, call) =>
      seams.matchFilter(
        mapFilter(filter, (one) => (one.kind === 'compare' && one.op === op ? as(one) : one)),
        resource,
        type,
        call,
      ),
  })

const asOther = (op: CompareOperator, other: CompareOperator) => reading(op, (one) => ({ ...one, op: other }))

/** The resource with the first element only of each attribute with several values. */
const firstValues = (resource: Resource): Resource =>
  Object.fromEntries(
    Object.entries(resource).map(([name, value]) => [
      name,
      isArray(value) && value.every(isObject) ? value.slice(0, 1) : value,
    ]),
  )

const textOrder: Readonly<Record<string, (left: string, right: string) => boolean>> = {
  gt: (left, right) => left > right,
  ge: (left, right) => left >= right,
  lt: (left, right) => left < right,
  le: (left, right) => left <= right,
}

/** A comparison of whole numbers, decided by their digits. */
function byDigits(one: Compare, resource: Resource, type: ResourceSchema): Filter {
  const order = textOrder[one.op]
  const found = resolve(type, one.path)
  const value = found === undefined ? undefined : getAt(resource, found)
  if (order === undefined || typeof one.value !== 'number' || typeof value !== 'number') return one
  const present: Filter = { kind: 'present', path: { name: 'id' } }
  return order(String(value), String(one.value)) ? present : { kind: 'not', filter: present }
}

const own = { consequence: 'Clients get other users than they asked for.', source: 'own' } as const

/** Each operator of RFC 7644 §3.4.2.2 with another meaning. */
export const filterOperatorFaults = faultsIn('query', [
  {
    ...own,
    id: 'query.eq-as-beginning',
    title: 'eq also selects what begins with the value',
    violates: ['RFC7644-3.4.2.2-11'],
    replace: reading('eq', (one) => (typeof one.value === 'string' ? { ...one, op: 'sw' } : one)),
  },
  {
    ...own,
    id: 'query.ne-as-eq',
    title: 'ne selects what is equal',
    violates: ['RFC7644-3.4.2.2-12'],
    replace: asOther('ne', 'eq'),
  },
  {
    ...own,
    id: 'query.co-as-beginning',
    title: 'co looks at the beginning of the value only',
    violates: ['RFC7644-3.4.2.2-13'],
    replace: asOther('co', 'sw'),
  },
  {
    ...own,
    id: 'query.sw-without-equality',
    title: 'sw leaves out what equals the value',
    violates: ['RFC7644-3.4.2.2-14'],
    replace: reading('sw', (one) => ({
      kind: 'and',
      left: one,
      right: { kind: 'not', filter: { ...one, op: 'eq' } },
    })),
  },
  {
    ...own,
    id: 'query.ew-as-part',
    title: 'ew looks anywhere in the value',
    violates: ['RFC7644-3.4.2.2-15'],
    replace: asOther('ew', 'co'),
  },
  {
    ...own,
    id: 'query.pr-always',
    title: 'pr selects what has no value, too',
    violates: ['RFC7644-3.4.2.2-16'],
    replace: (seams) => ({
      matchFilter: (filter, resource, type, call) =>
        seams.matchFilter(
          mapFilter(filter, (one) => (one.kind === 'present' ? { ...one, path: { name: 'id' } } : one)),
          resource,
          type,
          call,
        ),
    }),
  },
  {
    ...own,
    id: 'query.gt-with-equality',
    title: 'gt selects what is equal, too',
    violates: ['RFC7644-3.4.2.2-17'],
    replace: asOther('gt', 'ge'),
  },
  {
    ...own,
    id: 'query.ge-without-equality',
    title: 'ge leaves out what is equal',
    violates: ['RFC7644-3.4.2.2-21'],
    replace: asOther('ge', 'gt'),
  },
  {
    ...own,
    id: 'query.lt-with-equality',
    title: 'lt selects what is equal, too',
    violates: ['RFC7644-3.4.2.2-23'],
    replace: asOther('lt', 'le'),
  },
  {
    ...own,
    id: 'query.le-without-equality',
    title: 'le leaves out what is equal',
    violates: ['RFC7644-3.4.2.2-25'],
    replace: asOther('le', 'lt'),
  },
  {
    ...own,
    id: 'query.numbers-as-text',
    title: 'Whole numbers are compared by their digits: 9 is greater than 10',
    violates: ['RFC7644-3.4.2.2-19'],
    replace: (seams) => ({
      matchFilter: (filter, resource, type, call) =>
        seams.matchFilter(
          mapFilter(filter, (one) => (one.kind === 'compare' ? byDigits(one, resource, type) : one)),
          resource,
          type,
          call,
        ),
    }),
  },
  {
    ...own,
    id: 'query.or-cut',
    title: 'Of a filter with or, only the first expression counts',
    violates: ['RFC7644-3.4.2.2-28'],
    replace: (seams) => ({
      parseFilter: (text, types, call) =>
        mapFilter(seams.parseFilter(text, types, call), (one) => (one.kind === 'or' ? one.left : one)),
    }),
  },
  {
    ...own,
    id: 'query.first-value-only',
    title: 'Of several values, only the first is looked at',
    violates: ['RFC7644-3.4.2.2-39'],
    replace: (seams) => ({
      matchFilter: (filter, resource, type, call) =>
        seams.matchFilter(filter, firstValues(resource), type, call),
    }),
  },
  {
    ...own,
    id: 'query.brackets-cut',
    title: 'Of several expressions in brackets, only the first counts',
    violates: ['RFC7644-3.4.2.2-33'],
    replace: (seams) => ({
      parseFilter: (text, types, call) =>
        mapFilter(seams.parseFilter(text, types, call), (one) =>
          one.kind === 'valuePath' && 'left' in one.filter ? { ...one, filter: one.filter.left } : one,
        ),
    }),
  },
  {
    ...own,
    id: 'query.not-ignored',
    title: 'not has no effect',
    violates: ['RFC7644-3.4.2.2-29'],
    replace: (seams) => ({
      parseFilter: (text, types, call) =>
        mapFilter(seams.parseFilter(text, types, call), (one) => (one.kind === 'not' ? one.filter : one)),
    }),
  },
])
