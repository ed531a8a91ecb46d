import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { isObject } from '../scim/json.ts'
import type { Json, JsonObject, Resource, ResourceSchema } from '../scim/types.ts'
import { drawn } from './drawn.ts'
import type { Draw } from './drawn.ts'
import { isDemanded, writableAttributes } from './resource.ts'
import type { ResourceOptions } from './resource.ts'
import { listsOfSmaller, shorterLists, smallerObjects } from './smaller.ts'
import { poolOf, uniqueValue } from './pool.ts'
import type { Pool } from './pool.ts'

/** What a population looks like. */
export interface PopulationOptions extends ResourceOptions {
  /** How many resources; default 20. */
  readonly size?: number
  /** Of a hundred resources, how many have an attribute that is not required; default 60. */
  readonly density?: number
}

const present = fc.integer({ min: 0, max: 99 })

/**
 * Resources of one type whose values overlap, so that a filter selects some of them and not the others: few values for
 * each attribute, shared by several resources, in several spellings; attributes that only some have; multi-valued
 * attributes with elements of several types. Values that must be unique are unique, also without regard to case.
 * Shrinks towards one resource with few attributes.
 */
export function populationOf(
  schema: ResourceSchema,
  options: PopulationOptions = {},
): Arbitrary<readonly Resource[]> {
  const { fit = (value: Json) => value } = options
  const omit = [...(options.omit ?? ['x509Certificates']), 'password']
  const attributes = writableAttributes(schema, { ...options, omit })
  const kept = [
    'schemas',
    ...attributes
      .filter(({ attribute }) => isDemanded(schema, attribute))
      .map(({ attribute }) => attribute.name),
    ...schema.extensions.filter(({ required }) => required).map(({ schema: { id } }) => id),
  ]

  const make = (draw: Draw): readonly Resource[] => {
    const pools = new Map<string, Pool>()
    const poolFor = ({ extension, attribute }: (typeof attributes)[number]): Pool => {
      const key = `${extension ?? ''}:${attribute.name}`
      const pool = pools.get(key) ?? poolOf(draw, attribute, options)
      pools.set(key, pool)
      return pool
    }
    return Array.from({ length: options.size ?? 20 }, (_, ordinal) => {
      const own: Record<string, Json> = {}
      const extended: Record<string, Record<string, Json>> = {}
      for (const resolved of attributes) {
        const { attribute, extension } = resolved
        if (!isDemanded(schema, attribute) && draw(present) >= (options.density ?? 60)) continue
        const value =
          attribute.uniqueness === 'none' || attribute.multiValued
            ? poolFor(resolved).draw(draw)
            : fit(uniqueValue(draw, attribute, ordinal, poolFor(resolved), options), attribute)
        const home = extension === undefined ? own : (extended[extension] ??= {})
        home[attribute.name] = value
      }
      return { schemas: [schema.core.id, ...Object.keys(extended)], ...own, ...extended }
    })
  }

  return drawn({
    make,
    isValue: (value): value is readonly Resource[] =>
      Array.isArray(value) && value.length > 0 && value.every((member) => isResource(member, schema)),
    *smaller(members) {
      yield* shorterLists(members, 1)
      yield* listsOfSmaller(members, function* (member) {
        for (const candidate of smallerObjects(member, kept)) yield withSchemas(candidate, schema)
      })
    },
  })
}

function isResource(value: unknown, schema: ResourceSchema): value is Resource {
  return isObject(value) && Array.isArray(value['schemas']) && value['schemas'].includes(schema.core.id)
}

/** `schemas` names exactly the extensions that are there (RFC 7643 §3). */
function withSchemas(resource: JsonObject, schema: ResourceSchema): Resource {
  const used = schema.extensions.map(({ schema: { id } }) => id).filter((id) => id in resource)
  return { ...resource, schemas: [schema.core.id, ...used] }
}
