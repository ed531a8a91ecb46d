import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { ScimError } from '../scim/error.ts'
import { isObject } from '../scim/json.ts'
import { applyPatch } from '../scim/patch/apply.ts'
import type { PatchOperation, Resource, ResourceSchema } from '../scim/types.ts'
import { localPart } from './address.ts'
import { drawn } from './drawn.ts'
import type { Draw } from './drawn.ts'
import { patchFor } from './patch.ts'
import { resourceOf } from './resource.ts'
import type { ResourceOptions } from './resource.ts'
import { listsOfSmaller, shorterLists } from './smaller.ts'
import { smallerPatches } from './smallerPatch.ts'
import { resolveValueOptions } from './valueOptions.ts'

/**
 * One request of a sequence, as data. `slot` stands for the resource that the `create` with the same number made; its
 * id is known only when the sequence is played.
 */
export type Step =
  | { readonly kind: 'create'; readonly slot: number; readonly resource: Resource }
  | { readonly kind: 'replace'; readonly slot: number; readonly resource: Resource }
  | { readonly kind: 'patch'; readonly slot: number; readonly operations: readonly PatchOperation[] }
  | { readonly kind: 'read' | 'find' | 'delete'; readonly slot: number }

/** What generated sequences look like. */
export interface SequenceOptions extends ResourceOptions {
  /** The most steps; default 12. */
  readonly maxSteps?: number
  /** The most resources; default 3. */
  readonly maxSlots?: number
}

/** What a sequence has made of a resource so far, as far as the requests tell. */
export interface Slot {
  readonly state: Resource
  readonly isDeleted: boolean
}

/**
 * Sequences of requests on resources of one type: create, read, find by a filter, replace, patch, delete. A slot is used
 * only after its `create`; now and then also after its `delete`, where 404 is expected. Names that must be unique are,
 * and stay what they were. Shrinks towards one `create`.
 */
export function sequenceOf(
  schema: ResourceSchema,
  options: SequenceOptions = {},
): Arbitrary<readonly Step[]> {
  const drawStep = stepsOn(schema, options)
  const make = (draw: Draw): readonly Step[] => {
    const slots: Slot[] = []
    const steps: Step[] = []
    const count = draw(fc.integer({ min: 1, max: options.maxSteps ?? 12 }))
    while (steps.length < count) {
      const slot = drawSlot(draw, slots, options.maxSlots ?? 3)
      const step = drawStep(draw, slot, slots[slot])
      slots[slot] = afterStep(step, slots[slot], schema)
      steps.push(step)
    }
    return steps
  }
  return drawn({ make, isValue: isSequence, smaller: (steps) => smallerSequences(steps, schema) })
}

/** An existing slot, mostly one that is not deleted, or the next new one. */
function drawSlot(draw: Draw, slots: readonly Slot[], most: number): number {
  if (slots.length === 0 || (slots.length < most && draw(percent) < 25)) return slots.length
  const alive = [...slots.keys()].filter((at) => slots[at]?.isDeleted === false)
  const any = alive.length === 0 || draw(percent) < 10
  return draw(fc.constantFrom(...(any ? slots.keys() : alive)))
}

const percent = fc.integer({ min: 0, max: 99 })

/** Draws a step on a slot: its `create` if there is nothing in it yet. */
export type DrawStep = (draw: Draw, slot: number, before: Slot | undefined) => Step

const laterKinds = fc.oneof(
  { arbitrary: fc.constant('patch' as const), weight: 5 },
  { arbitrary: fc.constant('replace' as const), weight: 2 },
  { arbitrary: fc.constantFrom('read' as const, 'find' as const), weight: 3 },
  { arbitrary: fc.constant('delete' as const), weight: 1 },
)

/** Prepares the steps on resources of one type. */
export function stepsOn(schema: ResourceSchema, options: SequenceOptions): DrawStep {
  const resources = resourceOf(schema, options)
  const locals = localPart()
  const patchOptions = {
    ...options,
    omit: ['userName', ...(options.omit ?? [])],
    intents: { valid: 1, boundary: 0, invalid: 0 },
    maxOperations: 3,
  }
  return (draw, slot, before) => {
    if (before === undefined) {
      return { kind: 'create', slot, resource: withName(draw(resources), draw(locals), slot, options) }
    }
    const kind = draw(laterKinds)
    switch (kind) {
      case 'patch':
        return { kind, slot, operations: draw(patchFor(schema, before.state, patchOptions)) }
      case 'replace': {
        const { userName } = before.state
        const resource = draw(resources)
        return { kind, slot, resource: userName === undefined ? resource : { ...resource, userName } }
      }
      case 'read':
      case 'find':
      case 'delete':
        return { kind, slot }
    }
  }
}

function withName(resource: Resource, local: string, slot: number, options: SequenceOptions): Resource {
  if (resource['userName'] === undefined) return resource
  return { ...resource, userName: resolveValueOptions(options).addresses(`${local}.${slot}`, 'userName') }
}

function afterStep(step: Step, before: Slot | undefined, schema: ResourceSchema): Slot {
  const state = before?.state ?? {}
  if (before?.isDeleted === true) return before
  switch (step.kind) {
    case 'create':
    case 'replace':
      return { state: step.resource, isDeleted: false }
    case 'patch':
      return { state: patched(state, step.operations, schema), isDeleted: false }
    case 'delete':
      return { state, isDeleted: true }
    case 'read':
    case 'find':
      return { state, isDeleted: false }
  }
}

function patched(state: Resource, operations: readonly PatchOperation[], schema: ResourceSchema): Resource {
  try {
    return applyPatch(state, operations, schema, { dialect: 'rfc' }).resource
  } catch (error) {
    if (error instanceof ScimError) return state
    throw error
  }
}

/** Whether anything is a sequence: steps in form, each slot created once, before it is used. */
export function isSequence(value: unknown): value is readonly Step[] {
  if (!Array.isArray(value) || value.length === 0) return false
  const created = new Set<number>()
  return value.every((step: unknown) => {
    if (!isObject(step) || typeof step['slot'] !== 'number') return false
    const isNew = step['kind'] === 'create'
    if (isNew === created.has(step['slot'])) return false
    created.add(step['slot'])
    return true
  })
}

function* smallerSequences(steps: readonly Step[], schema: ResourceSchema): Generator<readonly Step[]> {
  for (const slot of new Set(steps.map((step) => step.slot))) {
    const others = steps.filter((step) => step.slot !== slot)
    if (others.length > 0) yield others
  }
  for (const fewer of shorterLists(steps, 1)) if (isSequence(fewer)) yield fewer
  yield* listsOfSmaller(steps, (step) => smallerSteps(step, schema))
}

/** A step with a smaller PATCH. */
export function* smallerSteps(step: Step, schema: ResourceSchema): Generator<Step> {
  if (step.kind !== 'patch') return
  for (const operations of smallerPatches(step.operations, schema)) yield { ...step, operations }
}
