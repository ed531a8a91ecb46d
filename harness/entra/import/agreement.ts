import { gateTestCalled } from '../gates.ts'
import type { ImportKind } from './report.ts'

/** How a gate judged one of its tests. */
export interface GateVerdict {
  readonly test: string
  readonly verdict: 'pass' | 'fail' | 'warning' | 'skipped'
}

/** How a check of ours foretold it; plain data of a run document. */
export interface Foretold {
  readonly id: string
  readonly verdict: string
  readonly prediction?: { readonly verdict: string } | null
}

/** A test on which gate and prediction differ. */
interface Disagreement {
  readonly test: string
  readonly check: string
  readonly gate: string
  readonly foretold: string
}

/** How true the predictions were. */
export interface AgreementReport {
  readonly compared: number
  readonly agreed: number
  readonly differences: readonly Disagreement[]
  /** Tests of the gate that no check of the run decided. */
  readonly notForetold: readonly string[]
  /** Checks of the run whose test is not in the file. */
  readonly notJudged: readonly string[]
}

const GATES = { 'scim-validator': 'validator', 'logic-app': 'logic-app' } as const

/** Compares a gate's verdicts with the checks of a run that foretell them, test by test. */
export function agreementOf(
  kind: Exclude<ImportKind, 'provisioning-log'>,
  judged: readonly GateVerdict[],
  checks: readonly Foretold[],
): AgreementReport {
  const gate = GATES[kind]
  const byId = new Map(
    checks.filter(({ id }) => id.startsWith(`microsoft.${gate}.`)).map((check) => [check.id, check]),
  )
  const differences: Disagreement[] = []
  const notForetold: string[] = []
  const seen = new Set<string>()
  let agreed = 0
  for (const { test, verdict } of judged) {
    const id = gateTestCalled(gate, test)?.check
    const check = id === undefined ? undefined : byId.get(id)
    const foretold = check === undefined ? undefined : toldBy(check)
    if (check === undefined || foretold === undefined) {
      notForetold.push(test)
      continue
    }
    seen.add(check.id)
    if (same(foretold, verdict)) agreed += 1
    else differences.push({ test, check: check.id, gate: verdict, foretold })
  }
  return {
    compared: agreed + differences.length,
    agreed,
    differences,
    notForetold,
    notJudged: [...byId.keys()].filter((id) => !seen.has(id)),
  }
}

/** What a check says of the gate: its prediction where it has one, else its own verdict. */
function toldBy({ prediction, verdict }: Foretold): string | undefined {
  if (prediction !== undefined && prediction !== null) return prediction.verdict
  const words: Readonly<Record<string, string>> = {
    pass: 'pass',
    fail: 'fail',
    warn: 'warning',
    skip: 'skipped',
  }
  return words[verdict]
}

/** A warning lets a test pass. */
function same(foretold: string, verdict: string): boolean {
  const passing = (word: string) => (word === 'warning' ? 'pass' : word)
  return passing(foretold) === passing(verdict)
}
