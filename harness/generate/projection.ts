import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { printAttributePath } from '../scim/path.ts'
import type { ResourceSchema } from '../scim/types.ts'
import { attributePathOf, attributeTargets, spellPath } from './attributePath.ts'
import type { PathSpelling } from './attributePath.ts'
import { drawn } from './drawn.ts'

/** Which attributes an answer shall have: one of the two parameters of RFC 7644 §3.9, or none. */
export interface Projection {
  readonly attributes?: readonly string[]
  readonly excludedAttributes?: readonly string[]
}

/** What generated projections look like. */
export interface ProjectionOptions extends PathSpelling {
  /** The most paths in a list; default 4. */
  readonly maxPaths?: number
  /** Whether a path that the schema does not define may be among them (ruling J-04); default false. */
  readonly withUnknown?: boolean
}

/**
 * Values of `attributes` and `excludedAttributes` (RFC 7644 §3.4.2.5, §3.9): paths of the schema in any spelling, each
 * attribute once; of one attribute often several parts. The two are never given together: they exclude each other.
 * Shrinks towards no projection.
 */
export function projectionFor(
  schema: ResourceSchema,
  options: ProjectionOptions = {},
): Arbitrary<Projection> {
  const known = attributePathOf(schema, options).map(printAttributePath)
  const path = options.withUnknown === true ? fc.oneof({ arbitrary: known, weight: 9 }, unknown()) : known
  const lists = (paths: Arbitrary<string>) =>
    fc.uniqueArray(paths, {
      minLength: 1,
      maxLength: options.maxPaths ?? 4,
      selector: (text) => text.toLowerCase(),
    })
  const siblings = siblingsOf(schema, options)
  const list =
    siblings.length === 0
      ? lists(path)
      : fc.oneof(
          { withCrossShrink: true },
          { arbitrary: lists(path), weight: 2 },
          { arbitrary: fc.oneof(...siblings.map(lists)), weight: 1 },
        )
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.constant({}), weight: 1 },
    { arbitrary: list.map((attributes) => ({ attributes })), weight: 5 },
    { arbitrary: list.map((excludedAttributes) => ({ excludedAttributes })), weight: 4 },
  )
}

/** For each complex attribute, paths of its sub-attributes: several of one attribute meet in one list. */
function siblingsOf(schema: ResourceSchema, spelling: PathSpelling): readonly Arbitrary<string>[] {
  const parts = attributeTargets(schema).filter(({ resolved }) => resolved.sub !== undefined)
  const attributes = new Set(parts.map(({ resolved }) => resolved.attribute))
  return [...attributes].map((attribute) => {
    const targets = parts.filter(({ resolved }) => resolved.attribute === attribute)
    return drawn({
      make: (draw) =>
        printAttributePath(spellPath(draw, draw(fc.constantFrom(...targets)), schema, spelling)),
      isValue: (value): value is string => typeof value === 'string',
      smaller: () => [],
    })
  })
}

function unknown(): Arbitrary<string> {
  return fc.constantFrom('noSuchAttribute', 'name.noSuchPart', 'urn:example:none:attribute')
}

/** A projection as query parameters. */
export function projectionQuery(projection: Projection): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(projection).map(
      ([name, paths]: [string, readonly string[]]) => [name, paths.join(',')] as const,
    ),
  )
}
