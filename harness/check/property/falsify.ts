import type { Json } from '../../scim/types.ts'
import { ClosedCheckError, TargetError } from '../../target/errors.ts'
import { type Fault, faultOf, holdsFault, kindOf, shapeOfJson, type Telling } from './cluster.ts'
import type { CheckContext } from '../context.ts'
import type { Counterexample, Held } from './counterexample.ts'
import type { OneExample } from './fuzzing.ts'
import { culprit, type Pass } from './pass.ts'
import type { ForAllOptions } from './property.ts'
import { type Failure, shrink, type Shrinking } from './shrinking.ts'
import { type Spending, spendingOf } from './spending.ts'
import { type OpenSurroundings, smallestSurroundings } from './surroundings.ts'
import { Decision } from '../verdict.ts'

/** What failures are made smaller with. */
export interface Reducing<T> {
  readonly predicate: (value: T, lane: number) => Promise<void>
  readonly options: ForAllOptions<T>
  readonly context: CheckContext
  readonly toJson: (value: T) => Json
  readonly seed: number
  readonly passed: Pass<T>
  /** Set when just this example is replayed: it is told as it stands. */
  readonly only?: OneExample | undefined
}

/** A failure, where it came from, and the lane whose resources it uses. */
interface Queued<T> extends Failure<T> {
  readonly place: string
  readonly lane: number
  readonly first: T
}

/** A fault, and its counterexample unless that was told before. */
interface Known {
  readonly fault: Fault
  readonly counterexample?: Counterexample
}

/** Faults that are told of one property, and how many budgets they share. */
const MOST_FAULTS = 5
const BUDGETS = 3

/**
 * Makes failures smaller, the smallest first, and tells each fault once. What holds the shape of a known fault is
 * only looked through for another: smaller values that do not hold it are played, and what fails among them is a fault of its own.
 */
export async function reduceFailures<T>(reducing: Reducing<T>): Promise<readonly Counterexample[]> {
  const { options, context, toJson } = reducing
  const telling = tellingOf(options, toJson, reducing.passed)
  const measure = options.measure ?? ((value: T) => JSON.stringify(toJson(value)).length)
  const sent = () => context.ledger.exchanges.length
  const stop = () => context.stop?.aborted === true
  const budget = options.shrinkBudget ?? context.settings.shrinkBudget
  const whole = spendingOf(sent, reducing.only === undefined ? BUDGETS * budget : 0, stop)
  const played = new Map<string, Decision | undefined>()
  const known: Known[] = (context.fuzzing?.known?.(context.check.id) ?? []).map((fault) => ({ fault }))
  const alike = new Map<Fault, number>()
  const queue: Queued<T>[] = reducing.passed.failures
    .map(({ example, decision }) => ({
      example,
      decision,
      steps: [],
      place: example.place,
      lane: example.lane,
      first: example.value,
    }))
    .sort((left, right) => measure(left.first) - measure(right.first))

  const faultIn = (value: T, kind?: string) =>
    known.find(
      ({ fault }) => holdsFault(value, fault, telling) && (kind === undefined || kind === fault.kind),
    )

  for (;;) {
    const at = Math.max(
      0,
      queue.findIndex(({ first, decision }) => faultIn(first, kindOf(decision.finding)) === undefined),
    )
    const [failure] = queue.splice(at, 1)
    if (failure === undefined) break
    const same = faultIn(failure.first, kindOf(failure.decision.finding))
    if (same !== undefined) {
      const other = whole.over() || known.length >= MOST_FAULTS ? undefined : await besides(failure)
      if (other === undefined) {
        alike.set(same.fault, (alike.get(same.fault) ?? 0) + 1)
        continue
      }
      await tell(other)
      continue
    }
    if (known.length >= MOST_FAULTS) break
    await tell(failure)
  }
  return known.flatMap(({ fault, counterexample }) =>
    counterexample === undefined ? [] : [{ ...counterexample, alike: alike.get(fault) ?? 0 }],
  )

  /** A smaller value that fails and holds no known fault. */
  async function besides(failure: Queued<T>): Promise<Queued<T> | undefined> {
    const spending = spendingOf(sent, Math.ceil(budget / 10), () => whole.over())
    const how = shrinking(failure, spending, () => true)
    const onlyFree: Shrinking<T> = {
      ...how,
      isSame: () => true,
      mayReplace: (value) => faultIn(value) === undefined,
    }
    const found = await shrink(failure, onlyFree)
    return found.steps.length === failure.steps.length ? undefined : { ...failure, ...found }
  }

  async function tell(failure: Queued<T>): Promise<void> {
    const spending = spendingOf(sent, budget, () => whole.over())
    const smaller = await inRounds(failure, spending)
    const fault = faultOf(smaller.failure.example.value, smaller.failure.decision.finding, telling)
    const twin = known.find(
      (one) =>
        one.fault.kind === fault.kind &&
        (one.fault.shape === fault.shape ||
          (fault.culprit !== undefined && one.fault.culprit === fault.culprit)),
    )
    if (twin !== undefined) {
      await smaller.close()
      alike.set(twin.fault, (alike.get(twin.fault) ?? 0) + 1)
      return
    }
    const requests = spending.spent()
    const from = context.ledger.exchanges.length
    const last =
      reducing.only === undefined ? await decisionOf(smaller.play, smaller.failure.example.value) : undefined
    await smaller.close()
    const { decision, example, steps } = smaller.failure
    const exchanges = context.ledger.exchanges.slice(from).map(({ id }) => id)
    const text = textOf(example.value)
    const original = textOf(failure.first)
    const cut = spending.cut() && reducing.only === undefined
    const counterexample: Counterexample = {
      text,
      value: toJson(example.value),
      ...(original === text ? {} : { original }),
      tried: reducing.passed.played,
      shrunk: steps.length,
      seed: reducing.seed,
      path: [failure.place, ...(steps.length === 0 ? [] : [steps.join(':')])].join(', '),
      finding: (last ?? decision).finding,
      shape: `${fault.kind} ${fault.shape}`,
      alike: 0,
      requests,
      cut,
      ...heldIn(smaller.held),
      exchanges: exchanges.length > 0 ? exchanges : (decision.finding.decisive ?? []),
      again: last !== undefined || reducing.only !== undefined,
    }
    if (cut)
      context.ledger.explanation.push(
        stop()
          ? 'Interrupted while the example was made smaller; a smaller one may show the same.'
          : `Making the example smaller stopped after ${requests} requests; a smaller one may show the same.`,
      )
    if (last === undefined && reducing.only === undefined)
      context.ledger.explanation.push('It did not show when exactly the same was sent once more at the end.')
    known.push({ fault, counterexample })
    context.fuzzing?.told?.({
      check: context.check.id,
      failed: true,
      fresh: [],
      found: { counterexample, fault },
    })
  }

  /** Structure, then what the server holds, then values. */
  async function inRounds(failure: Queued<T>, spending: Spending) {
    const plain = (value: T) => reducing.predicate(value, failure.lane)
    const done = () => Promise.resolve()
    const { surroundings } = options
    let smaller: Queued<T> = failure
    const round = async (mayReplace: Shrinking<T>['mayReplace'], place?: OpenSurroundings<T>) => {
      const how = shrinking(failure, spending, mayReplace)
      smaller = {
        ...failure,
        ...(await shrink(
          smaller,
          place === undefined
            ? how
            : { ...how, played: new Map(), play: (value) => decisionOf((one) => place.play(one), value) },
        )),
      }
    }
    const { measure: nodes } = options
    if (nodes !== undefined) await round((less, more) => nodes(less) < nodes(more))
    else if (surroundings !== undefined) await round(() => true)
    const held =
      surroundings === undefined || spending.over()
        ? undefined
        : await smallestSurroundings(
            surroundings,
            smaller.example.value,
            smaller.decision.finding,
            async (play, value) => {
              spending.count()
              const decision = await decisionOf(play, value)
              return decision !== undefined && kindOf(decision.finding) === kindOf(failure.decision.finding)
                ? decision
                : undefined
            },
            spending,
          )
    if (surroundings === undefined || held === undefined) {
      await round(() => true)
      return { failure: smaller, play: plain, held: undefined, close: done }
    }
    smaller = { ...smaller, decision: held.decision }
    await round(() => true, held.open)
    const told: Held = { what: surroundings.what, items: held.items, was: surroundings.items.length }
    return {
      failure: smaller,
      play: (value: T) => held.open.play(value),
      held: told,
      close: () => held.open.close(),
    }
  }

  function shrinking(
    failure: Queued<T>,
    spending: Spending,
    mayReplace: Shrinking<T>['mayReplace'],
  ): Shrinking<T> {
    const kind = kindOf(failure.decision.finding)
    return {
      spending,
      played,
      key: (value) => JSON.stringify(toJson(value)),
      mayReplace,
      isSame: ({ finding }) => kindOf(finding) === kind,
      other: (found) =>
        void queue.push({ ...found, place: failure.place, lane: failure.lane, first: found.example.value }),
      play: (value) => {
        spending.count()
        return decisionOf((one) => reducing.predicate(one, failure.lane), value)
      },
    }
  }

  /** What a replay is told to hold is what it held. */
  function heldIn(held: Held | undefined): { readonly held?: Held } {
    const { only } = reducing
    if (held !== undefined) return { held }
    if (only?.items === undefined || options.surroundings === undefined) return {}
    return { held: { what: options.surroundings.what, items: only.items, was: only.items.length } }
  }

  function textOf(value: T): string {
    return options.show?.(value) ?? JSON.stringify(value)
  }
}

function tellingOf<T>(
  { shape, cells }: ForAllOptions<T>,
  toJson: (value: T) => Json,
  passed: Pass<T>,
): Telling<T> {
  const byCells = (value: T) => [...(cells?.(value) ?? [])].sort().join('|')
  return {
    shape: shape ?? (cells === undefined ? (value) => shapeOfJson(toJson(value)) : byCells),
    cells,
    culprit: (own) => culprit(passed, own),
  }
}

/** The decision that a value fails with. Other ends say nothing of this value while it is made smaller. */
async function decisionOf<T>(play: (value: T) => Promise<void>, value: T): Promise<Decision | undefined> {
  try {
    await play(value)
    return undefined
  } catch (thrown) {
    if (thrown instanceof Decision) return thrown.verdict === 'fail' ? thrown : undefined
    if (thrown instanceof TargetError || thrown instanceof ClosedCheckError) return undefined
    throw thrown
  }
}
