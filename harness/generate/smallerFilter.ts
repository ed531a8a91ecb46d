import { isObject } from '../scim/json.ts'
import { resolve } from '../scim/schema/lookup.ts'
import type { AttributePath, Filter, ResolvedAttribute, ResourceSchema } from '../scim/types.ts'
import { isAttributePath, plainerPaths } from './attributePath.ts'
import { keepsDomains } from './address.ts'
import { comparedAttribute } from './comparison.ts'
import { shorterTexts } from './smaller.ts'

type Comparison = Extract<Filter, { kind: 'compare' }>

/**
 * Smaller filters of the same kind: parts of the filter first, then smaller parts in their place, then shorter values
 * and plainer spellings. Values keep their type and domain.
 */
export function smallerFilters(filter: Filter, schema: ResourceSchema): Generator<Filter> {
  return smallerWithin(filter, { schema })
}

/** Smaller filters in the brackets behind `parent`, whose sub-attributes they compare. */
export function smallerElementFilters(
  filter: Filter,
  schema: ResourceSchema,
  parent: AttributePath,
): Generator<Filter> {
  const resolved = resolve(schema, parent)
  return smallerWithin(filter, resolved === undefined ? { schema } : { schema, parent: resolved })
}

/** Where a filter stands: at the top, or in the brackets of a value path. */
interface Place {
  readonly schema: ResourceSchema
  readonly parent?: ResolvedAttribute
}

function* smallerWithin(filter: Filter, place: Place): Generator<Filter> {
  switch (filter.kind) {
    case 'and':
    case 'or':
      yield filter.left
      yield filter.right
      for (const left of smallerWithin(filter.left, place)) yield { ...filter, left }
      for (const right of smallerWithin(filter.right, place)) yield { ...filter, right }
      return
    case 'not':
      yield filter.filter
      for (const inner of smallerWithin(filter.filter, place)) yield { ...filter, filter: inner }
      return
    case 'valuePath': {
      const parent = resolve(place.schema, filter.path)
      const inside = parent === undefined ? place : { ...place, parent }
      yield withoutBrackets(filter.path, filter.filter)
      for (const inner of smallerWithin(filter.filter, inside)) yield { ...filter, filter: inner }
      for (const path of plainerPaths(filter.path, place.schema)) yield { ...filter, path }
      return
    }
    case 'present':
      for (const path of plainerIn(filter.path, place)) yield { ...filter, path }
      return
    case 'compare':
      yield* smallerComparisons(filter, place)
  }
}

/** What stands in brackets behind a path, with dotted paths instead. */
function withoutBrackets(path: AttributePath, filter: Filter): Filter {
  if ('left' in filter)
    return {
      ...filter,
      left: withoutBrackets(path, filter.left),
      right: withoutBrackets(path, filter.right),
    }
  if (filter.kind === 'not') return { ...filter, filter: withoutBrackets(path, filter.filter) }
  return filter.kind === 'valuePath' ? filter : { ...filter, path: { ...path, sub: filter.path.name } }
}

function* smallerComparisons(filter: Comparison, place: Place): Generator<Filter> {
  const { value } = filter
  const resolved = resolveIn(filter.path, place)
  const type = resolved === undefined ? undefined : comparedAttribute(resolved).type
  const canonical = resolved !== undefined && comparedAttribute(resolved).canonicalValues.length > 0
  if (typeof value === 'string' && type === 'string' && !canonical) {
    for (const text of shorterTexts(value)) {
      if (keepsDomains(text, value)) yield { ...filter, value: text }
    }
  }
  if (typeof value === 'number' && value !== 0) yield { ...filter, value: 0 }
  for (const path of plainerIn(filter.path, place)) yield { ...filter, path }
}

function resolveIn(path: AttributePath, place: Place): ResolvedAttribute | undefined {
  if (place.parent === undefined) return resolve(place.schema, path)
  const { attribute, extension } = place.parent
  return resolve(place.schema, {
    ...(extension === undefined ? {} : { uri: extension }),
    name: attribute.name,
    sub: path.name,
  })
}

function* plainerIn(path: AttributePath, place: Place): Generator<AttributePath> {
  if (place.parent === undefined) {
    yield* plainerPaths(path, place.schema)
    return
  }
  const name = resolveIn(path, place)?.sub?.name
  if (name !== undefined && name !== path.name) yield { name }
}

/**
 * A number that every smaller filter is below: nodes count most, then characters, then values other than 0, then letters
 * that are not spelled as in the schema.
 */
export function filterSize(filter: Filter, schema: ResourceSchema): number {
  return sizeWithin(filter, { schema })
}

function sizeWithin(filter: Filter, place: Place): number {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return 1e9 + sizeWithin(filter.left, place) + sizeWithin(filter.right, place)
    case 'not':
      return 1e9 + sizeWithin(filter.filter, place)
    case 'valuePath': {
      const parent = resolve(place.schema, filter.path)
      const inside = parent === undefined ? place : { ...place, parent }
      return 1e9 + pathSize(filter.path, place) + sizeWithin(filter.filter, inside)
    }
    case 'present':
      return 1e9 + pathSize(filter.path, place)
    case 'compare': {
      const { value } = filter
      const weight = typeof value === 'string' ? [...value].length * 1e3 : value === 0 ? 0 : 1e3
      return 1e9 + pathSize(filter.path, place) + weight
    }
  }
}

function pathSize(path: AttributePath, place: Place): number {
  const resolved = resolveIn(path, place)
  const isCore = place.parent === undefined && resolved?.extension === undefined
  const spelled = `${path.name}.${path.sub ?? ''}`
  const plain =
    place.parent === undefined
      ? `${resolved?.attribute.name ?? ''}.${resolved?.sub?.name ?? ''}`
      : `${resolved?.sub?.name ?? ''}.`
  const odd = [...spelled].filter((sign, at) => sign !== plain[at]).length
  const uri = path.uri ?? ''
  const oddUri = resolved?.extension === undefined || uri === resolved.extension ? 0 : 1
  return (isCore ? uri.length * 1e3 : 0) + odd + oddUri
}

/** Whether anything is a filter in form. */
export function isFilter(value: unknown): value is Filter {
  if (!isObject(value)) return false
  switch (value['kind']) {
    case 'and':
    case 'or':
      return isFilter(value['left']) && isFilter(value['right'])
    case 'not':
      return isFilter(value['filter'])
    case 'valuePath':
      return isAttributePath(value['path']) && isFilter(value['filter'])
    case 'present':
      return isAttributePath(value['path'])
    case 'compare':
      return isAttributePath(value['path']) && typeof value['op'] === 'string' && 'value' in value
    default:
      return false
  }
}
