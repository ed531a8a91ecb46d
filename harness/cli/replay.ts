import type { Command } from 'commander'
import { addRunOptions, type TypedOptions } from './options.ts'

const EXAMPLES = `
Examples:
  scimproof replay tenant.json https://example.com/scim/v2 --token-env SCIM_TOKEN   what was recorded, as checks
  scimproof replay tenant.json URL --only from-12            one of them
  scimproof replay scimproof-report/counterexamples/fuzz.filter-1.json   one example that failed
`

/** `scimproof replay FILE [URL]`. */
export function addReplayCommand(program: Command): void {
  addRunOptions(
    program
      .command('replay')
      .argument('<file>', 'recording, or counterexample of a run')
      .argument('[url]', 'base URL of the SCIM connection; without it the embedded server is checked'),
  )
    .description('play what was recorded, or a counterexample, against a server')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, url: string | undefined, typed: TypedOptions) => {
      const [{ runCommand }, { playingOf }] = await Promise.all([
        import('./runCommand.ts'),
        import('../run/replayFile.ts'),
      ])
      process.exitCode = await runCommand(url, typed, (options) => playingOf(file, options))
    })
}
