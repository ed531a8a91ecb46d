import { describe, expect, test } from 'vitest'
import type { PatchOperation, Resource } from '../types.ts'
import { allowedOutcomes } from './outcomes.ts'
import { permits } from './permits.ts'
import { PatchRefusal, refuse } from './refusal.ts'
import { MORE, op, thing, THINGS } from './things.assertions.ts'

const outcomesOf = (...operations: PatchOperation[]) =>
  allowedOutcomes(thing, operations, THINGS, { dialect: 'rfc' })

const unmatched = 'keys[type eq "z"]'
const tolerated = { kind: 'refusal', scimTypes: 'any', grade: 'warn' } as const

describe('outcomes', () => {
  test('that are the same are one, whatever led to them', () => {
    const { outcomes } = outcomesOf(op('remove', unmatched), op('remove', 'note'))
    expect(outcomes).toStrictEqual(
      [
        { kind: 'state', resource: thing, grade: 'accept', rulings: [] },
        {
          kind: 'refusal',
          statuses: [400],
          scimTypes: ['noTarget'],
          withoutScimType: false,
          grade: 'accept',
          rulings: ['M-04'],
        },
        { ...tolerated, statuses: [400], withoutScimType: true, rulings: ['M-04'] },
        { ...tolerated, statuses: '4xx', withoutScimType: true, rulings: ['M-01'] },
      ].map((outcome) => expect.objectContaining(outcome)),
    )
  })

  test('that differ in whether a keyword may lack are two', () => {
    const { outcomes } = outcomesOf(op('replace', `${unmatched}.level`, 'x'), op('replace', 'note', 3))
    const open = outcomes.filter((outcome) => outcome.kind === 'refusal' && outcome.scimTypes === 'any')
    expect(open).toStrictEqual([
      expect.objectContaining({ ...tolerated, statuses: [400], withoutScimType: false }),
      expect.objectContaining({ ...tolerated, statuses: [400], withoutScimType: true }),
    ])
  })

  test('have the better of two grades, whichever came first', () => {
    const whole = outcomesOf(op('replace', 'post', { code: 'd', town: 'v' }))
    expect(whole.outcomes).toStrictEqual([
      { kind: 'state', resource: { ...thing, post: { code: 'd', town: 'v' } }, grade: 'accept', rulings: [] },
    ])
    const { outcomes } = outcomesOf(op('add', `${unmatched}.level`, 'x'), op('remove', unmatched))
    expect(outcomes.filter(({ kind }) => kind === 'state')).toStrictEqual([
      { kind: 'state', resource: thing, grade: 'accept', rulings: ['M-03'] },
    ])
  })

  test('come with the rulings in order', () => {
    expect(outcomesOf(op('remove', 'note'), op('remove', unmatched)).rulings).toEqual(['M-01', 'M-04'])
  })

  test('of a value with nothing in it are the state before, or a refusal', () => {
    const { outcomes, rulings } = outcomesOf({ op: 'replace', value: {} })
    expect(outcomes[0]).toStrictEqual({ kind: 'state', resource: thing, grade: 'accept', rulings: [] })
    expect(new Set(outcomes.slice(1).map(({ kind }) => kind))).toEqual(new Set(['refusal']))
    expect(rulings).toContain('M-16')
  })

  test('let errors through that are no refusals', () => {
    const broken = [{ op: 'replace', path: 3, value: 'x' }] as unknown as PatchOperation[]
    expect(() => outcomesOf(...broken)).toThrow(TypeError)
  })
})

describe('what is sealed', () => {
  test('is every readOnly target, once', () => {
    const { sealed } = outcomesOf(
      op('replace', 'links', []),
      op('remove', 'links'),
      op('replace', 'links[value eq "1"].display', 'x'),
      op('replace', 'links[value eq "2"].display', 'x'),
      op('replace', 'links[value eq "2"].value', 'x'),
      op('replace', `${MORE}:seen`, 'now'),
      op('replace', 'meta.version', 'x'),
      op('replace', 'note', 'x'),
    )
    const named = sealed.map(({ extension, attribute, sub }) => [extension, attribute.name, sub?.name])
    expect(named).toEqual([
      [undefined, 'links', undefined],
      [undefined, 'links', 'display'],
      [undefined, 'links', 'value'],
      [MORE, 'seen', undefined],
    ])
    expect(sealed.map((one) => Object.keys(one).sort().join())).toEqual([
      'attribute',
      'attribute,sub',
      'attribute,sub',
      'attribute,extension',
    ])
  })

  test('must be as before, and is named by its whole path', () => {
    const seen: Resource = { ...thing, [MORE]: { ...(thing[MORE] as Resource), seen: 'now' } }
    const end = permits(outcomesOf(op('replace', `${MORE}:seen`, 'now')), { kind: 'state', resource: seen })
    expect(end).toStrictEqual({
      verdict: 'fail',
      differences: [{ path: `${MORE}:seen`, expected: 'then', observed: 'now' }],
    })
    const stamped: Resource = { ...thing, card: { ...(thing.card as Resource), stamp: 't' } }
    expect(
      permits(outcomesOf(op('replace', 'card.stamp', 't')), { kind: 'state', resource: stamped }),
    ).toStrictEqual({
      verdict: 'fail',
      differences: [{ path: 'card.stamp', expected: 's', observed: 't' }],
    })
    expect(
      permits(outcomesOf(op('replace', 'note', 't')), { kind: 'state', resource: { ...stamped, note: 't' } })
        .verdict,
    ).toBe('accept')
  })
})

test('a refusal has its kind, name and status', () => {
  expect(() => refuse('value', 'text')).toThrow(PatchRefusal)
  expect(() => refuse('value', 'text')).toThrow(
    expect.objectContaining({
      name: 'PatchRefusal',
      reason: 'value',
      status: 400,
      scimType: 'invalidValue',
      message: 'text',
    }),
  )
})
