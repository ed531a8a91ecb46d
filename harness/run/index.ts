import type { RunOptions } from './options.ts'

export { DEFAULT_GATE, DEFAULT_PROFILES, type FailOn, type RunEvent, type RunOptions } from './options.ts'
export { FatalRun } from './fatal.ts'
export { allChecks, FILES, run, selectionOf } from './run.ts'
export { replayFile } from './replayFile.ts'
export type { RunDocument } from '../../reports/model/index.ts'
export { TargetError, UsageError } from '../target/errors.ts'

/** Types a configuration; gives it back as it is. */
export const defineConfig = (config: RunOptions): RunOptions => config
