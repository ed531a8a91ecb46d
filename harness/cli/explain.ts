import type { Command } from 'commander'

/** `scimproof explain ID`. */
export function addExplainCommand(program: Command): void {
  program
    .command('explain')
    .argument('<id>', 'id of a check or of a requirement')
    .description(
      "one check or requirement: the clause's demand in our words, what is allowed, why Entra cares",
    )
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  scimproof explain RFC7644-3.5.2.3-10\n  scimproof explain rfc7644.patch.replace-unmatched-filter\n',
    )
    .action(async (id: string, { json }: { json?: boolean }) => {
      const [{ explain, printed }, { allChecks }] = await Promise.all([
        import('./explanation.ts'),
        import('../run/index.ts'),
      ])
      const explanation = explain(id, await allChecks())
      process.stdout.write(`${json === true ? JSON.stringify(explanation, null, 2) : printed(explanation)}\n`)
    })
}
