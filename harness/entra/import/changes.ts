import { foldCase, sameName } from '../../scim/json.ts'
import { GROUP_SCHEMA, USER_SCHEMA } from '../../scim/schema/core.ts'
import { foundIn, type LogEntry, type LogProperty } from './logEntry.ts'
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
    const row = writtenBy(property.name, rows)
    if (row === undefined) left.push(property.name)
    else if (!found.has(foldCase(row.target))) found.set(foldCase(row.target), fromSource(row, property))
  }
  const order = (path: string) => {
    const at = rows.findIndex(({ target }) => sameName(target, path))
    return at < 0 ? rows.length : at
  }
  const there = new Map(Object.entries(foundIn(entry)).map(([name, value]) => [foldCase(name), value]))
  const changes = [...found.values()]
    .map((change) => withBefore(change, there))
    .sort((one, other) => order(one.path) - order(other.path))
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

/** The row that a source attribute is written by: as it is, or by a Switch. */
function writtenBy(source: string, rows: readonly MappedAttribute[]): MappedAttribute | undefined {
  const direct = rows.find((row) => row.direct !== undefined && sameName(row.direct, source))
  return direct ?? rows.find(({ expression }) => sameName(switchIn(expression)?.source ?? '', source))
}

interface Switch {
  readonly source: string
  readonly otherwise: string | undefined
  readonly cases: ReadonlyMap<string, string>
}

/** `Switch([source], default, "key", "value", …)` with nothing but texts; what Entra writes `active` by. */
function switchIn(expression: string): Switch | undefined {
  const [, source, rest = ''] = /^\s*Switch\(\s*\[([^\]]+)\]\s*,([^()]*)\)\s*$/i.exec(expression) ?? []
  if (source === undefined) return undefined
  const [otherwise = '', ...texts] = rest.split(',').map((text) => text.trim().replace(/^"(.*)"$/, '$1'))
  const cases = new Map(
    texts.flatMap((text, at) => (at % 2 === 0 ? [[text, texts[at + 1] ?? ''] as const] : [])),
  )
  return { source, otherwise: otherwise === '' ? undefined : otherwise, cases }
}

/** What the target had is Replaced, whatever the list of changes says of it. */
function withBefore(change: Change, there: ReadonlyMap<string, string>): Change {
  const before = change.before ?? there.get(foldCase(change.path))
  return before === undefined || before === change.after ? change : { ...change, before }
}

function changed(path: string, { before, after }: LogProperty): Change {
  return { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
}

/** A value of the source as its target has it. */
function fromSource({ target, expression }: MappedAttribute, property: LogProperty): Change {
  const rule = switchIn(expression)
  if (rule === undefined) return changed(target, property)
  const switched = (text: string | undefined) =>
    text === undefined ? undefined : (rule.cases.get(text) ?? rule.otherwise)
  const [before, after] = [switched(property.before), switched(property.after)]
  return {
    path: target,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  }
}
