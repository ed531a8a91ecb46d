/** The whole run was ended before a request left that would have reached somebody. Exit code 3. */
export class FatalRun extends Error {
  override readonly name = 'FatalRun'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}
