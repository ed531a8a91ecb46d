import type { Counterexample, RunDocument } from '../model/index.ts'
import { blockOf, sourceOf } from '../reading/block.ts'
import { causesOf, type CauseReading } from '../reading/causes.ts'
import { changeLines, jobRows } from '../reading/changes.ts'
import { counterexamplesOf } from '../reading/counterexamples.ts'
import { grammarSentence } from '../reading/grammar.ts'
import { groupsOf } from '../reading/undecided.ts'
import {
  count,
  effortSentence,
  exitSentence,
  incompleteSentence,
  leftoverSentence,
  selectionSentence,
  severityName,
} from '../words.ts'
import { codeSpan, escaped, fenced } from './escape.ts'

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

function totals(run: RunDocument): string {
  const columns = ['pass', 'fail', 'warn', 'skip', 'blocked', 'error'] as const
  const rows = Object.entries(run.profiles).map(([name, profile]) =>
    row([
      escaped(name),
      profile.verdict === 'fail' ? '**fail**' : profile.verdict,
      ...columns.map((column) => String(profile[column])),
      profile.gated ? 'yes' : 'no',
    ]),
  )
  return [
    row(['profile', 'verdict', ...columns, 'gates']),
    row(['---', '---', ...columns.map(() => '--:'), '---']),
    ...rows,
  ].join('\n')
}

/** What of Entra's jobs succeeds in which dialect, and below it what was meant, what was before and what is now. */
function dialects(run: RunDocument): string {
  const rows = jobRows(run)
  const first = rows[0]
  if (first === undefined) return ''
  const { tenantUrl, tenantUrlReason = '' } = run.profiles['entra'] ?? {}
  const failed = [...new Set(rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.failed)))]
  const changes = failed
    .filter(({ change }) => change !== undefined)
    .flatMap((check) => [
      `${codeSpan(check.id)} ${escaped(check.title)}`,
      '',
      fenced(changeLines(check).map(({ label, value }) => `${label.padEnd(10)}${value}`)),
      '',
    ])
  const head = ['Entra’s job', ...first.cells.map(({ dialect }) => dialect)]
  return [
    ...(tenantUrl === undefined
      ? []
      : [`Tenant URL: ${codeSpan(tenantUrl)}. ${escaped(tenantUrlReason)}`, '']),
    row(head.map(escaped)),
    row(head.map(() => '---')),
    ...rows.map(({ job, cells }) => row([escaped(job), ...cells.map(({ text }) => escaped(text))])),
    ...(changes.length === 0 ? [] : ['', '### What failed, before and after', '', ...changes.slice(0, -1)]),
  ].join('\n')
}

function causeSection(cause: CauseReading): string {
  const [first, ...others] = cause.checks
  const explains = others.length === 0 ? '' : ` · explains ${count(cause.checks.length, 'failure')}`
  const remark = cause.decisive ? '' : ' · does not decide the exit code'
  const also =
    others.length === 0 ? [] : ['', `Also: ${others.map((check) => codeSpan(check.id)).join(', ')}`]
  return [
    `### ${escaped(cause.title)}`,
    '',
    `**${severityName[cause.severity]}** · ${codeSpan(first.id)} · ${escaped(sourceOf(first))}${explains}${remark}`,
    '',
    fenced([first.title, ...blockOf(first).map(({ label, value }) => `${label.padEnd(10)}${value}`)]),
    ...counterexamplesOf(first).flatMap(testBlock),
    ...(cause.advice === undefined ? [] : ['', escaped(cause.advice)]),
    ...also,
  ].join('\n')
}

/** A test that reproduces a counterexample, folded away. */
export function testBlock({ test, smallest }: Counterexample): readonly string[] {
  if (test === undefined) return []
  const summary = `<details><summary>A test that shows ${escaped(smallest)}</summary>`
  return ['', `${summary}\n\n${fenced(test.split('\n'), 'ts')}\n\n</details>`]
}

/** What was exercised of each grammar. */
function grammars(run: RunDocument): string {
  return Object.entries(run.grammar ?? {})
    .map(([name, grammar]) => `- ${escaped(grammarSentence(name, grammar))}`)
    .join('\n')
}

function undecided(run: RunDocument): string {
  const groups = [
    ...groupsOf(run, 'error'),
    ...groupsOf(run, 'blocked'),
    ...groupsOf(run, 'skip'),
    ...groupsOf(run, 'warn'),
  ]
  if (groups.length === 0) return ''
  return [
    '### Warned, or not decided',
    '',
    row(['verdict', 'checks', 'which', 'why']),
    row(['---', '--:', '---', '---']),
    ...groups.map((group) =>
      row([group.verdict, String(group.checks.length), codeSpan(group.pattern), escaped(group.reason)]),
    ),
  ].join('\n')
}

function leftovers(run: RunDocument): string {
  if (run.leftovers.length === 0) return ''
  return [
    '### Left behind',
    '',
    ...run.leftovers.map(({ url, state, reason }) => `- ${codeSpan(url)}, ${state}: ${escaped(reason)}`),
  ].join('\n')
}

/** The totals and causes of a run as Markdown, for step summaries and comments. Values from the server stand for themselves only. */
export function renderMarkdown(run: RunDocument): string {
  const cut = incompleteSentence(run)
  const { tool, target } = run
  const sections = [
    `## scimproof: ${codeSpan(target.baseUrl)}`,
    cut === undefined ? '' : `> **Incomplete.** ${cut}`,
    totals(run),
    dialects(run),
    run.notes.map((note) => `- ${escaped(note)}`).join('\n'),
    ...causesOf(run).map(causeSection),
    undecided(run),
    grammars(run),
    leftovers(run),
    `${[exitSentence(run), selectionSentence(run), effortSentence(run), leftoverSentence(run)].map(escaped).join(' · ')}`,
    `${escaped(`${tool.name} ${tool.version}, grading ${run.gradingVersion}, seed ${run.seed}, run ${run.runId}, catalogue`)} ${codeSpan(tool.catalogue)}`,
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}
