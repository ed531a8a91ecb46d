/** How sure it is what somebody else's gate sends and asserts. Only the first two let a prediction fail a check. */
export type Confidence = 'recorded' | 'template' | 'documented' | 'reconstructed'

/** What a gate of Microsoft's is expected to say of one of its tests; plain data. */
export interface Prediction {
  /** `SCIM Validator` */
  readonly gate: string
  /** The gate's own name of the test. */
  readonly test: string
  readonly verdict: 'pass' | 'fail' | 'warning' | 'skipped'
  readonly basis: {
    readonly document: string
    readonly version: string
    readonly date: string
    readonly url: string
  }
  readonly confidence: Confidence
  /** Where the standards, or Entra in production, disagree with the gate; one sentence each. */
  readonly disagreements: readonly string[]
}
