import type { Counterexample } from '../../check/property/counterexample.ts'
import type { Exercise } from '../../check/property/fuzzing.ts'
import type { CheckOutcome } from '../../check/outcome.ts'
import type { Verdict } from '../../check/verdict.ts'
import { decisiveOf } from './sieve.ts'

const RANK: Readonly<Record<Verdict, number>> = { fail: 0, error: 1, warn: 2, pass: 3, blocked: 4, skip: 5 }

/** What several playings of one property came to, taken together: the worst verdict, every fault once, all that was counted. */
export function together(rounds: readonly [CheckOutcome, ...CheckOutcome[]]): CheckOutcome {
  const worst = rounds.reduce((left, right) => (RANK[right.verdict] < RANK[left.verdict] ? right : left))
  const counterexamples = eachOnce(rounds.flatMap((round) => round.counterexamples ?? []))
  const [first] = counterexamples
  const exercises = rounds.flatMap(({ exercise }) => exercise ?? [])
  const kept = new Set(rounds.flatMap((round) => [...decisiveOf(round)]))
  return {
    ...worst,
    ...(first === undefined ? {} : { counterexample: first, counterexamples }),
    ...(exercises.length === 0 ? {} : { exercise: exercises.reduce(added) }),
    warnings: onceBy(
      rounds.flatMap(({ warnings }) => warnings),
      ({ reason }) => reason,
    ),
    explanation: [...new Set(rounds.flatMap(({ explanation }) => explanation))],
    exchanges: rounds.flatMap(({ exchanges }) => exchanges.filter((id) => kept.has(id))),
    durationMs: rounds.reduce((sum, { durationMs }) => sum + durationMs, 0),
    requests: rounds.reduce((sum, { requests }) => sum + requests, 0),
    cost: rounds
      .map(({ cost }) => cost)
      .reduce((left, right) => ({
        users: Math.max(left.users, right.users),
        groups: Math.max(left.groups, right.groups),
        creates: Math.max(left.creates, right.creates),
      })),
  }
}

/** One counterexample for each shape; the others count as alike. */
function eachOnce(all: readonly Counterexample[]): readonly Counterexample[] {
  return onceBy(all, ({ shape }) => shape).map((one) => {
    const same = all.filter(({ shape }) => shape === one.shape)
    return { ...one, alike: same.reduce((sum, { alike }) => sum + alike, same.length - 1) }
  })
}

function onceBy<T>(all: readonly T[], key: (one: T) => string): readonly T[] {
  const known = new Set<string>()
  return all.filter((one) => {
    const mine = key(one)
    if (known.has(mine)) return false
    known.add(mine)
    return true
  })
}

function added(left: Exercise, right: Exercise): Exercise {
  const names = [...new Set([...Object.keys(left.cells), ...Object.keys(right.cells)])]
  return {
    ...left,
    played: left.played + right.played,
    wanted: left.wanted + right.wanted,
    cells: Object.fromEntries(
      names.map((name) => [name, (left.cells[name] ?? 0) + (right.cells[name] ?? 0)]),
    ),
    reachable: [...new Set([...left.reachable, ...right.reachable])],
    open: left.open.filter((cell) => right.open.includes(cell)),
  }
}
