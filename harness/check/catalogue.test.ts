import { describe, expect, test } from 'vitest'
import {
  allRequirements,
  allRulings,
  catalogueHash,
  gradingVersion,
  requirement,
  ruling,
} from './catalogue.ts'

describe('the catalogue', () => {
  test('finds a statement by its id', () => {
    expect(requirement('RFC7644-3.5.2.3-10')).toMatchObject({
      document: 'RFC7644',
      section: '3.5.2.3',
      level: 'MUST',
      url: 'https://www.rfc-editor.org/rfc/rfc7644.html#section-3.5.2.3',
      grade: 'fail',
      rulings: ['M-02'],
    })
  })

  test('names the nearest id when there is none of that name', () => {
    expect(() => requirement('RFC7644-3.5.2.3-99')).toThrow(/"RFC7644-3\.5\.2\.3-99".*RFC7644-3\.5\.2\.3-09/)
    expect(() => requirement('rfc7644-3.6-05')).toThrow(/RFC7644-3\.6-05$/)
    expect(() => ruling('M-2')).toThrow(/"M-2".*M-02/)
  })

  test('has every statement once, documents in order', () => {
    const ids = allRequirements().map(({ id }) => id)
    expect(ids).toHaveLength(729)
    expect(ids[0]).toBe('RFC7642-4-01')
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('keeps statements and rulings pointing at each other', () => {
    for (const { id, rulings = [] } of allRequirements())
      for (const named of rulings) expect(ruling(named).requirements, named).toContain(id)
    for (const { id, requirements, overrides = [] } of allRulings()) {
      for (const named of requirements) expect(requirement(named).rulings, named).toContain(id)
      for (const named of overrides) expect(ruling(named).profile, named).toBe('rfc')
    }
  })

  test('has the hash of its content, and the version of its rulings', () => {
    expect(catalogueHash()).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(catalogueHash()).toBe(catalogueHash())
    expect(gradingVersion()).toBe(1)
  })
})
