import { readFileSync } from 'node:fs'
import { asRun, verdicts, type RunDocument, type Verdict } from '../model/index.ts'

/** The hand-made run with every verdict, every field and hostile values. */
export function sampleRun(): RunDocument {
  return asRun(JSON.parse(readFileSync(new URL('./run.sample.json', import.meta.url), 'utf8')))
}

/** The sample with only the checks of some verdicts left, and totals that agree. */
export function runWith(keep: readonly Verdict[], exitCode: number): RunDocument {
  const run = sampleRun()
  const checks = run.checks.filter((check) => keep.includes(check.verdict))
  const profiles = Object.fromEntries(
    Object.entries(run.profiles).map(([name, totals]) => {
      const count = (verdict: Verdict) =>
        checks.filter((check) => check.profile === name && check.verdict === verdict).length
      const { gated } = totals
      const verdict: Verdict = verdicts.find((each) => each !== 'skip' && count(each) > 0) ?? 'skip'
      const tallies = { pass: count('pass'), fail: count('fail'), warn: count('warn') }
      return [
        name,
        { verdict, gated, ...tallies, skip: count('skip'), blocked: count('blocked'), error: count('error') },
      ]
    }),
  )
  const selection = { ...run.selection, selected: checks.length, of: checks.length }
  return { ...run, checks, profiles, selection, exitCode, causes: [], leftovers: [], baseline: null }
}

/** The sample, cut short by Ctrl-C after a few checks. */
export function interruptedRun(): RunDocument {
  const { complete: _, ...run } = sampleRun()
  return { ...run, checks: run.checks.slice(0, 4), exitCode: 130 }
}
