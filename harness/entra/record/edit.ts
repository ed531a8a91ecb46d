/** A replacement within a text; `end` is exclusive. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A text after its edits, which stand in their order and do not overlap. */
export function edited(text: string, edits: readonly Edit[]): string {
  let at = 0
  let result = ''
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return result + text.slice(at)
}
