import type { CheckResult, RunDocument } from '../../model/index.ts'

/** The run cut down to one check, its exchanges and its causes: a run document still, which `scimproof replay` reads. */
export function replayFile(check: CheckResult, run: RunDocument): string {
  const exchanges = Object.fromEntries(
    check.exchanges.flatMap((id) => {
      const exchange = run.exchanges[id]
      return exchange === undefined ? [] : [[id, exchange]]
    }),
  )
  const causes = run.causes.filter((cause) => cause.checks.includes(check.id))
  const selection = { ...run.selection, only: [check.id], selected: 1 }
  return `${JSON.stringify({ ...run, selection, checks: [check], causes, exchanges }, null, 2)}\n`
}
