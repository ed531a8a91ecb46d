import { isObject } from '../scim/json.ts'
import { ScimError } from '../scim/error.ts'
import { parsePatchPath } from '../scim/patch/path.ts'
import { attributesOf, extensionByUri, resolve } from '../scim/schema/lookup.ts'
import type {
  AttributeDefinition,
  AttributePath,
  Filter,
  PatchOperation,
  PatchPath,
  ResolvedAttribute,
  Resource,
  ResourceSchema,
} from '../scim/types.ts'
import { comparedAttribute, operatorsFor, valuesAt } from './comparison.ts'
import { patchTargets } from './patchTarget.ts'
import type { PathKind, PatchTarget } from './patchTarget.ts'

/**
 * Names of what a filter exercises, each once, sorted: productions of the grammar (`production and`), productions in one
 * another (`and within or`), operators by type of the attribute (`eq string`), and where the attribute stands
 * (`path extension sub-attribute`).
 */
export function filterCells(filter: Filter, schema: ResourceSchema): string[] {
  const cells = new Set<string>()
  addCells(cells, filter, schema)
  return [...cells].sort()
}

function addCells(
  cells: Set<string>,
  filter: Filter,
  schema: ResourceSchema,
  outer?: Filter['kind'],
  parent?: AttributePath,
): void {
  cells.add(`production ${filter.kind}`)
  if (outer !== undefined) cells.add(`${filter.kind} within ${outer}`)
  switch (filter.kind) {
    case 'and':
    case 'or':
      addCells(cells, filter.left, schema, filter.kind, parent)
      addCells(cells, filter.right, schema, filter.kind, parent)
      return
    case 'not':
      addCells(cells, filter.filter, schema, filter.kind, parent)
      return
    case 'valuePath':
      addCells(cells, filter.filter, schema, filter.kind, filter.path)
      return
    case 'present':
    case 'compare': {
      const { path } = filter
      const whole = parent === undefined ? path : { ...parent, sub: path.name }
      const found = namedBy(schema, whole)
      if (found === undefined) return
      cells.add(`${filter.kind === 'present' ? 'pr' : filter.op} ${found.type}`)
      if (parent === undefined) cells.add(`path ${found.place}`)
    }
  }
}

/** What a path comes to. */
interface Named {
  readonly type: AttributeDefinition['type']
  readonly place: string
}

const namedPaths = new WeakMap<ResourceSchema, Map<string, Named | undefined>>()

/** The type of what a path names, and where that stands; each path is looked up once. */
function namedBy(schema: ResourceSchema, path: AttributePath): Named | undefined {
  const known = namedPaths.get(schema) ?? new Map<string, Named | undefined>()
  namedPaths.set(schema, known)
  const key = `${path.uri ?? ''} ${path.name} ${path.sub ?? ''}`
  if (!known.has(key)) {
    const resolved = resolve(schema, path)
    known.set(key, resolved && { type: comparedAttribute(resolved).type, place: placeOf(resolved) })
  }
  return known.get(key)
}

function placeOf({ extension, sub, attribute }: ResolvedAttribute): string {
  const home = extension === undefined ? 'core' : 'extension'
  const depth =
    sub === undefined ? 'attribute' : attribute.multiValued ? 'multi-valued sub-attribute' : 'sub-attribute'
  return `${home} ${depth}`
}

/**
 * The operators by type, the places and the productions that filters on a schema can exercise.
 *
 * @param population with it, only what compares attributes of which some member has a value
 */
export function reachableFilterCells(schema: ResourceSchema, population?: readonly Resource[]): string[] {
  const cells = new Set<string>(productions())
  for (const resolved of comparable(schema)) {
    if (population !== undefined && valuesAt(population, resolved).length === 0) continue
    const attribute = comparedAttribute(resolved)
    cells.add(`path ${placeOf(resolved)}`).add(`pr ${attribute.type}`)
    for (const operator of operatorsFor(attribute)) cells.add(`${operator} ${attribute.type}`)
  }
  return [...cells].sort()
}

function* productions(): Generator<string> {
  const all = ['compare', 'present', 'and', 'or', 'not', 'valuePath']
  for (const inner of all) yield `production ${inner}`
  for (const outer of ['and', 'or', 'not', 'valuePath']) {
    for (const inner of all)
      if (outer !== 'valuePath' || inner !== 'valuePath') yield `${inner} within ${outer}`
  }
}

function* comparable(schema: ResourceSchema): Generator<ResolvedAttribute> {
  for (const resolved of attributesOf(schema)) {
    const { attribute } = resolved
    if (attribute.returned === 'never') continue
    if (attribute.type !== 'complex') yield resolved
    for (const sub of attribute.subAttributes) yield { ...resolved, sub }
  }
}

/** What kind of attribute an operation changes. */
function attributeKind({ attribute, extension, sub }: ResolvedAttribute): string {
  const home = extension === undefined ? '' : 'extension '
  if (sub !== undefined) return `${home}${sub.type}`
  return `${home}${attribute.multiValued ? 'multi-valued ' : ''}${kindOf(attribute)}`
}

function kindOf({ type }: AttributeDefinition): string {
  return type === 'complex' ? 'complex' : type
}

/**
 * Names of what a PATCH request exercises, each once, sorted: operation, kind of path and kind of attribute
 * (`replace elements multi-valued complex`), and the number of operations (`one operation`, `several operations`).
 * An operation whose path can not be read, or names nothing, gives `replace unreadable path` or `replace unknown path`.
 */
export function patchCells(operations: readonly PatchOperation[], schema: ResourceSchema): string[] {
  const cells = operations.flatMap((operation) => operationCells(operation, schema))
  return [...new Set([operations.length > 1 ? 'several operations' : 'one operation', ...cells])].sort()
}

function operationCells({ op, path, value }: PatchOperation, schema: ResourceSchema): readonly string[] {
  if (path === undefined) return isObject(value) ? withoutPathCells(op, value, schema) : [`${op} none`]
  const read = readPath(path, schema)
  if (read === undefined) return [`${op} unreadable path`]
  if (read.path.uri === undefined && extensionByUri(schema, read.path.name)) return [`${op} extension`]
  const sub = read.sub ?? read.path.sub
  const resolved = resolve(schema, sub === undefined ? read.path : { ...read.path, sub })
  return [resolved === undefined ? `${op} unknown path` : cell(op, pathKindOf(read), resolved)]
}

function withoutPathCells(
  op: PatchOperation['op'],
  value: Readonly<Record<string, unknown>>,
  schema: ResourceSchema,
): readonly string[] {
  return Object.entries(value).flatMap(([name, part]) => {
    const extension = extensionByUri(schema, name)
    const paths =
      extension === undefined
        ? [{ name }]
        : Object.keys(isObject(part) ? part : {}).map((inner) => ({ uri: name, name: inner }))
    return paths.flatMap((path) => {
      const resolved = resolve(schema, path)
      return resolved === undefined ? [] : [cell(op, 'none', resolved)]
    })
  })
}

function cell(op: PatchOperation['op'], kind: PathKind, resolved: ResolvedAttribute): string {
  return `${op} ${kind} ${attributeKind(resolved)}`
}

function readPath(text: string, schema: ResourceSchema): PatchPath | undefined {
  try {
    return parsePatchPath(text, schema)
  } catch (error) {
    if (error instanceof ScimError) return undefined
    throw error
  }
}

function pathKindOf({ path, filter, sub }: PatchPath): PathKind {
  if (filter !== undefined) return sub === undefined ? 'elements' : 'sub-attribute of elements'
  return path.sub === undefined ? 'attribute' : 'sub-attribute'
}

/**
 * The cells that PATCH requests on a schema can exercise without being refused.
 *
 * @param references ids that values may refer to; without any, what refers to resources is out of reach
 */
export function reachablePatchCells(schema: ResourceSchema, references: readonly string[] = []): string[] {
  const targets = patchTargets(schema, { references })
  const cells = new Set(['one operation', 'several operations'])
  for (const target of targets) {
    for (const op of operationsOn(target)) cells.add(cell(op, target.kind, target.resolved))
    if (target.kind !== 'attribute') continue
    for (const op of ['add', 'replace'] as const) cells.add(cell(op, 'none', target.resolved))
  }
  return [...cells].sort()
}

function operationsOn({ kind, resolved }: PatchTarget): readonly PatchOperation['op'][] {
  const isFixed = resolved.attribute.subAttributes.some(
    ({ name, mutability }) => name === 'value' && mutability === 'immutable',
  )
  if (kind === 'elements' && isFixed) return ['remove']
  return ['add', 'replace', 'remove']
}
