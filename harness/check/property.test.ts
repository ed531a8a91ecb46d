import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CheckContext } from './context.ts'
import { openLedger } from './ledger.ts'
import { Falsified, forAll } from './property.ts'
import { type Decision, fail, skip } from './verdict.ts'

const context = (examples = 200, shrinkBudget = 300) =>
  ({
    check: { id: 'fuzz.test' },
    settings: { seed: 7, examples, shrinkBudget },
    ledger: openLedger(),
  }) as unknown as CheckContext

const thrownBy = (work: Promise<void>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a property', () => {
  test('passes when no value is decided as fail', async () => {
    expect(await thrownBy(forAll(fc.integer(), () => Promise.resolve()).play(context()))).toBeUndefined()
  })

  test('hands over the smallest value that still fails, and the verdict for exactly that value', async () => {
    const property = forAll(fc.nat(10_000), async (value) => {
      if (value >= 137) fail({ reason: 'too big', observed: String(value) })
    })
    const thrown = await thrownBy(property.play(context()))
    expect(thrown).toBeInstanceOf(Falsified)
    const { counterexample, finding } = thrown as Falsified
    expect(counterexample).toMatchObject({ text: '137', value: 137 })
    expect(counterexample.original).not.toBe('137')
    expect(finding.observed).toBe('137')
  })

  test('draws the same values for the same seed and check', async () => {
    const seen: number[][] = [[], []]
    for (const list of seen)
      await forAll(fc.integer(), async (value) => void list.push(value)).play(context(20))
    expect(seen[0]).toEqual(seen[1])
  })

  test('a skip or a crash of the predicate ends it at once and is not shrunk', async () => {
    let calls = 0
    const skipped = await thrownBy(
      forAll(fc.nat(), async () => {
        calls += 1
        skip('not here')
      }).play(context()),
    )
    expect((skipped as Decision).verdict).toBe('skip')
    expect(calls).toBe(1)
    const crashed = await thrownBy(
      forAll(fc.nat(), () => Promise.reject(new TypeError('ours'))).play(context()),
    )
    expect(crashed).toBeInstanceOf(TypeError)
  })

  test('shrinking keeps to its budget and says so', async () => {
    let calls = 0
    const tight = context(50, 5)
    const property = forAll(fc.array(fc.nat()), async (list) => {
      if (list.length > 1 || calls > 0) calls += 1
      if (list.length > 1) fail('long')
    })
    await thrownBy(property.play(tight))
    expect(calls).toBeLessThanOrEqual(6)
    expect(calls).toBeGreaterThan(1)
    expect(tight.ledger.explanation.join()).toMatch(/Shrinking stopped after 5/)
  })
})
