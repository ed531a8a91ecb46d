import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { wantsColor } from '../../reports/console/index.ts'
import { importLogicApp, importValidator, type ImportedGate } from '../entra/import/importGate.ts'
import { importLog } from '../entra/import/importLog.ts'
import { defaultMapping, mappingOf } from '../entra/import/mapping.ts'
import { siblingsOf } from '../entra/import/provisioningCsv.ts'
import { type FileBytes, readFiles } from '../entra/import/readFiles.ts'
import { faultsIn, type Imported, type ImportReport } from '../entra/import/report.ts'
import { UnreadableFile } from '../entra/import/unreadable.ts'
import type { Json } from '../scim/types.ts'
import { usage } from '../run/usage.ts'
import { packageVersion } from '../run/version.ts'
import { importText } from './importText.ts'
import type { TypedOptions } from './options.ts'

/** A string holds no more. */
const LARGEST = 512 * 1024 * 1024 - 1024

/** Reads a file, tells what it holds, and gives the exit code. @throws {UsageError} on what can not be read */
export async function importCommand(
  file: string,
  url: string | undefined,
  typed: TypedOptions,
): Promise<number> {
  const imported = readable(() => read(file, typed))
  const { report } = imported
  const out = typed['out'] === undefined ? undefined : String(typed['out'])
  if (out !== undefined) writeFixtures(imported, out)
  const code = exitCodeOf(report)
  const text =
    typed['json'] === true
      ? `${JSON.stringify(report, null, 2)}\n`
      : importText(report, {
          color: wantsColor(process.env, process.stdout.isTTY, typed['color'] === false),
          width: process.stdout.columns ?? 120,
          verbose: typed['verbose'] === true,
          ...(out === undefined ? {} : { out }),
          exit: `exit ${code}: ${EXITS[code] ?? ''}`,
        })
  process.stdout.write(text)
  return code
}

const EXITS: Readonly<Record<number, string>> = {
  0: "nothing is the server's fault",
  1: "something is the server's fault",
  2: 'the file breaks off, so that nothing is concluded',
}

/** 1 when something is the server's fault; 2 when the file breaks off and nothing else is known; else 0. */
export function exitCodeOf({ items, complete }: ImportReport): number {
  if (faultsIn(items).server > 0) return 1
  return complete ? 0 : 2
}

function read(file: string, typed: TypedOptions): Imported | ImportedGate {
  const further = [...((typed['with'] as string[] | undefined) ?? []), ...besides(file)]
  const found = readFiles(bytesOf(file), [...new Set(further)].map(bytesOf))
  const mapping = typed['mapping'] === undefined ? defaultMapping() : mappingIn(String(typed['mapping']))
  const dialect = typed['dialect'] === 'compliant' ? 'aadOptscim062020' : 'legacy'
  const sender = { mapping, dialect } as const
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

function mappingIn(file: string) {
  const { bytes, name } = bytesOf(file)
  let json: Json
  try {
    json = JSON.parse(
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    ) as Json
  } catch (error) {
    throw usage(`--mapping ${file} is no JSON: ${error instanceof Error ? error.message : String(error)}.`)
  }
  return mappingOf(json, name)
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

function readable<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof UnreadableFile) throw usage(error.message, error.remedy)
    throw error
  }
}

function writeFixtures({ fixtures }: Imported, out: string): void {
  mkdirSync(out, { recursive: true })
  for (const [name, file] of fixtures)
    writeFileSync(join(out, name), `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
}
