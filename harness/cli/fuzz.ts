import { Command, InvalidArgumentError, Option } from 'commander'
import { addRunOptions, type TypedOptions } from './options.ts'
import { SUBJECTS, type Subject } from '../run/fuzz/subjects.ts'

const EXAMPLES = `
Examples:
  scimproof fuzz https://example.com/scim/v2 --token-env SCIM_TOKEN    every property once
  scimproof fuzz URL --time 5m --corpus fuzz-corpus                    five minutes; Ctrl-C ends it with a full report
  scimproof fuzz URL --only filter,paging --examples 500
  scimproof fuzz http://localhost:8080/scim/v2 --command 'npm run dev' --watch   again whenever the server restarts
`

/** Options of `run` that choose single checks: here subjects are chosen. */
const LEFT_OUT = new Set(['only', 'requirement', 'tag', 'baseline', 'updateBaseline', 'profile', 'checks'])

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 }

/** `90s`, `5m`, `1h`, in milliseconds. @throws {InvalidArgumentError} on anything else */
export function milliseconds(value: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|min|h)$/.exec(value.trim()) ?? []
  const each = UNITS[unit]
  if (each === undefined || Number(number) <= 0)
    throw new InvalidArgumentError('It takes a time such as 90s, 5m or 1h.')
  return Number(number) * each
}

function subjects(value: string): Subject[] {
  return value.split(',').map((name) => {
    const subject = SUBJECTS.find((known) => known === name.trim())
    if (subject === undefined)
      throw new InvalidArgumentError(`There is no subject ${name}. Subjects: ${SUBJECTS.join(', ')}.`)
    return subject
  })
}

/** `scimproof fuzz [URL]`. */
export function addFuzzCommand(program: Command): void {
  const command = program
    .command('fuzz')
    .argument('[url]', 'base URL of the SCIM connection; without it the embedded server is fuzzed')
    .description('look for faults with drawn filters, PATCH requests and payloads, and make them small')
    .addOption(new Option('--only <subjects>', `${SUBJECTS.join(', ')} (default: all)`).argParser(subjects))
    .addOption(new Option('--time <time>', 'go on drawing for so long: 90s, 5m, 1h').argParser(milliseconds))
    .option('--corpus <dir>', 'folder of examples that are played first; new ones are kept there')
    .option('--watch', 'fuzz filters and PATCH again whenever the server restarts')
    .addHelpText('after', EXAMPLES)
  for (const option of addRunOptions(new Command()).options)
    if (!LEFT_OUT.has(option.attributeName())) command.addOption(option)
  command.action(async (url: string | undefined, typed: TypedOptions) => {
    const { fuzzCommand } = await import('./fuzzCommand.ts')
    process.exitCode = await fuzzCommand(url, typed)
  })
}
