import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Counterexample } from '../../check/property/counterexample.ts'
import type { CheckOutcome } from '../../check/outcome.ts'
import type { Check } from '../../check/suite.ts'
import type {
  CheckResult,
  Counterexample as Told,
  ExchangeRecord,
  RunDocument,
} from '../../../reports/model/index.ts'
import { curlOf, quoted, type TargetWords } from '../reproduce.ts'
import { reproducingTest } from './reproducingTest.ts'

/** Folder of the counterexamples below that of the run. */
export const COUNTEREXAMPLES = 'counterexamples'

/** One example as a file that `scimproof replay` plays again. */
export interface CounterexampleFile {
  readonly kind: 'counterexample'
  readonly version: 1
  readonly check: string
  readonly title: string
  readonly clauses: readonly string[]
  /** Seed and names of the run that found it. */
  readonly seed: number
  readonly runId: string
  readonly target: {
    readonly baseUrl: string
    readonly url?: string
    readonly faults: readonly string[]
    readonly variants: readonly string[]
    readonly without: readonly string[]
  }
  readonly counterexample: Told
}

/** The counterexamples of a check as the run document has them, with what reproduces each. */
export function toldCounterexamples(
  check: Check,
  outcome: CheckOutcome,
  exchanges: Readonly<Record<string, ExchangeRecord>>,
  target: TargetWords,
): readonly Told[] {
  const all =
    outcome.counterexamples ?? (outcome.counterexample === undefined ? [] : [outcome.counterexample])
  return all.map((one, at) => {
    const file = `${COUNTEREXAMPLES}/${check.id}-${at + 1}.json`
    const command = `npx scimproof replay ${quoted(join(target.out ?? 'scimproof-report', file))}`
    return told(check, one, { file, command, exchanges, target })
  })
}

function told(
  check: Check,
  one: Counterexample,
  {
    file,
    command,
    exchanges,
    target,
  }: {
    readonly file: string
    readonly command: string
    readonly exchanges: Readonly<Record<string, ExchangeRecord>>
    readonly target: TargetWords
  },
): Told {
  const { finding, held } = one
  const test = reproducingTest(
    {
      title: check.title,
      remarks: [
        finding.reason,
        ...(finding.expected === undefined ? [] : [`expected: ${finding.expected}`]),
        ...(finding.observed === undefined ? [] : [`observed: ${finding.observed}`]),
      ],
      baseUrl: target.baseUrl ?? target.url ?? '',
      exchanges: one.exchanges,
      decisive: finding.decisive ?? [],
      demands: finding.demands ?? [],
    },
    exchanges,
  )
  const kept =
    held === undefined
      ? {}
      : { [held.what]: { size: held.items.length, was: held.was, members: [...held.items] } }
  return {
    kind: check.tags.find((tag) => tag !== 'fuzz') ?? 'value',
    smallest: one.text,
    ...(one.original === undefined ? {} : { original: one.original }),
    value: one.value,
    ...kept,
    reason: finding.reason,
    ...(finding.expected === undefined ? {} : { expected: finding.expected }),
    ...(finding.observed === undefined ? {} : { observed: finding.observed }),
    seed: one.seed,
    path: one.path,
    tried: one.tried,
    shrinks: one.shrunk,
    requests: one.requests,
    cut: one.cut,
    again: one.again,
    alike: one.alike,
    shape: one.shape,
    exchanges: [...one.exchanges],
    command,
    curl: one.exchanges.flatMap((id) => (exchanges[id] === undefined ? [] : curlOf(exchanges[id]))),
    ...(test === undefined ? {} : { test }),
    file,
  }
}

/** Writes every counterexample of a run into its folder, one file each, for `scimproof replay`. */
export async function writeCounterexamples(
  document: RunDocument,
  target: TargetWords,
  out: string,
): Promise<readonly string[]> {
  const found = document.checks.flatMap((check) =>
    (check.counterexamples ?? []).map((counterexample) => ({ check, counterexample })),
  )
  if (found.length === 0) return []
  await mkdir(join(out, COUNTEREXAMPLES), { recursive: true })
  return Promise.all(
    found.map(async ({ check, counterexample }, at) => {
      const file = join(out, counterexample.file ?? `${COUNTEREXAMPLES}/${at}.json`)
      await writeFile(file, `${JSON.stringify(fileOf(document, check, counterexample, target), null, 1)}\n`)
      return file
    }),
  )
}

function fileOf(
  document: RunDocument,
  check: CheckResult,
  counterexample: Told,
  target: TargetWords,
): CounterexampleFile {
  return {
    kind: 'counterexample',
    version: 1,
    check: check.id,
    title: check.title,
    clauses: check.clauses.map(({ id, section }) => `${section} (${id})`),
    seed: document.seed,
    runId: document.runId,
    target: {
      baseUrl: document.target.baseUrl,
      ...(target.url === undefined ? {} : { url: target.url }),
      faults: target.faults,
      variants: target.variants,
      without: target.without,
    },
    counterexample,
  }
}
