import type { CheckResult } from '../model/index.ts'
import { printable } from '../printable.ts'
import { blockOf, sourceOf } from '../reading/block.ts'
import type { Paint } from './paint.ts'
import { wrap } from './wrap.ts'

const indent = '      '

/** A labelled value, wrapped under itself: `      expected  400 with scimType noTarget`. Commands are never broken. */
export function labelled(label: string, value: string, width: number, ink: Paint): string[] {
  const head = `${indent}${label.padEnd(10)}`
  const lines =
    label === 'again' ? [printable(value)] : wrap(printable(value), Math.max(20, width - head.length))
  return lines.map((line, at) =>
    at === 0 ? `${indent}${ink('dim', label.padEnd(10))}${line}` : `${' '.repeat(head.length)}${line}`,
  )
}

/** The first line of a block: verdict, id, and where the demand stands; on two lines where one is too narrow. */
function headline(check: CheckResult, width: number, ink: Paint): string[] {
  const source = printable(sourceOf(check))
  const word = check.verdict.toUpperCase().padEnd(6)
  const colour = check.verdict === 'fail' ? 'red' : 'yellow'
  const verdict = ink(['bold', colour], word)
  const id = ink('bold', check.id)
  if (Math.max(56, 6 + check.id.length + 2) + source.length > width) {
    return [
      `${verdict}${id}`,
      ...wrap(source, width - indent.length).map((line) => indent + ink('dim', line)),
    ]
  }
  return [`${verdict}${id}${' '.repeat(Math.max(2, 50 - check.id.length))}${ink('dim', source)}`]
}

/** A check that did not pass, as a block of lines. */
export function checkBlock(check: CheckResult, width: number, ink: Paint): string[] {
  const title = wrap(printable(check.title), width - indent.length).map((line) => indent + line)
  const fields = blockOf(check).flatMap(({ label, value }) => labelled(label, value, width, ink))
  return [...headline(check, width, ink), ...title, ...fields]
}
