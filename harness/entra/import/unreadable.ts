/** A file that can not be read as anything that is known: what was expected, what was found, and where. Nothing was sent. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
  /** What a person can do about it. */
  readonly remedy: string

  constructor(message: string, remedy: string) {
    super(message)
    this.remedy = remedy
  }
}
