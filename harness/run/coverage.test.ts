import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { allRequirements } from '../check/catalogue.ts'
import type { Check } from '../check/suite.ts'
import { permissions } from '../reference/permissions.ts'
import { variants } from '../reference/variants/index.ts'
import { clientRules } from './clientRules.ts'
import { coverage, gapsOf } from './coverage.ts'
import { builtInChecks } from './suites.ts'

const checks = builtInChecks()
const covered = coverage(checks)
const fates = new Map(covered.requirements.map((one) => [one.id, one]))
const withoutReaders = (id: string): readonly Check[] =>
  checks.filter(({ verifies }) => !verifies.includes(id))

describe('the coverage of the standards', () => {
  test('has no gap', () => {
    expect(gapsOf(covered)).toEqual([])
    expect(covered.totals.verified).toBe(covered.totals.demanded)
    expect(covered.totals.held).toBe(covered.totals.permissions)
  })

  test('says in a sentence why a requirement is left', () => {
    const left = covered.requirements.filter(({ fate }) => fate === 'needs set-up' || fate === 'not testable')
    expect(left.filter(({ why = '' }) => !why.endsWith('.')).map(({ id }) => id)).toEqual([])
  })

  test('tells a demand that no check reads', () => {
    const gaps = gapsOf(coverage(withoutReaders('RFC7644-3.3-11')))
    expect(gaps.map(({ id }) => id)).toContain('RFC7644-3.3-11')
  })

  test('tells an id that no catalogue has', () => {
    const [first] = checks
    const odd = first === undefined ? [] : [{ ...first, verifies: ['RFC7644-0-00'] }]
    expect(gapsOf(coverage([...checks, ...odd]))).toEqual([
      { id: 'RFC7644-0-00', reason: 'is named by a check and stands in no catalogue' },
    ])
  })
})

describe('permissions', () => {
  test('are those of the catalogue', () => {
    expect(Object.keys(permissions).filter((id) => !allRequirements().some((one) => one.id === id))).toEqual(
      [],
    )
    const others = Object.keys(permissions).filter((id) => {
      const requirement = allRequirements().find((one) => one.id === id)
      return (
        requirement?.level !== 'MAY' &&
        requirement?.grade !== 'accept' &&
        requirement?.permission === undefined
      )
    })
    expect(others).toEqual([])
  })

  test('are held by variants that exist', () => {
    const known = new Set(variants.map(({ id }) => id))
    const named = Object.values(permissions).flatMap((holders) =>
      holders.flatMap((holder) => ('variant' in holder ? holder.variant : [])),
    )
    expect(named.filter((id) => !known.has(id))).toEqual([])
  })
})

describe('rules for clients', () => {
  test('are those that no check reads', () => {
    expect(Object.keys(clientRules).filter((id) => fates.get(id)?.fate !== 'client')).toEqual([])
  })

  test.each(Object.entries(clientRules))('%s is held by something that exists', (_, rule) => {
    if ('check' in rule) expect(checks.map(({ id }) => id)).toContain(rule.check)
    if (!('file' in rule)) return
    expect(existsSync(rule.file)).toBe(true)
    expect(readFileSync(rule.file, 'utf8')).toContain(`test('${rule.test}'`)
  })
})
