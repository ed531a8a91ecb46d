import type { Command } from 'commander'
import { addRunOptions, type TypedOptions } from './options.ts'

const EXAMPLES = `
Examples:
  scimproof run                                             check the embedded server
  scimproof run https://example.com/scim/v2 --token-env SCIM_TOKEN
  scimproof run --fault patch.replace-unmatched-succeeds           see what a failure looks like
  scimproof run URL --only 'rfc7644.patch.*' --verbose
  scimproof run URL --baseline known.json --update-baseline  accept today's failures
`

/** `scimproof run [URL]`. */
export function addRunCommand(program: Command): void {
  addRunOptions(
    program
      .command('run')
      .argument('[url]', 'base URL of the SCIM connection; without it the embedded server is checked'),
  )
    .description('check a server')
    .addHelpText('after', EXAMPLES)
    .action(async (url: string | undefined, typed: TypedOptions) => {
      const { runCommand } = await import('./runCommand.ts')
      process.exitCode = await runCommand(url, typed)
    })
}
