import { ScimError } from '../../../scim/error.ts'
import { equalJson, foldCase } from '../../../scim/json.ts'
import { printPatchPath } from '../../../scim/patch/path.ts'
import { only } from '../operations.ts'
import { issue } from '../touch.ts'
import { changed, elementsOf, meets, refused, selected, stepwise, valueOf, withValue } from './patched.ts'
import { subtleIn } from './subtleIn.ts'

/** What several operations of one PATCH do to each other. */
export const patchSequenceFaults = subtleIn('patch', [
  {
    id: 'patch.each-from-the-start',
    title: 'Each operation is applied to the resource as it was, and overwrites the attribute whole',
    consequence: 'Of several changes of one attribute only the last arrives.',
    source: 'own',
    violates: ['RFC7644-3.5.2-18'],
    smallest: {
      operations: 2,
      example:
        '[{"op":"add","path":"emails","value":[{"value":"c@example.com"}]},{"op":"remove","path":"emails[type eq \\"work\\"]"}]',
    },
    replace: stepwise(({ operation, start, state, type, apply }) => {
      const result = refused(() => apply(operation, start))
      if (result instanceof ScimError) return undefined
      return changed(start, result, type).reduce((all, at) => withValue(all, at, valueOf(result, at)), state)
    }),
  },
  {
    id: 'patch.removals-first',
    title: 'All removals are done before everything else',
    consequence: 'What was added and taken away again is still there.',
    source: 'own',
    violates: ['RFC7644-3.5.2-18'],
    smallest: {
      operations: 2,
      example: '[{"op":"add","path":"title","value":"a"},{"op":"remove","path":"title"}]',
    },
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const first = patch.operations.filter(({ op }) => op === 'remove')
        const rest = patch.operations.filter(({ op }) => op !== 'remove')
        return seams.applyPatch(resource, only(patch, [...first, ...rest]), type, call)
      },
    }),
  },
  {
    id: 'patch.same-path-once',
    title: 'Of several operations on one path only the first is applied',
    consequence: 'The last word is not the one that counts.',
    source: 'own',
    violates: ['RFC7644-3.5.2-18'],
    smallest: {
      operations: 2,
      example: '[{"op":"replace","path":"title","value":"a"},{"op":"replace","path":"title","value":"b"}]',
    },
    replace: stepwise(({ operation, index, all, state }) => {
      const isSame = ({ path }: typeof operation) =>
        path !== undefined && foldCase(path) === foldCase(operation.path ?? '')
      return all.slice(0, index).some((other) => isSame(other.operation)) ? state : undefined
    }),
  },
  {
    id: 'patch.removals-by-place',
    title: 'Elements are removed by the place that they had at first, without regard to removals before',
    consequence: 'Others leave the group than those named.',
    source: issue('DEF-379', 'FusionAuth/fusionauth-issues#2834'),
    violates: ['RFC7644-3.5.2-18', 'RFC7644-3.5.2.2-06'],
    smallest: {
      operations: 2,
      example:
        '[{"op":"remove","path":"emails[type eq \\"work\\"]"},{"op":"remove","path":"emails[type eq \\"home\\"]"}]',
    },
    replace: stepwise((step) => {
      const { operation, at, path, all, index, start, state } = step
      if (
        operation.op !== 'remove' ||
        at === undefined ||
        path?.filter === undefined ||
        path.sub !== undefined
      )
        return undefined
      const before = all.slice(0, index).filter((other) => meets(other, step))
      const isPlain = before.every(
        ({ operation: { op }, path: other }) =>
          op === 'remove' && other?.filter !== undefined && other.sub === undefined,
      )
      if (before.length === 0 || !isPlain) return undefined
      const places = selected(start, step)
      return withValue(
        state,
        at,
        elementsOf(state, at).filter((_, place) => !places.includes(place)),
      )
    }),
  },
  {
    id: 'patch.filters-see-the-start',
    title: 'Filters in paths select among the elements as they were before the PATCH',
    consequence: 'What an operation made, those after it do not find.',
    source: 'own',
    violates: ['RFC7644-3.5.2-18'],
    smallest: {
      operations: 2,
      example:
        '[{"op":"add","path":"emails","value":[{"type":"home","value":"c@example.com"}]},{"op":"remove","path":"emails[type eq \\"home\\"]"}]',
    },
    replace: stepwise((step) => {
      const { operation, at, path, start, state, apply } = step
      if (at === undefined || path?.filter === undefined) return undefined
      const old = selected(start, step).map((place) => elementsOf(start, at)[place])
      const isOld = (element: unknown) => old.some((one) => equalJson(one, element as never))
      const [mine, others] = [
        elementsOf(state, at).filter(isOld),
        elementsOf(state, at).filter((one) => !isOld(one)),
      ]
      if (mine.length === 0) return operation.op === 'remove' ? state : undefined
      const alone = apply(operation, withValue(state, at, mine))
      return withValue(alone, at, [...others, ...elementsOf(alone, at)])
    }),
  },
  {
    id: 'patch.second-filter-as-first',
    title: 'Filters in paths to one attribute are all read as the first of them',
    consequence: 'The second change hits the element of the first.',
    source: 'own',
    violates: ['RFC7644-3.5.2-18', 'RFC7644-3.5.2.3-09'],
    smallest: {
      operations: 2,
      example:
        '[{"op":"remove","path":"emails[type eq \\"work\\"].display"},{"op":"remove","path":"emails[type eq \\"home\\"]"}]',
    },
    replace: stepwise((step) => {
      const { operation, path, all, apply } = step
      if (path?.filter === undefined) return undefined
      const first = all.find((other) => other.path?.filter !== undefined && meets(other, step))?.path?.filter
      if (first === undefined || first === path.filter) return undefined
      const read = apply({ ...operation, path: printPatchPath({ ...path, filter: first }) })
      return read
    }),
  },
  {
    id: 'patch.same-filter-twice',
    title: 'A second operation with the same filter in its path is taken for done',
    consequence: 'Of an address only the street changes, not the town.',
    source: 'own',
    violates: ['RFC7644-3.5.2-18', 'RFC7644-3.5.2.3-09'],
    smallest: {
      operations: 2,
      example:
        '[{"op":"remove","path":"emails[type eq \\"work\\"].display"},{"op":"remove","path":"emails[type eq \\"work\\"]"}]',
    },
    replace: stepwise((step) => {
      const { path, all, index, state } = step
      if (path?.filter === undefined) return undefined
      const isDone = all
        .slice(0, index)
        .some((other) => meets(other, step) && equalJson(other.path?.filter as never, path.filter as never))
      return isDone ? state : undefined
    }),
  },
  {
    id: 'patch.removed-values-return',
    title: 'An add to an attribute that the same PATCH has removed brings the old values back',
    consequence: 'Who meant to start anew has old and new.',
    source: 'own',
    violates: ['RFC7644-3.5.2-18', 'RFC7644-3.5.2.1-05'],
    smallest: {
      operations: 2,
      example:
        '[{"op":"remove","path":"emails"},{"op":"add","path":"emails","value":[{"value":"c@example.com"}]}]',
    },
    replace: stepwise((step) => {
      const { operation, at, all, index, start, state, apply } = step
      if (operation.op !== 'add' || at === undefined || !at.attribute.multiValued) return undefined
      const isRemoved = all
        .slice(0, index)
        .some(
          (other) =>
            other.operation.op === 'remove' && meets(other, step) && other.path?.filter === undefined,
        )
      return isRemoved ? apply(operation, withValue(state, at, elementsOf(start, at))) : undefined
    }),
  },
  {
    id: 'patch.part-after-removal-lost',
    title: 'A sub-attribute that is added after its attribute was removed in the same PATCH is lost',
    consequence: 'The new name does not arrive.',
    source: 'own',
    violates: ['RFC7644-3.5.2-18', 'RFC7644-3.5.2.1-11'],
    smallest: {
      operations: 2,
      example: '[{"op":"remove","path":"name"},{"op":"add","path":"name.givenName","value":"Ann"}]',
    },
    replace: stepwise((step) => {
      const { operation, at, path, all, index, state } = step
      if (operation.op === 'remove' || at?.sub === undefined || path?.filter !== undefined) return undefined
      const isRemoved = all
        .slice(0, index)
        .some((other) => other.operation.op === 'remove' && meets(other, step) && other.at?.sub === undefined)
      return isRemoved ? state : undefined
    }),
  },
  {
    id: 'patch.second-removed-part-takes-all',
    title: 'The second sub-attribute that a PATCH removes takes the whole attribute with it',
    consequence: 'The name is gone.',
    source: 'own',
    violates: ['RFC7644-3.5.2.2-03'],
    smallest: {
      operations: 2,
      example: '[{"op":"remove","path":"name.givenName"},{"op":"remove","path":"name.middleName"}]',
    },
    replace: stepwise((step) => {
      const { operation, at, path, all, index, state } = step
      if (operation.op !== 'remove' || at?.sub === undefined || path?.filter !== undefined) return undefined
      const isSecond = all
        .slice(0, index)
        .some((other) => other.operation.op === 'remove' && meets(other, step) && other.at?.sub !== undefined)
      return isSecond && !at.attribute.multiValued ? withValue(state, at, undefined) : undefined
    }),
  },
  {
    id: 'patch.fourth-operation-lost',
    title: 'Only the first three operations are applied',
    consequence: 'The end of a larger change is missing.',
    source: 'own',
    violates: ['RFC7644-3.5.2-18', 'RFC7644-3.5.2-20'],
    smallest: {
      operations: 4,
      example:
        '[{"op":"replace","path":"title","value":"a"},{"op":"replace","path":"title","value":"b"},{"op":"replace","path":"title","value":"c"},{"op":"replace","path":"title","value":"d"}]',
    },
    replace: stepwise(({ index, state }) => (index > 2 ? state : undefined)),
  },
  {
    id: 'patch.pathless-behind-path-lost',
    title: 'An operation without a path is lost behind one with a path',
    consequence: 'Part of the change does not arrive.',
    source: 'own',
    violates: ['RFC7644-3.5.2-18', 'RFC7644-3.5.2.3-01'],
    smallest: {
      operations: 2,
      example: '[{"op":"replace","path":"title","value":"a"},{"op":"replace","value":{"nickName":"bo"}}]',
    },
    replace: stepwise(({ operation, index, all, state }) =>
      operation.path === undefined && all.slice(0, index).some((other) => other.operation.path !== undefined)
        ? state
        : undefined,
    ),
  },
])
