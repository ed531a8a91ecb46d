import { dialectOf, jobOf, needsOf } from './jobOf.ts'
import { hideAnswer, hideRequest, type SeenAnswer, type SeenRequest } from './hideExchange.ts'
import type { Hiding } from './hideText.ts'
import type { RecordedExchange, RecordedRequest } from './recordedTypes.ts'
import type { RecordingJournal } from './recordingFile.ts'

/** Whose session is recorded. */
export interface RecorderOptions {
  readonly hiding: Hiding
  readonly journal: RecordingJournal
  readonly sender: string
  /** When the recording began, ISO 8601; also tells its exchanges from those of other sessions. */
  readonly startedAt: string
  /** `scimproof 0.1.0` */
  readonly tool: string
  /** Hears of each exchange that is complete; everything in the line may be read by anybody. */
  readonly onRecorded?: (line: string) => void
}

/** One request whose answer is awaited. */
export interface Open {
  /** The request is complete. */
  request(seen: SeenRequest): void
  answer(seen: SeenAnswer): void
  /** No complete answer came, and why. */
  failed(note: string): void
}

/** Writes exchanges into a journal, in the order in which their requests arrive, however their answers come. */
export interface Recorder {
  /** Takes the next place in the order. */
  open(): Open
  /** How many requests were recorded. */
  readonly count: number
}

const METHODS = /^(GET|POST|PUT|PATCH|DELETE)$/

/** A recorder that has recorded nothing. What it writes holds no value that it saw. */
export function createRecorder(options: RecorderOptions): Recorder {
  const { hiding, journal, startedAt } = options
  const session = startedAt.replace(/[^0-9]/g, '').slice(0, 17)
  let arrived = 0
  let count = 0

  function exchangeOf(original: string, request: RecordedRequest): RecordedExchange {
    const text = JSON.stringify(request)
    return {
      id: `recording.${original}`,
      original,
      title: `${request.method} ${request.path}`,
      job: jobOf(request),
      dialect: dialectOf(request, options.sender),
      sender: options.sender,
      evidence: 'own-recording',
      form: request.bodyText === undefined ? 'request' : 'fragment',
      provenance: {
        document: `Recording begun on ${startedAt}`,
        recordedBy: `${options.tool} record`,
        licence: 'none',
        retyped: true,
      },
      request,
      variables: hiding.register.definitions(text),
      needs: needsOf(request.method),
    }
  }

  function open(): Open {
    arrived += 1
    const original = `rec-${session}-${arrived}`
    const id = `recording.${original}`
    let path = '/'
    let title = ''
    let kept = false
    let answered: (() => void) | undefined

    function end(write: () => void): void {
      // An answer may be complete before its request is.
      if (kept) write()
      else answered = write
    }

    return {
      request: (seen) => {
        if (!METHODS.test(seen.method)) return
        const exchange = exchangeOf(original, hideRequest(seen, hiding))
        path = seen.target.replace(/\?.*$/s, '')
        title = exchange.title
        journal.write({ kind: 'request', exchange })
        kept = true
        count += 1
        answered?.()
      },
      answer: (seen) =>
        end(() => {
          const answer = hideAnswer(seen, path, hiding)
          journal.write({
            kind: 'answer',
            id,
            answer,
            ...(seen.status === 401 ? { credentials: 'refused' as const } : {}),
            variables: hiding.register.definitions(JSON.stringify(answer)),
          })
          options.onRecorded?.(`${title} → ${seen.status}`)
        }),
      failed: (note) =>
        end(() => {
          journal.write({ kind: 'answer', id, note, variables: {} })
          options.onRecorded?.(`${title}: ${note}`)
        }),
    }
  }

  return {
    open,
    get count() {
      return count
    },
  }
}
