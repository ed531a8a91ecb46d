import { readFileSync } from 'node:fs'

/** Where a gate is described, or was seen. */
export interface GateBasis {
  readonly id: string
  readonly document: string
  readonly version: string
  /** Day. */
  readonly date: string
  readonly url: string
}

/** What a failure of the test means to its gate. */
export type GateStanding = 'mandatory' | 'optional' | 'preview' | 'seen' | 'attested' | 'recommended'

/** One test of a gate of Microsoft's. */
export interface GateTest {
  /** Id of the check that foretells it: `microsoft.validator.create-a-new-user`. */
  readonly check: string
  readonly gate: 'validator' | 'logic-app' | 'gallery'
  /** `SCIM Validator` */
  readonly gateName: string
  /** As the gate calls it. */
  readonly name: string
  /** Names of the same test in other versions or result files. */
  readonly alsoCalled: readonly string[]
  readonly basis: GateBasis
  readonly confidence: 'recorded' | 'template' | 'documented' | 'reconstructed'
  readonly standing: GateStanding
  /** Recorded exchanges that the check plays, by their id in the collection. */
  readonly recordings: readonly string[]
}

interface File {
  readonly bases: readonly GateBasis[]
  readonly gates: readonly {
    readonly id: GateTest['gate']
    readonly name: string
    readonly tests: readonly {
      readonly id: string
      readonly name: string
      readonly alsoCalled?: readonly string[]
      readonly basis: string
      readonly confidence: GateTest['confidence']
      readonly standing: GateStanding
      readonly recordings?: readonly string[]
    }[]
  }[]
}

const file = new URL('../../fixtures/microsoft/gates.json', import.meta.url)

/** Every test of Microsoft's gates, gate by gate. @throws {RangeError} when a test names a basis that is not there */
export function gateTests(): readonly GateTest[] {
  const { bases, gates } = JSON.parse(readFileSync(file, 'utf8')) as File
  return gates.flatMap((gate) =>
    gate.tests.map(({ id, alsoCalled = [], recordings = [], basis: named, ...test }) => {
      const basis = bases.find((one) => one.id === named)
      if (basis === undefined) throw new RangeError(`${gate.id}.${id} rests on ${named}, which is not there.`)
      const check = `microsoft.${gate.id}.${id}`
      return { ...test, check, gate: gate.id, gateName: gate.name, alsoCalled, basis, recordings }
    }),
  )
}

/**
 * The test that a result file means: its name, or one that it has in other versions, without regard to case and
 * punctuation; `undefined` when no check foretells it.
 */
export function gateTestCalled(gate: GateTest['gate'], name: string): GateTest | undefined {
  const wanted = plain(name)
  const tests = gateTests().filter((test) => test.gate === gate)
  return (
    tests.find((test) => plain(test.name) === wanted) ??
    tests.find((test) => test.alsoCalled.some((other) => plain(other) === wanted))
  )
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '')
