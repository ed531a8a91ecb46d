import { join } from 'node:path'
import type { ImportedGate } from '../entra/import/importGate.ts'
import type { Imported, ImportedItem, ImportReport, ItemReplay } from '../entra/import/report.ts'
import { run, type RunDocument, type RunOptions } from '../run/index.ts'
import { REPLAY, slug } from '../../suites/entra/replay/replayedSuite.ts'
import { UsageError } from '../target/errors.ts'
import { consented } from './consent.ts'
import { listenForInterrupt } from './interrupt.ts'
import { runOptionsOf, type TypedOptions } from './options.ts'

/** Options of the command that are none of the target's. */
const OWN = ['with', 'mapping', 'dialect', 'against', 'json', 'verbose', 'color', 'yes']

const GATES = { 'scim-validator': 'microsoft.validator.*', 'logic-app': 'microsoft.logic-app.*' } as const

const warn = (text: string) => void process.stderr.write(`${text}\n`)

/**
 * Sends again what failed, and plays the checks that foretell a gate, in one run.
 *
 * @param out folder in which the files of the import lie; what the run writes goes there as well
 * @returns `undefined` when there is nothing to send, the token is missing and may be, or the person at the terminal does
 * not agree
 * @throws {TargetError} when the target can not be reached
 */
export async function playAgain(
  { report, fixtures }: Imported | ImportedGate,
  url: string,
  out: string,
  typed: TypedOptions,
): Promise<RunDocument | undefined> {
  const { kind } = report
  const foretelling = kind === 'provisioning-log' || typed['against'] !== undefined ? [] : [GATES[kind]]
  const only = [...(fixtures.size === 0 ? [] : [`${REPLAY}.*`]), ...foretelling]
  if (only.length === 0) return undefined
  const target = Object.fromEntries(Object.entries(typed).filter(([name]) => !OWN.includes(name)))
  const options: RunOptions = {
    ...runOptionsOf(target, url),
    profiles: foretelling.length === 0 ? ['entra'] : ['entra', 'microsoft'],
    checks: [...fixtures.keys()].map((name) => join(out, name)),
    only,
    out,
    engine: 'direct',
  }
  const present =
    process.stdin.isTTY && process.stderr.isTTY && process.env['CI'] !== 'true' && typed['yes'] !== true
  if (!(await consented(options, { input: process.stdin, output: process.stderr, present }))) return undefined
  const interrupt = listenForInterrupt(
    () => warn('Interrupted: removing what was made. Once more ends at once.'),
    () => `Ended. What was left behind: scimproof clean ${url} --journal ${out}`,
  )
  try {
    return await run({ ...options, signal: interrupt.signal })
  } catch (error) {
    const unknown = error instanceof UsageError && error.code === 'E_SECRET_MISSING'
    if (!unknown || typed['skipWithoutToken'] !== true) throw error
    warn(`${error.message} Nothing was sent again (--skip-without-token).`)
    return undefined
  } finally {
    interrupt.release()
  }
}

/** What a run says of each item. */
export function withReplays(report: ImportReport, { checks }: Pick<RunDocument, 'checks'>): ImportReport {
  return {
    ...report,
    items: report.items.map((item): ImportedItem => {
      const replay = item.fixture === undefined ? undefined : replayIn(item.fixture, checks)
      return replay === undefined ? item : { ...item, replay }
    }),
  }
}

function replayIn(fixture: string, checks: RunDocument['checks']): ItemReplay | undefined {
  const prefix = `${REPLAY}.${slug(fixture.replace(/\.json$/i, ''))}.`
  const own = checks.filter(({ id }) => id.startsWith(prefix))
  const failed = own.find(({ verdict }) => verdict === 'fail')
  const told = ({ reason, observed }: RunDocument['checks'][number]) =>
    [reason, observed].filter((part) => part !== undefined && part !== '').join(' ')
  if (failed !== undefined) return { verdict: 'fail', observed: told(failed) }
  const warned = own.find(({ verdict }) => verdict === 'warn')
  if (warned !== undefined) return { verdict: 'pass', observed: told(warned) }
  if (own.some(({ verdict }) => verdict === 'pass'))
    return { verdict: 'pass', observed: 'it works on this server' }
  const [open] = own
  return open === undefined ? undefined : { verdict: 'undecided', observed: told(open) }
}
