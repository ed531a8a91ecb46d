import type { Check } from '../../check/suite.ts'
import type { Fault } from '../../reference/fault.ts'
import { allFaults, concerns, type FaultResult, playFault } from './faults.ts'

/** What fails under one fault. */
export interface MatrixRow {
  /** Checks that read what it violates. */
  readonly reads: readonly string[]
  /** Checks that read something else, and fail all the same. */
  readonly others: readonly string[]
}

/** Fault by fault, what fails under it. */
export type FaultMatrix = Readonly<Record<string, MatrixRow>>

/**
 * The checks that are played for a row: those that some fault of the same area concerns. Properties stay out: they draw
 * what they send, and their cost is that of dozens of checks.
 */
export function checksOfArea({ area }: Fault, checks: readonly Check[]): readonly Check[] {
  const neighbours = allFaults().filter((fault) => fault.area === area)
  return checks.filter(
    (check) => !check.id.startsWith('fuzz.') && neighbours.some((fault) => concerns(check, fault)),
  )
}

const rowOf = ({ caughtBy, besides }: FaultResult): MatrixRow => ({
  reads: [...caughtBy].sort(),
  others: [...besides].sort(),
})

/** Plays a fault against the checks of its area. */
export async function matrixRow(fault: Fault, checks: readonly Check[]): Promise<MatrixRow> {
  const few = await playFault(fault, checksOfArea(fault, checks), true)
  return rowOf(few.caught ? few : await playFault(fault, checks))
}

/** The rows of some faults, several played at once. */
export async function matrixOf(
  faults: readonly Fault[],
  checks: readonly Check[],
  atOnce = 4,
): Promise<FaultMatrix> {
  const rows: (readonly [string, MatrixRow])[] = []
  const waiting = [...faults]
  const work = async () => {
    for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift())
      rows.push([fault.id, await matrixRow(fault, checks)])
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return Object.fromEntries(rows)
}

/** A matrix as JSON with a line per fault, in the order of the ids. */
export function printMatrix(matrix: FaultMatrix): string {
  const lines = Object.entries(matrix)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([id, row]) => `  ${JSON.stringify(id)}: ${JSON.stringify(row)}`)
  return `{\n${lines.join(',\n')}\n}\n`
}

/** What a play shows otherwise than was recorded: a check that no longer fails, or an unconcerned one that now does. */
export function driftFrom(recorded: FaultMatrix, played: FaultMatrix): readonly string[] {
  return Object.entries(played).flatMap(([id, row]) => {
    const before = recorded[id]
    if (before === undefined) return [`${id} is not recorded`]
    return [
      ...before.reads
        .filter((check) => !row.reads.includes(check))
        .map((check) => `${id} is lost on ${check}`),
      ...row.others
        .filter((check) => !before.others.includes(check))
        .map((check) => `${id} makes ${check} fail, which reads something else`),
    ]
  })
}
