import { describe, expect, test } from 'vitest'
import rfc7643 from '../../../../fixtures/requirements/rfc7643.json' with { type: 'json' }
import rfc7644 from '../../../../fixtures/requirements/rfc7644.json' with { type: 'json' }
import rfc9865 from '../../../../fixtures/requirements/rfc9865.json' with { type: 'json' }
import { parseFilter } from '../../../scim/filter/parse.ts'
import { isArray } from '../../../scim/json.ts'
import type { Filter, Json } from '../../../scim/types.ts'
import { faults } from '../index.ts'
import { subtleFaults } from './index.ts'
import { afterPatch, selectedBy } from './trigger.assertions.ts'
import { triggers } from './triggers.assertions.ts'

const catalogue = new Set(
  [...rfc7643.requirements, ...rfc7644.requirements, ...rfc9865.requirements].map(({ id }) => id),
)

function nodesOf(filter: Filter): number {
  if ('left' in filter) return 1 + nodesOf(filter.left) + nodesOf(filter.right)
  return 'filter' in filter ? 1 + nodesOf(filter.filter) : 1
}

test('each has an id of its own, says what it breaks, and names its smallest trigger', () => {
  const ids = [...faults, ...subtleFaults].map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { id, area, violates, source, smallest } of subtleFaults) {
    expect(id).toMatch(/^[a-z]+\.[a-z0-9-]+$/)
    expect(id.startsWith(`${area}.`)).toBe(true)
    expect(violates.filter((one) => !catalogue.has(one))).toEqual([])
    expect(violates.length).toBeGreaterThan(0)
    expect(source).toMatch(/^own$|^DEF-\d{3} https:\/\//)
    expect(smallest.nodes ?? smallest.operations ?? smallest.resources).toBeGreaterThan(0)
  }
  expect(subtleFaults.length).toBeGreaterThanOrEqual(80)
})

describe('the smallest trigger shows the difference between a faulty server and a conforming one', () => {
  const filters = subtleFaults.filter(({ smallest }) => smallest.nodes !== undefined)
  test.each(filters.map((fault) => [fault.id, fault.smallest] as const))('%s', async (id, smallest) => {
    expect(nodesOf(parseFilter(smallest.example))).toBe(smallest.nodes)
    const right = await selectedBy(smallest.example)
    expect(await selectedBy(smallest.example, id)).not.toEqual(right)
    expect(await selectedBy('userName pr', id)).toEqual(await selectedBy('userName pr'))
  })

  const patches = subtleFaults.filter(({ smallest }) => smallest.example.startsWith('['))
  test.each(patches.map((fault) => [fault.id, fault.smallest] as const))('%s', async (id, smallest) => {
    const operations = JSON.parse(smallest.example) as Json
    expect(isArray(operations) ? operations.length : 0).toBe(smallest.operations)
    expect(await afterPatch(operations, id)).not.toEqual(await afterPatch(operations))
  })

  const others = subtleFaults.filter((fault) => !filters.includes(fault) && !patches.includes(fault))
  test.each(others.map(({ id }) => id))('%s', async (id) => {
    const trigger = triggers[id]
    if (trigger === undefined) throw new Error(`Nothing is known to show ${id}.`)
    expect(await trigger(id)).not.toEqual(await trigger())
  })
})
