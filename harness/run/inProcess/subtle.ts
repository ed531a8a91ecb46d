import type { Counterexample } from '../../check/property/counterexample.ts'
import { isFilter } from '../../generate/smallerFilter.ts'
import type { Check } from '../../check/suite.ts'
import type { FaultArea, SubtleFault } from '../../reference/fault.ts'
import { isArray, isObject } from '../../scim/json.ts'
import type { Filter, Json } from '../../scim/types.ts'
import { type InProcessOptions, playReference } from './inProcess.ts'

/** What the size of a counterexample is counted in. */
export type SizeUnit = 'nodes' | 'operations' | 'resources'

/** What became of a subtle fault under one seed. */
export interface SubtleResult {
  readonly id: string
  readonly area: FaultArea
  readonly seed: number
  /** The check that failed first; absent where none did. */
  readonly caughtBy?: string
  /** Whether that is a property, and no single example. */
  readonly byProperty: boolean
  readonly text?: string
  /** By how much the counterexample is larger than the smallest trigger that is known, in each unit that both have. */
  readonly excess: Partial<Record<SizeUnit, number>>
  /** Checks that ended in `error`, which no fault may lead to. */
  readonly errors: readonly string[]
}

/** Tags of the properties that an area's faults are looked for with first. */
const first: Partial<Record<FaultArea, readonly string[]>> = {
  query: ['filter'],
  patch: ['patch', 'concurrency'],
  paging: ['paging'],
  sort: ['paging'],
  projection: ['projection'],
  create: ['payload', 'sequence', 'concurrency'],
  read: ['payload'],
  put: ['sequence', 'concurrency'],
  etag: ['concurrency'],
  bulk: ['bulk'],
}

/** Whether a check is a property over drawn values. */
export const isProperty = (check: Check): boolean => check.tags.includes('fuzz')

/** Nodes of a filter's tree. */
export function nodesOf(filter: Filter): number {
  if ('left' in filter) return 1 + nodesOf(filter.left) + nodesOf(filter.right)
  return 'filter' in filter ? 1 + nodesOf(filter.filter) : 1
}

const filterIn = (value: Json): Filter | undefined => {
  const inner = isObject(value) ? value['filter'] : undefined
  return isFilter(value) ? value : isFilter(inner) ? inner : undefined
}

const operationsIn = (value: Json): readonly Json[] | undefined => {
  const inner = isObject(value) ? value['operations'] : undefined
  const list = isArray(value) ? value : isArray(inner) ? inner : undefined
  return list?.every((one) => isObject(one) && 'op' in one) === true ? list : undefined
}

function sizesOf({ value, held }: Counterexample): Partial<Record<SizeUnit, number>> {
  const filter = filterIn(value)
  const operations = operationsIn(value)
  return {
    ...(filter === undefined ? {} : { nodes: nodesOf(filter) }),
    ...(operations === undefined ? {} : { operations: operations.length }),
    ...(held?.what === 'population' ? { resources: held.items.length } : {}),
  }
}

function excessOf(fault: SubtleFault, counterexample: Counterexample | undefined): SubtleResult['excess'] {
  if (counterexample === undefined) return {}
  const sizes = Object.entries(sizesOf(counterexample)) as [SizeUnit, number][]
  return Object.fromEntries(
    sizes.flatMap(([unit, size]) => {
      const smallest = unit === 'resources' ? (fault.smallest.resources ?? 1) : fault.smallest[unit]
      return smallest === undefined ? [] : [[unit, size - smallest] as const]
    }),
  )
}

/**
 * Plays checks, one after another, on a reference server with a subtle fault until one fails, or warns, as none does on
 * the server as it is: those of its area first, properties before examples.
 */
export async function playSubtle(
  fault: SubtleFault,
  checks: readonly Check[],
  options: InProcessOptions & { readonly seed: number },
): Promise<SubtleResult> {
  const wanted = first[fault.area] ?? []
  const rank = (check: Check): number => {
    const place = wanted.findIndex((tag) => check.tags.includes(tag))
    return isProperty(check) ? (place < 0 ? wanted.length : place) : Infinity
  }
  const properties = checks.filter(isProperty).toSorted((left, right) => rank(left) - rank(right))
  const examples = checks.filter((check) => !isProperty(check))
  const errors: string[] = []
  const base = { id: fault.id, area: fault.area, seed: options.seed, errors }
  for (const group of [...properties.map((one) => [one]), examples]) {
    if (group.length === 0) continue
    const { outcomes } = await playReference({ faults: [fault.id] }, group, options)
    errors.push(
      ...outcomes.filter(({ verdict }) => verdict === 'error').map(({ id, reason }) => `${id}: ${reason}`),
    )
    const failed = (['fail', 'warn'] as const).flatMap((bad) =>
      outcomes.filter(({ verdict }) => verdict === bad),
    )[0]
    if (failed === undefined) continue
    const { counterexample } = failed
    return {
      ...base,
      caughtBy: failed.id,
      byProperty: group !== examples,
      ...(counterexample === undefined ? {} : { text: counterexample.text }),
      excess: excessOf(fault, counterexample),
    }
  }
  return { ...base, byProperty: false, excess: {} }
}

/** The middle of some numbers; undefined of none. */
export function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)]
}
