import { describe, expect, test } from 'vitest'
import rfc7642 from '../../fixtures/requirements/rfc7642.json' with { type: 'json' }
import rfc7643 from '../../fixtures/requirements/rfc7643.json' with { type: 'json' }
import rfc7644 from '../../fixtures/requirements/rfc7644.json' with { type: 'json' }
import rfc9865 from '../../fixtures/requirements/rfc9865.json' with { type: 'json' }
import rulings from '../../fixtures/requirements/rulings.json' with { type: 'json' }
import { isArray } from '../scim/json.ts'
import { composeSeams } from './compose.ts'
import { faults } from './faults/index.ts'
import { conformingSeams } from './seams.ts'
import { tour } from './tour.ts'
import { variants } from './variants/index.ts'

const catalogue = new Set(
  [
    ...rfc7642.requirements,
    ...rfc7643.requirements,
    ...rfc7644.requirements,
    ...rfc9865.requirements,
    ...rulings.rulings,
  ].map(({ id }) => id),
)
const conforming = tour({})

test('two servers of one seed and one clock answer alike', async () => {
  expect(await tour({})).toEqual(await conforming)
})

test('the conforming server never fails with 500', async () => {
  for (const entry of await conforming) expect(isArray(entry) && entry[2] === 500 ? entry : null).toBeNull()
})

describe('faults', () => {
  test('each has an id of its own that begins with its area, and says what it breaks', () => {
    expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length)
    for (const { id, area, title, consequence, violates, source } of faults) {
      expect(id).toMatch(/^[a-z]+\.[a-z0-9-]+$/)
      expect(id.startsWith(`${area}.`)).toBe(true)
      expect(title.length > 10 && consequence.endsWith('.')).toBe(true)
      expect(violates.length).toBeGreaterThan(0)
      expect(violates.filter((one) => !catalogue.has(one))).toEqual([])
      expect(source).toMatch(/^own$|^(DEF-\d{3} )?https:\/\//)
    }
    expect(faults.length).toBeGreaterThanOrEqual(60)
  })
})

describe('variants', () => {
  test('each has an id of its own and names what allows it', () => {
    expect(new Set(variants.map(({ id }) => id)).size).toBe(variants.length)
    for (const { id, allowedBy } of variants) {
      expect(id).toMatch(/^[a-z]+\.[a-z0-9-]+$/)
      expect(allowedBy.split(/[,:] /).filter((one) => /-\d+$/.test(one) && !catalogue.has(one))).toEqual([])
      expect(allowedBy).toMatch(/^[A-Z]/)
    }
    expect(variants.length).toBeGreaterThanOrEqual(15)
  })

  const full = process.env['SCIMPROOF_FULL'] !== undefined
  // Each fourth unless there is time (SCIMPROOF_FULL): what is sampled moves with the list.
  const sampled = variants.filter((_, index) => full || index % 4 === 0)
  test.each(sampled.map(({ id }) => id))('with %s no request of a tour is answered with 500', async (id) => {
    const after = await tour({ variants: [id] })
    expect(after.filter((entry) => isArray(entry) && entry[2] === 500)).toEqual([])
  })
})

describe('composeSeams', () => {
  test('without ids it gives the conforming seams', () => {
    expect(composeSeams([], [])).toEqual(conformingSeams)
  })

  test('an unknown id is refused with the nearest ones', () => {
    expect(() => composeSeams(['create.status-20'], [])).toThrow(
      /no fault create\.status-20.*create\.status-200/,
    )
    expect(() => composeSeams([], ['etag.stale'])).toThrow(/no variant etag\.stale.*etag\.stale-409/)
  })

  test('each replacement builds on those before it', () => {
    const both = composeSeams(['errors.status-number', 'errors.no-schemas'], [])
    expect(both.renderError).not.toBe(conformingSeams.renderError)
  })
})
