import { operands } from '../../../scim/filter/operands.ts'
import { foldCase, getMember, isObject } from '../../../scim/json.ts'
import { printAttributePath } from '../../../scim/path.ts'
import { getAt, resolve } from '../../../scim/schema/lookup.ts'
import type { Filter, Resource, ResourceSchema } from '../../../scim/types.ts'
import { elementMatcher } from '../../../scim/filter/evaluate.ts'
import { isArray } from '../../../scim/json.ts'
import { issue } from '../touch.ts'
import { deciding, rewriting } from './deciding.ts'
import { joined, rereading } from './reread.ts'
import { subtleIn } from './subtleIn.ts'

type Compare = Extract<Filter, { kind: 'compare' }>

/** The whole attribute and the sub-attribute that a comparison on several values names. */
function several(filter: Filter, type: ResourceSchema) {
  if (filter.kind !== 'compare') return undefined
  const resolved = resolve(type, filter.path)
  if (resolved?.sub === undefined || !resolved.attribute.multiValued) return undefined
  return { ...resolved, sub: resolved.sub, filter }
}

/** Whether an attribute of a filter's expression has no value. */
function lacks(filter: Filter, resource: Resource, type: ResourceSchema): boolean {
  if (filter.kind !== 'compare') return false
  const resolved = resolve(type, filter.path)
  if (resolved === undefined) return true
  const { sub, ...whole } = resolved
  const value = getAt(resource, whole)
  if (value === undefined || sub === undefined) return value === undefined
  return isObject(value) && getMember(value, sub.name) === undefined
}

const nameOf = (filter: Filter): string => ('path' in filter ? foldCase(printAttributePath(filter.path)) : '')

const isSameAttribute = (left: Filter, right: Filter): boolean =>
  left.kind === 'compare' && right.kind === 'compare' && nameOf(left) === nameOf(right)

const strict = { gt: 'lt', ge: 'lt', lt: 'gt', le: 'gt' } as const

const isOrder = (op: Compare['op']): op is keyof typeof strict => op in strict

/** What and, or and not make of what they join. */
export const filterLogicFaults = subtleIn('query', [
  {
    id: 'query.words-left-to-right',
    title: 'and and or are worked off from left to right, without precedence',
    consequence: 'Where or stands before and, others are selected.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-38'],
    smallest: { example: 'title pr or nickName pr and active eq true', nodes: 5 },
    replace: rereading(({ operands: parts, words }) =>
      parts.slice(1).reduce((left, part, at) => `(${left} ${words[at] ?? ''} ${part})`, parts[0] ?? ''),
    ),
  },
  {
    id: 'query.third-operand-lost',
    title: 'Of three expressions joined by the same word, the third has no effect',
    consequence: 'Filters that clients build from lists select too many, or too few.',
    source: issue('DEF-148', '15five/scim2-filter-parser#17'),
    violates: ['RFC7644-3.4.2.2-35', 'RFC7644-3.4.2.2-38'],
    smallest: { example: 'title pr and nickName pr and active eq true', nodes: 5 },
    replace: rereading((level) =>
      new Set(level.words).size === 1
        ? joined({ operands: level.operands.slice(0, 2), words: level.words })
        : joined(level),
    ),
  },
  {
    id: 'query.inner-group-ungrouped',
    title: 'Parentheses within parentheses have no effect',
    consequence: 'Nested conditions are read as others.',
    source: issue('DEF-145', 'wso2/product-is#11490'),
    violates: ['RFC7644-3.4.2.2-38'],
    smallest: { example: '((title pr or nickName pr) and active eq true)', nodes: 5 },
    replace: rereading((level) =>
      joined({
        ...level,
        operands: level.operands.map((one) => (level.depth > 0 ? one.replace(/^\((.*)\)$/s, '$1') : one)),
      }),
    ),
  },
  {
    id: 'query.twice-not-is-not',
    title: 'A not within a not is lost',
    consequence: 'The contrary of what was asked for is selected.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-29'],
    smallest: { example: 'not (not (title pr))', nodes: 3 },
    replace: deciding((one, ask) =>
      one.kind === 'not' && one.filter.kind === 'not' ? !ask(one.filter.filter) : undefined,
    ),
  },
  {
    id: 'query.not-of-and-keeps-and',
    title: 'not in front of a group with and negates each part and joins them by and again',
    consequence: 'Who fulfils one of the conditions is left out.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-29'],
    smallest: { example: 'not (title pr and active eq true)', nodes: 4 },
    replace: deciding((one, ask) =>
      one.kind === 'not' && one.filter.kind === 'and'
        ? operands(one.filter).every((part) => !ask(part))
        : undefined,
    ),
  },
  {
    id: 'query.not-of-or-keeps-or',
    title: 'not in front of a group with or negates each part and joins them by or again',
    consequence: 'Who fulfils only one of the conditions is selected all the same.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-29'],
    smallest: { example: 'not (title pr or active eq true)', nodes: 4 },
    replace: deciding((one, ask) =>
      one.kind === 'not' && one.filter.kind === 'or'
        ? operands(one.filter).some((part) => !ask(part))
        : undefined,
    ),
  },
  {
    id: 'query.not-behind-or-lost',
    title: 'not has no effect on the expression behind or',
    consequence: 'The exception from a rule is read as another rule.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-29'],
    smallest: { example: 'title pr or not (nickName pr)', nodes: 4 },
    replace: rewriting((one) =>
      one.kind === 'or' && one.right.kind === 'not' ? { ...one, right: one.right.filter } : one,
    ),
  },
  {
    id: 'query.not-of-order-strict',
    title: 'not in front of an order is turned into the contrary order, which leaves out what is equal',
    consequence: 'Who stands exactly at the limit is missing.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-29', 'RFC7644-3.4.2.2-25'],
    smallest: { example: 'not (title gt "clerk")', nodes: 2 },
    replace: deciding((one, ask, resource, type) => {
      const inner = one.kind === 'not' ? one.filter : undefined
      if (inner?.kind !== 'compare' || !isOrder(inner.op) || lacks(inner, resource, type)) return undefined
      return ask({ ...inner, op: strict[inner.op] })
    }),
  },
  {
    id: 'query.or-needs-all-attributes',
    title: 'An or of which one attribute is unassigned holds of nobody',
    consequence: 'People for whom one of the attributes is not known are missing.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-28'],
    smallest: { example: 'title eq "clerk" or active eq true', nodes: 3 },
    replace: deciding((one, _ask, resource, type) =>
      one.kind === 'or' && [one.left, one.right].some((part) => lacks(part, resource, type))
        ? false
        : undefined,
    ),
  },
  {
    id: 'query.not-needs-all-attributes',
    title: 'not in front of a group of which one attribute is unassigned holds of nobody',
    consequence: 'People for whom one of the attributes is not known are missing.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-29'],
    smallest: { example: 'not (title pr and nickName eq "bo")', nodes: 4 },
    replace: deciding((one, _ask, resource, type) => {
      if (one.kind !== 'not' || !('left' in one.filter)) return undefined
      return operands(one.filter).some((part) => lacks(part, resource, type)) ? false : undefined
    }),
  },
  {
    id: 'query.same-attribute-last-wins',
    title: 'Of two conditions on one attribute that are joined by and, only the last counts',
    consequence: 'Ranges have no lower end.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-27'],
    smallest: { example: 'displayName sw "a" and displayName ew "z"', nodes: 3 },
    replace: deciding((one, ask) => {
      if (one.kind !== 'and') return undefined
      const parts = operands(one)
      return parts.every(
        (part, at) => parts.slice(at + 1).some((later) => isSameAttribute(part, later)) || ask(part),
      )
    }),
  },
  {
    id: 'query.or-shares-operator',
    title:
      'Two conditions on one attribute that are joined by or are both read with the operator of the first',
    consequence: 'Lists of alternatives select others than those named.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-28'],
    smallest: { example: 'displayName eq "a" or displayName ew "z"', nodes: 3 },
    replace: rewriting((one) => {
      if (one.kind !== 'or' || one.left.kind !== 'compare' || one.right.kind !== 'compare') return one
      return isSameAttribute(one.left, one.right) ? { ...one, right: { ...one.right, op: one.left.op } } : one
    }),
  },
  {
    id: 'query.not-of-each-value',
    title: 'not in front of a condition on several values holds when one of them does not fulfil it',
    consequence: 'People are selected for a value that they have besides the one ruled out.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-29', 'RFC7644-3.4.2.2-39'],
    smallest: { example: 'not (emails.type eq "work")', nodes: 2 },
    replace: deciding((one, ask, resource, type) => {
      const found = one.kind === 'not' ? several(one.filter, type) : undefined
      if (found === undefined) return undefined
      const { sub: _sub, filter: _filter, ...whole } = found
      const elements = getAt(resource, whole)
      if (!isArray(elements) || elements.length < 2) return undefined
      const holds = elementMatcher({ ...found.filter, path: { name: found.sub.name } }, found.attribute)
      return elements.some((element) => !holds(element)) || !ask(found.filter)
    }),
  },
  {
    id: 'query.conditions-share-a-value',
    title: 'Two conditions on sub-attributes of one attribute, joined by and, must hold in the same element',
    consequence: 'People with both values, in two elements, are missing.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-27', 'RFC7644-3.4.2.2-39'],
    smallest: { example: 'emails.type eq "home" and emails.primary eq true', nodes: 3 },
    replace: deciding((one, ask, resource, type) => {
      if (one.kind !== 'and') return undefined
      const [left, right] = [several(one.left, type), several(one.right, type)]
      if (left === undefined || right === undefined || left.attribute !== right.attribute) return undefined
      const { sub: _sub, filter: _filter, ...whole } = left
      const elements = getAt(resource, whole)
      if (!isArray(elements)) return undefined
      const [first, second] = [left, right].map((part) =>
        elementMatcher({ ...part.filter, path: { name: part.sub.name } }, part.attribute),
      )
      return (
        ask(one.left) &&
        ask(one.right) &&
        elements.some((element) => first?.(element) === true && second?.(element) === true)
      )
    }),
  },
  {
    id: 'query.case-counts-in-groups',
    title: 'Letter case is ignored by a filter of one expression, and counts within and and or',
    consequence: 'The same person is found by the short filter and not by the long one.',
    source: issue('DEF-215', 'InumanSoul/kotauth#140'),
    violates: ['RFC7644-3.4.2.2-44'],
    smallest: { example: 'title pr and displayName eq "ANN"', nodes: 3 },
    replace: deciding((one, ask, resource, type) => {
      if (one.kind !== 'and' && one.kind !== 'or') return undefined
      const exact = (part: Filter): boolean => {
        if (part.kind !== 'compare' || part.op !== 'eq' || typeof part.value !== 'string') return ask(part)
        const resolved = resolve(type, part.path)
        const value =
          resolved === undefined || resolved.sub !== undefined ? undefined : getAt(resource, resolved)
        return typeof value === 'string' && resolved?.attribute.type === 'string'
          ? value === part.value
          : ask(part)
      }
      return one.kind === 'and' ? operands(one).every(exact) : operands(one).some(exact)
    }),
  },
])
