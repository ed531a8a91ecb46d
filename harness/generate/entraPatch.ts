import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { isObject } from '../scim/json.ts'
import { printPatchPath } from '../scim/patch/path.ts'
import type { Json, JsonObject, ResolvedAttribute, Resource, ResourceSchema } from '../scim/types.ts'
import { refersToResource } from './complex.ts'
import { drawn } from './drawn.ts'
import type { Draw } from './drawn.ts'
import { elementsAt, patchTargets } from './patchTarget.ts'
import type { PatchTarget } from './patchTarget.ts'
import { simpleValue } from './simple.ts'
import { listsOfSmaller, shorterLists, smallerObjects } from './smaller.ts'
import type { ValueOptions } from './valueOptions.ts'

/** An operation as Microsoft Entra's provisioning service writes it; `op` may be capitalised. */
export interface EntraOperation {
  readonly op: 'Add' | 'Replace' | 'Remove' | 'add' | 'replace' | 'remove'
  readonly path?: string
  readonly value?: Json
}

/**
 * `legacy`: without the flag `aadOptscim062020` in the Tenant URL: capitalised operations, one for each value, booleans
 * as text, members removed by a list of values. `compliant`: with the flag: several values in one operation without a
 * path, under dotted and URN-qualified names, members removed by a filter.
 */
export type EntraDialect = 'legacy' | 'compliant'

/** What generated requests look like. */
export interface EntraPatchOptions extends ValueOptions {
  /** Default `legacy`. */
  readonly dialect?: EntraDialect
  /** The most values changed by one request; default 4. */
  readonly maxChanges?: number
}

interface Change {
  readonly target: PatchTarget
  readonly value: Json
  /** The type of the element that the change is about. */
  readonly type?: string
  /** Whether the resource has no value there, so that Entra writes `Add`. */
  readonly isNew: boolean
}

/**
 * PATCH requests as Entra sends them for changed values: simple attributes and sub-attributes, elements chosen by type,
 * attributes of extensions, the manager, members of a group; replaced where the resource has a value, added where not.
 * A value that was cleared is never sent. Shrinks towards one operation with one value.
 *
 * @param current the resource as the server returned it
 */
export function entraPatchFor(
  schema: ResourceSchema,
  current: Resource,
  options: EntraPatchOptions = {},
): Arbitrary<readonly EntraOperation[]> {
  const dialect = options.dialect ?? 'legacy'
  const targets = patchTargets(schema, options).filter(isMapped)
  const make = (draw: Draw): readonly EntraOperation[] => {
    const members = targets.find(({ resolved }) => resolved.attribute.name === 'members')
    if (members !== undefined && draw(fc.integer({ min: 0, max: 99 })) < 60) {
      return [memberOperation(draw, members.resolved, current, options)]
    }
    const others = targets.filter((target) => target !== members)
    const most = Math.min(options.maxChanges ?? 4, others.length)
    const chosen = draw(fc.shuffledSubarray([...others], { minLength: 1, maxLength: most }))
    return written(
      chosen.map((target) => changeOf(draw, target, current, options)),
      dialect,
    )
  }
  return drawn({
    make,
    isValue: (value): value is readonly EntraOperation[] =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((one) => isObject(one) && typeof one['op'] === 'string'),
    *smaller(operations) {
      yield* shorterLists(operations, 1)
      yield* listsOfSmaller(operations, function* (operation) {
        const { value } = operation
        if (Array.isArray(value))
          for (const fewer of shorterLists(value, 1)) yield { ...operation, value: fewer }
        else if (isObject(value))
          for (const fewer of smallerObjects(value, [])) yield { ...operation, value: fewer }
      })
    },
  })
}

/** What an attribute mapping can target: single values, and sub-attributes of elements chosen by a canonical type. */
function isMapped({ kind, resolved }: PatchTarget): boolean {
  const { attribute, sub } = resolved
  switch (kind) {
    case 'attribute':
      return attribute.name === 'members' || (!attribute.multiValued && isSingle(resolved))
    case 'sub-attribute':
      return !refersToResource(attribute)
    case 'sub-attribute of elements':
      return (
        sub?.name !== 'type' &&
        sub?.name !== 'primary' &&
        sub?.name !== 'display' &&
        typesOf(resolved).length > 0
      )
    case 'elements':
      return false
  }
}

function isSingle({ attribute }: ResolvedAttribute): boolean {
  return attribute.type !== 'complex' || refersToResource(attribute)
}

function typesOf({ attribute }: ResolvedAttribute): readonly string[] {
  return attribute.subAttributes.find(({ name }) => name === 'type')?.canonicalValues ?? []
}

function changeOf(draw: Draw, target: PatchTarget, current: Resource, options: EntraPatchOptions): Change {
  const { attribute, extension, sub } = target.resolved
  if (refersToResource(attribute)) {
    const value = draw(fc.constantFrom(...(options.references ?? [])))
    return { target, value, isNew: !has(current, extension, attribute.name) }
  }
  const value = draw(
    sub === undefined ? simpleValue(attribute, options) : simpleValue(sub, options, attribute),
  )
  if (target.kind !== 'sub-attribute of elements') {
    return { target, value, isNew: !has(current, extension, attribute.name, sub?.name) }
  }
  const type = draw(fc.constantFrom(...typesOf(target.resolved)))
  const isNew = !elementsAt(current, target.resolved).some((one) => isObject(one) && one['type'] === type)
  return { target, value, type, isNew }
}

function has(resource: Resource, extension: string | undefined, name: string, sub?: string): boolean {
  const home = extension === undefined ? resource : resource[extension]
  const value = isObject(home) ? home[name] : undefined
  return sub === undefined ? value !== undefined : isObject(value) && value[sub] !== undefined
}

/** `urn:…:department`, `name.givenName`, `emails[type eq "work"].value`. */
function nameOf({ target, type }: Change): string {
  const { attribute, extension, sub } = target.resolved
  const path = { ...(extension === undefined ? {} : { uri: extension }), name: attribute.name }
  if (sub === undefined) return printPatchPath({ path })
  if (type === undefined) return printPatchPath({ path: { ...path, sub: sub.name } })
  const filter = { kind: 'compare', path: { name: 'type' }, op: 'eq', value: type } as const
  return printPatchPath({ path, filter, sub: sub.name })
}

function written(changes: readonly Change[], dialect: EntraDialect): readonly EntraOperation[] {
  if (dialect === 'legacy') {
    return changes.map((change) => ({
      op: change.isNew ? 'Add' : 'Replace',
      path: nameOf(change),
      value: asLegacyText(change.value),
    }))
  }
  const alone = changes.filter(
    ({ type, target }) => type !== undefined || refersToResource(target.resolved.attribute),
  )
  const together = changes.filter((change) => !alone.includes(change))
  return [
    ...alone.map((change): EntraOperation => {
      return { op: change.isNew ? 'add' : 'replace', path: nameOf(change), value: change.value }
    }),
    ...(['add', 'replace'] as const).flatMap((op) => {
      const some = together.filter(({ isNew }) => isNew === (op === 'add'))
      return some.length === 0 ? [] : [withoutPath(op, some)]
    }),
  ]
}

function withoutPath(op: 'add' | 'replace', changes: readonly Change[]): EntraOperation {
  return { op, value: Object.fromEntries(changes.map((change) => [nameOf(change), change.value] as const)) }
}

/** Booleans, numbers and instants travel as text without the flag. */
function asLegacyText(value: Json): Json {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'number' ? String(value) : value
}

function memberOperation(
  draw: Draw,
  resolved: ResolvedAttribute,
  current: Resource,
  options: EntraPatchOptions,
): EntraOperation {
  const isLegacy = (options.dialect ?? 'legacy') === 'legacy'
  const ids = elementsAt(current, resolved)
    .filter(isObject)
    .map(({ value }) => value)
    .filter((value) => typeof value === 'string')
  const fresh = (options.references ?? []).filter((id) => !ids.includes(id))
  const isAdd = ids.length === 0 || (fresh.length > 0 && draw(fc.boolean()))
  if (isAdd) {
    const chosen = draw(
      fc.shuffledSubarray(fresh.length > 0 ? fresh : [...(options.references ?? [])], { minLength: 1 }),
    )
    const value = chosen.map((id): JsonObject => (isLegacy ? { $ref: null, value: id } : { value: id }))
    return { op: isLegacy ? 'Add' : 'add', path: 'members', value }
  }
  const [first = '', ...others] = draw(fc.shuffledSubarray(ids, { minLength: 1 }))
  const form = draw(fc.integer({ min: 0, max: 99 }))
  if (!isLegacy && form < 60) return { op: 'remove', path: `members[value eq ${JSON.stringify(first)}]` }
  const value = [first, ...others].map((id): JsonObject => ({ value: id }))
  return { op: isLegacy && form < 80 ? 'Remove' : 'remove', path: 'members', value }
}
