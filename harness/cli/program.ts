import { Command } from 'commander'
import { packageVersion } from '../run/version.ts'
import { addCleanCommand } from './clean.ts'
import { addCoverageCommand } from './coverage.ts'
import { addExplainCommand } from './explain.ts'
import { addFuzzCommand } from './fuzz.ts'
import { addImportCommand } from './import.ts'
import { addListCommand } from './list.ts'
import { addPlanCommand } from './plan.ts'
import { addRecordCommand } from './record.ts'
import { addReplayCommand } from './replay.ts'
import { addRunCommand } from './run.ts'
import { addServeCommand } from './serve.ts'

/** The command line. Parsing throws `CommanderError` instead of ending the process. */
export function program(): Command {
  const root = new Command('scimproof')
    .description(
      'Finds out whether a SCIM server does what the RFCs demand and what Microsoft Entra ID really sends',
    )
    .version(packageVersion())
    .showSuggestionAfterError(true)
    .exitOverride()
  for (const add of [
    addRunCommand,
    addPlanCommand,
    addFuzzCommand,
    addServeCommand,
    addRecordCommand,
    addReplayCommand,
    addImportCommand,
    addListCommand,
    addExplainCommand,
    addCoverageCommand,
    addCleanCommand,
  ])
    add(root)
  for (const command of root.commands) command.exitOverride()
  return root
}
