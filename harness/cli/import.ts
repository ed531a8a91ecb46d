import { Option } from 'commander'
import type { Command } from 'commander'
import { addTargetOptions, type TypedOptions } from './options.ts'

const EXAMPLES = `
Examples:
  scimproof import provisioning.json                          whose fault, which ruling, what to do
  scimproof import ProvisioningLogs.csv --out replay          with the files of the same download beside it
  scimproof import provisioning.json https://example.com/scim/v2 --token-env SCIM_TOKEN   send it again at once
  scimproof import scim-results.json --against scimproof-report/run.json   how true the predictions were

Exit codes: 0 nothing is the server's fault; 1 something is, or fails again when it is sent again; 2 the file can not be
read, or breaks off before anything is certain; 3 the server can not be asked. People are shown by no name: {{userName1}}
is the same one throughout.
`

/** `scimproof import FILE [URL]`. */
export function addImportCommand(program: Command): void {
  addTargetOptions(
    program
      .command('import')
      .argument(
        '<file>',
        'provisioning log, result file of the SCIM Validator or of the validation Logic App',
      )
      .argument('[url]', 'base URL of a SCIM connection to send it to again'),
  )
    .description(
      "read a provisioning log, or a result file of Microsoft's gates: whose fault, which clause, replay",
    )
    .option(
      '--with <file>',
      'another file of the same download (repeatable)',
      (file: string, before: string[] = []) => [...before, file],
    )
    .option('--mapping <file>', "attribute mapping, as Entra exports it (default: a custom application's)")
    .addOption(
      new Option('--dialect <dialect>', 'whether the Tenant URL has the flag aadOptscim062020')
        .choices(['legacy', 'compliant'])
        .default('legacy'),
    )
    .option('--against <run.json>', 'run document to compare the verdicts of a gate with')
    .option(
      '--out <dir>',
      'folder for the files that scimproof replay plays (default with a URL: scimproof-report/import)',
    )
    .option('--yes', 'skip the question before a first run off loopback')
    .option('--json', 'as JSON')
    .option('--verbose', 'every entry, not each cause once')
    .option('--no-color', 'no colours')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, url: string | undefined, typed: TypedOptions) => {
      const { importCommand } = await import('./importing.ts')
      process.exitCode = await importCommand(file, url, typed)
    })
}
