import type { Constraints } from '../../check/identity/constraints.ts'
import { RESERVED_DOMAIN } from '../../check/identity/identity.ts'
import type { Fuzzing } from '../../check/property/fuzzing.ts'
import type { CheckOutcome } from '../../check/outcome.ts'
import type { Check } from '../../check/suite.ts'
import type { AttributeMapping } from '../../entra/import/mapping.ts'
import type { ReferenceOptions } from '../../reference/options.ts'
import { variants } from '../../reference/variants/index.ts'
import { createReferenceServer } from '../../reference/server.ts'
import { createClient } from '../../target/client.ts'
import { literalToken } from '../../target/credentials.ts'
import { discover } from '../../target/discovery.ts'
import { fetchTransport } from '../../target/fetchTransport.ts'
import { realWait, systemClock } from '../../target/time.ts'
import type { Credentials, Exchange, ExchangeRecorder } from '../../target/types.ts'
import { budgetOf } from '../budget.ts'
import { type Connection, type ConnectionSettings, outgoingGuard } from '../connection.ts'
import { costOf } from '../costs.ts'
import { playDirect } from '../direct.ts'
import type { Job } from '../job.ts'
import { planOf } from '../plan.ts'
import { leftOut, outcomeOfObserver } from '../results.ts'
import type { StageSums } from '../stage.ts'

/** How a playing in process differs from a run. */
export interface InProcessOptions {
  readonly seed?: number
  readonly examples?: number
  readonly settle?: 'auto' | number
  readonly constraints?: Constraints
  /** Users that are made once and lent; what can not live with that is `skip`, as a run has it. */
  readonly pool?: number
  readonly mapping?: AttributeMapping
  /** In place of the tenant's own token. */
  readonly credentials?: (token: string) => Credentials
  readonly runId?: string
  readonly emailDomains?: readonly string[]
  readonly onExchange?: (exchange: Exchange) => void
  readonly signal?: AbortSignal
  readonly fuzzing?: Fuzzing
  /** Makes the server, where it is to be another than the reference server. */
  readonly server?: typeof createReferenceServer
}

/** What a playing in process came to. */
export interface Played {
  readonly outcomes: readonly CheckOutcome[]
  readonly sums: StageSums
}

const ORIGIN = 'http://reference.test'

/** What a run is told of servers of these variants. */
export function toldOf(ids: readonly string[]): Pick<InProcessOptions, 'settle' | 'constraints'> {
  const told = variants.flatMap((variant) => (ids.includes(variant.id) ? (variant.told ?? []) : []))
  const settle = Math.max(0, ...told.map((one) => one.settle ?? 0))
  return {
    ...(settle === 0 ? {} : { settle }),
    constraints: Object.assign({}, ...told.map(({ constraints }) => constraints)) as Constraints,
  }
}

/**
 * Plays checks against a reference server in this process, without a socket or a file: for faults, variants and costs.
 *
 * @throws {Error} when a check was about to write to somebody
 */
export async function playReference(
  reference: ReferenceOptions,
  checks: readonly Check[],
  given: InProcessOptions = {},
): Promise<Played> {
  const options = { ...toldOf(reference.variants ?? []), ...given }
  const origin = reference.origin ?? ORIGIN
  const server = (options.server ?? createReferenceServer)({ seed: 1, ...reference, origin })
  const tenant = server.tenants[0]
  if (tenant === undefined) throw new Error('The reference server has no tenant.')
  const base = `${origin}${tenant.basePath}`
  const budget = budgetOf(options.pool === undefined ? {} : { pool: options.pool }, true)
  const emailDomains = options.emailDomains ?? [RESERVED_DOMAIN]
  const epoch = systemClock()
  const connectTo = (recorder: ExchangeRecorder, to = tenant): Connection => ({
    client: createClient({
      transport: fetchTransport(server.fetch),
      base: `${origin}${to.basePath}`,
      authorization: (options.credentials ?? literalToken)(to.token),
      recorder,
      concurrency: budget.concurrency,
      clock: systemClock,
      wait: realWait,
      epoch,
      guard: outgoingGuard(base, emailDomains),
    }),
    close: () => Promise.resolve(),
  })
  const signal = options.signal ?? new AbortController().signal
  const scout = connectTo({ nextId: () => 'x0', record: () => undefined })
  const facts = await discover(scout.client, signal)
  const settings: ConnectionSettings = {
    url: base,
    credentials: {},
    environment: {},
    headers: {},
    insecure: false,
    budget,
    emailDomains,
    epoch,
  }
  const plan =
    options.pool === undefined
      ? { played: checks.map(({ id }) => ({ id, share: costOf(id) })), left: [] }
      : planOf(checks, budget)
  const kept = new Set(plan.played.map(({ id }) => id))
  const played = checks.filter(({ id }) => kept.has(id))
  const job: Job = {
    connection: settings,
    session: {
      runId: options.runId ?? 'inprocess',
      seed: options.seed ?? 1,
      ...(options.examples === undefined ? {} : { examples: options.examples }),
      shrinkBudget: budget.shrinkBudget,
      facts,
      emailDomains,
      userNameFormat: 'email',
      templates: {},
      ...(options.constraints === undefined ? {} : { constraints: options.constraints }),
      ...(options.mapping === undefined ? {} : { mapping: options.mapping }),
      settle: options.settle ?? 0,
      populationSize: budget.populationSize,
      ...(options.pool === undefined ? {} : { pool: { size: options.pool, deletes: 'unknown' as const } }),
    },
    checks: plan.played,
    customChecks: [],
    exchangesBefore: 0,
  }
  const result = await playDirect(
    job,
    played,
    { signal, started: () => undefined, finished: () => undefined },
    {
      connect: (recorder) => connectTo(recorder),
      ...(server.tenants[1] === undefined
        ? {}
        : { connectSecond: (recorder) => connectTo(recorder, server.tenants[1]) }),
      ...(options.onExchange === undefined ? {} : { onExchange: options.onExchange }),
      ...(options.fuzzing === undefined ? {} : { fuzzing: options.fuzzing }),
    },
  )
  if (result.fatal !== undefined) throw new Error(result.fatal.message)
  const { sums } = result
  if (sums === undefined) throw new Error('The stage was not closed.')
  const observers = checks.filter((check) => check.observe !== undefined)
  return {
    outcomes: [
      ...result.outcomes,
      ...plan.left.map(leftOut),
      ...observers.map((check) => outcomeOfObserver(check, sums.observations[check.id])),
    ],
    sums,
  }
}
