import { describe, expect, test } from 'vitest'
import { USER_RESOURCE_SCHEMA } from '../schema/core.ts'
import { allowedOutcomes } from './outcomes.ts'
import { ada, half, made, op, other, refusal, state, verdict } from './permits.assertions.ts'
import { permits } from './permits.ts'
import type { Observed } from './permits.ts'

describe('a refusal', () => {
  const wrong = [op('replace', 'title', 'x'), op('remove', 'emails[type'), op('replace', 'id', '9')]

  test('may name any of several wrong operations', () => {
    for (const scimType of ['invalidFilter', 'mutability']) {
      expect(verdict(wrong, refusal(scimType))).toMatchObject({ verdict: 'accept' })
    }
  })

  test('leaves everything as it was (M-21)', () => {
    expect(verdict(wrong, { ...refusal('mutability'), resource: ada } as Observed).verdict).toBe('accept')
    const partly = verdict(wrong, { ...refusal('mutability'), resource: { ...ada, title: 'x' } } as Observed)
    expect(partly).toEqual({ verdict: 'fail', differences: [{ path: 'title', observed: 'x' }] })
  })

  test('may name any member of a value without a path', () => {
    const both = { op: 'replace', value: { active: {}, id: '9' } } as const
    expect(verdict(both, refusal('mutability')).verdict).toBe('accept')
    expect(verdict(both, refusal('invalidValue')).verdict).toBe('accept')
    expect(verdict(both, refusal('noTarget')).verdict).toBe('warn')
    expect(verdict(both, refusal('noTarget', 409))).toEqual({ verdict: 'fail', differences: [] })
  })
})

describe('what is said', () => {
  test('the outcome that fits, with its rulings', () => {
    expect(verdict(op('remove', other), refusal('noTarget')).outcome).toEqual({
      kind: 'refusal',
      statuses: [400],
      scimTypes: ['noTarget'],
      withoutScimType: false,
      grade: 'accept',
      rulings: ['M-01'],
    })
    expect(verdict(op('add', `${other}.value`, 'x'), state(made)).outcome).toMatchObject({
      rulings: ['M-03'],
    })
  })

  test('where nothing fits, the way to the nearest state', () => {
    expect(verdict(op('replace', 'title', 'x'), state({ title: 'y' })).differences).toEqual([
      { path: 'title', expected: 'x', observed: 'y' },
    ])
    expect(verdict(op('replace', 'title', 'x'), state({})).differences).toEqual([
      { path: 'title', expected: 'x' },
    ])
    const twice = [op('replace', 'name', half), op('replace', 'title', 'x')]
    expect(verdict(twice, state({ name: half }))).toMatchObject({
      differences: [{ path: 'title', expected: 'x' }],
    })
  })

  test('where only a refusal was allowed, what changed', () => {
    expect(verdict(op('replace', `${other}.value`, 'x'), state(made)).differences).toEqual([
      { path: 'emails', expected: ada.emails, observed: made.emails },
    ])
  })

  test('which rulings were needed', () => {
    const allowed = allowedOutcomes(ada, [op('remove', other)], USER_RESOURCE_SCHEMA, { dialect: 'rfc' })
    expect(allowed).toMatchObject({ rulings: ['M-01'], complete: true, before: ada })
    expect(allowed.outcomes.map(({ kind, grade }) => `${kind} ${grade}`)).toEqual([
      'state accept',
      'refusal accept',
      'refusal warn',
    ])
  })

  test('of one outcome on two ways, the better grade', () => {
    const { outcomes } = allowedOutcomes(
      ada,
      [op('add', `${other}.value`, 'x'), op('remove', other)],
      USER_RESOURCE_SCHEMA,
      {
        dialect: 'rfc',
      },
    )
    expect(outcomes.filter(({ kind }) => kind === 'state')).toEqual([
      expect.objectContaining({ grade: 'accept' }),
    ])
  })

  test('undecided when there were too many readings to try', () => {
    const allowed = allowedOutcomes(ada, [op('replace', 'title', 'x')], USER_RESOURCE_SCHEMA, {
      dialect: 'rfc',
    })
    expect(permits({ ...allowed, complete: false }, state({})).verdict).toBe('undecided')
    expect(permits({ ...allowed, complete: false }, state({ title: 'x' })).verdict).toBe('accept')
  })
})
