import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { isObject } from '../scim/json.ts'
import type { ResourceSchema } from '../scim/types.ts'
import { drawn } from './drawn.ts'
import type { Draw } from './drawn.ts'
import { isSequence, smallerSteps, stepsOn } from './sequence.ts'
import type { DrawStep, SequenceOptions, Step } from './sequence.ts'
import { listsOfSmaller, shorterLists } from './smaller.ts'

/**
 * Concurrent requests as data. `setup` is played first, one step after another. Then the steps of the lanes are sent:
 * `order` names the lane whose next step is sent next, and a step is sent when fewer than `overlap` are unanswered. A
 * lane may have several steps on their way.
 */
export interface Schedule {
  readonly setup: readonly Step[]
  readonly lanes: readonly (readonly Step[])[]
  readonly order: readonly number[]
  readonly overlap: number
}

/** What generated schedules look like. */
export interface ScheduleOptions extends SequenceOptions {
  /** The most lanes; default 4. */
  readonly maxLanes?: number
  /** The most steps of a lane; default 4. */
  readonly maxLaneSteps?: number
  /** Whether resources may be deleted while others are written; default true. */
  readonly withDelete?: boolean
}

/**
 * Schedules of concurrent requests on few resources of one type, so that they meet: two lanes at least, each with one
 * step at least. Every write of a lane fits the resource as `setup` left it. Shrinks towards two lanes of one step.
 */
export function scheduleOf(schema: ResourceSchema, options: ScheduleOptions = {}): Arbitrary<Schedule> {
  const drawStep = stepsOn(schema, options)
  const make = (draw: Draw): Schedule => {
    const slots = draw(fc.integer({ min: 1, max: Math.min(2, options.maxSlots ?? 2) }))
    const setup = Array.from({ length: slots }, (_, slot) => drawStep(draw, slot, undefined))
    const lanes = Array.from({ length: draw(fc.integer({ min: 2, max: options.maxLanes ?? 4 })) }, () => {
      const length = draw(fc.integer({ min: 1, max: options.maxLaneSteps ?? 4 }))
      return Array.from({ length }, () => laneStep(draw, drawStep, setup, options))
    })
    const order = draw(inAnyOrder(lanes.flatMap((lane, at) => lane.map(() => at))))
    return { setup, lanes, order, overlap: draw(fc.integer({ min: 2, max: Math.max(2, order.length) })) }
  }
  return drawn({ make, isValue: isSchedule, smaller: (schedule) => smallerSchedules(schedule, schema) })
}

function inAnyOrder(lanes: readonly number[]): Arbitrary<readonly number[]> {
  return fc.shuffledSubarray([...lanes], { minLength: lanes.length })
}

function laneStep(draw: Draw, drawStep: DrawStep, setup: readonly Step[], options: ScheduleOptions): Step {
  const made = draw(fc.constantFrom(...setup))
  const state = made.kind === 'create' ? made.resource : {}
  const step = drawStep(draw, made.slot, { state, isDeleted: false })
  return step.kind === 'delete' && options.withDelete === false ? { kind: 'read', slot: step.slot } : step
}

/** Whether anything is a schedule: lanes that use what the setup created, and an order that has every step once. */
export function isSchedule(value: unknown): value is Schedule {
  if (!isObject(value)) return false
  const { setup, lanes, order, overlap } = value as unknown as Partial<Schedule>
  if (!isSequence(setup) || !Array.isArray(lanes) || !Array.isArray(order) || typeof overlap !== 'number')
    return false
  const isFitting = (lanes as Schedule['lanes']).every(
    (lane) => lane.length > 0 && isSequence([...setup, ...lane]),
  )
  const named = (lanes as Schedule['lanes']).map((_, at) => order.filter((one) => one === at).length)
  const isComplete = named.every((count, at) => count === (lanes as Schedule['lanes'])[at]?.length)
  return (
    isFitting && isComplete && lanes.length > 1 && overlap > 1 && order.every((one) => one < lanes.length)
  )
}

function* smallerSchedules(schedule: Schedule, schema: ResourceSchema): Generator<Schedule> {
  const { setup, lanes, order, overlap } = schedule
  if (lanes.length > 2) {
    for (const gone of lanes.keys()) {
      const rest = order.filter((lane) => lane !== gone).map((lane) => (lane > gone ? lane - 1 : lane))
      yield { ...schedule, lanes: lanes.toSpliced(gone, 1), order: rest, overlap: cap(overlap, rest) }
    }
  }
  for (const [at, lane] of lanes.entries()) {
    for (const fewer of shorterLists(lane, 1)) {
      const rest = withoutLast(order, at, lane.length - fewer.length)
      yield { ...schedule, lanes: lanes.with(at, fewer), order: rest, overlap: cap(overlap, rest) }
    }
  }
  for (const one of setup) {
    const isUsed = lanes.some((lane) => lane.some((step) => step.slot === one.slot))
    if (!isUsed) yield { ...schedule, setup: setup.filter((step) => step !== one) }
  }
  if (overlap > 2) yield { ...schedule, overlap: 2 }
  for (const smaller of listsOfSmaller(lanes, (lane) =>
    listsOfSmaller(lane, (step) => smallerSteps(step, schema)),
  )) {
    yield { ...schedule, lanes: smaller }
  }
}

function cap(overlap: number, order: readonly number[]): number {
  return Math.max(2, Math.min(overlap, order.length))
}

/** The order without the last `count` steps of a lane. */
function withoutLast(order: readonly number[], lane: number, count: number): readonly number[] {
  let left = count
  return order
    .toReversed()
    .filter((one) => one !== lane || --left < 0)
    .reverse()
}
