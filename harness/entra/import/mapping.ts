import { readFileSync } from 'node:fs'
import { isArray, isObject, sameName } from '../../scim/json.ts'
import type { Json } from '../../scim/types.ts'
import { UnreadableFile } from './unreadable.ts'

/** One row of an attribute mapping. */
export interface MappedAttribute {
  /** The SCIM path that is written: `emails[type eq "work"].value`. */
  readonly target: string
  readonly expression: string
  /** The source attribute, where the expression is nothing but one. */
  readonly direct?: string
  /** 0 when it is not matched by; else the lowest is tried first. */
  readonly matching: number
}

/** What Entra writes of users and of groups. */
export interface AttributeMapping {
  readonly name: string
  readonly User: readonly MappedAttribute[]
  readonly Group: readonly MappedAttribute[]
}

/** The mapping of a custom application before anybody changes it. */
export function defaultMapping(): AttributeMapping {
  const file = new URL('../../../fixtures/mappings/default.json', import.meta.url)
  return mappingOf(JSON.parse(readFileSync(file, 'utf8')) as Json, 'default mapping')
}

/**
 * Reads a mapping as Entra exports it: the synchronization schema, or the answer of Microsoft Graph that holds it.
 *
 * @throws {UnreadableFile} when it maps neither users nor groups
 */
export function mappingOf(schema: Json, name: string): AttributeMapping {
  const holder = isObject(schema) && isObject(schema['schema']) ? schema['schema'] : schema
  const rules =
    isObject(holder) && isArray(holder['synchronizationRules']) ? holder['synchronizationRules'] : []
  const mappings = rules.flatMap((rule) =>
    isObject(rule) && isArray(rule['objectMappings']) ? rule['objectMappings'].filter(isObject) : [],
  )
  const of = (object: string) =>
    mappings
      .filter(
        ({ sourceObjectName, enabled }) => enabled !== false && sameName(String(sourceObjectName), object),
      )
      .flatMap(({ attributeMappings }) => (isArray(attributeMappings) ? attributeMappings : []))
      .flatMap(rowOf)
  const [User, Group] = [of('User'), of('Group')]
  if (User.length + Group.length === 0)
    throw new UnreadableFile(
      `${name} maps neither users nor groups; expected is a synchronization schema with synchronizationRules and objectMappings.`,
      'Export it in the portal under Attribute mapping > Review your schema here.',
    )
  return { name, User, Group }
}

function rowOf(row: Json): MappedAttribute[] {
  if (!isObject(row) || typeof row['targetAttributeName'] !== 'string') return []
  const source = isObject(row['source']) ? row['source'] : {}
  const expression = typeof source['expression'] === 'string' ? source['expression'] : ''
  const direct = /^\[([^[\]]+)\]$/.exec(expression)?.[1]
  return [
    {
      target: row['targetAttributeName'],
      expression,
      ...(direct === undefined ? {} : { direct }),
      matching: typeof row['matchingPriority'] === 'number' ? row['matchingPriority'] : 0,
    },
  ]
}

/** The attribute that objects are matched by first. */
export function matchingAttribute(rows: readonly MappedAttribute[]): string | undefined {
  return [...rows].filter(({ matching }) => matching > 0).sort((a, b) => a.matching - b.matching)[0]?.target
}
