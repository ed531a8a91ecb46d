import { ScimError } from '../../scim/error.ts'
import { resolve } from '../../scim/schema/lookup.ts'
import type { Seams } from '../seams.ts'
import { mapFilter } from './mapFilter.ts'
import { faultsIn } from './touch.ts'

const STRINGS = /"(?:[^"\\]|\\.)*"/g

/** The text of a filter is changed before it is read. */
const rewriting =
  (change: (text: string) => string) =>
  (seams: Seams): Partial<Seams> => ({
    parseFilter: (text, types, call) => seams.parseFilter(change(text), types, call),
  })

/** A filter is refused when its text, strings aside, shows something. */
const refusing =
  (pattern: RegExp) =>
  (seams: Seams): Partial<Seams> => ({
    parseFilter: (text, types, call) => {
      if (pattern.test(text.replace(STRINGS, '""')))
        throw new ScimError(400, 'invalidFilter', 'The filter can not be read.')
      return seams.parseFilter(text, types, call)
    },
  })

const NOBODY = 'Clients do not find users who are there, and make them again.'
const FIRST = 'The client takes the first user of all for the one it looks for, and changes that.'

/** How filters, their names and values are read. */
export const filterTextFaults = faultsIn('query', [
  {
    id: 'query.names-in-one-case',
    title: 'Attribute names in filters are understood in one case only',
    consequence: NOBODY,
    source: 'own',
    violates: ['RFC7644-3.4.2.2-05', 'RFC7644-3.10-05'],
    replace: (seams) => ({
      parseFilter: (text, types, call) =>
        mapFilter(seams.parseFilter(text, types, call), (one) => {
          if (!('path' in one) || one.path.name === 'id') return one
          const known = types.some((type) => {
            const found = resolve(type, one.path)
            return found === undefined || found.attribute.name === one.path.name
          })
          if (!known) throw new ScimError(400, 'invalidFilter', `There is no attribute ${one.path.name}.`)
          return one
        }),
    }),
  },
  {
    id: 'query.operators-in-lower-case',
    title: 'Operators are understood in lower case only',
    consequence: NOBODY,
    source: 'own',
    violates: ['RFC7644-3.4.2.2-06'],
    replace: refusing(/ (?:EQ|Eq|NE|Ne|CO|Co|SW|Sw|EW|Ew|PR|Pr|AND|And|OR|Or|NOT|Not)\b/),
  },
  {
    id: 'query.core-urn-unknown',
    title: 'A filter on an attribute under the URI of the core schema is refused',
    consequence: NOBODY,
    source: 'own',
    violates: ['RFC7644-3.10-01', 'RFC7644-3.4.2.2-37'],
    replace: refusing(/urn:ietf:params:scim:schemas:core:2\.0:/i),
  },
  {
    id: 'query.blank-filter-is-none',
    title: 'A filter without any expression counts as no filter',
    consequence: FIRST,
    source: 'own',
    violates: ['RFC7644-3.4.2.2-07'],
    replace: (seams) => ({
      answerQuery: (query, types, call) => {
        const { filter, ...rest } = query
        const blank = filter !== undefined && /^[\s()]*$/.test(filter)
        return seams.answerQuery(blank ? rest : query, types, call)
      },
    }),
  },
  {
    id: 'query.missing-value-is-pr',
    title: 'An expression without operator or value is read as pr',
    consequence: FIRST,
    source: 'own',
    violates: ['RFC7644-3.4.2.2-08'],
    replace: rewriting((text) => text.replace(/^(\w+)(?: eq)?$/, '$1 pr')),
  },
  {
    id: 'query.open-ends-closed',
    title: 'Parentheses, brackets and quotes that were left open are closed, those too many dropped',
    consequence: 'A mistaken filter goes unnoticed.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-35'],
    replace: rewriting((text) =>
      text
        .replace(/^\((?!.*\))/, '')
        .replace(/^([^()]*)\)$/, '$1')
        .replace(/^([^"]*"[^"]*)$/, '$1"'),
    ),
  },
  {
    id: 'query.escapes-not-decoded',
    title: 'Escapes of the form \\u00e9 in a value are taken as they stand',
    consequence: NOBODY,
    source: 'own',
    violates: ['RFC7644-3.4.2.2-36'],
    replace: rewriting((text) => text.replace(/\\u/g, '\\\\u')),
  },
  {
    id: 'query.complex-equals-anything',
    title: 'A complex attribute compared without sub-attribute matches whatever it holds',
    consequence: 'Clients get other users than they asked for.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-40'],
    replace: rewriting((text) => text.replace(/\bname (?:eq|co|sw) "[^"]*"/g, 'name pr')),
  },
  {
    id: 'query.default-not-filterable',
    title: 'Users without active are shown as active, and not found by active eq true',
    consequence: NOBODY,
    source: 'own',
    violates: ['RFC7644-3.4.2.2-41'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const projected = seams.project(resource, selection, type, call)
        const whole = selection.attributes === undefined && selection.excludedAttributes === undefined
        return type.resourceType.name === 'User' && whole ? { active: true, ...projected } : projected
      },
    }),
  },
  {
    id: 'query.unknown-parameter-refused',
    title: 'A query parameter that is not known is refused with 400',
    consequence: 'Clients that send a parameter of their own get no answer.',
    source: 'own',
    violates: ['RFC7644-3.4.2-03'],
    replace: (seams) => ({
      readQuery: (call) => {
        const known = /^(filter|attributes|excludedAttributes|sortBy|sortOrder|startIndex|count|cursor)$/
        const odd = [...call.url.searchParams.keys()].find((name) => !known.test(name))
        if (odd !== undefined) throw new ScimError(400, 'invalidValue', `There is no parameter ${odd}.`)
        return seams.readQuery(call)
      },
    }),
  },
  {
    id: 'query.root-only-users',
    title: 'A query of the base URL goes over users only',
    consequence: 'Clients that ask for all do not get the groups.',
    source: 'own',
    violates: ['RFC7644-3.4.2.1-02', 'RFC7644-3.4.2.1-05'],
    replace: (seams) => ({
      candidates: (types, call) => seams.candidates(types.length > 1 ? types.slice(0, 1) : types, call),
    }),
  },
  {
    id: 'query.too-much-unnamed',
    title: 'A query of the base URL without a filter is refused with 400 and no scimType',
    consequence: 'The client does not learn that it has to ask for less.',
    source: 'own',
    violates: ['RFC7644-3.4.2.1-04', 'RFC7644-3.12-18'],
    replace: (seams) => ({
      answerQuery: (query, types, call) => {
        if (types.length > 1 && query.filter === undefined)
          throw new ScimError(400, undefined, 'That is too much.')
        return seams.answerQuery(query, types, call)
      },
    }),
  },
  {
    id: 'query.parentheses-ignored',
    title: 'Parentheses have no effect but behind not',
    consequence: 'Clients get other users than they asked for.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-38'],
    replace: rewriting((text) => (/\bnot\b|\(\)/.test(text) ? text : text.replace(/[()]/g, ''))),
  },
  {
    id: 'query.unknown-attribute-returns-all',
    title: 'A filter on an attribute that users do not have returns everybody',
    consequence: FIRST,
    source: 'own',
    violates: ['RFC7644-3.4.2.2-04'],
    replace: (seams) => ({
      parseFilter: (text, types, call) => {
        try {
          return seams.parseFilter(text, types, call)
        } catch (thrown) {
          if (thrown instanceof ScimError && /no attribute/.test(thrown.message))
            return { kind: 'present', path: { name: 'id' } }
          throw thrown
        }
      },
    }),
  },
  {
    id: 'query.urn-in-one-case',
    title: 'Schema URIs in filters are understood in their own case only',
    consequence: NOBODY,
    source: 'own',
    violates: ['RFC7644-3.10-05'],
    replace: refusing(/URN:/),
  },
  {
    id: 'query.null-500',
    title: 'A comparison with null is answered with 500',
    consequence: 'The client retries what can not succeed.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-36'],
    replace: (seams) => ({
      parseFilter: (text, types, call) => {
        if (/ null\b/.test(text.replace(STRINGS, '""'))) throw new TypeError('null has no members')
        return seams.parseFilter(text, types, call)
      },
    }),
  },
])
