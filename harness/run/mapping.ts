import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type AttributeMapping, matchingAttribute } from '../entra/import/mapping.ts'
import { UnreadableFile } from '../entra/import/unreadable.ts'
import { readMapping } from '../entra/mappingFile.ts'
import type { Json } from '../scim/types.ts'
import { usage } from './usage.ts'

/**
 * Reads the file of `--mapping`.
 *
 * @throws {UsageError} naming file, place and remedy when it can not be followed
 */
export function readMappingFile(file: string): AttributeMapping {
  try {
    return readMapping(JSON.parse(textOf(file)) as Json, basename(file))
  } catch (error) {
    if (error instanceof UnreadableFile) throw usage(`--mapping: ${error.message}`, error.remedy)
    const message = error instanceof Error ? error.message : String(error)
    throw usage(
      `--mapping ${file} can not be read: ${message}.`,
      'It is the schema that Entra exports, or a list of target attributes, as JSON.',
    )
  }
}

const textOf = (file: string) => readFileSync(file, 'utf8').replace(/^\uFEFF/, '')

/** What the head of a report tells of the mapping that is graded. */
export function noteOfMapping(mapping: AttributeMapping | undefined): string[] {
  if (mapping === undefined) return []
  const targets = (object: 'User' | 'Group') => mapping[object].map(({ target }) => target).join(', ')
  const groups = mapping.Group.length === 0 ? 'groups are not mapped' : `groups: ${targets('Group')}`
  return [
    `The mapping ${mapping.name} is graded (--mapping). Users, matched by ${matchingAttribute(mapping.User) ?? 'nothing'}: ${targets('User')}; ${groups}.`,
  ]
}
