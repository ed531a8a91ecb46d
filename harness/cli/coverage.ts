import type { Command } from 'commander'

/** `scimproof coverage`. */
export function addCoverageCommand(program: Command): void {
  program
    .command('coverage')
    .description('requirement → checks, recorded exchange → checks; what no check verifies or plays, and why')
    .option('--json', 'as JSON')
    .option(
      '--check',
      'exit 1 on a gap: an unread demand, an unknown id, a claim without a seeded fault, a permission held on one side only, a recorded exchange that nothing plays',
    )
    .addHelpText('after', '\nExample:\n  scimproof coverage --check\n')
    .action(async ({ json, check }: { json?: boolean; check?: boolean }) => {
      const [{ coverage, gapsOf }, { describeCoverage }, { builtInChecks }] = await Promise.all([
        import('../run/coverage.ts'),
        import('./coverageText.ts'),
        import('../run/suites.ts'),
      ])
      const covered = coverage(builtInChecks())
      const gaps = gapsOf(covered)
      const shown = json === true ? JSON.stringify({ ...covered, gaps }, null, 2) : describeCoverage(covered)
      process.stdout.write(`${shown}\n`)
      if (check !== true) return
      for (const { id, reason } of gaps) process.stderr.write(`${id} ${reason}\n`)
      process.stderr.write(`${gaps.length} gaps\n`)
      process.exitCode = gaps.length === 0 ? 0 : 1
    })
}
