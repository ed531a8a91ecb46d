import { elementMatcher } from '../../../scim/filter/evaluate.ts'
import { operands } from '../../../scim/filter/operands.ts'
import { isArray, isObject, sameName } from '../../../scim/json.ts'
import { getAt, resolve, subAttribute } from '../../../scim/schema/lookup.ts'
import type { Filter, Json, Resource, ResourceSchema } from '../../../scim/types.ts'
import { mapFilter } from '../mapFilter.ts'
import { type Ask, deciding, inBrackets, NOTHING, rewriting } from './deciding.ts'
import { subtleIn } from './subtleIn.ts'

type ValuePath = Extract<Filter, { kind: 'valuePath' }>

/** The elements that brackets look at, with the attribute that they belong to. */
function elementsOf(one: ValuePath, resource: Resource, type: ResourceSchema) {
  const resolved = resolve(type, one.path)
  if (resolved === undefined) return undefined
  const value = getAt(resource, resolved)
  return { attribute: resolved.attribute, elements: isArray(value) ? value : [] }
}

const isSamePath = (left: ValuePath, right: ValuePath): boolean => sameName(left.path.name, right.path.name)

/** The filter's first value path, in the order of the text. */
function firstBrackets(filter: Filter): ValuePath | undefined {
  if (filter.kind === 'valuePath') return filter
  if ('left' in filter) return firstBrackets(filter.left) ?? firstBrackets(filter.right)
  return filter.kind === 'not' ? firstBrackets(filter.filter) : undefined
}

/** Whether there are elements, and a filter holds of none. */
const hasNone = (ask: Ask, one: ValuePath, filter: Filter): boolean =>
  ask({ ...one, filter: { kind: 'not', filter } }) && !ask({ ...one, filter })

/** What brackets make of several elements. */
export const filterBracketFaults = subtleIn('query', [
  {
    id: 'query.not-leaves-the-brackets',
    title: 'not within brackets negates the brackets as a whole',
    consequence: 'Who has the value ruled out in one element is not selected for the others.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-32', 'RFC7644-3.4.2.2-34'],
    smallest: { example: 'emails[not (type eq "work")]', nodes: 3 },
    replace: deciding((one, ask) =>
      one.kind === 'valuePath' && one.filter.kind === 'not'
        ? !ask({ ...one, filter: one.filter.filter })
        : undefined,
    ),
  },
  {
    id: 'query.ne-in-brackets-of-all',
    title: 'ne within brackets holds only when no element has the value',
    consequence: 'People with a second value are missing.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-12', 'RFC7644-3.4.2.2-32'],
    smallest: { example: 'emails[type ne "work"]', nodes: 2 },
    replace: deciding((one, ask) =>
      one.kind === 'valuePath' && one.filter.kind === 'compare' && one.filter.op === 'ne'
        ? hasNone(ask, one, { ...one.filter, op: 'eq' })
        : undefined,
    ),
  },
  {
    id: 'query.brackets-see-two',
    title: 'Brackets look at the first two elements only',
    consequence: 'People are not found by their third value.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-32', 'RFC7644-3.4.2.2-39'],
    smallest: { example: 'emails[type eq "other"]', nodes: 2, resources: 1 },
    replace: deciding((one, _ask, resource, type) => {
      const found = one.kind === 'valuePath' ? elementsOf(one, resource, type) : undefined
      if (found === undefined || one.kind !== 'valuePath' || found.attribute.type !== 'complex')
        return undefined
      return found.elements.slice(0, 2).some(elementMatcher(one.filter, found.attribute))
    }),
  },
  {
    id: 'query.values-beyond-two-unseen',
    title: 'A condition on several values looks at the first two only',
    consequence: 'People are not found by their third value.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-39'],
    smallest: { example: 'emails.type eq "other"', nodes: 1, resources: 1 },
    replace: (seams) => ({
      matchFilter: (filter, resource, type, call) => {
        const two = (value: Json): Json => (isArray(value) ? value.slice(0, 2) : value)
        const seen = Object.entries(resource).map(([name, value]) => [
          name,
          isObject(value) && name.includes(':')
            ? Object.fromEntries(Object.entries(value).map(([inner, part]) => [inner, two(part)]))
            : name === 'schemas'
              ? value
              : two(value),
        ])
        return seams.matchFilter(filter, Object.fromEntries(seen) as Resource, type, call)
      },
    }),
  },
  {
    id: 'query.names-in-brackets-in-one-case',
    title: 'Within brackets attribute names are understood in the case of the schema only',
    consequence: 'Clients that write names otherwise find nobody.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-05', 'RFC7644-3.4.2.2-33'],
    smallest: { example: 'emails[TYPE eq "work"]', nodes: 2 },
    replace: (seams) => ({
      parseFilter: (text, types, call) =>
        mapFilter(seams.parseFilter(text, types, call), (one) => {
          if (one.kind !== 'valuePath') return one
          const attribute = types.map((type) => resolve(type, one.path)?.attribute).find((found) => found)
          const inner = mapFilter(one.filter, (part) =>
            'path' in part &&
            attribute !== undefined &&
            subAttribute(attribute, part.path.name)?.name !== part.path.name
              ? NOTHING
              : part,
          )
          return { ...one, filter: inner }
        }),
    }),
  },
  {
    id: 'query.case-counts-in-brackets',
    title: 'Within brackets texts are compared with regard to case',
    consequence: 'People are not found by a value written otherwise.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-44', 'RFC7644-3.4.2.2-33'],
    smallest: { example: 'emails[type eq "WORK"]', nodes: 2 },
    replace: deciding((one, _ask, resource, type) => {
      const found = one.kind === 'valuePath' ? elementsOf(one, resource, type) : undefined
      if (found === undefined || one.kind !== 'valuePath') return undefined
      const exact = found.attribute.subAttributes.map((sub) => ({ ...sub, caseExact: true }))
      return found.elements.some(elementMatcher(one.filter, { ...found.attribute, subAttributes: exact }))
    }),
  },
  {
    id: 'query.pr-in-brackets-always',
    title: 'pr within brackets holds of every element',
    consequence: 'People are selected who do not have the value.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-16', 'RFC7644-3.4.2.2-33'],
    smallest: { example: 'emails[display pr]', nodes: 2 },
    replace: inBrackets((filter) =>
      mapFilter(filter, (one) => (one.kind === 'present' ? { kind: 'not', filter: NOTHING } : one)),
    ),
  },
  {
    id: 'query.brackets-share-an-element',
    title: 'Two brackets on one attribute that are joined by and must hold in the same element',
    consequence: 'People with both values, in two elements, are missing.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-27', 'RFC7644-3.4.2.2-32'],
    smallest: { example: 'emails[type eq "work"] and emails[type eq "home"]', nodes: 5 },
    replace: rewriting((one) => {
      if (one.kind !== 'and' || one.left.kind !== 'valuePath' || one.right.kind !== 'valuePath') return one
      if (!isSamePath(one.left, one.right)) return one
      return { ...one.left, filter: { kind: 'and', left: one.left.filter, right: one.right.filter } }
    }),
  },
  {
    id: 'query.second-brackets-as-first',
    title: 'All brackets of a filter on one attribute are read as the first of them',
    consequence: 'The second condition selects by the first.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-32'],
    smallest: { example: 'emails[type eq "work"] and emails[type eq "home"]', nodes: 5 },
    replace: (seams) => ({
      parseFilter: (text, types, call) => {
        const filter = seams.parseFilter(text, types, call)
        const first = firstBrackets(filter)
        if (first === undefined) return filter
        return mapFilter(filter, (one) =>
          one.kind === 'valuePath' && isSamePath(one, first) ? { ...one, filter: first.filter } : one,
        )
      },
    }),
  },
  {
    id: 'query.cut-behind-brackets',
    title: 'What and joins to brackets has no effect',
    consequence: 'People are selected who fulfil only the condition in brackets.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-27', 'RFC7644-3.4.2.2-35'],
    smallest: { example: 'emails[type eq "work"] and title pr', nodes: 4 },
    replace: rewriting((one) => (one.kind === 'and' && one.left.kind === 'valuePath' ? one.left : one)),
  },
  {
    id: 'query.or-in-brackets-of-two-elements',
    title: 'Of an or within brackets the last expression is asked of the last element only',
    consequence: 'People with several values are missing.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-28', 'RFC7644-3.4.2.2-32'],
    smallest: { example: 'emails[type eq "other" or type eq "work"]', nodes: 4 },
    replace: deciding((one, _ask, resource, type) => {
      if (one.kind !== 'valuePath' || one.filter.kind !== 'or') return undefined
      const found = elementsOf(one, resource, type)
      if (found === undefined) return undefined
      const { attribute, elements } = found
      const parts = operands(one.filter)
      const last = elements.at(-1)
      return parts.some((part, at) => {
        const holds = elementMatcher(part, attribute)
        return at < parts.length - 1 ? elements.some(holds) : last !== undefined && holds(last)
      })
    }),
  },
])
