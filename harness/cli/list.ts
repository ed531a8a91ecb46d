import type { Command } from 'commander'
import { addRunOptions, runOptionsOf, type TypedOptions } from './options.ts'

/** `scimproof list`. */
export function addListCommand(program: Command): void {
  addRunOptions(program.command('list'))
    .description('the checks: id, title, level, requirement ids, profile')
    .option('--json', 'as JSON')
    .addHelpText('after', "\nExample:\n  scimproof list --only 'rfc7644.patch.*'\n")
    .action(async ({ json, ...typed }: TypedOptions) => {
      const [{ allChecks, selectionOf }, { levelOf }, { select }] = await Promise.all([
        import('../run/index.ts'),
        import('../run/level.ts'),
        import('../run/select.ts'),
      ])
      const options = runOptionsOf(typed, undefined)
      const profiles = options.profiles ?? (['rfc', 'entra', 'microsoft', 'security'] as const)
      const checks = select(await allChecks(options.checks), selectionOf({ ...options, profiles }))
      const rows = checks.map((check) => ({
        id: check.id,
        title: check.title,
        level: levelOf(check),
        profile: check.profile,
        verifies: check.verifies,
        needs: check.needs,
        tags: check.tags,
        suite: check.suite,
      }))
      const lines = rows.map(
        ({ id, title, level, profile, verifies }) =>
          `${id}\n    ${title}\n    ${profile} · ${level} · ${verifies.join(' ')}`,
      )
      process.stdout.write(`${json === true ? JSON.stringify(rows, null, 2) : lines.join('\n')}\n`)
    })
}
