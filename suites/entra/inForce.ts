import { type CheckContext, skip } from '../../harness/check/index.ts'
import { definitionOf, readTarget, type Target, valueAt } from '../../harness/entra/targets.ts'
import { getMember, isArray, isObject, sameName } from '../../harness/scim/json.ts'
import type { Json, JsonObject, PatchOperation, ResourceSchema } from '../../harness/scim/types.ts'
import { type Mapped, wholeMapping, wholeMappingOfGroups } from '../microsoft/mapping.ts'

/** The resource types that a mapping is about. */
type MappedType = 'User' | 'Group'

const rowsOf = (context: CheckContext, type: MappedType): readonly Mapped[] =>
  type === 'User' ? wholeMapping(context) : wholeMappingOfGroups(context)

/** Whether the vendor says what is mapped (`--mapping`). */
export const isGiven = ({ settings }: CheckContext): boolean => settings.mapping !== undefined

/**
 * The mapping that is graded (EN-10): the one that is handed out, whole; else the default one as far as the published
 * schemas have it; where none are published, all of it.
 */
export function usersMapped(context: CheckContext): readonly Mapped[] {
  const rows = wholeMapping(context)
  if (isGiven(context) || context.facts.schemas.length === 0) return rows
  return rows.filter(({ target, definition }) => definition !== undefined || isCommon(target))
}

const isCommon = ({ uri, attribute }: Target) => uri === undefined && /^(externalId|id)$/i.test(attribute)

/** Whether Entra would write at a path: the mapping that is given has it, or the published schema where none is given. */
export function isMapped(context: CheckContext, path: string, type: MappedType = 'User'): boolean {
  const target = readTarget(path)
  if (target === undefined) return true
  if (!isGiven(context)) {
    if (context.facts.schemas.length === 0 || isCommon(target)) return true
    const schema = type === 'User' ? context.userSchema : context.groupSchema
    const { sub: _, ...whole } = target
    return definitionOf(schema, whole) !== undefined
  }
  return rowsOf(context, type).some((row) => covers(row.target, target))
}

/** Whether two targets are in one another: a part that one of them leaves open fits any. */
function covers(mapped: Target, { uri, attribute, element, sub }: Target): boolean {
  const fits = (left: string | undefined, right: string | undefined) =>
    left === undefined || right === undefined || sameName(left, right)
  return (
    sameName(mapped.attribute, attribute) &&
    sameName(mapped.uri ?? '', uri ?? '') &&
    fits(mapped.sub, sub) &&
    fits(mapped.element?.value, element?.value)
  )
}

/** Skips where the mapping leaves an attribute out: Entra would never write it. */
export function expectMapped(context: CheckContext, path: string, type: MappedType = 'User'): void {
  if (!isMapped(context, path, type) || !isChangeable(context, path, type))
    skip(
      isGiven(context)
        ? `The mapping that is graded has no ${path} (--mapping, EN-10).`
        : `The published schemas have no ${path} that a client may change: that is not in the mapping (EN-10).`,
    )
}

/** Skips where the mapping that is given has no groups: the job leaves them alone then (EN-08). */
export function expectGroupsMapped(context: CheckContext): void {
  if (isGiven(context) && rowsOf(context, 'Group').length === 0)
    skip('The mapping that is graded has no groups (--mapping, EN-08).')
}

/** Skips unless users are matched by a target; without a mapping of the vendor's any may be. */
export function expectMatching(context: CheckContext, path: string): void {
  if (!isGiven(context)) return
  const target = readTarget(path)
  const matched = wholeMapping(context).some(
    (row) => row.matching > 0 && target !== undefined && covers(row.target, target),
  )
  if (!matched) skip(`The mapping that is graded does not match users by ${path} (--mapping, EN-10).`)
}

/** The attributes that users are matched by, the first one first. */
export function matchingRows(context: CheckContext): readonly Mapped[] {
  const rows = wholeMapping(context).filter(({ matching }) => matching > 0)
  return rows.sort((left, right) => left.matching - right.matching)
}

/** Skips unless the server keeps an attribute; one that the vendor's own mapping has is graded whatever comes back. */
export function expectKept(
  context: CheckContext,
  resource: JsonObject,
  attribute: string,
  type: MappedType = 'User',
): void {
  expectMapped(context, attribute, type)
  const target = readTarget(attribute)
  if (isGiven(context) || target === undefined || valueAt(resource, target) !== undefined) return
  skip(`The server does not keep ${attribute}, so its update can not be seen (EN-10).`)
}

/** A user cut to what is mapped; `userName` stays, for no user goes without. */
export function cutUser(context: CheckContext, user: JsonObject): JsonObject {
  const entries = Object.entries(user).flatMap(([name, value]): [string, Json][] => {
    if (name === 'schemas' || sameName(name, 'userName')) return [[name, value]]
    const inner = name.startsWith('urn:') ? `${name}:` : `${name}.`
    if (isObject(value)) {
      const kept = Object.entries(value).filter(([sub]) => isMapped(context, `${inner}${sub}`))
      return kept.length === 0 ? [] : [[name, Object.fromEntries(kept)]]
    }
    if (isArray(value)) {
      const kept = value.filter((element) => isMapped(context, elementPath(name, element)))
      return kept.length === 0 ? [] : [[name, kept]]
    }
    return isMapped(context, name) ? [[name, value]] : []
  })
  return Object.fromEntries(entries)
}

/** Whether the schema lets clients change what a path means; Entra's discovery maps nothing that it does not. */
function isChangeable(context: CheckContext, path: string, type: MappedType): boolean {
  const target = readTarget(path)
  if (target === undefined) return true
  const { sub: _, ...whole } = target
  const schema = type === 'User' ? context.userSchema : context.groupSchema
  return [whole, target].every((one) => {
    const { mutability = 'readWrite' } = definitionOf(schema, one) ?? {}
    return mutability !== 'readOnly' && (mutability !== 'immutable' || one.element !== undefined)
  })
}

function elementPath(name: string, element: Json): string {
  const type = isObject(element) ? getMember(element, 'type') : undefined
  return typeof type === 'string' ? `${name}[type eq "${type}"]` : name
}

/** A PATCH cut to what is mapped and kept, and the paths that were cut off. */
export function cutPatch(
  context: CheckContext,
  body: JsonObject,
  type: MappedType,
  isKept: (path: string) => boolean = () => true,
): { readonly body: JsonObject; readonly left: readonly string[] } {
  const left: string[] = []
  const stays = (path: string) => {
    const mapped = isMapped(context, path, type) && isKept(path) && isChangeable(context, path, type)
    if (!mapped) left.push(path)
    return mapped
  }
  const operations = getMember(body, 'Operations')
  const kept = (isArray(operations) ? operations : []).flatMap((operation): Json[] => {
    if (!isObject(operation)) return [operation]
    const path = getMember(operation, 'path')
    if (typeof path === 'string') return stays(path) ? [operation] : []
    const value = getMember(operation, 'value')
    if (!isObject(value)) return [operation]
    const members = Object.entries(value).filter(([name]) => stays(name))
    return members.length === 0 ? [] : [{ ...operation, value: Object.fromEntries(members) }]
  })
  return { body: { ...body, Operations: kept }, left }
}

/** What a PATCH sets and the published schema lacks (EN-10). */
export function unmappedIn(
  context: CheckContext,
  operations: readonly PatchOperation[],
  schema: ResourceSchema,
): readonly string[] {
  if (context.facts.schemas.length === 0) return []
  const known = new Set(['externalid', 'id'])
  for (const { name } of schema.core.attributes) known.add(name.toLowerCase())
  for (const { schema: extension } of schema.extensions)
    for (const { name } of extension.attributes) known.add(`${extension.id}:${name}`.toLowerCase())
  const targets = operations.flatMap(({ path, value }) =>
    path === undefined ? Object.keys(isObject(value ?? null) ? (value as JsonObject) : {}) : [path],
  )
  return targets.filter((target) => {
    const [, urn = '', name = ''] = /^(urn:.*:)?([^.[]+)/i.exec(target) ?? []
    return !known.has(`${urn}${name}`.toLowerCase())
  })
}
