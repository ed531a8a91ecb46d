import { foldCase, isArray } from '../scim/json.ts'
import { attributesOf, getAt } from '../scim/schema/lookup.ts'
import type { AttributeDefinition, Json, ResolvedAttribute, Resource, ResourceSchema } from '../scim/types.ts'
import { isGenerable, isWritable } from './complex.ts'
import type { ValueOptions } from './valueOptions.ts'

/**
 * What the path of an operation names: an attribute, a sub-attribute, elements of a multi-valued attribute, a
 * sub-attribute of such elements, an extension as a whole, or nothing at all (RFC 7644 §3.5.2).
 */
export type PathKind =
  'attribute' | 'sub-attribute' | 'elements' | 'sub-attribute of elements' | 'extension' | 'none'

/** All kinds of paths that the grammar of RFC 7644 §3.5.2 can build; `extension` goes beyond it. */
export const PATH_KINDS: readonly PathKind[] = [
  'attribute',
  'sub-attribute',
  'elements',
  'sub-attribute of elements',
  'none',
]

/** Something that operations may change. */
export interface PatchTarget {
  readonly kind: Exclude<PathKind, 'none' | 'extension'>
  readonly resolved: ResolvedAttribute
}

const untouched = new Set(['schemas', 'id', 'meta', 'externalid', 'password', 'x509certificates'])

/** Whether the value of an attribute can be changed, and the change be seen. */
function isChangeable(attribute: AttributeDefinition): boolean {
  return isWritable(attribute) && attribute.mutability !== 'immutable' && attribute.returned !== 'never'
}

/** Everything in a schema that a PATCH may change and a GET can show, but for what can not be generated. */
export function patchTargets(schema: ResourceSchema, options: ValueOptions = {}): readonly PatchTarget[] {
  return [...attributesOf(schema)].flatMap((resolved): readonly PatchTarget[] => {
    const { attribute } = resolved
    if (
      !isChangeable(attribute) ||
      untouched.has(foldCase(attribute.name)) ||
      !isGenerable(attribute, options)
    ) {
      return []
    }
    if (attribute.type !== 'complex') return [{ kind: 'attribute', resolved }]
    const subs = attribute.subAttributes
      .filter((sub) => isChangeable(sub) && sub.type !== 'complex' && !isIdentity(sub))
      .map((sub) => ({ ...resolved, sub }))
    return attribute.multiValued
      ? [
          { kind: 'attribute', resolved },
          { kind: 'elements', resolved },
          ...subs.map((one) => ({ kind: 'sub-attribute of elements', resolved: one }) as const),
        ]
      : [
          { kind: 'attribute', resolved },
          ...subs.map((one) => ({ kind: 'sub-attribute', resolved: one }) as const),
        ]
  })
}

/** References to resources are given as a whole, never by `$ref` alone. */
function isIdentity(sub: AttributeDefinition): boolean {
  return foldCase(sub.name) === '$ref'
}

/** The elements that a multi-valued attribute has in a resource. */
export function elementsAt(resource: Resource, resolved: ResolvedAttribute): readonly Json[] {
  const { extension, attribute } = resolved
  const value = getAt(resource, extension === undefined ? { attribute } : { extension, attribute })
  return isArray(value) ? value : []
}
