import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CheckContext } from '../context.ts'
import { openLedger } from '../ledger.ts'
import { Falsified, forAll } from './property.ts'
import { type Decision, fail, skip } from '../verdict.ts'

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

  test('making smaller keeps to its budget and says so', async () => {
    const played: number[][] = []
    const tight = context(50, 2)
    const property = forAll(fc.array(fc.nat()), async (list) => {
      played.push(list)
      if (list.length > 1) fail('long')
    })
    const thrown = await thrownBy(property.play(tight))
    const budgetAndLast = 2 + 1
    expect(played).toHaveLength(50 + budgetAndLast)
    expect((thrown as Falsified).counterexample).toMatchObject({ cut: true, requests: 2 })
    expect(tight.ledger.explanation.join()).toMatch(/stopped after 2 requests/)
  })

  test('plays every example, also past the first failure, and tells each fault once', async () => {
    const seen: number[] = []
    const property = forAll(
      fc.nat(1000),
      async (value) => {
        seen.push(value)
        if (value > 900) fail('great')
        if (value % 7 === 3) fail('seven')
      },
      { shape: (value) => (value > 900 ? 'great' : 'small') },
    )
    const thrown = (await thrownBy(property.play(context(300)))) as Falsified
    expect(new Set(thrown.counterexamples.map(({ finding }) => finding.reason))).toEqual(
      new Set(['seven', 'great']),
    )
    expect(thrown.counterexamples.map(({ value }) => value)).toContain(3)
    expect(thrown.counterexamples.map(({ value }) => value)).toContain(901)
    expect(thrown.counterexample.alike).toBeGreaterThan(0)
    expect(seen.length).toBeGreaterThan(300)
  })

  test('what holds a known fault is looked through for another one that hides behind it', async () => {
    const property = forAll(
      fc.subarray(['a', 'b', 'c', 'd']),
      async (letters) => {
        if (letters.includes('a')) fail('wrong')
        if (letters.includes('c')) fail('wrong')
      },
      { cells: (letters) => letters },
    )
    const thrown = (await thrownBy(property.play(context(100)))) as Falsified
    expect(thrown.counterexamples.map(({ value }) => value).sort()).toEqual([['a'], ['c']])
  })

  test('makes structure smaller first, then what the server holds, then values', async () => {
    const rounds: string[] = []
    const opened: string[][] = []
    let open = 0
    const property = forAll(
      fc.array(fc.nat(500), { minLength: 1, maxLength: 12 }),
      async (list) => {
        rounds.push('whole')
        if (list.some((value) => value > 20)) fail('over')
      },
      {
        measure: (list) => list.length,
        surroundings: {
          what: 'population',
          items: ['ada', 'ben', 'cy', 'dee', 'eve'],
          open: async (items) => {
            open += 1
            opened.push([...(items as string[])])
            return {
              play: async (list) => {
                rounds.push('part')
                if (items.includes('dee') && items.includes('ben') && list.some((value) => value > 20))
                  fail('over')
              },
              close: async () => {
                open -= 1
              },
            }
          },
        },
      },
    )
    const { counterexample } = (await thrownBy(property.play(context(40)))) as Falsified
    expect(counterexample.value).toEqual([21])
    expect(counterexample.held).toEqual({ what: 'population', items: ['ben', 'dee'], was: 5 })
    expect(rounds.lastIndexOf('whole')).toBeLessThan(rounds.indexOf('part'))
    expect(open).toBe(0)
  })

  test('draws examples that exercise every part of the grammar which can be reached', async () => {
    const reachable = Array.from({ length: 40 }, (_, at) => `remainder ${at}`)
    const one = context(90)
    await forAll(fc.noBias(fc.nat(100_000)), () => Promise.resolve(), {
      cells: (value) => [`remainder ${value % 40}`],
      reachable,
      grammar: 'numbers',
    }).play(one)
    expect(Object.keys(one.ledger.exercise?.cells ?? {}).sort()).toEqual([...reachable].sort())
    expect(one.ledger.exercise).toMatchObject({ played: 90, wanted: 90, grammar: 'numbers' })
  })

  test('aims at the parts that no draw reaches, and says which nothing can reach', async () => {
    const seen: number[] = []
    const one = context(10)
    await forAll(fc.nat(100), async (value) => void seen.push(value), {
      cells: (value) => [`value ${value}`],
      reachable: ['value 1000000', 'value none'],
      towards: (cell) => (cell === 'value none' ? undefined : fc.constant(1_000_000)),
    }).play(one)
    expect(seen).toContain(1_000_000)
    expect(one.ledger.exercise).toMatchObject({ reachable: ['value 1000000'], open: ['value none'] })
  })

  test('one fault is told once, however different the smallest values are that show it', async () => {
    const thrown = (await thrownBy(
      forAll(
        fc.subarray(['not', 'a', 'b', 'c', 'd'], { minLength: 2 }),
        async (parts) => {
          if (parts.includes('not') && (parts.includes('a') || parts.includes('b'))) fail('wrong')
        },
        { cells: (parts) => parts },
      ).play(context(100)),
    )) as Falsified
    expect(thrown.counterexamples).toHaveLength(1)
    expect(thrown.counterexample.alike).toBeGreaterThan(3)
  })

  test('lanes draw examples of their own, and the result does not depend on who answers first', async () => {
    const play = async (slow: number) => {
      const seen: number[][] = [[], [], []]
      const property = forAll(
        fc.nat(10_000),
        async (value, lane) => {
          seen[lane]?.push(value)
          for (let turn = 0; turn < (lane === slow ? 20 : 0); turn += 1) await Promise.resolve()
          if (value > 9_000) fail({ reason: 'too big', observed: String(value) })
        },
        { lanes: 3 },
      )
      const thrown = (await thrownBy(property.play(context(90)))) as Falsified
      return { drawn: seen.map((list) => list.slice(0, 30)), found: thrown.counterexamples }
    }
    const one = await play(0)
    expect(await play(2)).toEqual(one)
    expect(new Set(one.drawn.flat()).size).toBeGreaterThan(60)
  })

  test('an interrupted pass says so and counts only what was played', async () => {
    const stop = new AbortController()
    const one = { ...context(50), stop: stop.signal }
    let calls = 0
    await forAll(fc.nat(), async () => {
      calls += 1
      if (calls === 7) stop.abort()
    }).play(one)
    expect(one.ledger.exercise?.played).toBe(7)
    expect(one.ledger.explanation.join()).toMatch(/7 of 50 examples/)
  })

  test('a pass that was interrupted before its first example decides nothing', async () => {
    const one = { ...context(50), stop: AbortSignal.abort() }
    const thrown = await thrownBy(forAll(fc.nat(), () => Promise.resolve()).play(one))
    expect((thrown as Decision).verdict).toBe('skip')
  })

  test('replays exactly the one example that it is told, on what the server held', async () => {
    const played: unknown[] = []
    const one = {
      ...context(50),
      fuzzing: { only: { check: 'fuzz.test', value: { n: 7 }, items: ['ada'] } },
    }
    const thrown = await thrownBy(
      forAll(fc.record({ n: fc.nat() }), async (value) => void played.push(value), {
        surroundings: {
          what: 'population',
          items: ['ada', 'ben'],
          open: async (items) => ({
            play: async (value) => {
              played.push([value, items])
              fail('shown')
            },
            close: () => Promise.resolve(),
          }),
        },
      }).play(one),
    )
    expect(played).toEqual([[{ n: 7 }, ['ada']]])
    expect((thrown as Falsified).counterexample).toMatchObject({ value: { n: 7 }, cut: false, shrunk: 0 })
  })

  test('plays the examples of the corpus first', async () => {
    const seen: number[] = []
    const one = { ...context(3), fuzzing: { first: () => [41, 42] } }
    await forAll(fc.nat(5), async (value) => void seen.push(value)).play(one)
    expect(seen.slice(0, 2)).toEqual([41, 42])
    expect(seen).toHaveLength(5)
  })
})
