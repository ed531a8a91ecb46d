import type { Filter, ResourceSchema } from '../scim/types.ts'

/** A way to misread a filter, and the shape of filters that it can be told by. */
export interface Misreading {
  /** A filter of parts that are drawn. */
  readonly shape: (part: () => Filter) => Filter
  /** What it is taken for; undefined when it is not of that shape. */
  readonly read: (filter: Filter, schema: ResourceSchema) => Filter | undefined
}

type Pair = Extract<Filter, { kind: 'and' | 'or' }>

const and = (left: Filter, right: Filter): Filter => ({ kind: 'and', left, right })
const or = (left: Filter, right: Filter): Filter => ({ kind: 'or', left, right })
const not = (filter: Filter): Filter => ({ kind: 'not', filter })

const isPair = (filter: Filter): filter is Pair => filter.kind === 'and' || filter.kind === 'or'

const ofPair = (filter: Filter, read: (pair: Pair) => Filter | undefined): Filter | undefined =>
  isPair(filter) ? read(filter) : undefined

/** Mistakes that parsers and translators of filters make with logic (RFC 7644 §3.4.2.2, Figure 1 and Table 4). */
export const MISREADINGS: readonly Misreading[] = [
  {
    // "a or b and c", read from left to right
    shape: (part) => or(part(), and(part(), part())),
    read: (filter) =>
      ofPair(filter, ({ left, right }) =>
        isPair(right) ? and(or(left, right.left), right.right) : undefined,
      ),
  },
  {
    // "(a or b) and c" without its parentheses
    shape: (part) => and(or(part(), part()), part()),
    read: (filter) =>
      ofPair(filter, ({ left, right }) => (isPair(left) ? or(left.left, and(left.right, right)) : undefined)),
  },
  {
    // "a and (b or c)" without its parentheses
    shape: (part) => and(part(), or(part(), part())),
    read: (filter) =>
      ofPair(filter, ({ left, right }) =>
        isPair(right) ? or(and(left, right.left), right.right) : undefined,
      ),
  },
  {
    // only the first two of three
    shape: (part) => and(and(part(), part()), part()),
    read: (filter) => ofPair(filter, ({ left }) => left),
  },
  {
    shape: (part) => or(or(part(), part()), part()),
    read: (filter) => ofPair(filter, ({ left }) => left),
  },
  {
    // not reaches the first part of a group only
    shape: (part) => not(or(part(), part())),
    read: (filter) =>
      filter.kind === 'not'
        ? ofPair(filter.filter, ({ kind, left, right }) => ({ kind, left: not(left), right }))
        : undefined,
  },
  {
    // not turns the parts and leaves what joins them
    shape: (part) => not(and(part(), part())),
    read: (filter) =>
      filter.kind === 'not'
        ? ofPair(filter.filter, ({ kind, left, right }) => ({ kind, left: not(left), right: not(right) }))
        : undefined,
  },
  {
    // "not (a) and b" denies all that follows
    shape: (part) => and(not(part()), part()),
    read: (filter) =>
      ofPair(filter, ({ kind, left, right }) =>
        left.kind === 'not' ? not({ kind, left: left.filter, right }) : undefined,
      ),
  },
  {
    // "a or not (b)" without its not
    shape: (part) => or(part(), not(part())),
    read: (filter) =>
      ofPair(filter, ({ left, right }) => (right.kind === 'not' ? or(left, right.filter) : undefined)),
  },
]
