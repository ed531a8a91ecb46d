import type { CheckResult } from '../model/index.ts'
import { confidenceMeaning } from '../words.ts'
import { changeLines, wasAccepted } from './changes.ts'
import { counterexamplesOf, heldBy, storyOf } from './counterexamples.ts'

/** One line of the block in which a failing check is told: the same fields in the same order everywhere. */
export interface BlockLine {
  readonly label: string
  readonly value: string
}

const line = (label: string, value: string | undefined): BlockLine[] =>
  value === undefined || value === '' ? [] : [{ label, value }]

/** Level, sections and catalogue ids: `MUST · RFC 7644 §3.5.2.3 · RFC7644-3.5.2.3-10`. */
export function sourceOf(check: CheckResult): string {
  const sections = [...new Set(check.clauses.map((clause) => clause.section))]
  const dialect = check.dialect === undefined ? [] : [`${check.dialect} dialect`]
  return [check.level, ...dialect, ...sections, ...check.verifies].join(' · ')
}

const LONGEST_PART = 240

function counterexampleLines(check: CheckResult): BlockLine[] {
  const [found, ...others] = counterexamplesOf(check)
  if (found === undefined) return []
  const held = heldBy(found)
  const parts = (held?.parts ?? []).map((part) => excerpt(JSON.stringify(part)))
  return [
    ...line('found', storyOf(found)),
    ...line(
      found.kind,
      `${found.smallest}${found.original === undefined ? '' : `   was: ${found.original}`}`,
    ),
    ...(held === undefined
      ? []
      : line('enough', [held.text, ...(parts.length === 0 ? [] : [parts.join(', ')])].join(': '))),
    ...others.flatMap((other) => line('also', `${other.smallest}   observed: ${other.observed ?? ''}`)),
  ]
}

const excerpt = (text: string) => (text.length > LONGEST_PART ? `${text.slice(0, LONGEST_PART)} …` : text)

/** What a gate of Microsoft's would say, by which document, and who sees it otherwise. */
function predictionOf({ prediction }: CheckResult): string | undefined {
  if (prediction === undefined) return undefined
  const { gate, verdict, basis, confidence, disagreements } = prediction
  const source = `${basis.document}, ${basis.version}, ${basis.date}; ${confidenceMeaning[confidence]}`
  return [`${verdict} by the ${gate} (${source}).`, ...disagreements].join(' ')
}

/** How a check that did not pass is told. Fields without a value are left out. */
export function blockOf(check: CheckResult): BlockLine[] {
  const { baseline } = check
  return [
    ...(check.counterexample === null ? line('sent', check.sent) : counterexampleLines(check)),
    ...line('expected', check.expected),
    ...line('observed', check.observed ?? check.reason),
    ...(wasAccepted(check) ? changeLines(check) : []),
    ...line('predicted', predictionOf(check)),
    ...line('in Entra', check.impact),
    ...line(
      'known',
      baseline && `${baseline.reason}${baseline.expires === undefined ? '' : ` (until ${baseline.expires})`}`,
    ),
    ...line('new', check.isNew === true ? 'newer than the ruleset: shown, and not decisive' : undefined),
    ...line('again', counterexamplesOf(check)[0]?.command ?? check.reproduce.command),
  ]
}
