import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  driftFrom,
  type FaultMatrix,
  matrixOf,
  matrixRow,
  printMatrix,
} from '../harness/run/inProcess/faultMatrix.ts'
import { allFaults } from '../harness/run/inProcess/faults.ts'
import { builtInChecks } from '../harness/run/suites.ts'

const text = readFileSync(new URL('faults.matrix.json', import.meta.url), 'utf8')
const matrix = JSON.parse(text) as FaultMatrix
const checks = builtInChecks()
const faults = allFaults()

/** More failing checks that read something else than this need a reason. */
const FEW = 6

/** Why a fault shows in many checks that read something else. */
const BROAD: Readonly<Record<string, string>> = {
  'create.one-id-for-all': 'What a creation answered is read by its id.',
  'bulk.status-of-the-first-error': 'Whoever looks at the results of a job looks at its status first.',
  'bulk.no-location': 'What a job made is found by its location only.',
  'paging.empty-cursor-refused': 'Every walk by cursors begins with an empty one.',
  'paging.silent-truncation': 'Every total that is counted is cut.',
  'query.bad-filter-500': 'Each kind of filter that is refused is refused by this.',
  'query.bad-filter-returns-all': 'Each kind of filter that is refused is refused by this.',
  'query.no-match-404': 'Each filter that selects nobody is answered by this.',
  'entra.capitalised-op-ignored': 'Each PATCH of the legacy dialect begins with a capital.',
  'entra.capitalised-op-refused': 'Each PATCH of the legacy dialect begins with a capital.',
  'entra.create-without-id': 'Each job goes on with the id of what it made.',
  'entra.deactivated-hidden': 'Each job that deactivates looks at the user afterwards.',
  'entra.disabling-deletes': 'Each job that deactivates looks at the user afterwards.',
  'entra.patch-refused': 'Every update is a PATCH.',
  'entra.user-agent-demanded': 'Whatever is sent without a User-Agent, as Entra sends it, is refused.',
  'entra.user-name-filter-ignored': 'Each job that matches by userName meets somebody else.',
  'entra.value-path-refused': 'Mappings of addresses, phones and members are value paths.',
}

describe('the matrix of faults and checks', () => {
  test('has a row for each fault, and none for others, in order', () => {
    expect(Object.keys(matrix)).toEqual(faults.map(({ id }) => id).sort())
    expect(text).toBe(printMatrix(matrix))
  })

  test('names checks that exist', () => {
    const known = new Set(checks.map(({ id }) => id))
    const named = Object.values(matrix).flatMap(({ reads, others }) => [...reads, ...others])
    expect([...new Set(named)].filter((id) => !known.has(id))).toEqual([])
  })

  test('catches each fault by a check that reads what it violates', () => {
    expect(
      Object.entries(matrix)
        .filter(([, { reads }]) => reads.length === 0)
        .map(([id]) => id),
    ).toEqual([])
  })

  test('has few other failures in a row, or a reason', () => {
    const broad = Object.entries(matrix).filter(([, { others }]) => others.length > FEW)
    expect(broad.map(([id]) => id)).toEqual(Object.keys(BROAD).sort())
  })

  test.each(faults.filter((_, index) => index % 120 === 7).map((fault) => [fault.id, fault] as const))(
    'is still true of %s',
    async (id, fault) => {
      expect(driftFrom(matrix, { [id]: await matrixRow(fault, checks) })).toEqual([])
    },
    60_000,
  )
})

describe('a difference from the matrix', () => {
  const recorded: FaultMatrix = { 'a.fault': { reads: ['x', 'y'], others: ['z'] } }

  test('is a check that no longer fails, or another one that now does', () => {
    expect(driftFrom(recorded, { 'a.fault': { reads: ['x'], others: ['z', 'w'] } })).toEqual([
      'a.fault is lost on y',
      'a.fault makes w fail, which reads something else',
    ])
  })

  test('is not a check more that reads what is violated, nor one less that does not', () => {
    expect(driftFrom(recorded, { 'a.fault': { reads: ['x', 'y', 'v'], others: [] } })).toEqual([])
  })

  test('is a fault that was never played', () => {
    expect(driftFrom(recorded, { 'b.fault': { reads: ['x'], others: [] } })).toEqual([
      'b.fault is not recorded',
    ])
  })

  test('of no faults is none', async () => {
    expect(await matrixOf([], checks)).toEqual({})
  })
})
