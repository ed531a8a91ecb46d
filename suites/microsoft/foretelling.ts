import {
  type Answer,
  type CheckContext,
  type CheckOptions,
  Decision,
  describeAnswer,
  type Finding,
  type Matcher,
  type SuiteWords,
} from '../../harness/check/index.ts'
import type { Confidence, Prediction } from '../../harness/check/prediction.ts'
import { type GateTest, gateTests } from '../../harness/entra/gates.ts'

const tests = new Map(gateTests().map((test) => [test.check, test]))

/** What a gate objects to, and who sees it otherwise. */
export interface Objection extends Finding {
  /** How sure it is that the gate objects, where that is less than of the test as a whole. */
  readonly confidence?: Confidence
  /** Why a server that does so is right by the RFCs; a sentence. */
  readonly rfc?: string
  /** Why Entra in production does not mind; a sentence. */
  readonly production?: string
}

/** Ends a check: the gate would fail the server here. */
export class GateObjects extends Error {
  override readonly name = 'GateObjects'
  readonly objection: Objection

  constructor(objection: Objection) {
    super(objection.reason)
    this.objection = objection
  }
}

/** Ends the check: the gate would fail the server here. */
export function object(objection: Objection | string): never {
  throw new GateObjects(typeof objection === 'string' ? { reason: objection } : objection)
}

/** Demands an answer of a set; the gate objects to any other. */
export function demand(answer: Answer, matcher: Matcher, objection: Objection | string): Answer {
  const observed = matcher.differs(answer)
  if (observed === undefined) return answer
  const more = typeof objection === 'string' ? { reason: objection } : objection
  return object({ expected: matcher.expects, observed, decisive: [answer.exchange.id], ...more })
}

/** What the RFC says of a refusal with noTarget, where there is no element that a path could mean. */
export const untargeted = (answer: Answer): Pick<Objection, 'rfc'> =>
  answer.scimType === 'noTarget'
    ? {
        rfc: 'where the filter of a path matches nothing, noTarget is a right answer (RFC 7644 §3.5.2); the gate, and Entra, want the element made.',
      }
    : {}

/** What a body may say besides: the gate is content, and something is wrong all the same. */
export interface Telling {
  readonly test: GateTest
  /** The gate passes this, and the standards, or Entra in production, do not. */
  doubt(finding: Finding): void
  /** The gate passes this by a rule of its own; for the record. */
  remark(sentence: string): void
}

/** Plays one test of a gate; throws `GateObjects` where the gate fails the server. */
export type GatePlay = (context: CheckContext, telling: Telling) => Promise<unknown>

/** What a check of a gate says of itself; title and id come from the register. */
export type GateOptions = Omit<CheckOptions, 'id' | 'verifies'> & { readonly id: string }

/**
 * Adds the check that foretells a test. It fails where the gate would and its requests are known, warns where they
 * are not, or where the gate passes what does harm; what it foretells, by which document, and who disagrees, stands in
 * the result either way.
 *
 * @throws {RangeError} when the register has no such test
 */
export function foretell(
  check: SuiteWords['check'],
  suite: string,
  options: GateOptions,
  play: GatePlay,
): void {
  const test = tests.get(`${suite}.${options.id}`)
  if (test === undefined) throw new RangeError(`The register has no test ${suite}.${options.id}.`)
  check(
    titleOf(test),
    {
      level: decides(test) ? 'MUST' : 'SHOULD',
      ...options,
      verifies: [],
      rulings: ['MS-00', ...(options.rulings ?? [])],
      tags: [test.gate, ...(options.tags ?? [])],
    },
    async (context) => {
      const doubts: Finding[] = []
      const remarks: string[] = []
      try {
        await play(context, {
          test,
          doubt: (finding) => void doubts.push(finding),
          remark: (sentence) => void remarks.push(sentence),
        })
      } catch (thrown) {
        const objection = objectionOf(thrown, context, test)
        return fails(context, test, objection, remarks)
      }
      passes(context, test, doubts, remarks)
    },
  )
}

const titleOf = ({ gate, name }: GateTest) =>
  gate === 'gallery' ? `requirement met: ${name}` : `“${name}” passes`

/** Whether a failure of the test fails the gate. */
const decides = ({ standing }: GateTest) => standing === 'mandatory' || standing === 'attested'

function objectionOf(thrown: unknown, context: CheckContext, test: GateTest): Objection {
  if (thrown instanceof GateObjects) return thrown.objection
  if (!(thrown instanceof Decision)) throw thrown
  if (thrown.verdict === 'fail') return thrown.finding
  record(context, test, thrown.verdict === 'skip' ? 'skipped' : 'fail', [thrown.finding.reason])
  throw thrown
}

function passes(
  context: CheckContext,
  test: GateTest,
  doubts: readonly Finding[],
  remarks: readonly string[],
): void {
  record(context, test, 'pass', [...doubts.map(({ reason }) => reason), ...remarks])
  for (const doubt of doubts) {
    context.warn({ ...doubt, reason: `Predicted pass by the ${test.gateName}: ${doubt.reason}` })
  }
}

function fails(
  context: CheckContext,
  test: GateTest,
  objection: Objection,
  remarks: readonly string[],
): void {
  const { rfc, production, confidence = test.confidence, ...finding } = objection
  const disagreements = [
    ...(rfc === undefined ? [] : [`RFC-correct, but the ${test.gateName} fails you: ${rfc}`]),
    ...(production === undefined
      ? []
      : [`Entra in production does not mind, but the ${test.gateName} fails you: ${production}`]),
    ...remarks,
  ]
  const verdict = test.standing === 'optional' ? 'warning' : 'fail'
  record(context, { ...test, confidence }, verdict, disagreements)
  const told = {
    ...finding,
    reason: [
      `Predicted ${verdict} by the ${test.gateName} (${sourceOf(test, confidence)}): ${objection.reason}`,
      ...disagreements,
    ].join(' '),
  }
  const known = confidence === 'recorded' || confidence === 'template'
  if (known && test.standing === 'mandatory') throw new Decision('fail', told)
  context.warn(told)
}

/** Writes down what is foretold, in words and as data. */
function record(
  context: CheckContext,
  test: GateTest,
  verdict: Prediction['verdict'],
  disagreements: readonly string[],
): void {
  const { gateName, name, basis, confidence } = test
  const word = verdict === 'skipped' ? 'Foretold to be skipped' : `Predicted ${verdict}`
  context.ledger.explanation.push(
    `${word} by the ${gateName}, “${name}” (${sourceOf(test, confidence)}).`,
    ...disagreements,
  )
  const { document, version, date, url } = basis
  context.ledger.prediction = {
    gate: gateName,
    test: name,
    verdict,
    basis: { document, version, date, url },
    confidence,
    disagreements,
  }
}

const CONFIDENCE: Readonly<Record<Confidence, string>> = {
  recorded: 'its requests were seen on the wire',
  template: 'its definition is published',
  documented: 'from a description only',
  reconstructed: 'pieced together from reports',
}

function sourceOf({ basis }: GateTest, confidence: Confidence): string {
  return `${basis.document}, ${basis.version}, ${basis.date}; ${CONFIDENCE[confidence]}`
}

/** What an answer was, for an objection that is not about a set of answers. */
export const saw = (answer: Answer): Pick<Finding, 'observed' | 'decisive'> => ({
  observed: describeAnswer(answer),
  decisive: [answer.exchange.id],
})
