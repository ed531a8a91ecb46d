import type { Json } from '../../scim/types.ts'
import type { RecordedRequest, RecordingFile } from '../record/recordedTypes.ts'
import type { LogPlace } from './logEntry.ts'
import type { Reading } from './quirks.ts'
import type { QuotedAnswer } from './answerIn.ts'
import { readable } from './sent.ts'

/** What kind of file was read. */
export type ImportKind = 'provisioning-log' | 'scim-validator' | 'logic-app'

/** A request as it may be shown. */
export interface ShownRequest {
  /** `PATCH /Users/{{id1}}` */
  readonly line: string
  readonly body?: Json
}

/** A failed entry of a log, or a test of a gate that did not pass. Nobody's values are in it. */
export interface ImportedItem extends Reading {
  readonly at: LogPlace
  /** `update of a user`, or the gate's name of the test. */
  readonly name: string
  readonly changeId?: string
  readonly time?: string
  /** Error code of the log. */
  readonly code?: string
  /** Id of the check that foretells the test. */
  readonly check?: string
  /** What the log or the gate says. */
  readonly message: string
  /** rebuilt: told from log and mapping; recorded: the file holds them; none: nothing was sent, or nothing is known of it. */
  readonly basis: 'rebuilt' | 'recorded' | 'none'
  /** What was sent, the failed request last. */
  readonly requests: readonly ShownRequest[]
  readonly answer: QuotedAnswer
  readonly notes: readonly string[]
  /** Name of the file that `scimproof replay` plays. */
  readonly fixture?: string
  readonly replay?: ItemReplay
}

/** What a server did when the requests of an item were sent to it again. */
export interface ItemReplay {
  readonly verdict: 'pass' | 'fail' | 'undecided'
  readonly observed: string
}

/** What a file tells. */
export interface ImportReport {
  readonly kind: ImportKind
  readonly files: readonly string[]
  /** False when the file breaks off: what is missing may tell otherwise. */
  readonly complete: boolean
  /** Entries or tests by how they ended. */
  readonly counts: Readonly<Record<string, number>>
  /** What the requests were rebuilt by. */
  readonly rebuiltBy?: { readonly mapping: string; readonly dialect: string }
  readonly notes: readonly string[]
  readonly items: readonly ImportedItem[]
}

/** A report, and the files that its items can be played from. */
export interface Imported {
  readonly report: ImportReport
  readonly fixtures: ReadonlyMap<string, RecordingFile>
}

/** A request as it stands in a fixture, for a reader. */
export function shown({ method, path, query, body }: RecordedRequest): ShownRequest {
  return {
    line: `${method} ${path}${query === undefined ? '' : `?${readable(query)}`}`,
    ...(body === undefined ? {} : { body }),
  }
}

/** How many items are whose fault. */
export function faultsIn(items: readonly ImportedItem[]): Readonly<Record<Reading['fault'], number>> {
  const counts = { server: 0, entra: 0, gate: 0, setup: 0, undecided: 0 }
  for (const { fault } of items) counts[fault] += 1
  return counts
}
