import type { CheckResult, ExchangeRecord, RunDocument } from '../model/index.ts'
import { blockOf, sourceOf } from '../reading/block.ts'
import { bodyText, exchangesOf } from '../reading/exchanges.ts'
import { counterexamplesOf } from '../reading/counterexamples.ts'
import { codeSpan, escaped, fenced } from './escape.ts'

import { testBlock } from './render.ts'

const longest = 4000

function messageLines(
  first: string,
  message: { headers: Readonly<Record<string, string>>; body?: ExchangeRecord['request']['body'] },
) {
  const text = message.body === undefined ? undefined : bodyText(message.body)
  const cut = text !== undefined && text.length > longest ? `${text.slice(0, longest)} …` : text
  return [
    first,
    ...Object.entries(message.headers).map(([name, value]) => `${name}: ${value}`),
    ...(cut === undefined ? [] : ['', ...cut.split('\n')]),
  ]
}

function exchangeBlock(exchange: ExchangeRecord, role: string): string {
  const { request, response, failure } = exchange
  const answer =
    response === null
      ? [`no answer: ${failure?.message ?? 'cut'}`]
      : messageLines(String(response.status), response)
  return `${role}\n\n${fenced([...messageLines(`${request.method} ${request.url}`, request), '', ...answer], 'http')}`
}

/** One check as the text of an issue: what is wrong, the exchanges, how to reproduce it, and by what it was found. */
export function renderIssue(check: CheckResult, run: RunDocument): string {
  const { tool, target } = run
  const clauses = check.clauses.map(
    ({ section, url, demand }) => `- [${escaped(section)}](${encodeURI(url)}): ${escaped(demand)}`,
  )
  const exchanges = exchangesOf(check, run).flatMap(({ exchange, role, id }) =>
    exchange === undefined ? [] : exchangeBlock(exchange, `**${role}** (${id})`),
  )
  const product = [target.product, target.version].filter((part) => part !== undefined).join(' ')
  return `${[
    `### ${escaped(check.title)}`,
    `${codeSpan(check.id)} · **${check.verdict}** · ${escaped(sourceOf(check))}`,
    fenced(blockOf(check).map(({ label, value }) => `${label.padEnd(10)}${value}`)),
    clauses.join('\n'),
    check.explanation.map((step, at) => `${at + 1}. ${escaped(step)}`).join('\n'),
    exchanges.length === 0
      ? ''
      : `<details><summary>${exchanges.length} exchanges</summary>\n\n${exchanges.join('\n\n')}\n\n</details>`,
    counterexamplesOf(check).flatMap(testBlock).join('\n').trim(),
    check.reproduce.curl.length === 0
      ? ''
      : fenced(
          check.reproduce.curl.flatMap((command) => command.split('\n')),
          'sh',
        ),
    escaped(
      `Found by ${tool.name} ${tool.version} (grading ${run.gradingVersion}, seed ${run.seed}, ${run.startedAt.slice(0, 10)})${product === '' ? '' : ` on ${product}`}.`,
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`
}
