import { decode } from './decode.ts'
import { readJson } from './jsonText.ts'
import type { JsonObject } from '../../scim/types.ts'
import type { ReadLog } from './importLog.ts'
import { logEntryOf } from './provisioningLog.ts'
import { readCsvLog } from './provisioningCsv.ts'
import { isLogRecord, READABLE, recognise } from './recognise.ts'
import { UnreadableFile } from './unreadable.ts'

/** A file as it lies on disk. */
export interface FileBytes {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What some files hold. */
export type ReadFiles =
  | { readonly kind: 'provisioning-log'; readonly log: ReadLog }
  | { readonly kind: 'scim-validator'; readonly results: JsonObject; readonly name: string }
  | { readonly kind: 'logic-app'; readonly report: JsonObject; readonly name: string }

/**
 * Reads a file by what it holds, whatever it is called.
 *
 * @param others further files of the same download; only CSV comes in several
 * @throws {UnreadableFile} saying what was expected, what was found, and where
 */
export function readFiles({ name, bytes }: FileBytes, others: readonly FileBytes[] = []): ReadFiles {
  const { text, notes } = decode(bytes, name)
  const start = text.trimStart()
  if (start.startsWith('<'))
    throw new UnreadableFile(
      `${name} is a page or XML; expected is ${READABLE}.`,
      'It may be the page that asks to sign in: download it again.',
    )
  if (!/^[[{]/.test(start)) return { kind: 'provisioning-log', log: csvLog({ name, text, notes }, others) }
  const reading = readJson(text, name)
  if (reading.kind === 'value') {
    const found = recognise(reading.value, name)
    if (found.kind === 'scim-validator') return { kind: found.kind, results: found.results, name }
    if (found.kind === 'logic-app') return { kind: found.kind, report: found.report, name }
    return {
      kind: 'provisioning-log',
      log: {
        files: [name],
        entries: found.records.map((record, at) => logEntryOf(record, { entry: at + 1 })),
        notes: [...notes, ...found.notes],
        complete: true,
      },
    }
  }
  const { records, broken } = reading
  if (!records.some(({ value }) => isLogRecord(value)))
    recognise(
      records.map(({ value }) => value),
      name,
    )
  return {
    kind: 'provisioning-log',
    log: {
      files: [name],
      entries: records.map(({ value, line }, at) =>
        logEntryOf(value, { entry: at + 1, ...(line === undefined ? {} : { line }) }),
      ),
      notes: [...notes, ...(broken === undefined ? [] : [`${name}: ${broken}`])],
      complete: broken === undefined,
    },
  }
}

function csvLog(
  { name, text, notes }: { readonly name: string; readonly text: string; readonly notes: readonly string[] },
  others: readonly FileBytes[],
): ReadLog {
  if (!/[,;\t]/.test(text.slice(0, text.search(/\r?\n|$/))))
    throw new UnreadableFile(
      `${name} is neither JSON nor CSV; expected is ${READABLE}.`,
      'Download it again, and leave it as it is.',
    )
  const decoded = others.map((other) => ({ name: other.name, ...decode(other.bytes, other.name) }))
  const log = readCsvLog([{ name, text }, ...decoded])
  const told = [{ name, notes }, ...decoded].flatMap((file) =>
    file.notes.map((note) => `${file.name}: ${note}`),
  )
  return { ...log, notes: [...told, ...log.notes] }
}
