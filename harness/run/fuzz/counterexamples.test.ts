import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import { beforeAll, describe, expect, test } from 'vitest'
import { problemsOfRun } from '../../../reports/model/index.ts'
import { serveReference } from '../embedded.ts'
import { run, type RunDocument } from '../index.ts'
import { replayCounterexample } from './replayCounterexample.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'counterexamples-'))
const CHECK = 'fuzz.filter.selects-what-it-means'
const FAULT = 'query.not-ignored'

/** Runs a test that was written for a server, as a vitest of its own would. */
async function outcomeOf(source: string, on: { readonly url: string; readonly token?: string }) {
  const { outputText } = ts.transpileModule(source.replace(/^import .*$/m, ''), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  })
  const tests: (() => Promise<void>)[] = []
  const ends: (() => Promise<void>)[] = []
  const process = { env: { SCIM_URL: on.url, SCIM_TOKEN: on.token } }
  const build = new Function('expect', 'test', 'afterAll', 'process', outputText) as (
    ...words: unknown[]
  ) => void
  build(
    expect,
    (_title: string, body: () => Promise<void>) => void tests.push(body),
    (body: () => Promise<void>) => void ends.push(body),
    process,
  )
  const errors: string[] = []
  for (const body of tests) await body().catch((error: Error) => void errors.push(error.message))
  for (const body of ends) await body()
  return { tests: tests.length, errors }
}

describe('a counterexample of a run', { timeout: 60_000 }, () => {
  const out = folder()
  const state: { document?: RunDocument } = {}

  beforeAll(async () => {
    state.document = await run({ out, only: [CHECK], faults: [FAULT], engine: 'direct' })
  })

  const found = () => state.document?.checks.find(({ id }) => id === CHECK)

  test('stands in the document with what was expected and observed, and how to see it again', () => {
    expect(problemsOfRun(state.document)).toEqual([])
    const check = found()
    expect(check?.verdict).toBe('fail')
    expect(check?.counterexamples?.[0]).toEqual(check?.counterexample)
    expect(check?.counterexample).toMatchObject({ again: true, cut: false, kind: 'filter' })
    expect(check?.counterexample?.expected).toMatch(/selects/)
    expect(check?.counterexample?.curl?.length).toBeGreaterThan(0)
    expect(check?.counterexample?.command).toContain(
      `npx scimproof replay ${out}/counterexamples/${CHECK}-1.json`,
    )
    expect(check?.examples?.played).toBe(check?.examples?.wanted)
  })

  test('is replayed from its file, and passes where the fault is mended', async () => {
    expect(readdirSync(join(out, 'counterexamples'))).toContain(`${CHECK}-1.json`)
    const file = join(out, 'counterexamples', `${CHECK}-1.json`)
    const again = await replayCounterexample(file, { out: folder() })
    expect(again.exitCode).toBe(1)
    expect(again.checks[0]?.counterexample?.tried).toBe(1)
    expect(again.checks[0]?.counterexample?.shape).toBe(found()?.counterexample?.shape)
    const mended = await replayCounterexample(file, { out: folder(), faults: [] })
    expect(mended.checks[0]?.verdict).toBe('pass')
    expect(mended.exitCode).toBe(0)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ kind: 'counterexample', check: CHECK })
  })

  test('is written as a test that fails on the faulty server and passes on a sound one', async () => {
    const source = found()?.counterexample?.test ?? ''
    expect(source).toContain("import { afterAll, expect, test } from 'vitest'")
    const faulty = await serveReference({ faults: [FAULT] })
    const sound = await serveReference({})
    try {
      expect(await outcomeOf(source, faulty)).toMatchObject({ tests: 1, errors: [expect.any(String)] })
      expect(await outcomeOf(source, sound)).toEqual({ tests: 1, errors: [] })
    } finally {
      await faulty.close()
      await sound.close()
    }
  })
})
