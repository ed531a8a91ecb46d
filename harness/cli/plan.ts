import type { Command } from 'commander'
import { addRunOptions, type TypedOptions } from './options.ts'

/** `scimproof plan [URL]`. */
export function addPlanCommand(program: Command): void {
  addRunOptions(program.command('plan').argument('[url]', 'base URL of the SCIM connection'))
    .description('what a run would do, without a write')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  scimproof plan https://example.com/scim/v2 --max-users 5\n')
    .action(async (url: string | undefined, { json, ...typed }: TypedOptions) => {
      const [{ optionsFor }, { describePlan, planFor }] = await Promise.all([
        import('./runCommand.ts'),
        import('./planning.ts'),
      ])
      const { options } = await optionsFor(url, typed)
      const planning = await planFor(options)
      process.stdout.write(`${json === true ? JSON.stringify(planning, null, 2) : describePlan(planning)}\n`)
    })
}
