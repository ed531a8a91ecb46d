import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'
import { badHttp, bodyTooLarge } from './wireError.ts'

const gunzipped = promisify(gunzip)
const inflated = promisify(inflate)
const rawInflated = promisify(inflateRaw)
const brotli = promisify(brotliDecompress)

interface Limit {
  readonly maxOutputLength: number
}

const codings = new Map<string, (body: Uint8Array, limit: Limit) => Promise<Uint8Array>>([
  ['gzip', gunzipped],
  ['x-gzip', gunzipped],
  // RFC 9110 §8.4.1.2: some senders leave the zlib wrapper away.
  [
    'deflate',
    (body, limit) =>
      inflated(body, limit).catch((error: unknown) => {
        if (error instanceof RangeError) throw error
        return rawInflated(body, limit)
      }),
  ],
  ['br', brotli],
  ['identity', (body) => Promise.resolve(body)],
])

/**
 * Undoes the content codings of a body, last one first (RFC 9110 §8.4).
 * Throws E_BAD_HTTP for a coding that is unknown or not kept, E_BODY_TOO_LARGE for a bomb.
 */
export async function unpack(
  body: Uint8Array,
  contentEncoding: string | undefined,
  url: string,
  maxOutputLength: number,
): Promise<Uint8Array> {
  if (contentEncoding === undefined || body.length === 0) return body
  const names = contentEncoding
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
  let unpacked = body
  for (const name of names.reverse()) {
    const undo = codings.get(name)
    if (undo === undefined) throw badHttp(url, `packed its answer with the unknown content coding ${name}`)
    try {
      unpacked = await undo(unpacked, { maxOutputLength })
    } catch (error) {
      if (error instanceof RangeError) throw bodyTooLarge(url, maxOutputLength)
      throw badHttp(url, `says Content-Encoding ${name}, but the body is not packed so`, error)
    }
  }
  return unpacked
}
