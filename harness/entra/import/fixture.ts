import { createHash } from 'node:crypto'
import type { Json, JsonObject } from '../../scim/types.ts'
import { hideAnswer, hideRequest } from '../record/hideExchange.ts'
import type { Hiding } from '../record/hideText.ts'
import { dialectOf, jobOf, needsOf } from '../record/jobOf.ts'
import type {
  RecordedAnswer,
  RecordedExchange,
  RecordedRequest,
  RecordingFile,
} from '../record/recordedTypes.ts'
import { variablesIn } from '../record/register.ts'
import type { SentRequest } from './sent.ts'

/** An exchange before it is written: values as they were. */
export interface SeenExchange {
  readonly request: SentRequest
  readonly answer?: { readonly status: number; readonly body?: Json }
  readonly title: string
  readonly note?: string
}

/** Where exchanges come from, and how they are written. */
export interface Origin {
  readonly sender: 'entra' | 'scim-validator' | 'logic-app'
  /** Absent: as the requests show. */
  readonly dialect?: 'legacy' | 'aadOptscim062020'
  readonly evidence: 'rebuilt' | 'result-file'
  readonly document: string
  readonly url: string
  /** `scimproof 0.1.0 import` */
  readonly tool: string
  readonly rulings: readonly string[]
  readonly hiding: Hiding
}

/** A file that `scimproof replay` plays, valid by `fixtures/entra/schema.json`: no value of anybody is left in it. */
export function fixtureOf(seen: readonly SeenExchange[], origin: Origin): RecordingFile {
  const exchanges = seen.map((one) => hiddenExchange(one, origin))
  const mark = createHash('sha256').update(shapeOf(exchanges)).digest('hex').slice(0, 8)
  const dialects = [...new Set(exchanges.map(({ dialect }) => dialect))].filter((one) => one !== 'both')
  const [only = 'both', ...more] = dialects
  return {
    kind: 'recording',
    job: 'session',
    dialect: more.length === 0 ? only : 'unknown',
    senders: [origin.sender],
    exchanges: exchanges.map((exchange, at) => ({
      id: `import.imp-${mark}-${at + 1}`,
      original: `imp-${mark}-${at + 1}`,
      ...exchange,
    })),
  }
}

/** A text that is the same for files that differ in the numbers of their variables only. */
export function shapeOf(value: unknown): string {
  const text = JSON.stringify(value)
  const order = variablesIn(text)
  return text.replace(
    /\{\{(\w+)\}\}/g,
    (_, name: string) => `{{${name.replace(/\d+$/, '')}${order.indexOf(name) + 1}}}`,
  )
}

type Unnamed = Omit<RecordedExchange, 'id' | 'original'>

function hiddenExchange({ request: sent, answer, title, note }: SeenExchange, origin: Origin): Unnamed {
  const { hiding, sender, rulings } = origin
  const request = hideRequest(
    {
      method: sent.method,
      target: `${sent.path}${sent.query === undefined ? '' : `?${sent.query}`}`,
      headers: [
        ['Authorization', ''],
        ...(sent.body === undefined
          ? []
          : [['Content-Type', 'application/scim+json; charset=utf-8'] as const]),
      ],
      body: bytesOf(sent.body),
    },
    hiding,
  )
  const shown = answer === undefined ? undefined : answered(answer, sent.path, hiding)
  const entra = rulings.filter((id) => /^EN-\d\d$/.test(id))
  return {
    title,
    job: jobOf(request),
    dialect: dialectFor(request, origin),
    sender,
    evidence: origin.evidence,
    form: 'request',
    provenance: {
      document: origin.document,
      url: origin.url,
      recordedBy: origin.tool,
      licence: 'none',
      retyped: true,
    },
    request,
    ...(shown === undefined ? {} : { answer: shown }),
    variables: hiding.register.definitions(JSON.stringify({ request, shown })),
    needs: needsOf(sent.method),
    ...(entra.length === 0 ? {} : { rulings: entra }),
    ...(note === undefined ? {} : { note }),
  }
}

function dialectFor(request: RecordedRequest, { dialect, sender }: Origin) {
  const shown = dialectOf(request, sender)
  return shown === 'both' || dialect === undefined ? shown : dialect
}

const bytesOf = (body: JsonObject | Json | undefined): Uint8Array =>
  Buffer.from(body === undefined ? '' : JSON.stringify(body))

function answered(
  { status, body }: NonNullable<SeenExchange['answer']>,
  path: string,
  hiding: Hiding,
): RecordedAnswer {
  return hideAnswer({ status, headers: [], body: bytesOf(body) }, path, hiding)
}
