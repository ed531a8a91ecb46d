import type { AgreementReport } from '../entra/import/agreement.ts'
import { faultsIn, type ImportedItem, type ImportReport } from '../entra/import/report.ts'
import { requirement, ruling } from '../check/catalogue.ts'
import { labelled } from '../../reports/console/block.ts'
import { paint, type Paint } from '../../reports/console/index.ts'
import { wrap } from '../../reports/console/wrap.ts'
import { printable } from '../../reports/printable.ts'
import { count } from '../../reports/words.ts'

/** How the text is to look. */
export interface ImportTextOptions {
  readonly color: boolean
  readonly width: number
  /** Every item, not each cause once. */
  readonly verbose: boolean
  /** Where the fixtures lie, if they were written. */
  readonly out?: string
  /** The server that it was sent to again. */
  readonly url?: string
  /** Exit code and what it means. */
  readonly exit: string
}

const KINDS: Readonly<Record<ImportReport['kind'], string>> = {
  'provisioning-log': 'provisioning log',
  'scim-validator': 'result file of the SCIM Validator',
  'logic-app': 'result of the validation Logic App',
}

const FAULTS: Readonly<Record<ImportedItem['fault'], { readonly word: string; readonly total: string }>> = {
  server: { word: 'SERVER', total: "the server's fault" },
  entra: { word: 'ENTRA', total: "Entra's own" },
  gate: { word: 'GATE', total: "the gate's own error" },
  setup: { word: 'SETUP', total: 'mapping, data or rights' },
  undecided: { word: 'UNDECIDED', total: 'not decided by the file' },
}

const ORDER = Object.keys(FAULTS) as ImportedItem['fault'][]

/**
 * 1 when something is the server's fault, or fails again when it is sent again; 2 when the file breaks off and nothing else
 * is known; else 0. A fault of the server that does not show any more is none.
 */
export function exitOf({ items, complete }: ImportReport): {
  readonly code: number
  readonly sentence: string
} {
  const faulty = items.filter(({ fault, replay }) =>
    replay === undefined || replay.verdict === 'undecided' ? fault === 'server' : replay.verdict === 'fail',
  )
  if (faulty.length > 0)
    return {
      code: 1,
      sentence: `${faulty.length === 1 ? 'one entry is' : `${faulty.length} entries are`} the server's fault`,
    }
  if (!complete) return { code: 2, sentence: 'the file breaks off, so that nothing is concluded' }
  const mended = items.some(({ fault, replay }) => fault === 'server' && replay?.verdict === 'pass')
  return { code: 0, sentence: `nothing is the server's fault${mended ? ' any more' : ''}` }
}

/** Tells what a file holds: totals, then each cause once, the server's faults first. */
export function importText(
  report: ImportReport,
  options: ImportTextOptions,
  agreement?: AgreementReport,
): string {
  const ink = paint(options.color)
  const page: Page = { ...options, width: Math.max(60, options.width), ink, report }
  const causes = options.verbose ? report.items.map((item) => [item] as const) : causesOf(report.items)
  const sections = [
    headLines(report, page),
    ...[...causes]
      .sort((one, other) => ORDER.indexOf(one[0].fault) - ORDER.indexOf(other[0].fault))
      .map((cause) => causeLines(cause, page)),
    agreement === undefined ? [] : agreementLines(agreement, page),
    [...(options.out === undefined ? [] : [`fixtures ${printable(options.out)}`]), ink('dim', options.exit)],
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

interface Page extends ImportTextOptions {
  readonly ink: Paint
  readonly report: ImportReport
}

function headLines(report: ImportReport, { ink, width }: Page): string[] {
  const { counts, items, notes, files, rebuiltBy } = report
  const noun = report.kind === 'provisioning-log' ? 'entry' : 'test'
  const total = Object.values(counts).reduce((sum, number) => sum + number, 0)
  const totals = Object.entries(counts).map(([name, number]) => `${number} ${name}`)
  const faults = faultsIn(items)
  return [
    ...(report.complete
      ? []
      : [ink(['bold', 'yellow'], 'INCOMPLETE  The file breaks off: what is missing may tell otherwise.')]),
    `${ink('bold', KINDS[report.kind])}  ${files.map(printable).join(', ')}  ${total === 1 ? `1 ${noun}` : `${total.toLocaleString('en-US')} ${noun === 'entry' ? 'entries' : 'tests'}`}: ${totals.join(', ')}`,
    items.length === 0
      ? 'nothing failed'
      : ORDER.filter((fault) => faults[fault] > 0)
          .map((fault) => `${FAULTS[fault].total} ${faults[fault]}`)
          .join('   '),
    ...replayLine(items),
    ...(rebuiltBy === undefined || items.length === 0
      ? []
      : wrap(
          `The log holds no request: what was sent is rebuilt in the ${rebuiltBy.dialect === 'legacy' ? 'legacy dialect (Tenant URL without flag)' : 'dialect of the flag aadOptscim062020'} by the mapping "${printable(rebuiltBy.mapping)}"; --dialect and --mapping change it.`,
          width,
        )),
    ...notes.flatMap((note) => wrap(`note: ${printable(note)}`, width)),
  ]
}

const MOST_PLACES = 12
const LONGEST = 800

/** How many were sent again, and what came of it. */
function replayLine(items: readonly ImportedItem[]): string[] {
  const verdicts = items.flatMap(({ replay }) => (replay === undefined ? [] : [replay.verdict]))
  const of = (verdict: string) => verdicts.filter((one) => one === verdict).length
  return verdicts.length === 0
    ? []
    : [`sent again: ${of('pass')} work, ${of('fail')} fail, ${of('undecided')} not decided`]
}

type Cause = readonly [ImportedItem, ...ImportedItem[]]

/** Items that say the same, the first of them first. */
function causesOf(items: readonly ImportedItem[]): readonly Cause[] {
  const causes = new Map<string, [ImportedItem, ...ImportedItem[]]>()
  for (const item of items) {
    const key = JSON.stringify([
      item.fault,
      item.quirk ?? item.title,
      item.answer.status,
      item.answer.scimType,
      item.check,
      item.name,
    ])
    const known = causes.get(key)
    if (known === undefined) causes.set(key, [item])
    else known.push(item)
  }
  return [...causes.values()]
}

function causeLines([item, ...others]: Cause, { ink, width, report, out, url, verbose }: Page): string[] {
  const { word } = FAULTS[item.fault]
  const colour = item.fault === 'server' ? 'red' : 'yellow'
  const place =
    report.kind === 'provisioning-log'
      ? `entry ${item.at.entry}${item.at.line === undefined ? '' : ` (line ${item.at.line})`}  `
      : ''
  const field = (label: string, value: string | undefined) =>
    value === undefined || value === '' ? [] : labelled(label, value, width, ink)
  return [
    `${ink(['bold', colour], word.padEnd(9))} ${place}${ink('bold', printable(item.name))}${item.code === undefined ? '' : `  ${ink('dim', printable(item.code))}`}`,
    ...wrap(`      ${printable(item.title)}`, width),
    ...item.requests.flatMap(({ line, body }, at) =>
      labelled(
        at === 0 ? 'sent' : '',
        `${line}${body === undefined ? '' : `  ${excerpt(JSON.stringify(body))}`}`,
        width,
        ink,
      ),
    ),
    ...field('basis', basisOf(item, report)),
    ...field(
      'answered',
      [item.answer.status, item.answer.scimType, item.answer.detail]
        .filter((part) => part !== undefined)
        .join('  '),
    ),
    ...field(report.kind === 'provisioning-log' ? 'log says' : 'gate says', excerpt(item.message)),
    ...field('why', item.reading),
    ...item.rulings.flatMap((id) => field('ruling', `${id}  ${ruling(id).title}: ${ruling(id).statement}`)),
    ...item.requirements.flatMap((id) => field('clause', `${id}  ${requirement(id).demand}`)),
    ...field('repair', item.advice),
    ...item.notes.flatMap((note) => field('note', note)),
    ...(item.replay === undefined
      ? []
      : field('replayed', `${item.replay.verdict}: ${item.replay.observed}`)),
    ...item.sources.flatMap(({ url }) => field('read', url)),
    ...(item.changeId === undefined ? [] : field('change', item.changeId)),
    ...(verbose ? [] : field('others', othersOf(others))),
    ...(item.fixture === undefined || out === undefined
      ? []
      : field('again', `npx scimproof replay ${out}/${item.fixture} ${url ?? 'URL'}`)),
  ]
}

/** The beginning of a long text. */
const excerpt = (text: string) =>
  text.length <= LONGEST
    ? text
    : `${text.slice(0, LONGEST)}… (${text.length.toLocaleString('en-US')} characters)`

/** Where else the same is seen. */
function othersOf(others: readonly ImportedItem[]): string | undefined {
  if (others.length === 0) return undefined
  const places = others.slice(0, MOST_PLACES).map(({ at }) => at.entry)
  return `${others.length.toLocaleString('en-US')} more like it: ${places.join(', ')}${others.length > MOST_PLACES ? ', …' : ''}`
}

function basisOf({ basis }: ImportedItem, { rebuiltBy }: ImportReport): string | undefined {
  if (basis === 'none') return 'nothing was sent, or nothing is known of it'
  return basis === 'rebuilt'
    ? `rebuilt, ${rebuiltBy?.dialect === 'legacy' ? 'legacy dialect' : 'dialect of the flag'}`
    : undefined
}

function agreementLines(agreement: AgreementReport, { ink, width }: Page): string[] {
  const { agreed, compared, differences, notForetold } = agreement
  return [
    ink('bold', `prediction  ${agreed} of ${count(compared, 'test')} foretold as the gate judged`),
    ...differences.flatMap(({ test, check, gate, foretold }) =>
      labelled('differs', `${test}: the gate says ${gate}, ${check} says ${foretold}`, width, ink),
    ),
    ...(notForetold.length === 0 ? [] : labelled('not told', notForetold.join(', '), width, ink)),
  ]
}
