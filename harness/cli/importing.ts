import { join } from 'node:path'
import { wantsColor } from '../../reports/console/index.ts'
import { type AgreementReport, agreementOf } from '../entra/import/agreement.ts'
import type { ImportedGate } from '../entra/import/importGate.ts'
import type { Imported, ImportReport } from '../entra/import/report.ts'
import type { RunDocument } from '../run/index.ts'
import { usage } from '../run/usage.ts'
import { readImport, readRun, writeFixtures } from './importFiles.ts'
import { exitOf, importText } from './importText.ts'
import { playAgain, withReplays } from './importReplay.ts'
import type { TypedOptions } from './options.ts'

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

/** Where files lie that are sent again, when no folder is named. */
const FOLDER = join('scimproof-report', 'import')

/** The server could not be asked; what the file tells stands all the same. */
class NotPlayed extends Error {
  override readonly name = 'NotPlayed'
  readonly text: string

  constructor(cause: unknown, text: string) {
    super('The server could not be asked.', { cause })
    this.text = text
  }
}

/** `scimproof import`, on the terminal. @throws what `tell` tells */
export async function importCommand(
  file: string,
  url: string | undefined,
  typed: TypedOptions,
): Promise<number> {
  const color = wantsColor(process.env, process.stdout.isTTY, typed['color'] === false)
  try {
    const { text, code } = await importing(file, url, typed, { color, width: process.stdout.columns ?? 120 })
    process.stdout.write(text)
    return code
  } catch (error) {
    if (!(error instanceof NotPlayed)) throw error
    process.stdout.write(error.text)
    throw error.cause
  }
}

/**
 * Reads a file, writes what can be played from it, compares it with predictions, and tells all that.
 *
 * @throws {UsageError} on what can not be read
 * @throws {NotPlayed} when there is a URL and the target can not be asked
 */
export async function importing(
  file: string,
  url: string | undefined,
  typed: TypedOptions,
  terminal: Terminal,
): Promise<Told> {
  const imported = readImport(file, typed)
  const { against } = typed
  if (against !== undefined && imported.report.kind === 'provisioning-log')
    throw usage(
      '--against compares the result file of a gate, and this is a provisioning log.',
      'Name a URL to send it again.',
    )
  const before = agreementFor(imported, undefined, against)
  const out = typed['out'] === undefined ? (url === undefined ? undefined : FOLDER) : String(typed['out'])
  if (out !== undefined) writeFixtures(imported.fixtures, out)
  const shown = { typed, terminal, out, url }
  const document =
    url === undefined || out === undefined
      ? undefined
      : await playAgain(imported, url, out, typed).catch((error: unknown) => {
          throw new NotPlayed(error, tell(imported.report, before, shown).text)
        })
  const report = document === undefined ? imported.report : withReplays(imported.report, document)
  const agreement = before ?? agreementFor(imported, document, undefined)
  return tell(report, agreement, { ...shown, interrupted: document?.exitCode === 130 })
}

interface Shown {
  readonly typed: TypedOptions
  readonly terminal: Terminal
  readonly out: string | undefined
  readonly url: string | undefined
  readonly interrupted?: boolean
}

function tell(report: ImportReport, agreement: AgreementReport | undefined, shown: Shown): Told {
  const { typed, terminal, out, url, interrupted } = shown
  const { code, sentence } =
    interrupted === true
      ? { code: 130, sentence: 'interrupted; what was not sent again is not decided' }
      : exitOf(report)
  if (typed['json'] === true) {
    const whole = { ...report, ...(agreement === undefined ? {} : { agreement }), exitCode: code }
    return { text: `${JSON.stringify(whole, null, 2)}\n`, code }
  }
  const options = {
    ...terminal,
    verbose: typed['verbose'] === true,
    exit: `exit ${code}: ${sentence}`,
    ...(out === undefined ? {} : { out }),
    ...(url === undefined ? {} : { url }),
  }
  return { text: importText(report, options, agreement), code }
}

/** The verdicts of a gate beside those of a run: one that was made before, or the one made now. */
function agreementFor(
  imported: Imported | ImportedGate,
  document: RunDocument | undefined,
  against: unknown,
): AgreementReport | undefined {
  const { kind } = imported.report
  if (kind === 'provisioning-log' || !('judged' in imported)) return undefined
  const checks = against === undefined ? document?.checks : readRun(String(against)).checks
  return checks === undefined ? undefined : agreementOf(kind, imported.judged, checks)
}
