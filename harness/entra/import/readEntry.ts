import { answerIn, type QuotedAnswer } from './answerIn.ts'
import type { LogAction, LogEntry } from './logEntry.ts'
import { errorCodeIn, quirkIn, type Reading, type Seen, statusMeantBy } from './quirks.ts'
import { rebuild, type Rebuilt, type Sender } from './rebuild.ts'

/** A failed entry of a log, and what it means. */
export interface ReadEntry {
  readonly entry: LogEntry
  readonly rebuilt: Rebuilt
  /** What the server answered, as far as the log quotes it. */
  readonly answer: QuotedAnswer
  readonly reading: Reading
}

const UNDECIDED: Reading = {
  fault: 'undecided',
  title: 'The log does not say why.',
  advice: 'Replay it: the answer shows whether the request was refused rightly.',
  rulings: ['EN-00'],
  requirements: [],
  sources: [],
}

/**
 * Says of a failed entry what was sent, whose fault it is, and what to do.
 *
 * @param after what an earlier entry did with the same object
 */
export function readEntry(entry: LogEntry, sender: Sender, after?: LogAction): ReadEntry {
  const rebuilt = rebuild(entry, sender)
  const failed = entry.steps
    .filter(({ status }) => status === 'failure')
    .map(({ description }) => description)
  const reason = [entry.error?.reason ?? '', ...failed].join(' ')
  const code = entry.error?.code ?? ''
  const quoted = answerIn(reason)
  const status = quoted.status ?? statusMeantBy(code, entry.action)
  const answer = { ...quoted, ...(status === undefined ? {} : { status }) }
  const request = rebuilt.requests.at(-1)
  const seen: Seen = {
    by: 'entra',
    code,
    action: entry.action,
    message: `${code} ${ownWords(reason)} ${answer.scimType ?? ''} ${answer.detail ?? ''}`,
    ...(after === undefined ? {} : { after }),
    ...(entry.targetSystem === undefined ? {} : { system: entry.targetSystem }),
    ...(status === undefined ? {} : { status }),
    ...(request === undefined ? {} : { request }),
  }
  const reading = readingOf(seen, answer)
  const elsewhere = reading.quirk === 'entra.inbound'
  return { entry, rebuilt: elsewhere ? { ...rebuilt, requests: [] } : rebuilt, answer, reading }
}

/** A reason without the answer that it quotes and without the sentence on retries, which are read elsewhere. */
const ownWords = (reason: string) =>
  reason
    .replace(/\{[^]*\}/, ' ')
    .replace(/This operation was retried[^.]*\.( It will be retried[^.]*\.)?/i, ' ')

/** A quirk of what was sent says more than a code, except where the code names data, rights or Entra itself. */
function readingOf(seen: Seen, { status }: QuotedAnswer): Reading {
  const known = errorCodeIn(seen)
  const elsewhere = known?.fault === 'setup' || known?.fault === 'entra' || status === 401 || status === 403
  return (elsewhere ? known : quirkIn(seen)) ?? known ?? quirkIn(seen) ?? UNDECIDED
}
