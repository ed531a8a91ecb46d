import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { USER_RESOURCE_SCHEMA } from '../scim/schema/core.ts'
import { scheduleOf } from './schedule.ts'
import type { Schedule } from './schedule.ts'
import { sequenceOf } from './sequence.ts'
import type { Step } from './sequence.ts'

const schema = USER_RESOURCE_SCHEMA

describe('sequences', () => {
  const sequences = fc.sample(sequenceOf(schema), { numRuns: 60, seed: 91 })

  test('have every kind of step', () => {
    const kinds = new Set(sequences.flat().map(({ kind }) => kind))
    expect([...kinds].sort()).toEqual(['create', 'delete', 'find', 'patch', 'read', 'replace'])
  })

  test('use no slot before it is created, and create none twice', () => {
    for (const steps of sequences) {
      const created: number[] = []
      for (const { kind, slot } of steps) {
        expect(created.includes(slot)).toBe(kind !== 'create')
        if (kind === 'create') created.push(slot)
      }
    }
  })

  test('keep the userName of a resource, which no other has', () => {
    for (const steps of sequences) {
      const names = new Map<number, unknown>()
      for (const step of steps) {
        if (step.kind === 'create') names.set(step.slot, step.resource['userName'])
        if (step.kind === 'replace') expect(step.resource['userName']).toBe(names.get(step.slot))
        if (step.kind === 'patch') expect(JSON.stringify(step.operations)).not.toMatch(/username/i)
      }
      expect(new Set(names.values()).size).toBe(names.size)
    }
  })

  test('shrink to the steps that make a property fail', () => {
    const isDeletedThenRead = (steps: readonly Step[]) =>
      steps.some(({ kind, slot }, at) => {
        return (
          kind === 'delete' && steps.slice(at).some((later) => later.slot === slot && later.kind === 'read')
        )
      })
    const failing = fc.check(
      fc.property(sequenceOf(schema, { fullness: 'minimal' }), (steps) => !isDeletedThenRead(steps)),
      { seed: 92, numRuns: 2000 },
    )
    expect(failing.counterexample?.[0]?.map(({ kind }) => kind)).toEqual(['create', 'delete', 'read'])
  })
})

describe('schedules', () => {
  const schedules = fc.sample(scheduleOf(schema), { numRuns: 60, seed: 93 })

  test('order every step of every lane once', () => {
    for (const { lanes, order } of schedules) {
      const counts = lanes.map((_, lane) => order.filter((one) => one === lane).length)
      expect(counts).toEqual(lanes.map((lane) => lane.length))
    }
  })

  test('use only what the setup created', () => {
    for (const { setup, lanes } of schedules) {
      const created = setup.map(({ slot }) => slot)
      expect(setup.every(({ kind }) => kind === 'create')).toBe(true)
      expect(lanes.flat().every(({ kind, slot }) => kind !== 'create' && created.includes(slot))).toBe(true)
    }
  })

  test('let lanes meet: several steps at once, on one resource', () => {
    expect(schedules.every(({ overlap }) => overlap > 1)).toBe(true)
    const meets = ({ lanes }: Schedule) =>
      lanes[0]?.some(({ slot }) => lanes[1]?.some((step) => step.slot === slot))
    expect(schedules.filter(meets).length).toBeGreaterThan(40)
  })

  test('delete nothing on demand', () => {
    const quiet = fc.sample(scheduleOf(schema, { withDelete: false }), { numRuns: 60, seed: 94 })
    expect(quiet.flatMap(({ lanes }) => lanes.flat()).filter(({ kind }) => kind === 'delete')).toEqual([])
  })

  test('shrink to two lanes of one step', () => {
    const failing = fc.check(
      fc.property(scheduleOf(schema, { fullness: 'minimal' }), (_any) => false),
      { seed: 95 },
    )
    const [schedule] = failing.counterexample ?? []
    expect(schedule?.lanes.map((lane) => lane.length)).toEqual([1, 1])
    expect(schedule?.overlap).toBe(2)
  })
})
