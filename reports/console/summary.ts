import type { RunDocument } from '../model/index.ts'
import { printable } from '../printable.ts'
import { causesOf, type CauseReading } from '../reading/causes.ts'
import { grammarSentence } from '../reading/grammar.ts'
import { groupsOf, type Group } from '../reading/undecided.ts'
import {
  count,
  effortSentence,
  exitSentence,
  incompleteSentence,
  leftoverSentence,
  severityName,
} from '../words.ts'
import { checkBlock, labelled } from './block.ts'
import { paint, type Paint } from './paint.ts'
import { totalsLines } from './totals.ts'
import { wrap } from './wrap.ts'

/** How a summary is to look. */
export interface SummaryOptions {
  readonly color: boolean
  /** Columns of the terminal. */
  readonly width: number
  /** Every failing check under its cause, warnings and single leftovers as well. */
  readonly verbose: boolean
  /** Where the report lies, as it is to be shown. */
  readonly report?: string
  /** Where the run document lies: names the command that shows one cause. Default `scimproof-report/run.json`. */
  readonly document?: string
  /** Id of a fault of the embedded server, for the hint how a failure looks. */
  readonly fault?: string
}

interface Page {
  readonly width: number
  readonly ink: Paint
  readonly verbose: boolean
  readonly document: string
}

function causeLines(cause: CauseReading, failures: number, page: Page): string[] {
  const { ink, width } = page
  const [first, ...others] = cause.checks
  const lines: string[] = []
  if (others.length > 0) {
    const head = `1 cause explains ${cause.checks.length} of ${failures} failures: ${printable(cause.title)}. The first of them:`
    lines.push(...wrap(head, width).map((line) => ink('bold', line)))
  }
  const severity = labelled('severity', severityName[cause.severity], width, ink)
  const advice =
    cause.advice === undefined || cause.advice === '' ? [] : labelled('repair', cause.advice, width, ink)
  const block = checkBlock(first, width, ink)
  lines.push(...block.slice(0, -1), ...severity, ...advice, ...block.slice(-1))
  if (others.length === 0) return lines
  if (page.verbose) {
    lines.push(...others.flatMap((check) => ['', ...checkBlock(check, width, ink)]))
  } else {
    const command = `npx scimproof report ${page.document} --cause ${printable(cause.id)}`
    lines.push(...labelled('others', `${others.length} more: ${command}`, Infinity, ink))
  }
  return lines
}

/** `blocked  3 checks  rfc7644.etag.*   PUT /Users failed`, one line per group. */
function groupLines(groups: readonly Group[], page: Page): string[] {
  const labels = groups.map(
    (group) =>
      `${group.verdict.padEnd(8)} ${count(group.checks.length, 'check').padEnd(10)} ${group.pattern}`,
  )
  const column = Math.min(60, Math.max(0, ...labels.map((label) => label.length)) + 2)
  return groups.flatMap((group, at) => {
    const label = (labels[at] ?? '').padEnd(column)
    const reasons = wrap(printable(group.reason), Math.max(24, page.width - column))
    if (label.length > column)
      return [label, ...reasons.map((reason) => ' '.repeat(column) + page.ink('dim', reason))]
    return reasons.map((reason, line) => (line === 0 ? label : ' '.repeat(column)) + page.ink('dim', reason))
  })
}

function warnLines(run: RunDocument, page: Page): string[] {
  const warned = run.checks.filter((check) => check.verdict === 'warn')
  if (warned.length === 0) return []
  if (!page.verbose)
    return [
      `${'warn'.padEnd(8)} ${count(warned.length, 'check').padEnd(10)} shown by --verbose, and in the report`,
    ]
  return warned.flatMap((check) => ['', ...checkBlock(check, page.width, page.ink)])
}

function baselineLines(run: RunDocument): string[] {
  const { baseline } = run
  if (baseline === null) return []
  const names = (ids: readonly string[]) => ids.map(printable).join(', ')
  return [
    `baseline ${printable(baseline.file)}: ${baseline.known.length} known, ${baseline.fresh.length} not known to it`,
    ...(baseline.fulfilled.length > 0
      ? [`         no longer fails, take it out: ${names(baseline.fulfilled)}`]
      : []),
    ...(baseline.expired.length > 0 ? [`         past its day: ${names(baseline.expired)}`] : []),
  ]
}

function grammarLines(run: RunDocument, { ink }: Page): string[] {
  return Object.entries(run.grammar ?? {}).map(([name, grammar]) =>
    ink('dim', `grammar  ${printable(grammarSentence(name, grammar))}`),
  )
}

function leftoverLines(run: RunDocument): string[] {
  return run.leftovers.map(
    ({ url, state, reason }) => `         ${printable(url)}  ${state}: ${printable(reason)}`,
  )
}

function hintLines(run: RunDocument, fault: string): string[] {
  const green =
    run.complete === true && run.checks.some((check) => check.verdict === 'pass') && run.exitCode === 0
  if (!green || run.checks.some((check) => check.verdict === 'fail')) return []
  return [`Nothing failed. What a failure looks like: npx scimproof run --fault ${fault}`]
}

/**
 * What the console shows at the end of a run: totals, each cause of failure once (worst first), what was not decided,
 * what was left behind, and where the report lies. Every value from the server is made printable.
 */
export function renderSummary(run: RunDocument, options: SummaryOptions): string {
  const { width, verbose, document = 'scimproof-report/run.json' } = options
  const ink = paint(options.color)
  const page: Page = { width: Math.max(60, width), ink, verbose, document }
  const causes = causesOf(run)
  const failures = run.checks.filter((check) => check.verdict === 'fail').length
  const cut = incompleteSentence(run)
  const sections: string[][] = [
    cut === undefined ? [] : [ink(['bold', 'yellow'], `INCOMPLETE  ${cut}`)],
    totalsLines(run, ink),
    ...causes.map((cause) => causeLines(cause, failures, page)),
    [
      ...groupLines([...groupsOf(run, 'error'), ...groupsOf(run, 'blocked'), ...groupsOf(run, 'skip')], page),
      ...warnLines(run, page),
    ],
    baselineLines(run),
    grammarLines(run, page),
    [
      `report   ${options.report === undefined ? document : printable(options.report)}   ${leftoverSentence(run)}   ${effortSentence(run)}`,
      ...leftoverLines(run),
      ...hintLines(run, options.fault ?? 'ID   (the ids: npx scimproof serve --help)'),
      ink('dim', exitSentence(run)),
    ],
  ]
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`
}
