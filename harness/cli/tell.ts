import { CommanderError } from 'commander'
import { TargetError, UsageError } from '../target/errors.ts'
import { FatalRun } from '../run/fatal.ts'

/** What a person can not be blamed for and we did not foresee; the stack is shown on demand only. */
const unforeseen = (error: unknown) =>
  process.env['SCIMPROOF_DEBUG'] === undefined
    ? `${error instanceof Error ? error.message : String(error)}\nThis is a fault of scimproof. SCIMPROOF_DEBUG=1 shows where it arose.`
    : error instanceof Error
      ? (error.stack ?? error.message)
      : String(error)

/** Says on stderr what went wrong, without a stack, and gives the exit code that belongs to it. */
export function tell(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const say = (text: string) => void process.stderr.write(`${text}\n`)
  if (error instanceof UsageError) {
    say([error.message, error.remedy, 'Nothing was sent.'].filter((part) => part !== '').join(' '))
    return 2
  }
  if (error instanceof TargetError) {
    say(`${error.code}  ${error.message}\n  ${error.remedy}\n  Nothing was checked.`)
    return 3
  }
  if (error instanceof FatalRun) {
    say(`${error.code}  ${error.message}`)
    return 3
  }
  say(unforeseen(error))
  return 3
}
