import type { CheckResult, RunDocument, Verdict } from '../../model/index.ts'
import { hashOf } from './address.ts'

const dialects = ['legacy', 'compliant'] as const

/** What Entra does, as the second part of a check's id names it: `entra.groups.rename` is of `groups`. */
const jobOf = ({ id }: CheckResult) => id.split('.')[1] ?? id

/** Worst first; what was skipped says nothing. */
const order: readonly Verdict[] = ['fail', 'error', 'blocked', 'warn', 'pass', 'skip']

function wordsOf(checks: readonly CheckResult[]): { verdict: Verdict; text: string } | undefined {
  const verdict = order.find((each) => checks.some((check) => check.verdict === each))
  if (verdict === undefined) return undefined
  const number = checks.filter((check) => check.verdict === verdict).length
  return { verdict, text: verdict === 'pass' ? 'works' : `${number} of ${checks.length} ${verdict}` }
}

/** What of Entra's work succeeds in which of its dialects: a row per job, its numbers leading to the checks. */
export function Dialects({ run }: { readonly run: RunDocument }) {
  const entra = run.checks.filter((check) => check.profile === 'entra')
  if (!entra.some((check) => check.dialect !== undefined)) return null
  const jobs = [...new Set(entra.map(jobOf))]
  return (
    <section aria-labelledby="dialects-title">
      <h2 id="dialects-title">What Entra does, in both of its dialects</h2>
      <table class="totals dialects">
        <thead>
          <tr>
            <th scope="col">Job</th>
            {dialects.map((dialect) => (
              <th key={dialect} scope="col" class="number">
                {dialect}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job}>
              <th scope="row">{job}</th>
              {dialects.map((dialect) => {
                const mine = entra.filter(
                  (check) => jobOf(check) === job && (check.dialect ?? dialect) === dialect,
                )
                const words = wordsOf(mine)
                return (
                  <td
                    key={dialect}
                    class={words === undefined ? 'none' : `is-${words.verdict}`}
                    data-label={dialect}
                  >
                    {words === undefined ? (
                      'not seen'
                    ) : (
                      <a href={hashOf({ filter: `profile:entra id:entra.${job}` })}>{words.text}</a>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
