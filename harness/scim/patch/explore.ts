import { alternativesTo } from './readings.ts'
import type { Answer, Choose, Dialect, Grade, Question } from './readings.ts'

/** What one combination of readings led to. */
export interface Branch<T> {
  readonly result: T
  /** The worst grade among the readings taken. */
  readonly grade: Grade
  /** The questions at which another than the first alternative was taken. */
  readonly departures: readonly Question[]
}

/** Everything that a computation can lead to. */
export interface Exploration<T> {
  /** The branch of the first alternatives stands first. */
  readonly branches: readonly Branch<T>[]
  /** Every question that came up. */
  readonly questions: readonly Question[]
  /** False when there were more combinations than the limit. */
  readonly complete: boolean
}

interface Decision {
  readonly question: Question
  readonly taken: number
}

/**
 * Runs a computation once for each combination of readings that it can meet. A question is answered alike each time it
 * comes up in one run, as one server would.
 * @param limit how many runs at most
 */
export function explore<T>(dialect: Dialect, run: (choose: Choose) => T, limit: number): Exploration<T> {
  const branches: Branch<T>[] = []
  const questions = new Set<Question>()
  const pending: (readonly Decision[])[] = [[]]
  while (pending.length > 0 && branches.length < limit) {
    const prefix = pending.pop() ?? []
    const taken = [...prefix]
    const result = run(answering(dialect, taken))
    for (const { question } of taken) questions.add(question)
    branches.push(branch(dialect, result, taken))
    pending.push(...siblings(dialect, taken, prefix.length))
  }
  return { branches, questions: [...questions], complete: pending.length === 0 }
}

/** Answers as decided before, anything else with the first alternative, which is written down. */
function answering(dialect: Dialect, decisions: Decision[]): Choose {
  return <Q extends Question>(question: Q): Answer<Q> => {
    const known = decisions.find((decision) => decision.question === question)
    if (known === undefined) decisions.push({ question, taken: 0 })
    return alternativeAt(dialect, question, known?.taken ?? 0).take
  }
}

function branch<T>(dialect: Dialect, result: T, decisions: readonly Decision[]): Branch<T> {
  const grades = decisions.map(({ question, taken }) => alternativeAt(dialect, question, taken).grade)
  return {
    result,
    grade: grades.includes('warn') ? 'warn' : 'accept',
    departures: decisions.filter(({ taken }) => taken > 0).map(({ question }) => question),
  }
}

/** The ways not taken at the decisions that were new in a run; the last decision is changed first. */
function siblings(
  dialect: Dialect,
  decisions: readonly Decision[],
  known: number,
): readonly (readonly Decision[])[] {
  return decisions.slice(known).flatMap(({ question }, offset) =>
    alternativesTo(question, dialect)
      .map((_, taken) => taken)
      .slice(1)
      .map((taken) => [...decisions.slice(0, known + offset), { question, taken }]),
  )
}

function alternativeAt<Q extends Question>(dialect: Dialect, question: Q, position: number) {
  const alternatives = alternativesTo(question, dialect)
  return alternatives[position] ?? alternatives[0]
}
