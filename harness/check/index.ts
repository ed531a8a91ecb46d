export { type Answer, describeAnswer, excerpt } from './answer.ts'
export { calibrate, type Calibration, type Habit } from './calibration/calibration.ts'
export type { CheckContext } from './context.ts'
export { copiesOf, type CopyOptions } from './property/copies.ts'
export { changesBetween, type Created, type ResourceFixture } from './fixtures.ts'
export { idOfCreated, pathOfCreated } from './holdings/holdings.ts'
export { grade, type Graded, type Grading } from './grade.ts'
export type { Identity } from './identity/identity.ts'
export {
  all,
  answerWhere,
  any,
  differences,
  error,
  errorBody,
  holding,
  listOf,
  type Matcher,
  refused,
  status,
  success,
} from './matchers.ts'
export {
  idOf,
  isListAnswer,
  type Listing,
  listingOf,
  type PageQuery,
  type Walk,
  overlaps,
  walkPages,
} from './listing.ts'
export type { Seen, Violation } from './observers.ts'
export { add, addAll, patchMessage, remove, replace, replaceAll, type WireOperation } from './operations.ts'
export { writablePart } from './writablePart.ts'
export { idsOf, type Population } from './population.ts'
export { plainValue } from './plainValue.ts'
export { type Counterexample, forAll, type ForAll, type ForAllOptions } from './property/property.ts'
export type { OpenSurroundings, Surroundings } from './property/surroundings.ts'
export { deriveSeed, draw } from './random.ts'
export { narrowed, withoutNames } from './calibration/narrowed.ts'
export { partsOfState, stateOfParts } from './property/startState.ts'
export type { Place, Query, Scim } from './scim.ts'
export {
  allOf,
  askPopulation,
  askQuery,
  demandFilter,
  expectSelection,
  named,
  type SelectionOptions,
  walkQuery,
  within,
} from './selection.ts'
export {
  type Check,
  type CheckBody,
  type CheckOptions,
  type Level,
  type Profile,
  suite,
  type Suite,
  type SuiteOptions,
  type SuiteWords,
} from './suite.ts'
export {
  block,
  Decision,
  type Demand,
  fail,
  type Finding,
  type Severity,
  skip,
  type Verdict,
} from './verdict.ts'
export { TargetError } from '../target/errors.ts'
export type { Handshake } from '../target/handshake.ts'
export type { TokenGrant } from '../target/types.ts'
