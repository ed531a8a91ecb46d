import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { isObject } from '../scim/json.ts'
import { getAt } from '../scim/schema/lookup.ts'
import type { AttributePath, CompareOperator, Filter, Resource, ResourceSchema } from '../scim/types.ts'
import { attributeTargets } from './attributePath.ts'
import type { AttributeTarget } from './attributePath.ts'
import { comparedAttribute, operatorsFor, valuesAt } from './comparison.ts'
import { filterCells } from './coverage.ts'
import { drawn } from './drawn.ts'
import { isFilter, smallerFilters } from './smallerFilter.ts'
import { standingOf } from './standing.ts'
import type { Standing } from './standing.ts'

/** Values of one attribute that are tried, and filters that are put into one another. */
const MOST_VALUES = 3
const MOST_PARTS = 14

/**
 * Filters that exercise a part of the grammar (a cell of `filterCells`), for what drawing at random does not reach. Only
 * filters about which no two conforming servers may disagree; those that select some and not all before others.
 *
 * @returns what gives `undefined` when there is none on this population
 */
export function filterTowards(
  schema: ResourceSchema,
  population: readonly Resource[],
): (cell: string) => Arbitrary<Filter> | undefined {
  const standing = standingOf(schema, population)
  const material = materialOf(schema, population, standing)
  return (cell) => towards(cell, schema, standing, material)
}

/** What filters are put together from. */
interface Material {
  readonly expressions: readonly Filter[]
  readonly valuePaths: readonly Filter[]
  /** A few expressions of all kinds, each decidable. */
  readonly parts: readonly Filter[]
}

function materialOf(schema: ResourceSchema, population: readonly Resource[], standing: Standing): Material {
  const leaves = [...expressions(schema, population)]
  const parts = spread(leaves, 4 * MOST_PARTS).filter(standing.isDecided)
  return {
    expressions: leaves,
    valuePaths: [...brackets(schema, population)],
    parts: spread(parts, MOST_PARTS),
  }
}

function towards(
  cell: string,
  schema: ResourceSchema,
  standing: Standing,
  material: Material,
): Arbitrary<Filter> | undefined {
  const sound = (filter: Filter) => filterCells(filter, schema).includes(cell) && standing.isDecided(filter)
  const found: Filter[] = []
  for (const filter of candidates(cell, material)) {
    if (sound(filter)) found.push(filter)
    if (found.length >= MOST_PARTS) break
  }
  const selective = found.filter(standing.isSelective)
  const chosen = selective.length > 0 ? selective : found
  if (chosen.length === 0) return undefined
  return drawn({
    make: (draw) => draw(fc.constantFrom(...chosen)),
    isValue: isFilter,
    smaller: (filter) => smallerFilters(filter, schema),
  })
}

function* candidates(cell: string, { expressions, valuePaths, parts }: Material): Generator<Filter> {
  const [first = '', second = ''] = cell.split(/ within | /)
  if (cell.includes(' within ')) yield* nested(first, second, parts, valuePaths)
  else if (cell.startsWith('production ')) yield* nested(second, 'or', parts, valuePaths)
  else yield* [...expressions, ...valuePaths, ...expressions.flatMap(guarded)]
}

/** The same where there is a value at all: what is said of no value is open. */
function guarded(filter: Filter): readonly Filter[] {
  if (filter.kind !== 'compare' && filter.kind !== 'valuePath') return []
  return [{ kind: 'and', left: { kind: 'present', path: filter.path }, right: filter }]
}

/** A few of many, from all places. */
function spread<T>(all: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, Math.floor(all.length / most))
  return all.filter((_, at) => at % step === 0).slice(0, most)
}

/** Filters in which one production stands in another. */
function* nested(
  inner: string,
  outer: string,
  parts: readonly Filter[],
  valuePaths: readonly Filter[],
): Generator<Filter> {
  if (outer === 'valuePath') {
    for (const path of valuePaths) {
      if (path.kind !== 'valuePath') continue
      for (const part of made(inner, [path.filter, { kind: 'not', filter: path.filter }], []))
        yield { ...path, filter: part }
    }
    return
  }
  for (const part of made(inner, parts, valuePaths)) {
    if (outer === 'not') {
      yield { kind: 'not', filter: part }
      yield* guarded(part).map((filter): Filter =>
        filter.kind === 'and' ? { ...filter, right: { kind: 'not', filter: part } } : filter,
      )
    }
    if (outer === 'and' || outer === 'or') for (const right of parts) yield { kind: outer, left: part, right }
  }
}

/** Filters that are one production on the outside. */
function* made(kind: string, parts: readonly Filter[], valuePaths: readonly Filter[]): Generator<Filter> {
  if (kind === 'valuePath') yield* valuePaths
  else if (kind === 'not') for (const filter of parts) yield { kind, filter }
  else if (kind === 'and' || kind === 'or') {
    for (const left of parts) for (const right of parts) yield { kind, left, right }
  } else yield* parts.filter((part) => part.kind === kind)
}

/** One expression for each attribute, operator and some of its values. */
function* expressions(schema: ResourceSchema, population: readonly Resource[]): Generator<Filter> {
  for (const { path, resolved } of ownFirst(attributeTargets(schema))) {
    const attribute = comparedAttribute(resolved)
    if (attribute.returned === 'never' || resolved.attribute.returned === 'never') continue
    yield* about(path, attribute, valuesAt(population, resolved))
  }
}

/** Attributes of the resource before those that all resources have: filters about people tell more. */
function ownFirst(targets: readonly AttributeTarget[]): readonly AttributeTarget[] {
  const isCommon = ({ path }: AttributeTarget) => /^(schemas|id|meta)$/i.test(path.name)
  return [...targets.filter((one) => !isCommon(one)), ...targets.filter(isCommon)]
}

function* about(
  path: AttributePath,
  attribute: Parameters<typeof operatorsFor>[0],
  values: readonly (string | number | boolean)[],
): Generator<Filter> {
  if (values.length === 0) return
  yield { kind: 'present', path }
  for (const op of operatorsFor(attribute))
    for (const value of [...new Set(values)].slice(0, MOST_VALUES))
      for (const near of attribute.type === 'dateTime' ? [...daysAround(value), value] : nearBy(op, value))
        yield { kind: 'compare', path, op, value: near }
}

/** A piece of a text, from where the operator looks; the value itself where there is none. */
function nearBy(
  op: CompareOperator,
  value: string | number | boolean,
): readonly (string | number | boolean)[] {
  const letters = typeof value === 'string' ? [...value] : []
  if (letters.length < 3 || !/^[A-Za-z]+$/.test(letters.join(''))) return [value]
  if (op === 'co') return [letters.slice(1, 3).join(''), value]
  if (op === 'sw') return [letters.slice(0, 2).join(''), value]
  if (op === 'ew') return [letters.slice(-2).join(''), value]
  return [value]
}

/** Whole seconds, a day before and after: servers may drop fractions. */
function daysAround(value: string | number | boolean): readonly string[] {
  const instant = Date.parse(String(value))
  if (Number.isNaN(instant)) return []
  return [0, -1, 1].map((days) => `${new Date(instant + days * 86_400_000).toISOString().slice(0, 19)}Z`)
}

/** One value path for each expression about elements. */
function* brackets(schema: ResourceSchema, population: readonly Resource[]): Generator<Filter> {
  for (const { path, resolved } of attributeTargets(schema)) {
    const { attribute, sub } = resolved
    if (sub !== undefined || attribute.type !== 'complex' || !attribute.multiValued) continue
    const elements = population.flatMap((member) => getAt(member, resolved) ?? []).filter(isObject)
    for (const inner of attribute.subAttributes) {
      const values = valuesAt(elements, { attribute: inner })
      for (const filter of about({ name: inner.name }, inner, values))
        yield { kind: 'valuePath', path, filter }
    }
  }
}
