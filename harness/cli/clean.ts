import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import { RESERVED_DOMAIN } from '../check/identity.ts'
import { fileJournal, readJournal } from '../check/journal.ts'
import { FILES, type RunOptions } from '../run/index.ts'
import { budgetOf } from '../run/budget.ts'
import { type Cleaned, cleanByMark, cleanFromJournal } from '../run/clean.ts'
import { connect, connectionSettings } from '../run/connection.ts'
import { usage } from '../run/usage.ts'
import { readBaseUrl } from '../target/baseUrl.ts'
import { testConnection } from '../target/connection.ts'
import { systemClock } from '../target/time.ts'
import { addTargetOptions, runOptionsOf, type TypedOptions } from './options.ts'

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

function age(value: string): number {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(value) ?? []
  if (count === undefined || unit === undefined)
    throw new InvalidArgumentError('It takes an age such as 30m, 24h or 7d.')
  return Number(count) * (UNITS[unit] ?? 0)
}

/** `scimproof clean URL`. */
export function addCleanCommand(program: Command): void {
  addTargetOptions(program.command('clean').argument('<url>', 'base URL of the SCIM connection'))
    .description('remove what earlier runs left')
    .option('--journal <dir>', 'folder of the run that was cut short', 'scimproof-report')
    .option('--run <id>', 'only what this run made, found by its mark')
    .option('--older-than <age>', 'only what is older: 30m, 24h, 7d', age)
    .option('--dry-run', 'say what would be removed, and remove nothing')
    .addHelpText(
      'after',
      '\nExamples:\n  scimproof clean URL\n  scimproof clean URL --older-than 24h --dry-run\n',
    )
    .action(async (url: string, { journal, run, olderThan, dryRun, ...typed }: TypedOptions) => {
      const options = runOptionsOf(typed, url)
      const file = join(String(journal), FILES.journal)
      const byMark = run !== undefined || olderThan !== undefined
      if (!byMark && !existsSync(file)) {
        throw usage(
          `There is no journal in ${String(journal)}.`,
          'Name its folder with --journal, or search by mark with --run ID or --older-than 24h.',
        )
      }
      process.exitCode = await clean(options, url, byMark ? undefined : file, {
        ...(run === undefined ? {} : { runId: String(run) }),
        ...(olderThan === undefined ? {} : { before: systemClock() - Number(olderThan) }),
        dryRun: dryRun === true,
      })
    })
}

interface Wanted {
  readonly runId?: string
  readonly before?: number
  readonly dryRun: boolean
}

async function clean(
  options: RunOptions,
  url: string,
  journalFile: string | undefined,
  wanted: Wanted,
): Promise<number> {
  const domains = options.emailDomains ?? [RESERVED_DOMAIN]
  const { base, loopback } = readBaseUrl(url)
  const settings = await connectionSettings(options, url, budgetOf(options, loopback), domains)
  let count = 0
  const { client, close } = await connect(settings, {
    nextId: () => `x${(count += 1)}`,
    record: () => undefined,
  })
  const signal = new AbortController().signal
  try {
    await testConnection(client, signal)
    if (journalFile === undefined) {
      const cleaned = await cleanByMark(client, { ...wanted, emailDomains: domains }, signal)
      if (wanted.dryRun) cleaned.found.forEach((found) => say(`would remove ${found}`))
      return tell(cleaned)
    }
    const { head } = readJournal(journalFile)
    if (head.baseUrl !== base) throw usage(`${journalFile} is of a run against ${head.baseUrl}, not ${base}.`)
    const journal = fileJournal(journalFile)
    if (wanted.dryRun) {
      journal.alive().forEach((made) => say(`would remove ${made}`))
      journal
        .open()
        .forEach(({ endpoint, names }) => say(`would look for ${names.join(', ')} in ${endpoint}`))
      journal.close()
      return 0
    }
    const cleaned = await cleanFromJournal(client, journal, signal)
    journal.close()
    return tell(cleaned)
  } finally {
    await close()
  }
}

const say = (line: string) => void process.stdout.write(`${line}\n`)

function tell({ removed, leftovers }: Cleaned): number {
  for (const { url, state, reason } of leftovers) say(`left ${state}  ${url}  ${reason}`)
  say(`removed ${removed}, left ${leftovers.length}`)
  return leftovers.some(({ state }) => state === 'active') ? 1 : 0
}
