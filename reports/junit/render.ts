import { create } from 'xmlbuilder2'
import type { CheckResult, RunDocument } from '../model/index.ts'
import { printable, printableLines } from '../printable.ts'
import { blockOf, sourceOf } from '../reading/block.ts'
import { counterexamplesOf } from '../reading/counterexamples.ts'
import { exitSentence, incompleteSentence } from '../words.ts'

type Element = ReturnType<typeof create>

/** How a test case ends in JUnit's terms. `passed` has no element of its own. */
type Outcome = 'passed' | 'failure' | 'error' | 'skipped'

interface Case {
  readonly check: CheckResult
  readonly outcome: Outcome
  readonly type: string
  readonly message: string
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3)

/** A failure that is known or new does not decide the exit code, and so must not turn a job red either: it is skipped, with its reason. */
function caseOf(check: CheckResult): Case {
  const reason = check.reason ?? check.observed ?? 'no reason was given'
  switch (check.verdict) {
    case 'fail':
      if (check.baseline !== undefined)
        return {
          check,
          outcome: 'skipped',
          type: 'known',
          message: `known failure (${check.baseline.reason}): ${reason}`,
        }
      if (check.isNew === true)
        return {
          check,
          outcome: 'skipped',
          type: 'new',
          message: `fails, and is newer than the ruleset: ${reason}`,
        }
      return { check, outcome: 'failure', type: check.severity ?? 'fail', message: reason }
    case 'error':
      return { check, outcome: 'error', type: 'error', message: reason }
    case 'skip':
    case 'blocked':
      return { check, outcome: 'skipped', type: check.verdict, message: reason }
    case 'pass':
    case 'warn':
      return { check, outcome: 'passed', type: check.verdict, message: '' }
  }
}

/** What stands inside a failure: the block of the console, the steps of the explanation and the curl commands. */
function details(check: CheckResult): string {
  const lines = [
    check.title,
    sourceOf(check),
    ...blockOf(check).map(({ label, value }) => `${label.padEnd(10)}${value}`),
    ...check.explanation.map((step) => `why       ${step}`),
    ...check.reproduce.curl.map((command) => `curl      ${command}`),
    ...counterexamplesOf(check).flatMap(({ test }) => (test === undefined ? [] : ['', ...test.split('\n')])),
  ]
  return lines.map(printable).join('\n')
}

function writeCase(suite: Element, { check, outcome, type, message }: Case): void {
  const element = suite.ele('testcase', {
    name: printable(check.id),
    classname: printable(`${check.profile}.${check.suite.replace(/[/]/g, '.')}`),
    time: seconds(check.durationMs),
  })
  if (outcome === 'failure' || outcome === 'error') {
    element.ele(outcome, { type: printable(type), message: printable(message) }).txt(details(check))
  } else if (outcome === 'skipped') {
    element.ele('skipped', { type: printable(type), message: printable(message) })
  }
  const warnings = [
    ...(check.verdict === 'warn' ? [`warn: ${check.reason ?? ''}\n${details(check)}`] : []),
    ...check.warnings,
  ]
  if (warnings.length > 0) element.ele('system-out').txt(printableLines(warnings.join('\n')))
}

function writeProperties(suite: Element, entries: readonly (readonly [string, string])[]): void {
  if (entries.length === 0) return
  const properties = suite.ele('properties')
  for (const [name, value] of entries)
    properties.ele('property', { name: printable(name), value: printable(value) })
}

function tallies(cases: readonly Case[]): Record<string, string> {
  const of = (outcome: Outcome) => String(cases.filter((each) => each.outcome === outcome).length)
  const time = seconds(cases.reduce((sum, { check }) => sum + check.durationMs, 0))
  return {
    tests: String(cases.length),
    failures: of('failure'),
    errors: of('error'),
    skipped: of('skipped'),
    time,
  }
}

function writeIncomplete(root: Element, sentence: string): void {
  const suite = root.ele('testsuite', {
    name: 'scimproof',
    tests: '1',
    failures: '0',
    errors: '1',
    skipped: '0',
    time: '0.000',
  })
  const element = suite.ele('testcase', { name: 'run.is-complete', classname: 'scimproof', time: '0.000' })
  element.ele('error', { type: 'incomplete', message: sentence }).txt(sentence)
}

/**
 * A run as JUnit XML, as Jenkins and GitLab read it: one suite per profile and file, one case per check, named by its id.
 * `fail` is a failure (unless known to the baseline or newer than the ruleset), `error` an error, `skip` and `blocked`
 * are skipped with their reason, `warn` passes and speaks in `system-out`. Requirement ids stand in the suite's properties.
 * A run cut short has an error of its own.
 */
export function renderJunit(run: RunDocument): string {
  const cut = incompleteSentence(run)
  const cases = run.checks.map(caseOf)
  const all = tallies(cases)
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('testsuites', {
    name: `${run.tool.name} ${run.tool.version}`,
    tests: String(cases.length + (cut === undefined ? 0 : 1)),
    failures: all['failures'] ?? '0',
    errors: String(Number(all['errors']) + (cut === undefined ? 0 : 1)),
    time: seconds(run.durationMs),
  })
  const suites = new Map<string, Case[]>()
  for (const each of cases) {
    const name = `${each.check.profile}: ${each.check.suite}`
    suites.set(name, [...(suites.get(name) ?? []), each])
  }
  if (cut !== undefined) writeIncomplete(root, cut)
  for (const [name, members] of suites) {
    const suite = root.ele('testsuite', {
      name: printable(name),
      ...tallies(members),
      timestamp: run.startedAt.replace(/(\.\d+)?Z$/, ''),
    })
    writeProperties(suite, [
      ['target', run.target.baseUrl],
      ['run', run.runId],
      ['seed', String(run.seed)],
      ['exit', exitSentence(run)],
      ...members.flatMap(({ check }) =>
        check.verifies.length === 0 ? [] : [[`verifies.${check.id}`, check.verifies.join(' ')] as const],
      ),
    ])
    for (const each of members) writeCase(suite, each)
  }
  return `${root.end({ prettyPrint: true })}\n`
}
