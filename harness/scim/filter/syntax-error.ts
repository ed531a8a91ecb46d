import { ScimError } from '../error.ts'

/** A text that is no filter: 400 `invalidFilter` (RFC 7644 §3.12, Table 9). */
export class FilterSyntaxError extends ScimError {
  override readonly name: string = 'FilterSyntaxError'
  /** 0-based offset in UTF-16 code units of the first character that does not fit. */
  readonly position: number
  /** What stands there, as written; `the end` behind the last character. */
  readonly found: string
  /** What the grammar would take there. */
  readonly expected: string

  constructor(position: number, found: string, expected: string) {
    super(
      400,
      'invalidFilter',
      `Invalid filter at position ${position}: found ${found}, expected ${expected}.`,
    )
    this.position = position
    this.found = found
    this.expected = expected
  }
}
