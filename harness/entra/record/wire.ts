import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'

/** Headers as they came, in their order. */
export type Pairs = readonly (readonly [name: string, value: string])[]

/** 10 MiB: what of a body is kept, packed and unpacked. What is longer goes through and is not recorded. */
const MOST_BYTES = 10 * 1024 * 1024

/** Headers of one connection only (RFC 9110 §7.6.1), and the one that was answered already (§10.1.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
  'expect',
])

/** Name and value of each header, as `rawHeaders` has them one after another. */
export function pairsOf(raw: readonly string[]): Pairs {
  return Array.from({ length: raw.length / 2 }, (_, index) => [
    raw[2 * index] ?? '',
    raw[2 * index + 1] ?? '',
  ])
}

/**
 * The headers that go on to the other side, one after another, in their order and capitalisation.
 *
 * @param host what takes the place of `Host`; a message with it is a request, whose transfer coding stays
 */
export function endToEnd(raw: readonly string[], request?: { readonly host: string }): string[] {
  const pairs = pairsOf(raw)
  const named = pairs
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(',').map((word) => word.trim().toLowerCase()))
  return pairs.flatMap(([name, value]) => {
    const known = name.toLowerCase()
    if (HOP_BY_HOP.has(known) || named.includes(known)) return []
    if (known === 'transfer-encoding' && request === undefined) return []
    return [name, known === 'host' && request !== undefined ? request.host : value]
  })
}

const unpackings: Readonly<
  Record<string, (body: Uint8Array, limit: { maxOutputLength: number }) => Promise<Uint8Array>>
> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

/**
 * Hands over the body of a message once it is complete, unpacked; `undefined` when it is too long or can not be
 * unpacked. Does not slow down who else reads it. Resolves when the message is over, complete or not.
 */
export function bytesOf(
  message: IncomingMessage,
  coding: string | undefined,
  hand: (body: Uint8Array | undefined) => void,
): Promise<void> {
  const chunks: Uint8Array[] = []
  let length = 0
  message.on('data', (chunk: Uint8Array) => {
    length += chunk.length
    if (length <= MOST_BYTES) chunks.push(chunk)
  })
  return new Promise((resolve) => {
    message.on('close', () => {
      if (!message.complete) resolve()
    })
    message.on('end', () => {
      const whole = length > MOST_BYTES ? undefined : Buffer.concat(chunks)
      if (whole === undefined || coding === undefined || length === 0) return resolve(hand(whole))
      void unpacked(whole, coding).then(hand).finally(resolve)
    })
  })
}

async function unpacked(body: Uint8Array, coding: string): Promise<Uint8Array | undefined> {
  const undo = unpackings[coding.trim().toLowerCase()]
  if (undo === undefined) return undefined
  try {
    return await undo(body, { maxOutputLength: MOST_BYTES })
  } catch {
    return undefined
  }
}
