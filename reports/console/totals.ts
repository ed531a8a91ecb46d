import type { ProfileTotals, RunDocument, Tallies } from '../model/index.ts'
import { verdicts } from '../model/lists.ts'
import { printable } from '../printable.ts'
import { jobRows } from '../reading/changes.ts'
import { count, selectionSentence } from '../words.ts'
import type { Paint } from './paint.ts'

const order = ['pass', 'fail', 'warn', 'skip', 'blocked', 'error'] as const

/** `200 pass · 2 fail · 6 warn`: pass and fail always, the others where there are any. */
export function tally(totals: Tallies): string {
  return order
    .filter((verdict) => ['pass', 'fail'].includes(verdict) || totals[verdict] > 0)
    .map((verdict) => `${totals[verdict]} ${verdict}`)
    .join(' · ')
}

const colourOf = (totals: ProfileTotals) =>
  totals.verdict === 'pass' ? 'green' : totals.verdict === 'fail' ? 'red' : 'yellow'

function remarks(totals: ProfileTotals): string[] {
  return [
    ...(totals.gated ? [] : ['does not gate']),
    ...(totals.known ? [`${totals.known} known`] : []),
    ...(totals.fresh ? [`${totals.fresh} new`] : []),
  ]
}

/** Entra's jobs that fail in one of its dialects, and how many do not. */
function jobLines(run: RunDocument): string[] {
  const rows = jobRows(run)
  const wrong = rows.filter(({ cells }) => cells.some(({ failed }) => failed.length > 0))
  if (rows.length === 0) return []
  const table = wrong.map(({ job, cells }) => [job, ...cells.map(({ text }) => text)])
  const titles = ['job', ...(rows[0]?.cells ?? []).map(({ dialect }) => dialect)]
  const lines = wrong.length === 0 ? [] : [titles, ...table]
  const widths = titles.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const others = rows.length - wrong.length
  return [
    ...lines.map((line) =>
      line
        .map((cell, column) => printable(cell).padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    ...(others === 0
      ? []
      : [`${count(others, wrong.length === 0 ? 'job' : 'other job')}: nothing fails in either dialect`]),
  ]
}

/** Per profile one line of totals; the selection stands behind the first one. */
export function totalsLines(run: RunDocument, ink: Paint): string[] {
  const rows = Object.entries(run.profiles)
  const nameWidth = Math.max(10, ...rows.map(([name]) => name.length + 1))
  const widest = Math.max(...verdicts.map((verdict) => verdict.length))
  const firstWidth = Math.max(0, ...rows.map(([, totals]) => String(totals.pass).length))
  return rows.map(([name, totals], at) => {
    const verdict = ink(['bold', colourOf(totals)], totals.verdict.padEnd(widest))
    const counts = tally(totals).replace(/^\d+/, (number) => number.padStart(firstWidth))
    const behind = [...remarks(totals), ...(at === 0 ? [selectionSentence(run)] : [])].join(' · ')
    const dialects = Object.entries(totals.dialects ?? {}).map(
      ([dialect, tallies]) =>
        `${' '.repeat(nameWidth + 1)}${ink('dim', `${printable(dialect)}: ${tally(tallies)}`)}`,
    )
    const { tenantUrl, tenantUrlReason } = totals
    const handOut =
      tenantUrl === undefined || tenantUrlReason === undefined
        ? []
        : [`Tenant URL: ${printable(tenantUrl)}`, printable(tenantUrlReason)].map(
            (line) => `${' '.repeat(nameWidth + 1)}${ink('dim', line)}`,
          )
    return [
      `${ink('bold', printable(name).padEnd(nameWidth))} ${verdict}  ${counts}${behind === '' ? '' : ink('dim', `   ${behind}`)}`,
      ...dialects,
      ...handOut,
      ...(name === 'entra'
        ? jobLines(run).map((line) => `${' '.repeat(nameWidth + 1)}${ink('dim', line)}`)
        : []),
    ].join('\n')
  })
}
