import type { Filter } from '../../scim/types.ts'
import { mapFilter } from './mapFilter.ts'
import { faultsIn } from './touch.ts'

const own = { consequence: 'Clients get other users than they asked for.', source: 'own' } as const

/** What a careless parser takes for the end of a filter once its brackets are closed. */
const isGroup = (filter: Filter) => filter.kind === 'or' || filter.kind === 'not'

/** Faults of filters that show where filters are joined, negated or cut into pages. */
export const fuzzFilterFaults = faultsIn('query', [
  {
    ...own,
    id: 'query.reads-no-further-than-brackets',
    title: 'In `(a or b) and c` the part behind the brackets is not read',
    violates: ['RFC7644-3.4.2.2-38', 'RFC7644-3.4.2.2-44'],
    replace: (seams) => ({
      matchFilter: (filter, resource, type, call) =>
        seams.matchFilter(
          mapFilter(filter, (one) => (one.kind === 'and' && isGroup(one.left) ? one.left : one)),
          resource,
          type,
          call,
        ),
    }),
  },
  {
    ...own,
    id: 'query.or-on-its-own-reads-one-side',
    title: 'Of a filter that is an `or` as a whole only the first part is read',
    violates: ['RFC7644-3.4.2.2-28', 'RFC7644-3.4.2.2-38'],
    replace: (seams) => ({
      matchFilter: (filter, resource, type, call) =>
        seams.matchFilter(filter.kind === 'or' ? filter.left : filter, resource, type, call),
    }),
  },
  {
    ...own,
    id: 'query.not-keeps-or',
    title: '`not (a or b)` is read as `(not a) or (not b)`',
    violates: ['RFC7644-3.4.2.2-38', 'RFC7644-3.4.2.2-44'],
    replace: (seams) => ({
      matchFilter: (filter, resource, type, call) =>
        seams.matchFilter(
          mapFilter(filter, (one) => {
            if (one.kind !== 'not' || one.filter.kind !== 'or') return one
            const { left, right } = one.filter
            return { kind: 'or', left: { kind: 'not', filter: left }, right: { kind: 'not', filter: right } }
          }),
          resource,
          type,
          call,
        ),
    }),
  },
  {
    ...own,
    id: 'query.not-not-forgets-one',
    title: 'Of two negations in one another only one is read',
    violates: ['RFC7644-3.4.2.2-38'],
    replace: (seams) => ({
      matchFilter: (filter, resource, type, call) =>
        seams.matchFilter(
          mapFilter(filter, (one) => (one.kind === 'not' && one.filter.kind === 'not' ? one.filter : one)),
          resource,
          type,
          call,
        ),
    }),
  },
  {
    ...own,
    id: 'query.second-page-unfiltered',
    title: 'The filter is read for the first page only',
    consequence: 'A client that pages takes in people whom it did not ask for.',
    violates: ['RFC7644-3.4.2.2-04', 'RFC7644-3.4.2-05'],
    replace: (seams) => ({
      answerQuery: (query, types, call) => {
        const { filter: _filter, ...unfiltered } = query
        return seams.answerQuery((query.startIndex ?? 1) > 1 ? unfiltered : query, types, call)
      },
    }),
  },
])
