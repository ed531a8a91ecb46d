import { equalJson, foldCase, getMember, isArray, isObject } from '../../../scim/json.ts'
import type { Json, PatchOperation } from '../../../scim/types.ts'
import { issue } from '../touch.ts'
import { elementsOf, selected, stepwise, withValue } from './patched.ts'
import { subtleIn } from './subtleIn.ts'

/** The elements that an operation on a whole multi-valued attribute brings. */
function additions({ op, value }: PatchOperation): readonly Json[] | undefined {
  if (op === 'remove' || value === undefined) return undefined
  return isArray(value) ? value : isObject(value) ? [value] : undefined
}

const member = (element: Json, name: string): Json | undefined =>
  isObject(element) ? getMember(element, name) : undefined

const sameText = (left: Json | undefined, right: Json | undefined): boolean =>
  left !== undefined && foldCase(String(left)) === foldCase(String(right))

/** What operations do to attributes with several values. */
export const patchListFaults = subtleIn('patch', [
  {
    id: 'patch.same-value-other-type-dropped',
    title: 'An added element is dropped when one of another type has the same value',
    consequence: 'The same number can not be for work and at home.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-08', 'RFC7644-3.5.2.1-09'],
    smallest: {
      operations: 1,
      example: '[{"op":"add","path":"emails","value":[{"type":"other","value":"a@example.com"}]}]',
    },
    replace: stepwise(({ operation, at, path, state, apply }) => {
      const added = additions(operation)
      if (operation.op !== 'add' || at === undefined || path?.filter !== undefined || at.sub !== undefined)
        return undefined
      if (!at.attribute.multiValued || added === undefined) return undefined
      const news = added.filter(
        (one) => !elementsOf(state, at).some((old) => sameText(member(old, 'value'), member(one, 'value'))),
      )
      return news.length === added.length
        ? undefined
        : news.length === 0
          ? state
          : apply({ ...operation, value: news })
    }),
  },
  {
    id: 'patch.add-overwrites-type',
    title: 'An added element takes the place of the one that has its type',
    consequence: 'The second work number drives out the first.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-08'],
    smallest: {
      operations: 1,
      example: '[{"op":"add","path":"emails","value":[{"type":"work","value":"c@example.com"}]}]',
    },
    replace: stepwise(({ operation, at, path, state, apply }) => {
      const added = additions(operation)
      if (operation.op !== 'add' || at === undefined || path?.filter !== undefined || at.sub !== undefined)
        return undefined
      if (!at.attribute.multiValued || added === undefined) return undefined
      const kept = elementsOf(state, at).filter(
        (old) => !added.some((one) => sameText(member(one, 'type'), member(old, 'type'))),
      )
      return apply(operation, withValue(state, at, kept))
    }),
  },
  {
    id: 'patch.known-value-stops-add',
    title: 'When one of several values that are added is there already, none is added',
    consequence: 'New values do not arrive.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-09', 'RFC7644-3.5.2.1-15'],
    smallest: {
      operations: 1,
      example:
        '[{"op":"add","path":"emails","value":[{"type":"work","value":"a@example.com"},{"value":"c@example.com"}]}]',
    },
    replace: stepwise(({ operation, at, path, state }) => {
      const added = additions(operation)
      if (operation.op !== 'add' || at === undefined || path?.filter !== undefined || at.sub !== undefined)
        return undefined
      if (!at.attribute.multiValued || added === undefined || added.length < 2) return undefined
      const isKnown = (one: Json) =>
        elementsOf(state, at).some((old) =>
          isObject(one)
            ? equalJson(member(old, 'value'), member(one, 'value')) &&
              sameText(member(old, 'type') ?? '', member(one, 'type') ?? '')
            : equalJson(old, one),
        )
      return added.some(isKnown) ? state : undefined
    }),
  },
  {
    id: 'patch.replace-keeps-known-out',
    title: 'Of a list that replaces another, values that were there before are lost',
    consequence: 'Who was in the group and should stay is out.',
    source: issue('DEF-384', 'simpleidserver/SimpleIdServer#844'),
    violates: ['RFC7644-3.5.2.3-04'],
    smallest: {
      operations: 1,
      example:
        '[{"op":"replace","path":"emails","value":[{"type":"work","value":"a@example.com","display":"a \\"b\\"","primary":true},{"value":"c@example.com"}]}]',
    },
    replace: stepwise(({ operation, at, path, state, apply }) => {
      const added = additions(operation)
      if (
        operation.op !== 'replace' ||
        at === undefined ||
        path?.filter !== undefined ||
        at.sub !== undefined
      )
        return undefined
      if (!at.attribute.multiValued || added === undefined) return undefined
      const news = added.filter((one) => !elementsOf(state, at).some((old) => equalJson(old, one)))
      return news.length === added.length
        ? undefined
        : news.length === 0
          ? withValue(state, at, undefined)
          : apply({ ...operation, value: news })
    }),
  },
  {
    id: 'patch.neighbour-loses-primary',
    title: 'A change of an element that is not primary takes primary from the one that is',
    consequence: 'Which e-mail is written to is a matter of luck.',
    source: issue('DEF-231', 'simstudioai/sim#7567'),
    violates: ['RFC7644-3.5.2-19', 'RFC7644-3.5.2.3-09'],
    smallest: {
      operations: 1,
      example: '[{"op":"replace","path":"emails[type eq \\"home\\"].display","value":"a"}]',
    },
    replace: stepwise((step) => {
      const { operation, at, path, state, apply } = step
      if (
        operation.op === 'remove' ||
        at === undefined ||
        path?.filter === undefined ||
        path.sub === 'primary'
      )
        return undefined
      const places = selected(state, step)
      if (places.length === 0 || at.attribute.type !== 'complex') return undefined
      const result = apply(operation)
      return withValue(
        result,
        at,
        elementsOf(result, at).map((element, place) =>
          !places.includes(place) && member(element, 'primary') === true && isObject(element)
            ? { ...element, primary: false }
            : element,
        ),
      )
    }),
  },
])
