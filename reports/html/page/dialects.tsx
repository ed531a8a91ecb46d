import type { CheckResult, RunDocument } from '../../model/index.ts'
import { changeLines, type JobCell, jobRows } from '../../reading/changes.ts'
import { hashOf } from './address.ts'
import { Value } from './text.tsx'

const classOf: Readonly<Record<string, string>> = {
  works: 'is-pass',
  undecided: 'is-blocked',
  'not played': 'none',
}

/** What Entra meant, what was there before, and what is there now. */
function Change({ check }: { readonly check: CheckResult }) {
  const lines = changeLines(check)
  const told = [
    { label: 'expected', value: check.expected ?? '' },
    { label: 'observed', value: check.observed ?? check.reason ?? '' },
  ]
  return (
    <dl class="change">
      <dt>
        <a href={hashOf({ filter: `id:${check.id}` })}>
          <Value text={check.title} />
        </a>
      </dt>
      {(lines.length === 0 ? told : lines).map(({ label, value }) => (
        <dd key={label}>
          <small>{label}</small> <Value text={value} />
        </dd>
      ))}
    </dl>
  )
}

function Cell({ job, cell }: { readonly job: string; readonly cell: JobCell }) {
  return (
    <td class={classOf[cell.outcome] ?? 'is-fail'} data-label={cell.dialect}>
      <a href={hashOf({ filter: `profile:entra id:${job === 'fuzz' ? 'fuzz' : `entra.${job}`}.` })}>
        {cell.text}
      </a>
    </td>
  )
}

/**
 * What of Entra's work succeeds in which of its dialects: a row per job, its cells leading to the checks; under a job that
 * does not work, what was meant, what was before and what is now.
 */
export function Dialects({ run }: { readonly run: RunDocument }) {
  const rows = jobRows(run)
  const { tenantUrl, tenantUrlReason } = run.profiles['entra'] ?? {}
  if (rows.length === 0) return null
  return (
    <section aria-labelledby="dialects-title">
      <h2 id="dialects-title">What Entra does, in both of its dialects</h2>
      {tenantUrl !== undefined && (
        <p>
          Tenant URL: <Value text={tenantUrl} />. <Value text={tenantUrlReason ?? ''} />
        </p>
      )}
      <table class="totals dialects">
        <thead>
          <tr>
            <th scope="col">Job</th>
            {rows[0]?.cells.map(({ dialect }) => (
              <th key={dialect} scope="col" class="number">
                {dialect}
              </th>
            ))}
          </tr>
        </thead>
        {rows.map(({ job, cells }) => {
          const failed = [...new Set(cells.flatMap((cell) => cell.failed))]
          return (
            <tbody key={job}>
              <tr>
                <th scope="row">{job}</th>
                {cells.map((cell) => (
                  <Cell key={cell.dialect} job={job} cell={cell} />
                ))}
              </tr>
              {failed.length > 0 && (
                <tr class="changes">
                  <td colSpan={cells.length + 1}>
                    <details>
                      <summary>before and after</summary>
                      {failed.map((check) => (
                        <Change key={check.id} check={check} />
                      ))}
                    </details>
                  </td>
                </tr>
              )}
            </tbody>
          )
        })}
      </table>
    </section>
  )
}
