import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { isObject, sameName } from '../scim/json.ts'
import { attributesOf, resolve } from '../scim/schema/lookup.ts'
import type { AttributePath, ResolvedAttribute, ResourceSchema } from '../scim/types.ts'
import { drawn } from './drawn.ts'
import type { Draw } from './drawn.ts'

/** How attribute paths are spelled. Names are compared without regard to case (RFC 7643 §2.1). */
export interface PathSpelling {
  /** `exact`: as the schema has it. `any` (default): also in lower, upper and mixed case. */
  readonly nameCase?: 'exact' | 'any'
  /** The same for URIs, whose case not every server ignores (RFC 7643 §10.2.1); default `exact`. */
  readonly uriCase?: 'exact' | 'any'
  /** `needed`: only before attributes of extensions. `any` (default): sometimes before core attributes too. */
  readonly uris?: 'needed' | 'any'
}

/** An attribute or sub-attribute of a resource schema, and its path as the schema spells it. */
export interface AttributeTarget {
  readonly path: AttributePath
  readonly resolved: ResolvedAttribute
}

/** All attributes and sub-attributes that a schema defines, the common ones of RFC 7643 §3.1 included. */
export function attributeTargets(schema: ResourceSchema): readonly AttributeTarget[] {
  return [...attributesOf(schema)].flatMap((resolved) => {
    const { attribute, extension } = resolved
    const path = { ...(extension === undefined ? {} : { uri: extension }), name: attribute.name }
    return [
      { path, resolved },
      ...attribute.subAttributes.map((sub) => ({
        path: { ...path, sub: sub.name },
        resolved: { ...resolved, sub },
      })),
    ]
  })
}

const percent = fc.integer({ min: 0, max: 99 })

/** Another spelling of a name that means the same; `$ref`, which stands outside the grammar, keeps its own. */
function anyCase(draw: Draw, name: string): string {
  if (name.startsWith('$')) return name
  const form = draw(percent)
  if (form < 60) return name
  if (form < 75) return name.toLowerCase()
  if (form < 85) return name.toUpperCase()
  const flips = draw(fc.array(fc.boolean(), { minLength: name.length, maxLength: name.length }))
  return [...name].map((sign, at) => (flips[at] === true ? sign.toUpperCase() : sign.toLowerCase())).join('')
}

/** Spells a target's path in one of the allowed ways. */
export function spellPath(
  draw: Draw,
  target: AttributeTarget,
  schema: ResourceSchema,
  spelling: PathSpelling = {},
): AttributePath {
  const { path } = target
  const name = (text: string) => (spelling.nameCase === 'exact' ? text : anyCase(draw, text))
  const isCommon = !schema.core.attributes.some((attribute) => sameName(attribute.name, path.name))
  const mayPrefix = spelling.uris !== 'needed' && path.uri === undefined && !isCommon
  const uri = path.uri ?? (mayPrefix && draw(percent) < 15 ? schema.core.id : undefined)
  return {
    ...(uri === undefined ? {} : { uri: spelling.uriCase === 'any' ? anyCase(draw, uri) : uri }),
    name: name(path.name),
    ...(path.sub === undefined ? {} : { sub: name(path.sub) }),
  }
}

/** The same path in plainer spellings: without the core URI, in the schema's own case. */
export function* plainerPaths(path: AttributePath, schema: ResourceSchema): Generator<AttributePath> {
  const resolved = resolve(schema, path)
  if (resolved === undefined) return
  if (path.uri !== undefined && resolved.extension === undefined) {
    yield { name: path.name, ...(path.sub === undefined ? {} : { sub: path.sub }) }
  }
  const plain: AttributePath = {
    ...(path.uri === undefined ? {} : { uri: resolved.extension ?? schema.core.id }),
    name: resolved.attribute.name,
    ...(resolved.sub === undefined ? {} : { sub: resolved.sub.name }),
  }
  if (plain.uri !== path.uri || plain.name !== path.name || plain.sub !== path.sub) yield plain
}

/** Whether anything is an attribute path in form. */
export function isAttributePath(value: unknown): value is AttributePath {
  if (!isObject(value) || typeof value['name'] !== 'string') return false
  return ['uri', 'sub'].every((key) => value[key] === undefined || typeof value[key] === 'string')
}

/**
 * Paths `[uri:]name[.sub]` (RFC 7644 §3.10) of a schema's attributes and sub-attributes in all their spellings.
 * Shrinks towards the schema's spelling, and from sub-attribute to attribute.
 */
export function attributePathOf(
  schema: ResourceSchema,
  spelling: PathSpelling = {},
): Arbitrary<AttributePath> {
  const targets = attributeTargets(schema)
  return drawn({
    make: (draw) => spellPath(draw, draw(fc.constantFrom(...targets)), schema, spelling),
    isValue: isAttributePath,
    *smaller(path) {
      if (path.sub !== undefined) {
        yield { ...(path.uri === undefined ? {} : { uri: path.uri }), name: path.name }
      }
      yield* plainerPaths(path, schema)
    },
  })
}
