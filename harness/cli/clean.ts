import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { usage } from '../run/usage.ts'
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
      const { clean } = await import('./cleaning.ts')
      const options = runOptionsOf(typed, url)
      const file = join(String(journal), 'journal.ndjson')
      const byMark = run !== undefined || olderThan !== undefined
      if (!byMark && !existsSync(file)) {
        throw usage(
          `There is no journal in ${String(journal)}.`,
          'Name its folder with --journal, or search by mark with --run ID or --older-than 24h.',
        )
      }
      process.exitCode = await clean(options, url, byMark ? undefined : file, {
        ...(run === undefined ? {} : { runId: String(run) }),
        ...(olderThan === undefined ? {} : { olderThanMs: Number(olderThan) }),
        dryRun: dryRun === true,
      })
    })
}
