import type { Filter, Resource, ResourceSchema } from '../../../scim/types.ts'
import type { Seams } from '../../seams.ts'
import { mapFilter } from '../mapFilter.ts'

type Compare = Extract<Filter, { kind: 'compare' }>
type ValuePath = Extract<Filter, { kind: 'valuePath' }>

/** Whether a resource matches a filter, as the server has it. */
export type Ask = (filter: Filter) => boolean

/** What a fault makes of one node of a filter; undefined where it lets the node be. */
export type Decide = (
  filter: Filter,
  ask: Ask,
  resource: Resource,
  type: ResourceSchema,
) => boolean | undefined

/** Filters are decided node by node, from the top; a fault may decide one in its own way. */
export const deciding =
  (decide: Decide) =>
  (seams: Seams): Partial<Seams> => ({
    matchFilter: (filter, resource, type, call) => {
      const ask: Ask = (one) => {
        const decided = decide(one, ask, resource, type)
        if (decided !== undefined) return decided
        if (one.kind === 'and') return ask(one.left) && ask(one.right)
        if (one.kind === 'or') return ask(one.left) || ask(one.right)
        if (one.kind === 'not') return !ask(one.filter)
        return seams.matchFilter(one, resource, type, call)
      }
      return ask(filter)
    },
  })

/** Filters are read as others: every node is changed, from the leaves up. */
export const rewriting =
  (change: (filter: Filter) => Filter) =>
  (seams: Seams): Partial<Seams> => ({
    parseFilter: (text, types, call) => mapFilter(seams.parseFilter(text, types, call), change),
  })

/** The texts that filters compare with are changed. */
export const retyping = (change: (literal: string, filter: Compare) => string) =>
  rewriting((one) =>
    one.kind === 'compare' && typeof one.value === 'string' ? { ...one, value: change(one.value, one) } : one,
  )

/** The filters in brackets are changed. */
export const inBrackets = (change: (filter: Filter, whole: ValuePath) => Filter) =>
  rewriting((one) => (one.kind === 'valuePath' ? { ...one, filter: change(one.filter, one) } : one))

/** A filter that selects nobody, in brackets no element. */
export const NOTHING: Filter = { kind: 'present', path: { name: 'nothing' } }
