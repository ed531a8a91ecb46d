import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { RESERVED_DOMAIN } from '../check/identity/identity.ts'
import { fileJournal } from '../check/holdings/journal.ts'
import type { AttributeMapping } from '../entra/import/mapping.ts'
import type { SessionSettings } from '../check/session.ts'
import type { Check, Suite } from '../check/suite.ts'
import { readBaseUrl } from '../target/baseUrl.ts'
import { testConnection } from '../target/connection.ts'
import { discover } from '../target/discovery.ts'
import { systemClock } from '../target/time.ts'
import type { RunDocument } from '../../reports/model/index.ts'
import { readBaseline, updateBaseline } from './baseline.ts'
import { budgetOf } from './budget.ts'
import { readConstraints } from './constraints.ts'
import { connect, connectionSettings, type ConnectionSettings, credentialsOf } from './connection.ts'
import { playDirect } from './direct.ts'
import { writeCounterexamples } from './fuzz/counterexamples.ts'
import { runDocument } from './document.ts'
import { FatalRun } from './fatal.ts'
import type { Engine, EngineHooks, EngineResult } from './engine.ts'
import { openExchangeLog, recordedExchanges } from './exchangeLog.ts'
import type { Job } from './job.ts'
import { choosePool, staysOf } from './lifeCycle.ts'
import { noteOfMapping, readMappingFile } from './mapping.ts'
import { notesOf } from './notes.ts'
import { DEFAULT_GATE, DEFAULT_PROFILES, type RunOptions } from './options.ts'
import { planOf } from './plan.ts'
import { startWords, type TargetWords } from './reproduce.ts'
import { leftOut, outcomeOfObserver } from './results.ts'
import { secondOptions } from './secondOptions.ts'
import { select, type Selection } from './select.ts'
import type { StageSums } from './stage.ts'
import { holdsExchanges, suiteOfExchanges } from './suiteFile.ts'
import { builtInChecks, checksOf } from './suites.ts'
import { serveTarget, type Served } from './served.ts'
import { tidy } from './tidy.ts'
import { playInVitest } from './vitest/engine.ts'
import { packageVersion } from './version.ts'

/** Files of a run below its folder. */
export const FILES = {
  document: 'run.json',
  exchanges: 'exchanges.ndjson',
  journal: 'journal.ndjson',
} as const

const NO_SUMS: StageSums = {
  observations: {},
  lags: {},
  notes: [],
  requests: { requests: 0, retries: 0, bytesSent: 0, bytesReceived: 0, wireMs: 0 },
}

/** What was asked of the checks. */
export function selectionOf(options: RunOptions): Selection {
  return {
    profiles: options.profiles ?? DEFAULT_PROFILES,
    only: options.only ?? [],
    skip: options.skip ?? [],
    requirements: options.requirements ?? [],
    tags: options.tags ?? [],
  }
}

/** The checks of the package and of the user's own files. */
export async function allChecks(files: readonly string[] = []): Promise<readonly Check[]> {
  const own = await Promise.all(
    files.map(async (file) =>
      holdsExchanges(file)
        ? suiteOfExchanges(file)
        : ((await import(pathToFileURL(resolve(file)).href)) as { default: Suite }).default,
    ),
  )
  return [...builtInChecks(), ...checksOf(own)]
}

/**
 * Checks a server and resolves to the run document, which also lies in the folder as `run.json`. Leaves exit code,
 * environment, signal handlers and working directory as they were, and may be called again.
 *
 * @throws {UsageError} when the options can not be followed: nothing was sent
 * @throws {TargetError} when the target can not be reached or refuses the credentials: nothing was checked
 */
export async function run(options: RunOptions = {}): Promise<RunDocument> {
  const began = systemClock()
  const startedAt = new Date(began).toISOString()
  const registered = await allChecks(options.checks)
  const selection = selectionOf(options)
  if (options.constraints !== undefined) readConstraints(options.constraints)
  const mapping = options.mapping === undefined ? undefined : readMappingFile(options.mapping)
  const checks = select(registered, selection)
  const baseline =
    options.baseline === undefined || options.updateBaseline === true
      ? undefined
      : { file: options.baseline, content: readBaseline(options.baseline) }
  const served = await serveTarget(options)
  try {
    return await runAgainst(served, {
      options,
      began,
      startedAt,
      registered,
      selection,
      checks,
      mapping,
      baseline,
    })
  } finally {
    await served.close()
  }
}

interface Asked {
  readonly options: RunOptions
  readonly began: number
  readonly startedAt: string
  readonly registered: readonly Check[]
  readonly selection: Selection
  readonly checks: readonly Check[]
  readonly mapping: AttributeMapping | undefined
  readonly baseline: { readonly file: string; readonly content: ReturnType<typeof readBaseline> } | undefined
}

async function runAgainst(served: Served, asked: Asked): Promise<RunDocument> {
  const { options, checks } = asked
  const signal = options.signal ?? new AbortController().signal
  const out = resolve(options.out ?? 'scimproof-report')
  const files = {
    exchanges: join(out, FILES.exchanges),
    journal: join(out, FILES.journal),
    document: join(out, FILES.document),
  }
  const { base, loopback } = readBaseUrl(served.url)
  const budget = budgetOf(options, loopback || served.ours)
  const domains = options.emailDomains ?? [RESERVED_DOMAIN]
  const connection = await connectionSettings(
    served.token === undefined ? options : { ...options, token: served.token },
    served.url,
    budget,
    domains,
  )
  const second =
    served.second === undefined
      ? undefined
      : await connectionSettings(secondOptions(options, served.second), served.second.url, budget, domains)
  await credentialsOf(connection)
  if (second !== undefined) await credentialsOf(second)
  await mkdir(out, { recursive: true })
  await Promise.all(Object.values(files).map((file) => rm(file, { force: true })))

  const scouted = await scout(connection, files.exchanges, signal)
  options.onEvent?.({ kind: 'connected', baseUrl: base })

  const settings: SessionSettings = {
    runId: options.runId ?? randomBytes(6).readUIntBE(0, 6).toString(36).padStart(8, '0').slice(-8),
    seed: options.seed ?? 1,
    ...(options.examples === undefined ? {} : { examples: options.examples }),
    shrinkBudget: budget.shrinkBudget,
    facts: scouted.facts,
    emailDomains: domains,
    userNameFormat: options.userNameFormat ?? 'email',
    templates: {
      ...(options.userTemplate === undefined ? {} : { user: options.userTemplate }),
      ...(options.groupTemplate === undefined ? {} : { group: options.groupTemplate }),
    },
    ...(options.constraints === undefined ? {} : { constraints: options.constraints }),
    ...(asked.mapping === undefined ? {} : { mapping: asked.mapping }),
    settle: options.settle ?? 'auto',
    ...(options.identities === undefined ? {} : { identities: options.identities }),
    populationSize: budget.populationSize,
  }
  fileJournal(files.journal, {
    kind: 'run',
    runId: settings.runId,
    baseUrl: base,
    startedAt: asked.startedAt,
    emailDomains: domains,
  }).close()
  const chosen = await choosePool(
    {
      connection,
      ...(second === undefined ? {} : { second }),
      session: settings,
      checks: [],
      customChecks: (options.checks ?? []).map((file) => resolve(file)),
      exchangesFile: files.exchanges,
      journalFile: files.journal,
      exchangesBefore: scouted.exchanges,
    },
    checks,
    options,
    signal,
  )
  const plan = planOf(
    checks,
    chosen.job.connection.budget,
    loopback || served.ours ? undefined : (options.include ?? []),
  )
  const job: Job = { ...chosen.job, checks: plan.played }
  const notes = [...notesOf(options, served), ...noteOfMapping(asked.mapping)]
  options.onEvent?.({ kind: 'planned', checks: plan.played.length, notes })

  const known = new Map(checks.map((check) => [check.id, check]))
  const playing = plan.played.flatMap(({ id }) => known.get(id) ?? [])
  const hooks: EngineHooks = {
    signal,
    started: (check) => options.onEvent?.({ kind: 'started', id: check.id, title: check.title }),
    finished: (check, { verdict }) =>
      options.onEvent?.({
        kind: 'finished',
        id: check.id,
        title: check.title,
        profile: check.profile,
        verdict,
      }),
  }
  const result = await engineOf(options)(job, playing, hooks)
  const sums = result.sums ?? NO_SUMS
  const leftovers = await tidy(
    [connection, ...(second === undefined ? [] : [second])],
    files,
    (left) => options.onEvent?.({ kind: 'cleaning', left }),
    staysOf(job),
  )
  if (result.fatal !== undefined) throw new FatalRun(result.fatal.code, result.fatal.message)

  const start = startWords(options)
  const words: TargetWords = {
    ...(start === undefined ? {} : { start }),
    ...(options.url === undefined ? {} : { url: options.url }),
    baseUrl: base,
    out: options.out ?? 'scimproof-report',
    recordings: (options.checks ?? []).filter(holdsExchanges),
    ...(options.mapping === undefined ? {} : { mapping: options.mapping }),
    faults: options.faults ?? [],
    variants: options.variants ?? [],
    without: options.without ?? [],
    seed: settings.seed,
  }
  const document = runDocument({
    version: packageVersion(),
    startedAt: asked.startedAt,
    durationMs: systemClock() - asked.began,
    settings,
    selection: asked.selection,
    checks,
    registered: asked.registered.length,
    outcomes: [...result.outcomes, ...plan.left.map(leftOut), ...observed(playing, sums, result, signal)],
    sums: result.sums === undefined ? sums : { ...sums, requests: added(sums.requests, scouted.requests) },
    exchanges: await recordedExchanges(files.exchanges),
    leftovers,
    notes,
    baseUrl: base,
    words,
    gate: options.gate ?? DEFAULT_GATE,
    failOn: options.failOn ?? 'fail',
    maxErrors: options.maxErrors ?? 0.01,
    ...(asked.baseline === undefined ? {} : { baseline: asked.baseline }),
    interrupted: signal.aborted,
    ...(options.commandLine === undefined ? {} : { commandLine: options.commandLine }),
    environment: { node: process.version, platform: process.platform },
  })
  await writeFile(files.document, `${JSON.stringify(document, null, 1)}\n`)
  await writeCounterexamples(document, words, out)
  if (options.baseline !== undefined && options.updateBaseline === true) {
    updateBaseline(options.baseline, document.checks, asked.startedAt.slice(0, 10))
  }
  return document
}

function engineOf({ engine }: RunOptions): Engine {
  if (typeof engine === 'function') return engine
  return engine === 'direct' ? playDirect : playInVitest
}

/** The first requests: is a SCIM server there, and what can it do? */
async function scout(settings: ConnectionSettings, file: string, signal: AbortSignal) {
  const log = openExchangeLog(file, settings)
  let count = 0
  const { client, close } = await connect(
    settings,
    {
      nextId: () => `x${(count += 1)}`,
      record: (exchange) => log.append(exchange),
    },
    log.learn,
  )
  try {
    const { source } = await credentialsOf(settings)
    await testConnection(client, signal, { source })
    const facts = await discover(client, signal)
    return { facts, exchanges: count, requests: { ...client.stats } }
  } finally {
    await close()
    await log.close()
  }
}

function observed(checks: readonly Check[], sums: StageSums, result: EngineResult, signal: AbortSignal) {
  if (result.sums === undefined || signal.aborted) return []
  return checks
    .filter((check) => check.observe !== undefined)
    .map((check) => outcomeOfObserver(check, sums.observations[check.id]))
}

function added(left: StageSums['requests'], right: StageSums['requests']): StageSums['requests'] {
  return {
    requests: left.requests + right.requests,
    retries: left.retries + right.retries,
    bytesSent: left.bytesSent + right.bytesSent,
    bytesReceived: left.bytesReceived + right.bytesReceived,
    wireMs: left.wireMs + right.wireMs,
  }
}
