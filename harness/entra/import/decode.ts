import { UnreadableFile } from './unreadable.ts'

/** A file as text. */
export interface Decoded {
  readonly text: string
  /** What the reader should know of the way it was read. */
  readonly notes: readonly string[]
}

/** First bytes of files that are no text, and what to do about them. */
const CONTAINERS: readonly (readonly [readonly number[], string, string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive', 'Unpack it, and name the file inside.'],
  [[0x1f, 0x8b], 'compressed by gzip', 'Unpack it with gunzip, and name the result.'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF', 'Download the log as JSON or CSV.'],
]

const EXPECTED = 'Expected is text: JSON or CSV.'

/**
 * Reads bytes as text: UTF-8, UTF-16 with or without a byte order mark (as spreadsheets and PowerShell write it), and
 * Windows-1252 when it is neither.
 *
 * @throws {UnreadableFile} when it is empty, an archive, or no text
 */
export function decode(bytes: Uint8Array, name: string): Decoded {
  for (const [magic, what, remedy] of CONTAINERS)
    if (magic.every((byte, at) => bytes[at] === byte))
      throw new UnreadableFile(`${name} is ${what}. ${EXPECTED}`, remedy)
  const { text, notes } = read(bytes)
  if (text.trim() === '') throw new UnreadableFile(`${name} is empty. ${EXPECTED}`, 'Download it again.')
  const nul = text.indexOf('\u0000')
  if (nul >= 0)
    throw new UnreadableFile(
      `${name} holds no text: there is a zero at character ${nul + 1}. ${EXPECTED}`,
      'Download it again.',
    )
  return { text, notes }
}

function read(bytes: Uint8Array): Decoded {
  const wide = wideEncoding(bytes)
  if (wide !== undefined) {
    const odd = bytes.length % 2 === 1
    return {
      text: new TextDecoder(wide).decode(odd ? bytes.subarray(0, -1) : bytes),
      notes: odd ? ['It ends in the middle of a character: the download was cut off.'] : [],
    }
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), notes: [] }
  } catch {
    return {
      text: new TextDecoder('windows-1252').decode(bytes),
      notes: ['It is not UTF-8, and is read as Windows-1252: letters beyond ASCII may be wrong.'],
    }
  }
}

function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const head = bytes.subarray(0, 2048)
  const zeros = [0, 0]
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  if (odd > head.length / 4 && even === 0) return 'utf-16le'
  if (even > head.length / 4 && odd === 0) return 'utf-16be'
  return undefined
}
