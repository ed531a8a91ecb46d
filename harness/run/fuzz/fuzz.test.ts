import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { problemsOfRun } from '../../../reports/model/index.ts'
import type { ExampleEvent } from '../../check/property/fuzzing.ts'
import { fuzz } from './fuzz.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'fuzz-'))
const CHECK = 'fuzz.filter.selects-what-it-means'
const skip = ['fuzz.filter.*-on-its-own', 'fuzz.filter.*-condition', 'fuzz.filter.search-*', 'fuzz.filter.p*']

describe('fuzzing', { timeout: 120_000 }, () => {
  test('tells each fault once over all rounds, and keeps only exchanges that show something', async () => {
    const events: ExampleEvent[] = []
    const stop = new AbortController()
    const document = await fuzz({
      out: folder(),
      faults: ['query.not-ignored'],
      subjects: ['filter'],
      skip,
      examples: 12,
      timeMs: 100_000,
      stop: stop.signal,
      onExample: (event) => {
        events.push(event)
        if (events.filter(({ check }) => check === CHECK).length > 40) stop.abort()
      },
    })
    expect(problemsOfRun(document)).toEqual([])
    expect(document).toMatchObject({ exitCode: 1, complete: true })
    const check = document.checks.find(({ id }) => id === CHECK)
    expect(check?.verdict).toBe('fail')
    expect(check?.examples?.played).toBeGreaterThan(12)
    const shapes = (check?.counterexamples ?? []).map(({ shape }) => shape)
    expect(new Set(shapes).size).toBe(shapes.length)
    expect(Object.values(document.exchanges).filter(({ check: id }) => id === CHECK).length).toBeLessThan(200)
    const shown = check?.counterexample?.exchanges ?? []
    expect(shown.length).toBeGreaterThan(0)
    expect(shown.filter((id) => document.exchanges[id] === undefined)).toEqual([])
    expect(events.filter(({ found }) => found !== undefined).length).toBeGreaterThan(0)
    expect(document.grammar?.['filter']?.seen.length).toBeGreaterThan(20)
  })

  test('keeps what is worth it in the corpus, and plays past counterexamples first', async () => {
    const corpus = folder()
    const own = { faults: ['query.not-ignored'], subjects: ['filter'], skip, examples: 15, corpus } as const
    await fuzz({ ...own, out: folder() })
    const files = readdirSync(join(corpus, CHECK))
    const entries = files.map(
      (file) => JSON.parse(readFileSync(join(corpus, CHECK, file), 'utf8')) as { why: string },
    )
    expect(entries.map(({ why }) => why)).toContain('failed')
    expect(entries.some(({ why }) => why.startsWith('first with'))).toBe(true)
    const events: ExampleEvent[] = []
    await fuzz({ ...own, out: folder(), examples: 1, onExample: (event) => events.push(event) })
    const mine = events.filter(({ check, found }) => check === CHECK && found === undefined)
    expect(mine.length).toBeGreaterThanOrEqual(files.length)
    expect(mine.slice(0, files.length).some(({ failed }) => failed)).toBe(true)
  })

  test('can be stopped at any time, and reports in full what was played', async () => {
    const stop = new AbortController()
    let played = 0
    const document = await fuzz({
      out: folder(),
      subjects: ['filter'],
      skip,
      timeMs: 60_000,
      stop: stop.signal,
      onExample: () => {
        played += 1
        if (played === 20) stop.abort()
      },
    })
    expect(document).toMatchObject({ exitCode: 0, complete: true, leftovers: [] })
    expect(document.notes.join()).toMatch(/Fuzzed with \d+ examples in 1 round, until it was interrupted/)
    const told = document.checks.flatMap(({ examples }) => examples ?? [])
    expect(told.reduce((sum, one) => sum + one.played, 0)).toBe(played)
    expect(document.checks.flatMap(({ explanation }) => explanation).join()).toMatch(
      /Interrupted: \d+ of \d+/,
    )
  })

  test('refuses a corpus that holds something else, before anything is sent', async () => {
    const corpus = folder()
    writeFileSync(join(corpus, 'other.json'), '{"kind":"counterexample"}')
    await expect(fuzz({ out: folder(), corpus, subjects: ['filter'] })).rejects.toThrow(/holds no example/)
  })
})
