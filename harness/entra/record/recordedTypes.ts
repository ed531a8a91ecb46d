import type { JsonObject } from '../../scim/types.ts'
import type { Recording } from '../recordings.ts'

/** What a variable of a recording stands for; `fixtures/entra/schema.json` has the same list. */
export type VariableKind =
  | 'resourceId'
  | 'guid'
  | 'userName'
  | 'externalId'
  | 'displayName'
  | 'email'
  | 'phone'
  | 'text'
  | 'baseUrl'
  | 'secret'
  | 'dateTime'
  | 'url'
  | 'version'
  | 'cursor'

/** Letters of a variable that is another one in other letters. */
export type Letters = 'lower' | 'upper' | 'swapped'

/** What stands in place of a value that was seen. */
export interface RecordedVariable {
  readonly kind: VariableKind
  readonly meaning: string
  /** A made-up value of the same shape. */
  readonly example: string
  readonly sameAs?: string
  readonly letters?: Letters
}

/** An answer as it is kept. */
export interface RecordedAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: JsonObject
}

/** A request as it is kept. */
export interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly query?: string
  readonly queryForm?: 'wire'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: JsonObject
  readonly bodyText?: string
  readonly credentials?: 'none' | 'refused'
}

/** One exchange of a recording. */
export interface RecordedExchange extends Omit<Recording, 'request' | 'variables'> {
  readonly evidence: string
  readonly provenance: Readonly<Record<string, string | boolean>>
  readonly request: RecordedRequest
  readonly answer?: RecordedAnswer
  readonly variables: Readonly<Record<string, RecordedVariable>>
}

/** A file that `scimproof record` writes; valid by `fixtures/entra/schema.json`. */
export interface RecordingFile {
  readonly kind: 'recording'
  readonly job: 'session'
  readonly dialect: Recording['dialect']
  readonly senders: readonly string[]
  readonly exchanges: readonly RecordedExchange[]
}
