import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wantsColor } from '../../reports/console/index.ts'
import { type AgreementReport, agreementOf } from '../entra/import/agreement.ts'
import type { ImportedGate } from '../entra/import/importGate.ts'
import type { Imported, ImportReport } from '../entra/import/report.ts'
import { run, type RunDocument } from '../run/index.ts'
import { usage } from '../run/usage.ts'
import { readImport, readRun, writeFixtures } from './importFiles.ts'
import { exitOf, importText } from './importText.ts'
import { runOptionsOf, type TypedOptions } from './options.ts'

/** What is told of a file, and the exit code. */
export interface Told {
  readonly text: string
  readonly code: number
}

/** How it is to be told. */
export interface Terminal {
  readonly color: boolean
  readonly width: number
}

/** Options of the command that are none of the target's. */
const OWN = ['with', 'mapping', 'dialect', 'against', 'out', 'json', 'verbose', 'color']

/** `scimproof import`, on the terminal. @throws what `tell` tells */
export async function importCommand(
  file: string,
  url: string | undefined,
  typed: TypedOptions,
): Promise<number> {
  const color = wantsColor(process.env, process.stdout.isTTY, typed['color'] === false)
  const { text, code } = await importing(file, url, typed, { color, width: process.stdout.columns ?? 120 })
  process.stdout.write(text)
  return code
}

/**
 * Reads a file, writes what can be played from it, compares it with predictions, and tells all that.
 *
 * @throws {UsageError} on what can not be read
 * @throws {TargetError} when there is a URL and the target can not be reached
 */
export async function importing(
  file: string,
  url: string | undefined,
  typed: TypedOptions,
  terminal: Terminal,
): Promise<Told> {
  const imported = readImport(file, typed)
  const out = typed['out'] === undefined ? undefined : String(typed['out'])
  if (out !== undefined) writeFixtures(imported.fixtures, out)
  const agreement = await agreementFor(imported, url, typed)
  return tell(imported.report, agreement, typed, { ...terminal, out })
}

function tell(
  report: ImportReport,
  agreement: AgreementReport | undefined,
  typed: TypedOptions,
  { out, ...terminal }: Terminal & { readonly out: string | undefined },
): Told {
  const { code, sentence } = exitOf(report)
  if (typed['json'] === true) {
    const whole = { ...report, ...(agreement === undefined ? {} : { agreement }), exitCode: code }
    return { text: `${JSON.stringify(whole, null, 2)}\n`, code }
  }
  const options = {
    ...terminal,
    verbose: typed['verbose'] === true,
    exit: `exit ${code}: ${sentence}`,
    ...(out === undefined ? {} : { out }),
  }
  return { text: importText(report, options, agreement), code }
}

/** The verdicts of a gate beside those of a run: one that was made before, or one made now. */
async function agreementFor(
  imported: Imported | ImportedGate,
  url: string | undefined,
  typed: TypedOptions,
): Promise<AgreementReport | undefined> {
  const against = typed['against']
  const { kind } = imported.report
  if (kind === 'provisioning-log' || !('judged' in imported)) {
    if (against !== undefined)
      throw usage(
        '--against compares the result file of a gate, and this is a provisioning log.',
        'Name a URL to send it again.',
      )
    return undefined
  }
  if (against === undefined && url === undefined) return undefined
  const { checks } = against === undefined ? await foretell(kind, url, typed) : readRun(String(against))
  return agreementOf(kind, imported.judged, checks)
}

/** Plays the checks that foretell a gate. */
async function foretell(
  kind: 'scim-validator' | 'logic-app',
  url: string | undefined,
  typed: TypedOptions,
): Promise<RunDocument> {
  const target = Object.fromEntries(Object.entries(typed).filter(([name]) => !OWN.includes(name)))
  const out = await mkdtemp(join(tmpdir(), 'scimproof-import-'))
  try {
    return await run({
      ...runOptionsOf(target, url),
      profiles: ['microsoft'],
      only: [`microsoft.${kind === 'logic-app' ? 'logic-app' : 'validator'}.*`],
      out,
    })
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}
