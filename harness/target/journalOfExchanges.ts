import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { bodyText } from './bodyText.ts'
import type { Mask } from './mask.ts'
import type { Redactor } from './redact.ts'
import type { Exchange, WireRequest, WireResponse } from './types.ts'

/** Bodies above this many bytes stand as head and tail. */
export const WHOLE_BODY_BYTES = 64 * 1024
const HEAD_BYTES = 8 * 1024
const TAIL_BYTES = 2 * 1024

/** A body on disk: text, bytes that are no UTF-8, or the ends of a long one. Lengths are in bytes. */
export type StoredBody =
  | string
  | { readonly base64: string }
  | { readonly head: string; readonly tail: string; readonly length: number; readonly sha256: string }

/** An exchange on disk: redacted and masked. */
export interface StoredExchange extends Omit<Exchange, 'request' | 'response'> {
  readonly request: Omit<WireRequest, 'body'> & { readonly body?: StoredBody }
  readonly response?: Omit<WireResponse, 'body'> & { readonly body: StoredBody }
}

/** The record of a run, written while it goes on. */
export interface JournalOfExchanges {
  /** Appends; order of calls is order in the file. */
  append(exchange: Exchange): void
  /** Resolves when everything is on disk. Rejects when writing failed, now or earlier. */
  close(): Promise<void>
}

/** Opens `exchanges.ndjson` for appending. Secrets and people never reach the file. */
export function createJournalOfExchanges(file: string, redactor: Redactor, mask: Mask): JournalOfExchanges {
  const stream = createWriteStream(file, { flags: 'a' })
  const end = finished(stream)
  // Kept for close(); until then nobody waits for it.
  end.catch(() => undefined)
  return {
    append(exchange) {
      stream.write(`${JSON.stringify(storedExchange(redactor.exchange(mask.exchange(exchange))))}\n`)
    },
    async close() {
      stream.end()
      await end
    },
  }
}

/** Reads a record; a last line that a crash cut short is left away. Throws an `Error` naming file and line for others. */
export async function readExchanges(file: string): Promise<StoredExchange[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap((line, index) => {
    if (line === '') return []
    try {
      return [JSON.parse(line) as StoredExchange]
    } catch {
      if (index === lines.length - 1) return []
      throw new Error(`${file}:${index + 1}: not the JSON of an exchange.`)
    }
  })
}

/** The form in which an exchange stands in files. Neither redacts nor masks. */
export function storedExchange(exchange: Exchange): StoredExchange {
  const { request, response, ...rest } = exchange
  const { body, ...head } = request
  return {
    ...rest,
    request: { ...head, ...(body === undefined ? {} : { body: storedBody(body) }) },
    ...(response === undefined ? {} : { response: { ...response, body: storedBody(response.body) } }),
  }
}

/** The exchange of a stored form, as far as its bodies were kept. */
export function restoredExchange(stored: StoredExchange): Exchange {
  const { request, response, ...rest } = stored
  const { body, ...head } = request
  return {
    ...rest,
    request: {
      ...head,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : bytesOf(body) }),
    },
    ...(response === undefined ? {} : { response: { ...response, body: bytesOf(response.body) } }),
  }
}

function storedBody(body: string | Uint8Array): StoredBody {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body
  if (bytes.length > WHOLE_BODY_BYTES) {
    return {
      head: textOf(bytes.subarray(0, HEAD_BYTES)),
      tail: textOf(bytes.subarray(-TAIL_BYTES)),
      length: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }
  }
  const { text, exact } = bodyText(bytes)
  return exact ? text : { base64: Buffer.from(bytes).toString('base64') }
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')

function bytesOf(body: StoredBody): Uint8Array {
  if (typeof body === 'string') return Buffer.from(body, 'utf8')
  return 'base64' in body ? Buffer.from(body.base64, 'base64') : Buffer.from(body.head + body.tail, 'utf8')
}
