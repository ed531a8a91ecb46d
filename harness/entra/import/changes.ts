import { foldCase, sameName } from '../../scim/json.ts'
import { GROUP_SCHEMA, USER_SCHEMA } from '../../scim/schema/core.ts'
import type { LogEntry, LogProperty } from './logEntry.ts'
import { type AttributeMapping, type MappedAttribute } from './mapping.ts'

/** A value that Entra wanted to write. */
export interface Change {
  /** SCIM path. */
  readonly path: string
  readonly before?: string
  readonly after?: string
}

/** What an entry says was to be written, and what of it can not be told. */
export interface Changes {
  readonly changes: readonly Change[]
  /** Sentences on what is missing or taken by guess. */
  readonly notes: readonly string[]
}

/**
 * The values that an entry's modified properties mean, in the order of the mapping. The log names target attributes; where
 * it names one of the source, the mapping says where that is written. What is in no mapping and is no SCIM path is left out.
 */
export function changesOf(entry: LogEntry, object: 'User' | 'Group', mapping: AttributeMapping): Changes {
  const rows = mapping[object]
  const found = new Map<string, Change>()
  const left: string[] = []
  const targets = entry.properties.filter(({ name }) => targetOf(name, object, rows) !== undefined)
  for (const property of targets) {
    const path = targetOf(property.name, object, rows) ?? property.name
    found.set(foldCase(path), changed(path, property))
  }
  for (const property of entry.properties) {
    if (targets.includes(property)) continue
    const path = writtenTo(property.name, rows)
    if (path === undefined) left.push(property.name)
    else if (!found.has(foldCase(path))) found.set(foldCase(path), fromSource(path, property))
  }
  const order = (path: string) => {
    const at = rows.findIndex(({ target }) => sameName(target, path))
    return at < 0 ? rows.length : at
  }
  const changes = [...found.values()].sort((one, other) => order(one.path) - order(other.path))
  return {
    changes,
    notes:
      left.length === 0
        ? []
        : [
            `Left out, since neither the mapping nor SCIM knows it as a target: ${[...new Set(left)].join(', ')}.`,
          ],
  }
}

function targetOf(
  name: string,
  object: 'User' | 'Group',
  rows: readonly MappedAttribute[],
): string | undefined {
  const mapped = rows.find(({ target }) => sameName(target, name))?.target
  if (mapped !== undefined) return mapped
  if (/^urn:.*:[^:]+$/i.test(name) || /^[A-Za-z]+\[.+\](\.\w+)?$/.test(name)) return name
  const core = (object === 'User' ? USER_SCHEMA : GROUP_SCHEMA).attributes
  const [head = '', sub] = name.split('.')
  const attribute = core.find((known) => known.name === head)
  if (attribute === undefined) return undefined
  if (sub === undefined) return rows.some(({ direct }) => direct === name) ? undefined : name
  return attribute.subAttributes.some((known) => known.name === sub) ? name : undefined
}

function writtenTo(source: string, rows: readonly MappedAttribute[]): string | undefined {
  if (sameName(source, 'IsSoftDeleted') || sameName(source, 'accountEnabled'))
    return rows.find(({ target }) => target === 'active')?.target
  return rows.find(({ direct }) => direct !== undefined && sameName(direct, source))?.target
}

function changed(path: string, { before, after }: LogProperty): Change {
  return { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
}

/** A value of the source as its target has it: who is soft-deleted is not active. */
function fromSource(path: string, property: LogProperty): Change {
  if (!sameName(property.name, 'IsSoftDeleted')) return changed(path, property)
  const turned = (text: string | undefined) =>
    text === undefined ? undefined : sameName(text, 'true') ? 'False' : 'True'
  const [before, after] = [turned(property.before), turned(property.after)]
  return { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
}
