// Breaks the reference server's code for filters, PATCH and pages in many small mechanical ways, one at a time, and plays
// against each the checks of queries and PATCH, examples and properties, which go by the code as it is.
// Usage: npm run server-mutants [-- --count 200] [--seed N] [--sample I/N] [--only FILE:LINE] [--write | --json]
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { Instrumenter } from '@stryker-mutator/instrumenter'
import { build } from 'vite'
import type { Check } from '../harness/check/suite.ts'
import { deriveSeed } from '../harness/check/random.ts'
import type { createReferenceServer } from '../harness/reference/server.ts'
import { playReference } from '../harness/run/inProcess/inProcess.ts'
import { isProperty } from '../harness/run/inProcess/subtle.ts'
import { builtInChecks } from '../harness/run/suites.ts'

/** What Stryker's switches go by. */
interface Switchboard {
  activeMutant?: string | undefined
  hitCount?: number
  hitLimit?: number
  currentTestId?: string
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> }
}

interface Mutant {
  readonly id: string
  readonly place: string
  readonly mutator: string
  readonly was: string
  readonly becomes: string
}

/** A mutant that lives, and why: nobody can see it, the standards leave it open, or no check looks for it yet. */
interface Survivor {
  readonly file: string
  readonly mutator: string
  readonly was: string
  /** Whatever it becomes, where that is left out. */
  readonly becomes?: string
  readonly why: 'equivalent' | 'allowed' | 'gap'
  readonly reason: string
}

/** What has been read of mutants that live. */
const SURVIVORS = 'results/survivors.json'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    sample: { type: 'string', default: '1/1' },
    only: { type: 'string' },
    write: { type: 'boolean' },
    json: { type: 'boolean' },
  },
})
const named = (folder: string, names: string) => names.split(' ').map((name) => `${folder}/${name}.ts`)
const FILES = [
  ...named('harness/scim/filter', 'parse lex bind evaluate compare text present operands'),
  ...named('harness/scim/patch', 'add append apply change coerce create guard operation path place primary'),
  ...named('harness/scim/patch', 'remove replace select unmatched value'),
  ...named('harness/scim', 'paging sort'),
  'harness/reference/seams/query.ts',
  'harness/reference/resource/readFilter.ts',
]
/** Switches that may be passed while one mutant is active, before a loop is taken for endless. */
const MOST_HITS = 30_000_000
const tell = (line: string) => {
  if (values.json !== true) console.log(line)
}

const silent = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  fatal: () => undefined,
}

/** The server's files with all mutants in them, each behind a switch. */
async function instrumented() {
  const files = FILES.map((name) => ({
    name: resolve(name),
    content: readFileSync(name, 'utf8'),
    mutate: true,
  }))
  const sources = new Map(files.map(({ name, content }) => [name, content.split('\n')]))
  const result = await new Instrumenter(silent).instrument(files, {
    ignorers: [],
    excludedMutations: [],
    plugins: null,
    noHeader: false,
  })
  const mutants = result.mutants.map(({ id, fileName, location, mutatorName, replacement }): Mutant => {
    const { start, end } = location
    const line = sources.get(fileName)?.[start.line] ?? ''
    return {
      id,
      place: `${relative('.', fileName)}:${start.line + 1}`,
      mutator: mutatorName,
      was: line.slice(start.column, start.line === end.line ? end.column : undefined),
      becomes: replacement.slice(0, 120),
    }
  })
  return { contents: new Map(result.files.map(({ name, content }) => [name, content])), mutants }
}

/** The whole server in one module, made from these files. */
async function serverFrom(contents: ReadonlyMap<string, string>): Promise<typeof createReferenceServer> {
  const folder = mkdtempSync(join(tmpdir(), 'scimproof-mutants-'))
  try {
    await build({
      configFile: false,
      logLevel: 'error',
      plugins: [{ name: 'mutants', enforce: 'pre', load: (id: string) => contents.get(id) }],
      ssr: { noExternal: true },
      build: { ssr: 'harness/reference/server.ts', outDir: folder, emptyOutDir: true, minify: false },
    })
    const loaded = (await import(pathToFileURL(join(folder, 'server.js')).href)) as {
      createReferenceServer: typeof createReferenceServer
    }
    return loaded.createReferenceServer
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const board: Switchboard = {}
Object.assign(globalThis, { __stryker__: board, __stryker2__: board })
const { contents, mutants } = await instrumented()
const server = await serverFrom(contents)
const onLoading = new Set(Object.keys(board.mutantCoverage?.static ?? {}))
/** Sentences for people to read: no check may go by them. */
const isSentence = ({ mutator, was }: Mutant) => mutator === 'StringLiteral' && was.includes(' ')
const candidates = mutants.filter((mutant) => !onLoading.has(mutant.id) && !isSentence(mutant))
const drawn = candidates
  .toSorted(
    (left, right) => deriveSeed(Number(values.seed), left.id) - deriveSeed(Number(values.seed), right.id),
  )
  .slice(0, Number(values.count))
const [part = 1, of = 1] = values.sample.split('/').map(Number)
const { only } = values
const wanted =
  only === undefined
    ? drawn.filter((_, index) => index % of === part - 1)
    : candidates.filter(({ place }) => place.endsWith(only))
tell(
  `${candidates.length} mutants, without those that act on loading or change a sentence; ${wanted.length} are played`,
)

const checks = builtInChecks().filter(({ profile }) => profile === 'rfc' || profile === 'entra')
const properties = checks.filter(isProperty)
const isConcerned = ({ suite }: Check) =>
  /\/(?:3\.4\.[23]|3\.5\.2|cursor|entra\/(?:update|members|roles|manager|each-attribute))/.test(suite)
const examples = checks.filter((check) => !isProperty(check) && isConcerned(check))
const others = checks.filter((check) => !isProperty(check) && !isConcerned(check))

/** The first check that fails, or warns, as none does on the server as it is; undefined when all pass. */
async function caughtBy(mutant: Mutant | undefined): Promise<string | undefined> {
  for (const group of [examples, ...properties.map((one) => [one]), others]) {
    Object.assign(board, {
      activeMutant: mutant?.id,
      hitCount: 0,
      hitLimit: MOST_HITS,
      currentTestId: 'play',
    })
    try {
      const { outcomes } = await playReference({}, group, { server })
      const failed = outcomes.find(({ verdict }) => verdict === 'fail' || verdict === 'warn')
      if (failed !== undefined) return failed.id
    } catch (error) {
      return `the server can not be read: ${error instanceof Error ? error.message : String(error)}`
    } finally {
      board.activeMutant = undefined
    }
  }
  return undefined
}

/** What is known of a mutant that lives: by its file and the change, as lines move. */
const explained = JSON.parse(readFileSync(SURVIVORS, 'utf8')) as readonly Survivor[]
const reasonOf = ({ place, mutator, was, becomes }: Mutant) =>
  explained.find(
    (one) =>
      place.startsWith(`${one.file}:`) &&
      one.mutator === mutator &&
      one.was === was &&
      (one.becomes ?? becomes) === becomes,
  )

const wrong = await caughtBy(undefined)
if (wrong !== undefined) throw new Error(`${wrong} fails on the server as it is.`)
const reached = new Set(Object.keys(board.mutantCoverage?.perTest['play'] ?? {}))
const results = []
for (const mutant of wanted) {
  const check = reached.has(mutant.id) ? await caughtBy(mutant) : undefined
  const survivor = check === undefined ? reasonOf(mutant) : undefined
  results.push({
    ...mutant,
    reached: reached.has(mutant.id),
    caughtBy: check ?? null,
    why: survivor?.why ?? null,
  })
  if (check === undefined)
    tell(
      `lives  ${mutant.place}  ${mutant.mutator}: ${mutant.was} → ${mutant.becomes} (${reached.has(mutant.id) ? '' : 'not reached, '}${survivor?.why ?? 'unexplained'})`,
    )
}
const caught = results.filter(({ caughtBy: check }) => check !== null).length
const byProperty = results.filter(({ caughtBy: check }) => properties.some(({ id }) => id === check)).length
const survivors = results.filter(({ caughtBy: check }) => check === null)
const counted = (why: Survivor['why'] | null) => survivors.filter((one) => one.why === why).length
/** Whom the standards forbid: a change that no answer shows, or that they leave open, is none to catch. */
const catchable = results.length - counted('equivalent') - counted('allowed')
tell(`${caught} of ${results.length} mutants caught, ${byProperty} of them by properties only`)
tell(
  `of those that live, ${counted('equivalent')} change no answer, ${counted('allowed')} answer what the standards allow, ` +
    `${counted('gap')} are gaps, ${counted(null)} are unexplained: ${caught} of ${catchable} that can be caught`,
)
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
const document = {
  date: new Date().toISOString().slice(0, 10),
  commit,
  seed: Number(values.seed),
  sample: values.sample,
  mutants: candidates.length,
  played: results.length,
  caught,
  byProperty,
  catchable,
  survivors,
}
if (values.json === true) console.log(JSON.stringify(document, null, 2))
if (values.write === true)
  writeFileSync('results/serverMutants.json', `${JSON.stringify(document, null, 2)}\n`)
// A few are no share of all: a sample shows that mutants are made, reached and caught.
process.exitCode = caught / Math.max(1, catchable) >= (of === 1 ? 0.85 : 0.5) ? 0 : 1
