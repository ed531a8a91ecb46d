import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { isOrdering } from '../scim/filter/compare.ts'
import { matcher } from '../scim/filter/evaluate.ts'
import { sameName } from '../scim/json.ts'
import { resolve } from '../scim/schema/lookup.ts'
import type { AttributePath, CompareOperator, Filter, Resource, ResourceSchema } from '../scim/types.ts'
import { spellPath } from './attributePath.ts'
import type { AttributeTarget, PathSpelling } from './attributePath.ts'
import { comparedAttribute, drawOperand, hasSigns } from './comparison.ts'
import { drawn } from './drawn.ts'
import type { Draw } from './drawn.ts'
import { bracketsOf, leavesOf } from './filterLeaves.ts'
import type { Bracket, Leaf } from './filterLeaves.ts'
import { drawMeetingFilter, severalIn } from './meetingFilter.ts'
import { isFilter, smallerFilters } from './smallerFilter.ts'
import { standingOf } from './standing.ts'

/** The productions of the grammar among which a filter is drawn. */
export type FilterProduction = Filter['kind']

/** What generated filters look like. */
export interface FilterOptions extends PathSpelling {
  /** How often each production is drawn, relative to the others; 0 leaves it out. */
  readonly weights?: Partial<Record<FilterProduction, number>>
  /** How many productions may stand in one another; default 3, 0 for a single expression. */
  readonly maxDepth?: number
  /** The comparison operators that may occur; default all. */
  readonly operators?: readonly CompareOperator[]
  /**
   * Only filters whose result no two conforming servers may disagree about, for any member of the population; default
   * false. Such filters hold no comparison with null, either.
   */
  readonly decidableOnly?: boolean
  /** Of a hundred filters, how many are looked for that select some members and not all; default 90. */
  readonly selective?: number
}

const defaultWeights: Record<FilterProduction, number> = {
  compare: 10,
  present: 2,
  and: 4,
  or: 4,
  not: 3,
  valuePath: 4,
}

/** Inside brackets depth is short, so more often used. */
const weightsInside: Partial<Record<FilterProduction, number>> = { and: 4, or: 4, not: 3 }

/** How many filters are drawn to choose from: more where few are decidable. */
const attempts = { any: 5, decidable: 12 }

/** How often one part of a filter is drawn at most. */
const PARTS = 4

const percent = fc.integer({ min: 0, max: 99 })

interface Context {
  readonly draw: Draw
  readonly schema: ResourceSchema
  readonly options: FilterOptions
  /** Whether a filter that stands outside brackets may be drawn. */
  readonly sound: (filter: Filter) => boolean
  readonly leaves: readonly Leaf[]
  readonly brackets: readonly Bracket[]
  /** Set inside brackets: names stand alone, and no brackets follow (erratum 4690). */
  readonly inside: boolean
  /** Weights that hold in this place. */
  readonly weights: Partial<Record<FilterProduction, number>>
}

/**
 * Filters over the whole grammar of RFC 7644 §3.4.2.2, against a schema and a population:
 *
 *     FILTER    = attrExp / logExp / valuePath / *1"not" "(" FILTER ")"
 *     valuePath = attrPath "[" valFilter "]"
 *     attrExp   = (attrPath SP "pr") / (attrPath SP compareOp SP compValue)
 *     logExp    = FILTER SP ("and" / "or") SP FILTER
 *
 * Compared values are drawn from the population, and near it, so that most filters select some members and not all.
 * Operators stand only where they mean something; bare complex attributes are not compared. Shrinks towards one
 * expression with a short value, as the schema spells it.
 *
 * @param population resources as the server returned them, or as they were created
 * @throws {Error} if no member has a value that could be compared
 */
export function filterFor(
  schema: ResourceSchema,
  population: readonly Resource[],
  options: FilterOptions = {},
): Arbitrary<Filter> {
  const leaves = leavesOf(schema, population, options)
  if (leaves.length === 0)
    throw new Error(`No ${schema.resourceType.name} has a value that a filter could compare`)
  const brackets = bracketsOf(schema, population, options)
  const standing = standingOf(schema, population)
  const sound = (filter: Filter) => options.decidableOnly !== true || standing.isDecided(filter)
  const selective = (filter: Filter) => {
    if (options.decidableOnly === true) return standing.isSelective(filter)
    const count = population.filter(matcher(filter, schema)).length
    return count > 0 && count < population.length
  }

  const several = severalIn(schema, population)
  const mayMeet =
    (options.maxDepth ?? 3) > 1 && options.weights === undefined && options.operators === undefined

  const make = (draw: Draw): Filter => {
    const context = { draw, schema, options, sound, leaves, brackets, inside: false, weights: {} }
    const wanted = draw(percent) < (options.selective ?? 90)
    let fallback: Filter | undefined
    const most = options.decidableOnly === true ? attempts.decidable : attempts.any
    for (let attempt = 0; attempt < most; attempt++) {
      const met =
        mayMeet && draw(percent) < 15 ? drawMeetingFilter(draw, schema, several, options) : undefined
      const filter = met ?? drawFilter(context, options.maxDepth ?? 3)
      const fits = !wanted || selective(filter)
      if (!fits && fallback !== undefined) continue
      if (!sound(filter)) continue
      if (fits) return filter
      fallback = filter
    }
    return fallback ?? plainFilter(context, sound)
  }

  return drawn({
    make,
    isValue: isFilter,
    *smaller(filter) {
      for (const candidate of smallerFilters(filter, schema)) if (sound(candidate)) yield candidate
    },
  })
}

function drawFilter(context: Context, depth: number): Filter {
  const production = drawProduction(context, depth)
  const { draw, schema, options } = context
  switch (production) {
    case 'and':
    case 'or': {
      const left = drawFilter(context, depth - 1)
      return { kind: production, left, right: drawFilter(metBy(context, left), depth - 1) }
    }
    case 'not':
      return { kind: 'not', filter: drawFilter(context, depth - 1) }
    case 'valuePath': {
      return untilSound(context, () => {
        const { target, leaves } = draw(fc.constantFrom(...context.brackets))
        const inner = { ...context, leaves, inside: true, weights: weightsInside }
        return {
          kind: 'valuePath',
          path: spellPath(draw, target, schema, options),
          filter: drawFilter(inner, Math.min(depth - 1, 1)),
        }
      })
    }
    case 'present':
    case 'compare':
      return context.inside
        ? drawExpression(context, production)
        : untilSound(context, () => drawExpression(context, production))
  }
}

/** A part that is sound by itself, if one is found soon: most filters of such parts are. */
function untilSound({ sound }: Context, make: () => Filter): Filter {
  let filter = make()
  for (let attempt = 1; attempt < PARTS && !sound(filter); attempt++) filter = make()
  return filter
}

/**
 * What the other operand is drawn from: four times out of ten, the attribute that one is about, where it is about one;
 * half of these times its very path.
 */
function metBy(context: Context, filter: Filter): Context {
  if (!('path' in filter) || context.draw(percent) >= 40) return context
  const found = context.inside ? undefined : resolve(context.schema, filter.path)?.attribute
  const isMet = ({ target: { resolved } }: Leaf | Bracket) =>
    found === undefined ? sameName(resolved.attribute.name, filter.path.name) : resolved.attribute === found
  const all = context.leaves.filter(isMet)
  const same = context.draw(fc.boolean()) ? all.filter(({ target }) => isSub(target, filter.path)) : []
  const leaves = same.length > 0 ? same : all
  const brackets = context.brackets.filter(isMet)
  if (leaves.length === 0) return context
  const weights = filter.kind === 'valuePath' && brackets.length > 0 ? { valuePath: 20 } : {}
  return { ...context, leaves, brackets, weights: { ...context.weights, ...weights } }
}

const isSub = ({ path }: AttributeTarget, { sub }: AttributePath): boolean =>
  sameName(path.sub ?? '', sub ?? '')

/** Any leaf; or any of a type drawn before, so that types with few attributes have their turn; or one with odd values. */
function drawLeaf({ draw, leaves }: Context): Leaf {
  const form = draw(percent)
  const odd = form >= 75 ? leaves.filter(({ values }) => values.some(hasSigns)) : []
  if (odd.length > 0) return draw(fc.constantFrom(...odd))
  if (form < 50) return draw(fc.constantFrom(...leaves))
  const typeOf = ({ target }: Leaf) => comparedAttribute(target.resolved).type
  const type = draw(fc.constantFrom(...new Set(leaves.map(typeOf))))
  return draw(fc.constantFrom(...leaves.filter((one) => typeOf(one) === type)))
}

/** Any operator; the order of texts, of which few are decidable, not as often as the others. */
function drawOperator({ draw }: Context, { operators, values }: Leaf): CompareOperator {
  const others = operators.filter((op) => !isOrdering(op))
  const isText = typeof values[0] === 'string' && others.length > 2
  return draw(fc.constantFrom(...(isText && draw(percent) < 60 ? others : operators)))
}

function drawProduction(context: Context, depth: number): FilterProduction {
  const weights = { ...defaultWeights, ...context.weights, ...context.options.weights }
  const deeper: readonly FilterProduction[] = ['and', 'or', 'not', 'valuePath']
  const possible = (Object.keys(weights) as FilterProduction[]).filter((production) => {
    if (production === 'valuePath' && (context.inside || context.brackets.length === 0)) return false
    return weights[production] > 0 && (depth > 0 || !deeper.includes(production))
  })
  if (possible.length === 0) return 'compare'
  const total = possible.reduce((sum, production) => sum + weights[production], 0)
  let left = context.draw(fc.integer({ min: 0, max: total - 1 }))
  return possible.find((production) => (left -= weights[production]) < 0) ?? 'compare'
}

function drawExpression(context: Context, production: 'present' | 'compare'): Filter {
  const { draw, schema, options, inside } = context
  const leaf = drawLeaf(context)
  const { target, values } = leaf
  const path = inside
    ? { name: spellPath(draw, target, schema, { ...options, uris: 'needed' }).name }
    : spellPath(draw, target, schema, options)
  if (production === 'present') return { kind: 'present', path }
  const op = drawOperator(context, leaf)
  const attribute = comparedAttribute(target.resolved)
  if (options.decidableOnly !== true && (op === 'eq' || op === 'ne') && draw(percent) < 3) {
    return { kind: 'compare', path, op, value: null }
  }
  return { kind: 'compare', path, op, value: drawOperand(draw, attribute, op, values) }
}

/** The last resort: any expression on its own that is sound. */
function plainFilter(context: Context, sound: (filter: Filter) => boolean): Filter {
  const inAnyOrder = fc.shuffledSubarray([...context.leaves], { minLength: context.leaves.length })
  for (const { target, values, operators } of context.draw(inAnyOrder)) {
    const [value] = values
    const op = operators.find((operator) => operator === 'eq') ?? operators[0]
    if (value === undefined || op === undefined) continue
    const filter: Filter = { kind: 'compare', path: target.path, op, value }
    if (sound(filter)) return filter
  }
  throw new Error(`No filter on these ${context.schema.resourceType.name}s is decidable`)
}
