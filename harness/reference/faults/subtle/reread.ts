import type { Seams } from '../../seams.ts'

/** One level of a filter's text: the operands that stand in no group of it, and the words between them. */
export interface Level {
  readonly operands: readonly string[]
  readonly words: readonly string[]
  /** How many parentheses are open around it. */
  readonly depth: number
}

const PIECE = /"(?:[^"\\]|\\.)*"|[()[\]]| (?:and|or) |[^"()[\] ]+| /gi

/** The level that a text is made of, unread inside. */
function levelOf(text: string, depth: number): Level {
  const operands: string[] = []
  const words: string[] = []
  let open = 0
  let operand = ''
  for (const [piece] of text.matchAll(PIECE)) {
    if (piece === '(' || piece === '[') open += 1
    if (piece === ')' || piece === ']') open -= 1
    if (open === 0 && /^ (?:and|or) $/i.test(piece)) {
      operands.push(operand)
      words.push(piece.trim().toLowerCase())
      operand = ''
    } else operand += piece
  }
  return { operands: [...operands, operand], words, depth }
}

/**
 * A filter's text told anew, level by level from the inside: `join` makes one text of a level. Brackets are left alone.
 */
export function reread(text: string, join: (level: Level) => string, depth = 0): string {
  const { operands, words } = levelOf(text, depth)
  const inner = operands.map((operand) => {
    const [, head, group] = /^(not ?|)\((.*)\)$/is.exec(operand) ?? []
    return group === undefined ? operand : `${head ?? ''}(${reread(group, join, depth + 1)})`
  })
  return join({ operands: inner, words, depth })
}

/** A level as it was. */
export const joined = ({ operands, words }: Pick<Level, 'operands' | 'words'>): string =>
  operands.map((operand, at) => (at === 0 ? operand : ` ${words[at - 1] ?? ''} ${operand}`)).join('')

/** Filters are read from a text that was told anew. */
export const rereading =
  (join: (level: Level) => string) =>
  (seams: Seams): Partial<Seams> => ({
    parseFilter: (text, types, call) => {
      seams.parseFilter(text, types, call)
      return seams.parseFilter(reread(text, join), types, call)
    },
  })
