import { foldCase, sameName } from '../../../scim/json.ts'
import { printPatchPath } from '../../../scim/patch/path.ts'
import type { Filter } from '../../../scim/types.ts'
import { mapFilter } from '../mapFilter.ts'
import { issue } from '../touch.ts'
import { elementsOf, isOfSecondExtension, replacing, selected, stepwise, withValue } from './patched.ts'
import { subtleIn } from './subtleIn.ts'

/** A filter in a path that selects nothing. */
const NOTHING: Filter = { kind: 'compare', path: { name: 'value' }, op: 'eq', value: '\u0000' }

/** Filters in paths are read as others. */
const filterAs = (change: (filter: Filter) => Filter) =>
  replacing((operation, { path }) =>
    path?.filter === undefined
      ? operation
      : { ...operation, path: printPatchPath({ ...path, filter: change(path.filter) }) },
  )

const valuesIn = (filter: Filter): readonly unknown[] => {
  if ('left' in filter) return [...valuesIn(filter.left), ...valuesIn(filter.right)]
  if ('filter' in filter) return valuesIn(filter.filter)
  return filter.kind === 'compare' ? [filter.value] : []
}

/** What paths of operations are taken for. */
export const patchPathFaults = subtleIn('patch', [
  {
    id: 'patch.and-in-path-as-or',
    title: 'and in the filter of a path is read as or',
    consequence: 'More values are changed than were named.',
    source: issue('DEF-382', 'wso2/product-is#7040'),
    violates: ['RFC7644-3.5.2.2-06', 'RFC7644-3.4.2.2-27'],
    smallest: {
      operations: 1,
      example: '[{"op":"remove","path":"emails[type eq \\"work\\" and value co \\"b@\\"]"}]',
    },
    replace: filterAs((filter) =>
      mapFilter(filter, (one) => (one.kind === 'and' ? { ...one, kind: 'or' } : one)),
    ),
  },
  {
    id: 'patch.or-in-path-cut',
    title: 'Of an or in the filter of a path only the first expression counts',
    consequence: 'Some of the values named stay.',
    source: 'own',
    violates: ['RFC7644-3.5.2.2-06', 'RFC7644-3.4.2.2-28'],
    smallest: {
      operations: 1,
      example: '[{"op":"remove","path":"emails[type eq \\"other\\" or type eq \\"home\\"]"}]',
    },
    replace: filterAs((filter) => mapFilter(filter, (one) => (one.kind === 'or' ? one.left : one))),
  },
  {
    id: 'patch.not-in-path-ignored',
    title: 'not in the filter of a path has no effect',
    consequence: 'The one value that was to stay is gone.',
    source: 'own',
    violates: ['RFC7644-3.5.2.2-06', 'RFC7644-3.4.2.2-29'],
    smallest: {
      operations: 1,
      example: '[{"op":"remove","path":"emails[not (type eq \\"work\\")]"}]',
    },
    replace: filterAs((filter) => mapFilter(filter, (one) => (one.kind === 'not' ? one.filter : one))),
  },
  {
    id: 'patch.remove-first-match-only',
    title: 'A remove with a filter takes only the first of several values that it selects',
    consequence: 'Values that were taken away are still there.',
    source: 'own',
    violates: ['RFC7644-3.5.2.2-06', 'RFC7644-3.5.2.2-08'],
    smallest: { operations: 1, example: '[{"op":"remove","path":"emails[value pr]"}]' },
    replace: stepwise((step) => {
      const { operation, at, path, state } = step
      const places = selected(state, step)
      if (operation.op !== 'remove' || at === undefined || path?.sub !== undefined || places.length < 2)
        return undefined
      return withValue(
        state,
        at,
        elementsOf(state, at).filter((_, place) => place !== places[0]),
      )
    }),
  },
  {
    id: 'patch.remove-part-of-first-match-only',
    title: 'A remove of a sub-attribute of several values that a filter selects takes it from the first only',
    consequence: 'Details that were taken away are still there.',
    source: 'own',
    violates: ['RFC7644-3.5.2.2-09'],
    smallest: { operations: 1, example: '[{"op":"remove","path":"emails[value pr].display"}]' },
    replace: stepwise((step) => {
      const { operation, at, path, state, apply } = step
      const places = selected(state, step)
      if (operation.op !== 'remove' || at === undefined || path?.sub === undefined || places.length < 2)
        return undefined
      const [before, after] = [elementsOf(state, at), elementsOf(apply(operation), at)]
      if (before.length !== after.length) return undefined
      return withValue(
        state,
        at,
        before.map((element, place) => (place === places[0] ? (after[place] ?? element) : element)),
      )
    }),
  },
  {
    id: 'patch.primary-is-meant',
    title: 'A path with a filter changes the primary value, where there is one, instead of the one selected',
    consequence: 'The wrong address is overwritten.',
    source: issue('DEF-241', 'onyx-dot-app/onyx#14110'),
    violates: ['RFC7644-3.5.2.3-09', 'RFC7644-3.5.2.2-06'],
    smallest: {
      operations: 1,
      example: '[{"op":"replace","path":"emails[type eq \\"home\\"].display","value":"a"}]',
    },
    replace: stepwise((step) => {
      const { operation, path, at, state, apply } = step
      if (path?.filter === undefined || path.sub === undefined || selected(state, step).length === 0)
        return undefined
      if (at?.attribute.subAttributes.some(({ name }) => name === 'primary') !== true) return undefined
      const filter: Filter = { kind: 'compare', path: { name: 'primary' }, op: 'eq', value: true }
      const meant = { ...operation, path: printPatchPath({ ...path, filter }) }
      return selected(state, { ...step, path: { ...path, filter } }).length === 0 ? undefined : apply(meant)
    }),
  },
  {
    id: 'patch.path-with-filter-in-one-case',
    title: 'Operations whose path has a filter are lost unless the attribute is written as in the schema',
    consequence: 'The change is lost and nobody is told.',
    source: 'own',
    violates: ['RFC7644-3.5.2-15'],
    smallest: { operations: 1, example: '[{"op":"remove","path":"EMAILS[type eq \\"work\\"]"}]' },
    replace: replacing((operation, { at, path }) =>
      path?.filter !== undefined && at !== undefined && path.path.name !== at.attribute.name
        ? undefined
        : operation,
    ),
  },
  {
    id: 'patch.core-urn-with-filter-ignored',
    title: 'Operations whose path has the URI of the core schema and a filter are lost',
    consequence: 'The change is lost and nobody is told.',
    source: 'own',
    violates: ['RFC7644-3.5.2-15', 'RFC7644-3.10-01'],
    smallest: {
      operations: 1,
      example:
        '[{"op":"remove","path":"urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq \\"work\\"]"}]',
    },
    replace: replacing((operation, { path }, type) =>
      path?.filter !== undefined && sameName(path.path.uri ?? '', type.core.id) ? undefined : operation,
    ),
  },
  {
    id: 'patch.dotted-value-in-path-ignored',
    title: 'Removals whose path compares with a value that has a dot are lost',
    consequence: 'Addresses can not be taken away by their value.',
    source: issue('DEF-046', 'pingidentity/scim2#104'),
    violates: ['RFC7644-3.5.2.2-06', 'RFC7644-3.5.2.2-08'],
    smallest: { operations: 1, example: '[{"op":"remove","path":"emails[value eq \\"b@example.com\\"]"}]' },
    replace: replacing((operation, { path }) =>
      operation.op === 'remove' &&
      path?.filter !== undefined &&
      valuesIn(path.filter).some((value) => String(value).includes('.'))
        ? undefined
        : operation,
    ),
  },
  {
    id: 'patch.quoted-value-in-path-ignored',
    title: 'Filters in paths select nothing by a value with a quote or a backslash',
    consequence: 'Such values can not be taken away.',
    source: 'own',
    violates: ['RFC7644-3.5.2.2-06', 'RFC7644-3.4.2.2-36'],
    smallest: { operations: 1, example: '[{"op":"remove","path":"emails[display eq \\"a\\\\\\"b\\"]"}]' },
    replace: filterAs((filter) =>
      mapFilter(filter, (one) =>
        one.kind === 'compare' && typeof one.value === 'string' && /["\\]/.test(one.value) ? NOTHING : one,
      ),
    ),
  },
  {
    id: 'patch.case-counts-in-path',
    title: 'Filters in paths compare texts with regard to case',
    consequence: 'Values are not found that are written otherwise, and stay as they were.',
    source: issue('DEF-215', 'InumanSoul/kotauth#140'),
    violates: ['RFC7644-3.4.2.2-44', 'RFC7644-3.5.2.2-06'],
    smallest: { operations: 1, example: '[{"op":"remove","path":"emails[type eq \\"WORK\\"]"}]' },
    replace: stepwise((step) => {
      const { at, path, operation, state } = step
      if (at === undefined || path?.filter === undefined) return undefined
      const { subAttributes } = at.attribute
      const exact = {
        ...at.attribute,
        subAttributes: subAttributes.map((sub) => ({ ...sub, caseExact: true })),
      }
      const places = selected(state, { ...step, at: { ...at, attribute: exact } })
      if (operation.op !== 'remove' || path.sub !== undefined)
        return places.length === 0 && selected(state, step).length > 0 ? state : undefined
      const kept = elementsOf(state, at).filter((_, place) => !places.includes(place))
      return withValue(state, at, kept)
    }),
  },
  {
    id: 'patch.truth-in-path-matches-nothing',
    title: 'Filters in paths find nothing by a truth value',
    consequence: 'The primary value can not be taken away.',
    source: issue('DEF-213', 'pingidentity/scim2#239'),
    violates: ['RFC7644-3.5.2.2-06', 'RFC7644-3.4.2.2-36'],
    smallest: { operations: 1, example: '[{"op":"remove","path":"emails[primary eq true]"}]' },
    replace: filterAs((filter) =>
      mapFilter(filter, (one) => (one.kind === 'compare' && typeof one.value === 'boolean' ? NOTHING : one)),
    ),
  },
  {
    id: 'patch.second-extension-lost',
    title: 'Operations on attributes of the second extension are lost',
    consequence: 'The change is lost and nobody is told.',
    source: 'own',
    violates: ['RFC7644-3.5.2-15', 'RFC7644-3.5.2.1-05', 'RFC7644-3.5.2.2-04'],
    smallest: {
      operations: 1,
      example: '[{"op":"remove","path":"urn:example:params:scim:schemas:extension:workplace:2.0:User:desk"}]',
    },
    replace: replacing((operation, _, type) =>
      isOfSecondExtension(operation.path ?? '', type) ? undefined : operation,
    ),
  },
  {
    id: 'patch.sub-attribute-in-one-case',
    title: 'A sub-attribute behind a dot is lost unless it is written as in the schema',
    consequence: 'The change is lost and nobody is told.',
    source: 'own',
    violates: ['RFC7644-3.5.2-15', 'RFC7644-3.5.2.1-11'],
    smallest: { operations: 1, example: '[{"op":"remove","path":"name.GIVENNAME"}]' },
    replace: replacing((operation, { at, path }) => {
      const sub = path?.sub ?? path?.path.sub
      return at?.sub !== undefined && sub !== at.sub.name && foldCase(sub ?? '') === foldCase(at.sub.name)
        ? undefined
        : operation
    }),
  },
])
