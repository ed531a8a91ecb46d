import type { RunOptions } from './options.ts'
import type { Served } from './served.ts'

/** The options of the second connection: its own URL and token, and all else as for the first. */
export function secondOptions(
  options: RunOptions,
  { token, tokenEnv }: NonNullable<Served['second']>,
): RunOptions {
  const {
    token: _token,
    tokenEnv: _env,
    tokenFile: _file,
    tokenCommand: _command,
    oauth: _oauth,
    ...rest
  } = options
  return {
    ...rest,
    ...(token === undefined ? {} : { token }),
    ...(tokenEnv === undefined ? {} : { tokenEnv }),
  }
}
