import { ScimError } from '../../scim/error.ts'
import { isObject } from '../../scim/json.ts'
import { getAt, resolve } from '../../scim/schema/lookup.ts'
import type { Filter, ResourceSchema } from '../../scim/types.ts'
import { mapFilter } from './mapFilter.ts'
import { edit, faultsIn, issue, withBody } from './touch.ts'

/** The type as if all strings were compared with, or without, regard to case. */
function withCase(type: ResourceSchema, caseExact: boolean): ResourceSchema {
  const attributes = type.core.attributes.map((attribute) => ({ ...attribute, caseExact }))
  return { ...type, core: { ...type.core, attributes } }
}

const orders: Readonly<Record<string, (left: string, right: string) => boolean>> = {
  eq: (left, right) => left === right,
  ne: (left, right) => left !== right,
  gt: (left, right) => left > right,
  ge: (left, right) => left >= right,
  lt: (left, right) => left < right,
  le: (left, right) => left <= right,
}

export const queryFaults = faultsIn('query', [
  {
    id: 'query.filter-ignored',
    title: 'The filter is ignored: every resource is returned',
    consequence: 'The client takes the first user of all for the one it looks for, and changes that.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-04'],
    replace: () => ({ selectMatches: (candidates) => candidates }),
  },
  {
    id: 'query.bad-filter-returns-all',
    title: 'A filter that can not be read returns every resource',
    consequence: 'The client takes the first user of all for the one it looks for, and changes that.',
    source: issue('DEF-151', 'NorthlandPositronics/Cogtrix#124'),
    violates: ['RFC7644-3.4.2.2-43', 'RFC7644-3.12-17'],
    replace: (seams) => ({
      answerQuery: (query, types, call) => {
        try {
          return seams.answerQuery(query, types, call)
        } catch (thrown) {
          if (!(thrown instanceof ScimError) || thrown.scimType !== 'invalidFilter') throw thrown
          const { filter: _filter, ...rest } = query
          return seams.answerQuery(rest, types, call)
        }
      },
    }),
  },
  {
    id: 'query.bad-filter-500',
    title: 'A filter that can not be read is answered with 500',
    consequence: 'The client retries what can not succeed.',
    source: issue('DEF-257', 'goauthentik/authentik#25987'),
    violates: ['RFC7644-3.4.2.2-43', 'RFC7644-3.12-17'],
    replace: (seams) => ({
      parseFilter: (text, types, call) => {
        try {
          return seams.parseFilter(text, types, call)
        } catch {
          throw new TypeError('unexpected token')
        }
      },
    }),
  },
  {
    id: 'query.no-match-404',
    title: 'A query that matches nothing is answered with 404',
    consequence: 'No new user can be made: the client waits for an empty list.',
    source:
      'DEF-244 https://learn.microsoft.com/en-us/entra/identity/app-provisioning/application-provisioning-quarantine-status',
    violates: ['RFC7644-3.4.2-10'],
    replace: (seams) => ({
      answerQuery: (query, types, call) => {
        const answer = seams.answerQuery(query, types, call)
        if (isObject(answer.body) && answer.body['totalResults'] === 0) {
          throw new ScimError(404, undefined, 'Nothing was found.')
        }
        return answer
      },
    }),
  },
  {
    id: 'query.case-exact-user-name',
    title: 'userName, and all other strings, are compared with regard to case',
    consequence: 'The client does not find the user, makes another, and meets a conflict.',
    source: issue('DEF-008', 'wso2/product-is#9552'),
    violates: ['RFC7644-3.4.2.2-44', 'RFC7643-4.1.1-04', 'RFC7643-7-21'],
    replace: (seams) => ({
      matchFilter: (filter, resource, type, call) =>
        seams.matchFilter(filter, resource, withCase(type, true), call),
    }),
  },
  {
    id: 'query.external-id-any-case',
    title: 'externalId is compared without regard to case',
    consequence: 'Two users whose externalIds differ in case are taken for one.',
    source: issue('DEF-012', 'GluuFederation/community-edition-setup#396'),
    violates: ['RFC7644-3.4.2.2-44', 'RFC7643-3.1-15'],
    replace: (seams) => ({
      matchFilter: (filter, resource, type, call) => {
        const folded = mapFilter(filter, (one) =>
          one.kind === 'compare' && one.path.name === 'externalId' && typeof one.value === 'string'
            ? { ...one, value: one.value.toLowerCase() }
            : one,
        )
        const changed = edit(resource, 'externalId', (value) => String(value).toLowerCase())
        return seams.matchFilter(folded, changed, type, call)
      },
    }),
  },
  {
    id: 'query.external-id-refused',
    title: 'A filter on externalId is refused with 400',
    consequence: 'Clients that match by externalId can not find anybody.',
    source: issue('DEF-021', 'better-auth/better-auth#10419'),
    violates: ['RFC7644-3.4.2.2-04', 'RFC7643-3-08'],
    replace: (seams) => ({
      parseFilter: (text, types, call) => {
        if (/externalId/i.test(text))
          throw new ScimError(400, 'invalidFilter', 'externalId can not be asked for.')
        return seams.parseFilter(text, types, call)
      },
    }),
  },
  {
    id: 'query.compound-cut',
    title: 'Of an and within another expression, only the first part counts',
    consequence: 'Users are returned who should not be.',
    source: issue('DEF-150', 'NorthlandPositronics/Cogtrix#124'),
    violates: ['RFC7644-3.4.2.2-27'],
    replace: (seams) => ({
      parseFilter: (text, types, call) => {
        const filter = seams.parseFilter(text, types, call)
        const cut = (inner: Filter) => mapFilter(inner, (one) => (one.kind === 'and' ? one.left : one))
        return 'left' in filter
          ? { ...filter, left: cut(filter.left), right: cut(filter.right) }
          : cut(filter)
      },
    }),
  },
  {
    id: 'query.or-binds-first',
    title: 'or binds before and',
    consequence: 'A filter with both selects other users than it says.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-38'],
    replace: (seams) => ({
      parseFilter: (text, types, call) =>
        mapFilter(seams.parseFilter(text, types, call), (one) =>
          one.kind === 'or' && one.right.kind === 'and'
            ? {
                kind: 'and',
                left: { kind: 'or', left: one.left, right: one.right.left },
                right: one.right.right,
              }
            : one,
        ),
    }),
  },
  {
    id: 'query.not-swallows-the-rest',
    title: 'not at the start negates the whole rest of the filter',
    consequence: 'The users returned are those that should not be.',
    source: issue('DEF-146', 'thomaspoignant/scim2-parse-filter#55'),
    violates: ['RFC7644-3.4.2.2-29', 'RFC7644-3.4.2.2-38'],
    replace: (seams) => ({
      parseFilter: (text, types, call) =>
        mapFilter(seams.parseFilter(text, types, call), (one) =>
          one.kind === 'and' && one.left.kind === 'not'
            ? { kind: 'not', filter: { ...one, left: one.left.filter } }
            : one,
        ),
    }),
  },
  {
    id: 'query.brackets-mix-elements',
    title: 'The conditions in brackets may hold in different elements',
    consequence: 'A user with that address of another type is taken for the one that is looked for.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-32'],
    replace: (seams) => ({
      matchFilter: (filter, resource, type, call) => {
        const spread = (inner: Filter, one: Extract<Filter, { kind: 'valuePath' }>): Filter =>
          'left' in inner
            ? { ...inner, left: spread(inner.left, one), right: spread(inner.right, one) }
            : { ...one, filter: inner }
        const loose = mapFilter(filter, (one) => (one.kind === 'valuePath' ? spread(one.filter, one) : one))
        return seams.matchFilter(loose, resource, type, call)
      },
    }),
  },
  {
    id: 'query.order-of-booleans',
    title: 'gt on a boolean is answered with 200 instead of refused',
    consequence: 'A mistaken filter goes unnoticed.',
    source: issue('DEF-212', '15five/scim2-filter-parser#23'),
    violates: ['RFC7644-3.4.2.2-20', 'RFC7644-3.4.2.2-22', 'RFC7644-3.4.2.2-24', 'RFC7644-3.4.2.2-26'],
    replace: (seams) => ({
      parseFilter: (text, types, call) => {
        const asEquality = text.replace(/\b(gt|ge|lt|le)(?= (?:true|false))/gi, 'eq')
        return seams.parseFilter(asEquality, types, call)
      },
    }),
  },
  {
    id: 'query.dates-as-text',
    title: 'Dates are compared as text, so that another offset is another time',
    consequence: 'Clients that ask for what changed since then miss changes.',
    source: issue('DEF-217', 'thomaspoignant/scim2-parse-filter#170'),
    violates: ['RFC7644-3.4.2.2-18'],
    replace: (seams) => ({
      matchFilter: (filter, resource, type, call) => {
        const decided = mapFilter(filter, (one) => {
          if (one.kind !== 'compare') return one
          const found = resolve(type, one.path)
          const value = found === undefined ? undefined : getAt(resource, found)
          if ((found?.sub ?? found?.attribute)?.type !== 'dateTime' || typeof value !== 'string') return one
          const present: Filter = { kind: 'present', path: { name: 'id' } }
          return orders[one.op]?.(value, String(one.value)) === false
            ? { kind: 'not', filter: present }
            : present
        })
        return seams.matchFilter(decided, resource, type, call)
      },
    }),
  },
  {
    id: 'query.unknown-at-root-refused',
    title: 'A root query on an attribute that one type lacks is refused',
    consequence: 'No query over users and groups can be made.',
    source: 'own',
    violates: ['RFC7644-3.4.2.1-06'],
    replace: (seams) => ({
      parseFilter: (text, types, call) => {
        for (const type of types) seams.parseFilter(text, [type], call)
        return seams.parseFilter(text, types, call)
      },
    }),
  },
  {
    id: 'query.extension-not-filterable',
    title: 'A filter on an attribute of the enterprise extension matches nothing',
    consequence: 'Users can not be found by department or employee number.',
    source: issue('DEF-351', 'wso2/product-is#11766'),
    violates: ['RFC7644-3.4.2.2-37', 'RFC7644-3.4.2.2-04'],
    replace: (seams) => ({
      matchFilter: (filter, resource, type, call) => {
        const core = Object.fromEntries(Object.entries(resource).filter(([name]) => !name.includes(':')))
        return seams.matchFilter(filter, core, type, call)
      },
    }),
  },
  {
    id: 'query.list-without-schemas',
    title: 'Lists do not have the schema of a list message',
    consequence: 'Strict clients can not read the answer.',
    source: 'own',
    violates: ['RFC7644-3.4.2-04'],
    replace: (seams) => ({
      listResponse: (page, resources, call) => ({
        ...seams.listResponse(page, resources, call),
        schemas: [],
      }),
    }),
  },
  {
    id: 'query.resources-lower-case',
    title: 'Lists hold their elements under "resources"',
    consequence: 'Clients find nobody.',
    source: 'own',
    violates: ['RFC7644-3.4.2-06'],
    replace: (seams) => ({
      answerQuery: (query, types, call) =>
        withBody(seams.answerQuery(query, types, call), ({ Resources = [], ...rest }) => ({
          ...rest,
          resources: Resources,
        })),
    }),
  },
  {
    id: 'query.search-201',
    title: 'POST /.search is answered with 201',
    consequence: 'Clients take the answer for a new resource.',
    source: 'own',
    violates: ['RFC7644-3.4.3-18', 'RFC7644-3.4.3-02'],
    replace: (seams) => ({
      answerQuery: (query, types, call) => {
        const answer = seams.answerQuery(query, types, call)
        return call.request.method === 'POST' ? { ...answer, status: 201 } : answer
      },
    }),
  },
])
