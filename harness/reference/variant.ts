import type { Seams } from './seams.ts'

/** What a server takes of an attribute. */
export interface Demand {
  readonly pattern?: string
  readonly values?: readonly string[]
  readonly maxLength?: number
  readonly send?: 'never'
}

/** A behaviour that the standards leave open: the server still conforms. */
export interface Variant {
  /** `area.what`, lower case, dots and dashes; never changes. */
  readonly id: string
  /** The behaviour, as a sentence. */
  readonly title: string
  /** The ruling, or the requirements, that leave it open. */
  readonly allowedBy: string
  /** `accept`: as good as any. `warn`: legal, but it breaks common clients. */
  readonly grade: 'accept' | 'warn'
  /** What whoever checks such a server tells beforehand, as options of a run. */
  readonly told?: {
    /** What it demands of single attributes beyond its schemas, by attribute path. */
    readonly constraints?: Readonly<Record<string, Demand>>
    /** Milliseconds until a write is seen. */
    readonly settle?: number
  }
  readonly replace: (seams: Seams) => Partial<Seams>
}
