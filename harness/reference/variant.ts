import type { Seams } from './seams.ts'

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
  readonly replace: (seams: Seams) => Partial<Seams>
}
