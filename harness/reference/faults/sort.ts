import { ScimError } from '../../scim/error.ts'
import { faultsIn, issue } from './touch.ts'

export const sortFaults = faultsIn('sort', [
  {
    id: 'sort.order-ignored',
    title: 'sortOrder descending gives the ascending order',
    consequence: 'Who asks for the newest gets the oldest.',
    source: 'own',
    violates: ['RFC7644-3.4.2.3-06', 'RFC7644-3.4.2.3-02'],
    replace: (seams) => ({
      sort: (matches, query, types, call) =>
        seams.sort(matches, { ...query, sortOrder: 'ascending' }, types, call),
    }),
  },
  {
    id: 'sort.default-descending',
    title: 'Without sortOrder the order is descending',
    consequence: 'Lists come in the wrong order.',
    source: 'own',
    violates: ['RFC7644-3.4.2.3-07'],
    replace: (seams) => ({
      sort: (matches, query, types, call) =>
        seams.sort(matches, { sortOrder: 'descending', ...query }, types, call),
    }),
  },
  {
    id: 'sort.ignored',
    title: 'sortBy is ignored although sort.supported is true',
    consequence: 'Lists come in an order that nobody asked for.',
    source: issue('DEF-139', 'zitadel/zitadel#9235'),
    violates: ['RFC7644-3.4.2.3-02'],
    replace: () => ({ sort: (matches) => matches }),
  },
  {
    id: 'sort.case-matters',
    title: 'Strings without regard to case are sorted with regard to case',
    consequence: 'Names in capitals stand before all others.',
    source: 'own',
    violates: ['RFC7644-3.4.2.3-08'],
    replace: (seams) => ({
      sort: (matches, query, types, call) =>
        seams.sort(
          matches,
          query,
          types.map((type) => ({
            ...type,
            core: {
              ...type.core,
              attributes: type.core.attributes.map((attribute) => ({ ...attribute, caseExact: true })),
            },
          })),
          call,
        ),
    }),
  },
  {
    id: 'sort.loses-resources-without-value',
    title: 'Resources without a value for sortBy are left out',
    consequence: 'Clients that sort miss users.',
    source: issue('DEF-142', 'simpleidserver/SimpleIdServer#682'),
    violates: ['RFC7644-3.4.2.3-05', 'RFC7644-3.4.2-05'],
    replace: (seams) => ({
      sort: (matches, query, types, call) => {
        const sorted = seams.sort(matches, query, types, call)
        const { sortBy } = query
        if (sortBy === undefined || sortBy.includes('.') || sortBy.includes(':')) return sorted
        return sorted.filter((stored) => {
          const names = Object.keys(call.seams.renderResource(stored, call)).map((name) => name.toLowerCase())
          return names.includes(sortBy.toLowerCase())
        })
      },
    }),
  },
  {
    id: 'sort.unsorted-pages',
    title: 'The page is cut before the list is sorted',
    consequence: 'Each page is in order, the list is not.',
    source: 'own',
    violates: ['RFC7644-3.4.2.3-02'],
    replace: (seams) => ({
      sort: (matches) => matches,
      page: (matches, query, types, call) => {
        const page = seams.page(matches, query, types, call)
        return { ...page, resources: seams.sort(page.resources, query, types, call) }
      },
    }),
  },
  {
    id: 'sort.sub-attribute-500',
    title: 'sortBy with a sub-attribute is answered with 500',
    consequence: 'Users can not be listed by family name.',
    source: 'own',
    violates: ['RFC7644-3.4.2.3-04'],
    replace: (seams) => ({
      sort: (matches, query, types, call) => {
        if (query.sortBy?.includes('.') === true) throw new ScimError(500, undefined, 'Sorting failed.')
        return seams.sort(matches, query, types, call)
      },
    }),
  },
])
