import { elementMatcher } from '../../../scim/filter/evaluate.ts'
import { ScimError } from '../../../scim/error.ts'
import { equalJson, foldCase, getMember, isArray, isObject, sameName } from '../../../scim/json.ts'
import { parsePatchPath } from '../../../scim/patch/path.ts'
import { attributesOf, resolve } from '../../../scim/schema/lookup.ts'
import type {
  Json,
  JsonObject,
  PatchOperation,
  PatchPath,
  ResolvedAttribute,
  Resource,
  ResourceSchema,
} from '../../../scim/types.ts'
import type { Seams } from '../../seams.ts'
import type { Call, PatchRequest } from '../../state.ts'
import { only } from '../operations.ts'

/** An operation with what its path means. */
export interface Aimed {
  readonly operation: PatchOperation
  /** The attribute that the path names, `sub` being the part behind a dot; absent without a path, or for a strange one. */
  readonly at?: ResolvedAttribute
  readonly path?: PatchPath
}

/** What an operation is aimed at. */
export function aim(operation: PatchOperation, type: ResourceSchema): Aimed {
  if (operation.path === undefined) return { operation }
  try {
    const path = parsePatchPath(operation.path, type)
    const name = path.sub === undefined ? path.path : { ...path.path, sub: path.sub }
    const at = resolve(type, name)
    return at === undefined ? { operation, path } : { operation, path, at }
  } catch (error) {
    if (error instanceof ScimError) return { operation }
    throw error
  }
}

/** Whether two operations are aimed at the same attribute, whatever part of it. */
export const meets = (left: Aimed, right: Aimed): boolean =>
  left.at !== undefined &&
  right.at !== undefined &&
  left.at.extension === right.at.extension &&
  left.at.attribute === right.at.attribute

/** The container in which an attribute stands. */
const homeOf = (resource: Resource, { extension }: ResolvedAttribute): Json | undefined =>
  extension === undefined ? resource : getMember(resource, extension)

/** The value of a whole attribute. */
export function valueOf(resource: Resource, at: ResolvedAttribute): Json | undefined {
  const home = homeOf(resource, at)
  return isObject(home) ? getMember(home, at.attribute.name) : undefined
}

/** The elements of a whole attribute. */
export function elementsOf(resource: Resource, at: ResolvedAttribute): readonly Json[] {
  const value = valueOf(resource, at)
  return isArray(value) ? value : []
}

/** The resource with another value of a whole attribute; without it when there is none. */
export function withValue(resource: Resource, at: ResolvedAttribute, value: Json | undefined): Resource {
  const home = homeOf(resource, at)
  const kept = Object.entries(isObject(home) ? home : {}).filter(
    ([name]) => !sameName(name, at.attribute.name),
  )
  const gone = value === undefined || (isArray(value) && value.length === 0)
  const changed = Object.fromEntries(gone ? kept : [...kept, [at.attribute.name, value]])
  return at.extension === undefined ? changed : { ...resource, [at.extension]: changed }
}

/** The positions of the elements that a path's filter selects. */
export function selected(resource: Resource, { at, path }: Aimed): readonly number[] {
  if (at === undefined || path?.filter === undefined || at.attribute.type !== 'complex') return []
  const matches = elementMatcher(path.filter, at.attribute)
  return elementsOf(resource, at).flatMap((element, index) => (matches(element) ? [index] : []))
}

/** What a PATCH has to do with: the operations one by one, each on the state before it. */
export interface Step extends Aimed {
  readonly index: number
  /** The resource before the PATCH. */
  readonly start: Resource
  /** The resource as the operations before have left it. */
  readonly state: Resource
  /** All operations. */
  readonly all: readonly Aimed[]
  readonly type: ResourceSchema
  /** Applies an operation as the server does without the fault. */
  readonly apply: (operation: PatchOperation, to?: Resource) => Resource
}

/** A PATCH is applied operation by operation; a fault may do one in its own way. */
export const stepwise =
  (step: (step: Step) => Resource | undefined) =>
  (seams: Seams): Partial<Seams> => ({
    applyPatch: (resource: Resource, patch: PatchRequest, type: ResourceSchema, call: Call) => {
      const all = patch.operations.map((operation) => aim(operation, type))
      return all.reduce((state, aimed, index) => {
        const apply = (operation: PatchOperation, to = state) =>
          seams.applyPatch(to, only(patch, [operation]), type, call)
        return step({ ...aimed, index, start: resource, state, all, type, apply }) ?? apply(aimed.operation)
      }, resource)
    },
  })

/** Single operations are read as others, or as none. */
export const replacing = (
  change: (operation: PatchOperation, aimed: Aimed, type: ResourceSchema) => PatchOperation | undefined,
) =>
  stepwise(({ operation, at, path, type, state, apply }) => {
    const aimed = { operation, ...(at === undefined ? {} : { at }), ...(path === undefined ? {} : { path }) }
    const changed = change(operation, aimed, type)
    return changed === undefined ? state : apply(changed)
  })

/** Texts anywhere in a value, changed. */
export function inTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value)
  if (isArray(value)) return value.map((item) => inTexts(item, change))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inTexts(inner, change)]))
}

/** The members of a value without a path, those of extensions with the URI of their container. */
export function membersOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : []
}

/** The attributes whose values differ between two resources. */
export function changed(
  before: Resource,
  after: Resource,
  type: ResourceSchema,
): readonly ResolvedAttribute[] {
  return [...attributesOf(type)].filter((at) => !equalJson(valueOf(before, at), valueOf(after, at)))
}

/** Whether an object has members that say the same as all of another's. */
export const hasAll = (object: Json, part: JsonObject): boolean =>
  isObject(object) && Object.entries(part).every(([name, value]) => equalJson(getMember(object, name), value))

/** Whether a text is the URI of the second extension of a type, or begins with it. */
export function isOfSecondExtension(text: string, type: ResourceSchema): boolean {
  const uri = type.extensions[1]?.schema.id
  return uri !== undefined && foldCase(text).startsWith(foldCase(uri))
}

/** The outcome of something that may be refused. */
export const refused = (run: () => Resource): Resource | ScimError => {
  try {
    return run()
  } catch (thrown) {
    if (thrown instanceof ScimError) return thrown
    throw thrown
  }
}
