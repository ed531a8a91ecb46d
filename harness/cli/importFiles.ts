import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Foretold } from '../entra/import/agreement.ts'
import { importLogicApp, importValidator, type ImportedGate } from '../entra/import/importGate.ts'
import { importLog } from '../entra/import/importLog.ts'
import { type AttributeMapping, defaultMapping, mappingOf } from '../entra/import/mapping.ts'
import { siblingsOf } from '../entra/import/provisioningCsv.ts'
import { type FileBytes, readFiles } from '../entra/import/readFiles.ts'
import type { Imported } from '../entra/import/report.ts'
import { UnreadableFile } from '../entra/import/unreadable.ts'
import { isArray, isObject } from '../scim/json.ts'
import type { Json } from '../scim/types.ts'
import { usage } from '../run/usage.ts'
import { packageVersion } from '../run/version.ts'
import type { TypedOptions } from './options.ts'

/** A string holds no more. */
const LARGEST = 512 * 1024 * 1024 - 1024

/** Reads what was named, and the other files of the same download. @throws {UsageError} on what can not be read */
export function readImport(file: string, typed: TypedOptions): Imported | ImportedGate {
  try {
    return read(file, typed)
  } catch (error) {
    if (error instanceof UnreadableFile) throw usage(error.message, error.remedy)
    throw error
  }
}

function read(file: string, typed: TypedOptions): Imported | ImportedGate {
  const further = [...((typed['with'] as string[] | undefined) ?? []), ...besides(file)]
  const found = readFiles(bytesOf(file), [...new Set(further)].map(bytesOf))
  const sender = {
    mapping: typed['mapping'] === undefined ? defaultMapping() : mappingIn(String(typed['mapping'])),
    dialect: typed['dialect'] === 'compliant' ? 'aadOptscim062020' : 'legacy',
  } as const
  const tool = `scimproof ${packageVersion()} import`
  switch (found.kind) {
    case 'provisioning-log':
      return importLog(found.log, sender, tool)
    case 'scim-validator':
      return importValidator(found.results, found.name, sender, tool)
    case 'logic-app':
      return importLogicApp(found.report, found.name, sender, tool)
  }
}

/** The other files of a CSV download, where they lie beside it. */
function besides(file: string): string[] {
  if (!/\.csv$/i.test(file) || !existsSync(file)) return []
  const folder = dirname(file)
  return siblingsOf(basename(file), readdirSync(folder)).map((name) => join(folder, name))
}

function mappingIn(file: string): AttributeMapping {
  return mappingOf(jsonIn('--mapping', file), basename(file))
}

/** The checks of a run document. @throws {UsageError} when the file is none */
export function readRun(file: string): { readonly checks: readonly Foretold[] } {
  const json = jsonIn('--against', file)
  if (!isObject(json) || !isArray(json['checks']) || !isObject(json['tool']))
    throw usage(
      `--against ${file} is no run document.`,
      'It is run.json in the folder of a run with --profile microsoft.',
    )
  return json as unknown as { readonly checks: readonly Foretold[] }
}

function jsonIn(option: string, file: string): Json {
  const text = Buffer.from(bytesOf(file).bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw usage(`${option} ${file} is no JSON: ${error instanceof Error ? error.message : String(error)}.`)
  }
}

function bytesOf(file: string): FileBytes {
  try {
    const { size } = statSync(file)
    if (size > LARGEST)
      throw usage(
        `${file} has ${Math.round(size / 1024 / 1024)} MB; 511 can be read at once.`,
        'Narrow the filters of the download: failures of some days are enough.',
      )
    return { name: basename(file), bytes: readFileSync(file) }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') throw usage(`There is no file ${file}.`)
    if (code === 'EISDIR') throw usage(`${file} is a folder.`, 'Name the file in it.')
    if (code === 'EACCES') throw usage(`${file} may not be read.`)
    throw error
  }
}

/** Writes the files that can be played; only their owner may read them. @throws {UsageError} where nothing can be written */
export function writeFixtures(fixtures: Imported['fixtures'], out: string): void {
  try {
    mkdirSync(out, { recursive: true })
    for (const [name, file] of fixtures)
      writeFileSync(join(out, name), `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
  } catch (error) {
    throw usage(
      `--out ${out} can not be written (${(error as NodeJS.ErrnoException).code ?? String(error)}).`,
    )
  }
}
