import type { PoolSettings } from '../check/holdings/lentPool.ts'
import { openLedger } from '../check/ledger.ts'
import { answerWhere } from '../check/matchers.ts'
import { scimFor } from '../check/scim.ts'
import type { Check } from '../check/suite.ts'
import { readBaseUrl } from '../target/baseUrl.ts'
import { TargetError } from '../target/errors.ts'
import { LEAST_POOL, pooled } from './budget.ts'
import { costOf } from './costs.ts'
import type { Job } from './job.ts'
import type { RunOptions } from './options.ts'
import { openStage, type StageSums } from './stage.ts'

/** What became of a user that was made and deleted. */
export interface LifeCycle {
  /** `removes`: nothing more is to be seen of the user. */
  readonly deletes: PoolSettings['deletes'] | 'removes'
  /** Where the user lies that could not be removed. */
  readonly members: readonly string[]
  readonly requests: StageSums['requests']
}

/**
 * Makes a user and deletes it, once and before anything else: a server that does not let it go would be filled by a run
 * that makes new users for each check.
 */
export async function tryLifeCycle(job: Job, signal: AbortSignal): Promise<LifeCycle> {
  const stage = await openStage({ ...job, checks: [] }, [], { signal })
  const checkId = 'probe.life-cycle'
  let found: Omit<LifeCycle, 'requests'> = { deletes: 'removes', members: [] }
  try {
    const { session } = stage
    const scim = scimFor(session, { checkId, scope: 'probe', signal, ledger: openLedger() })
    const made = await session.probe('create-user')
    const [path] = session.madeBy('probe.create-user')
    if (made.state === 'works' && path !== undefined) {
      const deleted = await scim.delete(path)
      const gone = answerWhere('a user who is gone', ({ status }) => status !== 200)
      if (deleted.status >= 200 && deleted.status < 300) {
        const seen = await session.measure('delete → GET', () => scim.get(path), gone)
        if (gone.differs(seen) !== undefined) {
          session.settleFate(
            session.announce({ method: 'POST', path: session.user.endpoint }),
            { path },
            checkId,
          )
          found = { deletes: 'keeps', members: [path] }
        }
      } else if ((await scim.get(path)).status === 200) found = { deletes: 'absent', members: [path] }
    }
  } catch (error) {
    if (!(error instanceof TargetError)) throw error // whatever kept the answer away is told by the checks
  }
  return { ...found, requests: (await stage.close()).requests }
}

/** Checks that make no more than so many resources together are not worth a trial. */
const FEW_CREATIONS = 10

/** A job as it is, or with the pool that the options name, or that a server needs which lets nobody go. */
export async function choosePool(
  job: Job,
  checks: readonly Check[],
  options: RunOptions,
  signal: AbortSignal,
): Promise<{ readonly job: Job; readonly requests: number }> {
  if (options.pool !== undefined)
    return { job: lending(job, { size: options.pool, deletes: 'unknown' }), requests: 0 }
  const creations = checks.reduce((sum, check) => sum + costOf(check).creates, 0)
  const { facts } = job.session
  if (creations <= FEW_CREATIONS || !facts.capabilities.users || signal.aborted) return { job, requests: 0 }
  const { deletes, members, requests } = await tryLifeCycle(job, signal)
  const next = { ...job, exchangesBefore: job.exchangesBefore + requests.requests + requests.retries }
  if (deletes === 'removes') return { job: next, requests: requests.requests }
  const { pool: size = LEAST_POOL } = pooled(job.connection.budget)
  return { job: lending(next, { size, deletes, members }), requests: requests.requests }
}

function lending(job: Job, pool: PoolSettings): Job {
  const budget = pooled(job.connection.budget, pool.size)
  return {
    ...job,
    connection: { ...job.connection, budget },
    session: { ...job.session, pool, populationSize: budget.populationSize },
  }
}

/** Which URLs belong to a pool, and so are deactivated at the end and never deleted. */
export function staysOf({ connection, session }: Job): (url: string) => boolean {
  const { base } = readBaseUrl(connection.url)
  const type = session.facts.resourceTypes.find(({ name }) => name === 'User')
  const users = `${base}/${(type?.endpoint ?? 'Users').replace(/^\//, '')}/`
  return (url) => session.pool !== undefined && url.startsWith(users)
}
