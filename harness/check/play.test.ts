import { describe, expect, test } from 'vitest'
import { createReferenceServer } from '../reference/server.ts'
import { createClient } from '../target/client.ts'
import { literalToken } from '../target/credentials.ts'
import { discover } from '../target/discovery.ts'
import { type FetchHandler, fetchTransport } from '../target/fetchTransport.ts'
import { realWait, systemClock } from '../target/time.ts'
import type { Exchange } from '../target/types.ts'
import { admission } from './holdings/admission.ts'
import { grade } from './grade.ts'
import { memoryJournal } from './holdings/journal.ts'
import { error, status } from './matchers.ts'
import { replace } from './operations.ts'
import { ForeignAddress } from './identity/outgoing.ts'
import { playCheck } from './play.ts'
import { openSession } from './session.ts'
import { type Check, type CheckBody, type CheckOptions, suite } from './suite.ts'
import { fail, skip } from './verdict.ts'

const open = new AbortController().signal
const share = { users: 1, groups: 0 }

/** A session against the reference server behind a handler that may spoil its answers. */
async function stage(spoil: (next: FetchHandler) => FetchHandler = (next) => next) {
  const server = createReferenceServer({ origin: 'http://t.test' })
  const tenant = server.tenants[0]
  if (tenant === undefined) throw new Error('no tenant')
  const sent: Exchange[] = []
  let count = 0
  const client = createClient({
    transport: fetchTransport(spoil(server.fetch)),
    base: `http://t.test${tenant.basePath}`,
    authorization: literalToken(tenant.token),
    recorder: { nextId: () => `x${(count += 1)}`, record: (exchange) => void sent.push(exchange) },
    clock: systemClock,
    wait: realWait,
  })
  const scout = createClient({
    transport: fetchTransport(server.fetch),
    base: `http://t.test${tenant.basePath}`,
    authorization: literalToken(tenant.token),
    recorder: { nextId: () => 'd', record: () => undefined },
    clock: systemClock,
    wait: realWait,
  })
  const session = openSession(
    {
      runId: 'test0000',
      seed: 1,
      shrinkBudget: 100,
      facts: await discover(scout, open),
      emailDomains: [],
      userNameFormat: 'email',
      templates: {},
      settle: 0,
      populationSize: 4,
    },
    {
      client,
      journal: memoryJournal(),
      admission: admission({ users: 10, groups: 10 }),
      wait: realWait,
      clock: systemClock,
      signal: open,
    },
  )
  return { session, sent, play: (check: Check, signal = open) => playCheck(check, session, share, signal) }
}

function one(body: CheckBody, options: Partial<CheckOptions> = {}): Check {
  const built = suite('Subject', { id: 'test', file: 'suites/test' }, ({ check }) => {
    check('a fact', { id: 'fact', verifies: [], ...options }, body)
  })
  const [check] = built.checks
  if (check === undefined) throw new Error('no check')
  return check
}

describe('playing a check', () => {
  test('a body that returns passes, and what it made is gone', async () => {
    const { session, play } = await stage()
    const outcome = await play(one(async ({ users }) => void (await users.create())))
    expect(outcome).toMatchObject({ verdict: 'pass', requests: 1, cost: { users: 1, groups: 0, creates: 1 } })
    expect(session.madeBy('test.fact')).toEqual([])
  })

  test('what a failed or broken check made is gone too', async () => {
    const { session, play } = await stage()
    const failed = await play(
      one(async ({ users }) => {
        await users.create()
        fail({ reason: 'wrong', expected: 'a', observed: 'b' })
      }),
    )
    expect(failed).toMatchObject({ verdict: 'fail', reason: 'wrong', expected: 'a', observed: 'b' })
    const broken = await play(
      one(async ({ users }) => {
        await users.create()
        throw new TypeError('oops')
      }),
    )
    expect(broken.verdict).toBe('error')
    expect(broken.reason).toMatch(/The check itself broke: oops/)
    expect(session.journal.alive().filter((url) => !url.includes('probe'))).toEqual(session.journal.alive())
    expect(session.madeBy('test.fact')).toEqual([])
  })

  test('a warning lets the check end as warn, with what was expected and observed', async () => {
    const { play } = await stage()
    const outcome = await play(
      one(async ({ scim }) => {
        const answer = await scim.get('/Users/none')
        grade(answer).pass(error(404, 'noTarget')).warn(error(404), 'no scimType').otherwise.fail('wrong')
      }),
    )
    expect(outcome).toMatchObject({
      verdict: 'warn',
      reason: 'no scimType',
      expected: '404 with scimType noTarget',
      decisive: ['x1'],
    })
  })

  test('a capability that is absent skips with the reason, without a request', async () => {
    const { session, sent } = await stage()
    const facts = {
      ...session.settings.facts,
      capabilities: { ...session.settings.facts.capabilities, bulk: false },
    }
    const poor = { ...session, settings: { ...session.settings, facts } }
    const outcome = await playCheck(
      one(() => undefined, { needs: ['bulk'] }),
      poor,
      share,
      open,
    )
    expect(outcome.verdict).toBe('skip')
    expect(outcome.reason).toMatch(/bulk/)
    expect(sent).toEqual([])
  })

  test('a probe that fails blocks, names the check that carries it, and is asked once', async () => {
    const { play, sent } = await stage(
      (next) => async (request) =>
        request.method === 'POST' && request.url.endsWith('/Users')
          ? Response.json({ status: '400' }, { status: 400 })
          : next(request),
    )
    const check = one(() => undefined, { needs: ['create-user'] })
    const [first, second] = [await play(check), await play(check)]
    expect(first).toMatchObject({ verdict: 'blocked', blockedBy: 'rfc7644.create.creates-a-user' })
    expect(second.verdict).toBe('blocked')
    expect(sent.filter(({ request }) => request.method === 'POST')).toHaveLength(2) // the least, then once with more
  })

  test('a 5xx that comes back on fresh resources fails; one that does not is a warning', async () => {
    const answers = (statuses: number[]) => () => (next: FetchHandler) => (request: Request) =>
      request.method === 'PATCH'
        ? Promise.resolve(new Response(null, { status: statuses.shift() ?? 204 }))
        : next(request)
    const body: CheckBody = async ({ scim, users }) => {
      const user = await users.create()
      grade(await scim.patch(user, [replace('displayName', 'x')]))
        .pass(status(200, 204))
        .otherwise.fail('refused')
    }
    const twice = await stage(answers([500, 500])())
    expect((await twice.play(one(body))).verdict).toBe('fail')
    const once = await stage(answers([500, 204])())
    expect(await once.play(one(body))).toMatchObject({
      verdict: 'warn',
      reason: expect.stringMatching(/5xx once/) as string,
    })
  })

  test('a check that takes too long is an error, and sends nothing after its end', async () => {
    const { play, sent } = await stage()
    let late: Promise<unknown> | undefined
    let release = () => undefined as void
    const gate = new Promise<void>((resolve) => (release = resolve))
    const outcome = await play(
      one(
        async ({ scim }) => {
          await gate
          late = scim.get('/Users').catch((thrown: unknown) => thrown)
          await late
        },
        { timeoutMs: 30 },
      ),
    )
    expect(outcome).toMatchObject({
      verdict: 'error',
      reason: expect.stringMatching(/longer than 0.03 s/) as string,
    })
    const before = sent.length
    release()
    await new Promise((resolve) => setImmediate(resolve))
    expect(await late).toMatchObject({ code: 'E_CHECK_CLOSED' })
    expect(sent).toHaveLength(before)
  })

  test('a target that goes away is an error, never a fail', async () => {
    const { play } = await stage((next) => (request) => {
      if (request.url.endsWith('/Users/1')) throw new Error('cut')
      return next(request)
    })
    const outcome = await play(one(async ({ scim }) => void (await scim.put('/Users/1', {}))))
    expect(outcome).toMatchObject({ verdict: 'error', observed: 'E_CONNECTION_CUT' })
  })

  test('a connection that is cut once is no error: all is played again on fresh resources', async () => {
    let cuts = 0
    const { play } = await stage((next) => (request) => {
      if (request.method === 'PUT' && (cuts += 1) === 1) throw new Error('cut')
      return next(request)
    })
    const outcome = await play(
      one(async ({ scim, users }) => {
        const user = await users.create()
        grade(await scim.put(user, user.sent))
          .pass(status(200))
          .otherwise.fail('refused')
      }),
    )
    expect(outcome).toMatchObject({ verdict: 'pass', cost: { creates: 2 } })
  })

  test('who is made when all is played again has another name, since the first may still be there', async () => {
    let cut = false
    const { play } = await stage((next) => (request) => {
      if (request.method === 'PUT' && !cut) {
        cut = true
        throw new Error('cut')
      }
      return request.method === 'DELETE' ? new Response(null, { status: 403 }) : next(request)
    })
    const outcome = await play(
      one(async ({ scim, users }) => {
        const user = await users.create()
        await scim.put(user, user.sent)
      }),
    )
    expect(outcome).toMatchObject({ verdict: 'pass', cost: { creates: 2 } })
  })

  test.each([
    ['a cut connection', () => Promise.reject(new Error('cut'))],
    ['a passing 5xx', () => Promise.resolve(new Response(null, { status: 500 }))],
  ])('%s does not decide what a probe finds', async (_what, disturb) => {
    let disturbed = false
    const { play } = await stage((next) => (request) => {
      if (request.method !== 'POST' || disturbed) return next(request)
      disturbed = true
      return disturb()
    })
    const outcome = await play(one(() => undefined, { needs: ['read-user'] }))
    expect(outcome.verdict).toBe('pass')
  })

  test('a check that one 5xx kept from what it needs is played again', async () => {
    let broken = false
    const { play, session } = await stage((next) => (request) => {
      if (request.method !== 'POST' || !broken) return next(request)
      broken = false
      return Promise.resolve(new Response(null, { status: 500 }))
    })
    await session.demand('create-user')
    broken = true
    const outcome = await play(one(async ({ users }) => void (await users.create())))
    expect(outcome).toMatchObject({ verdict: 'warn', reason: expect.stringMatching(/5xx once/) as string })
  })

  test('a skip of the body keeps its reason', async () => {
    const { play } = await stage()
    expect(await play(one(() => skip('no second tenant')))).toMatchObject({
      verdict: 'skip',
      reason: 'no second tenant',
    })
  })

  test('what would reach somebody ends the run', async () => {
    const { play } = await stage((next) => (request) => {
      if (request.url.endsWith('/Foreign')) throw new ForeignAddress('held back')
      return next(request)
    })
    const check = one(() => {
      throw new ForeignAddress('held back')
    })
    await expect(play(check)).rejects.toBeInstanceOf(ForeignAddress)
  })
})
