import type { Seams } from './seams.ts'

/** A part of the protocol that a fault lies in. */
export type FaultArea =
  | 'discovery'
  | 'create'
  | 'read'
  | 'query'
  | 'paging'
  | 'sort'
  | 'projection'
  | 'put'
  | 'patch'
  | 'delete'
  | 'etag'
  | 'bulk'
  | 'errors'
  | 'auth'
  | 'media'
  | 'groups'
  | 'entra'
  | 'microsoft'

/** The smallest thing known to show a fault; a counterexample is measured against it. */
export interface SmallestTrigger {
  /** A filter, as text; the operations of a PATCH, as JSON; or in words what has to happen. */
  readonly example: string
  /** Nodes of the filter's tree: expressions, brackets, `not`, `and`, `or`. */
  readonly nodes?: number
  /** Operations of the PATCH, or steps of a sequence. */
  readonly operations?: number
  /** Resources that must be there. */
  readonly resources?: number
}

/** A behaviour that breaks a requirement: the conforming server with another function in one place. */
export interface Fault {
  /** `area.what`, lower case, dots and dashes; never changes. */
  readonly id: string
  /** The behaviour, as a sentence. */
  readonly title: string
  /** What a user suffers. */
  readonly consequence: string
  /** Where it was seen: a link to a server's issue; or `own`. */
  readonly source: string
  readonly area: FaultArea
  /** Ids of the requirements that it breaks; what only Entra suffers from is named by its ruling (EN-01). */
  readonly violates: readonly string[]
  /** The functions to put in place; gets those that stand there, to build on. */
  readonly replace: (seams: Seams) => Partial<Seams>
  /** Origin at which the server is reached, where that is what is wrong with it. Shows in process only. */
  readonly origin?: string
  /** Present when no single simple example shows the fault: it takes a certain shape, value, order or coincidence. */
  readonly smallest?: SmallestTrigger
}

/** A fault that no single simple example shows. */
export type SubtleFault = Fault & Required<Pick<Fault, 'smallest'>>
