import type { RunDocument, Tallies, Verdict } from '../../model/index.ts'
import { verdictMeaning } from '../../words.ts'
import { hashOf } from './address.ts'
import { Badge } from './text.tsx'

const columns: readonly Verdict[] = ['fail', 'warn', 'error', 'blocked', 'skip', 'pass']

interface CellProps {
  readonly totals: Tallies
  readonly verdict: Verdict
  readonly filter: string
}

function Cell({ totals, verdict, filter }: CellProps) {
  const number = totals[verdict]
  return (
    <td class={number === 0 ? 'none' : `is-${verdict}`} data-label={verdict}>
      {number === 0 ? '0' : <a href={hashOf({ filter: `${filter} verdict:${verdict}` })}>{number}</a>}
    </td>
  )
}

function remarks(run: RunDocument, profile: string): string {
  const totals = run.profiles[profile]
  if (totals === undefined) return ''
  const parts = [
    totals.gated ? 'decides the exit code' : 'does not decide the exit code',
    ...(totals.known ? [`${totals.known} known`] : []),
    ...(totals.fresh ? [`${totals.fresh} new`] : []),
    ...(totals.tenantUrl === undefined ? [] : [`Tenant URL ${totals.tenantUrl}`]),
    ...(totals.tenantUrlReason === undefined ? [] : [totals.tenantUrlReason]),
  ]
  return parts.join(' · ')
}

/** Per profile how many checks ended how; each number leads to its checks. */
export function Totals({ run }: { readonly run: RunDocument }) {
  return (
    <section aria-labelledby="totals-title">
      <h2 id="totals-title" class="unseen">
        Totals
      </h2>
      <table class="totals">
        <thead>
          <tr>
            <th scope="col">Profile</th>
            <th scope="col">Verdict</th>
            {columns.map((verdict) => (
              <th key={verdict} scope="col" class="number" title={verdictMeaning[verdict]}>
                {verdict}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Object.entries(run.profiles).flatMap(([profile, totals]) => [
            <tr key={profile}>
              <th scope="row">
                {profile}
                <small>{remarks(run, profile)}</small>
              </th>
              <td class="verdict">
                <Badge verdict={totals.verdict} />
              </td>
              {columns.map((verdict) => (
                <Cell key={verdict} totals={totals} verdict={verdict} filter={`profile:${profile}`} />
              ))}
            </tr>,
            ...Object.entries(totals.dialects ?? {}).map(([dialect, tallies]) => (
              <tr key={`${profile} ${dialect}`} class="dialect">
                <th scope="row">{dialect} dialect</th>
                <td class="verdict" />
                {columns.map((verdict) => (
                  <Cell
                    key={verdict}
                    totals={tallies}
                    verdict={verdict}
                    filter={`profile:${profile} dialect:${dialect}`}
                  />
                ))}
              </tr>
            )),
          ])}
        </tbody>
      </table>
    </section>
  )
}
