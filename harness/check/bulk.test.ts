import { describe, expect, test } from 'vitest'
import { createReferenceServer } from '../reference/server.ts'
import { createClient } from '../target/client.ts'
import { literalToken } from '../target/credentials.ts'
import { discover } from '../target/discovery.ts'
import { type FetchHandler, fetchTransport } from '../target/fetchTransport.ts'
import { realWait, systemClock } from '../target/time.ts'
import type { ScimRequest } from '../target/types.ts'
import { admission } from './holdings/admission.ts'
import { bulkMessage, bulkOutcomes, creationsIn, fateOf } from './bulk.ts'
import { memoryJournal } from './holdings/journal.ts'
import { openLedger } from './ledger.ts'
import { scimFor } from './scim.ts'
import { openSession } from './session.ts'

const signal = new AbortController().signal

/** The verbs against a reference server whose answers may be spoilt. */
async function stage(spoil: (next: FetchHandler) => FetchHandler = (next) => next) {
  const server = createReferenceServer({ origin: 'http://t.test' })
  const tenant = server.tenants[0]
  if (tenant === undefined) throw new Error('no tenant')
  const clientOf = (handler: FetchHandler) =>
    createClient({
      transport: fetchTransport(handler),
      base: `http://t.test${tenant.basePath}`,
      authorization: literalToken(tenant.token),
      recorder: { nextId: () => 'x', record: () => undefined },
      clock: systemClock,
      wait: realWait,
    })
  const journal = memoryJournal()
  const session = openSession(
    {
      runId: 'test0000',
      seed: 1,
      shrinkBudget: 100,
      facts: await discover(clientOf(server.fetch), signal),
      emailDomains: [],
      userNameFormat: 'email',
      templates: {},
      settle: 0,
      populationSize: 4,
    },
    {
      client: clientOf(spoil(server.fetch)),
      journal,
      admission: admission({ users: 10, groups: 10 }),
      wait: realWait,
      clock: systemClock,
      signal,
    },
  )
  const scim = scimFor(session, { checkId: 'test.bulk', scope: 'check', signal, ledger: openLedger() })
  return { scim, session, journal }
}

const creation = (bulkId: string, userName: string) => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName },
})

describe('what a bulk request makes', () => {
  test('is tracked as if it had been made one by one, and so is what it deletes', async () => {
    const { scim, session, journal } = await stage()
    const answer = await scim.post(
      '/Bulk',
      bulkMessage([creation('a', 'sp-a'), creation('b', ''), creation('c', 'sp-c')]),
    )
    expect(bulkOutcomes(answer.json).map(({ status }) => status)).toEqual([201, 400, 201])
    const made = session.madeBy('test.bulk')
    expect(made).toHaveLength(2)
    expect(journal.alive()).toEqual(made.map((path) => `${scim.base}${path}`))
    expect(journal.open()).toEqual([])
    expect(session.costOf('test.bulk')).toEqual({ users: 2, groups: 0, creates: 2, own: 2 })
    for (const path of made) expect((await scim.get(path)).status).toBe(200)

    await scim.post('/Bulk', bulkMessage([{ method: 'DELETE', path: made[0] ?? '' }]))
    expect(session.madeBy('test.bulk')).toEqual([made[1]])
  })

  test('stays open when no answer tells what became of it', async () => {
    const { scim, journal } = await stage(() => () => new Response('{}', { status: 200 }))
    await scim.post('/Bulk', bulkMessage([creation('a', 'sp-a')]))
    expect(journal.open()).toEqual([{ endpoint: '/Users', names: ['sp-a'] }])
  })

  test('is noted before it is sent', async () => {
    const noted: unknown[] = []
    const { scim, journal } = await stage(() => () => {
      noted.push(...journal.open())
      return new Response('{}', { status: 413 })
    })
    await scim.post('/Bulk', bulkMessage([creation('a', 'sp-a')]))
    expect(noted).toEqual([{ endpoint: '/Users', names: ['sp-a'] }])
    expect(journal.open()).toEqual([])
  })
})

describe('the fate of a creation', () => {
  const request: ScimRequest = {
    method: 'POST',
    path: '/Bulk',
    body: bulkMessage([{ method: 'DELETE', path: '/Users/1' }, creation('a', 'sp-a')]),
  }
  const [first] = creationsIn(request)
  const fate = (...Operations: { [name: string]: string | object }[]) =>
    first && fateOf(first, request, { status: 200, json: { Operations } as never })

  test.each([
    ['its bulkId', [{ bulkId: 'a', status: '201', location: 'https://other.test/x/Users/7?y' }], '/Users/7'],
    ['its place', [{ status: '204' }, { status: { code: '201' }, location: '/Users/7/' }], '/Users/7'],
    ['the id in its body', [{ bulkId: 'a', status: '201', response: { id: 'a b' } }], '/Users/a%20b'],
  ])('is read by %s', (_, results, path) => {
    expect(fate(...results)).toEqual({ path })
  })

  test('is read from the results of a job that is answered with an error too', () => {
    const json = { Operations: [{ bulkId: 'a', status: 201, location: '/Users/7' }] }
    expect(first && fateOf(first, request, { status: 412, json })).toEqual({ path: '/Users/7' })
    expect(first && fateOf(first, request, { status: 413, json: undefined })).toBe('refused')
  })

  test('is not guessed', () => {
    expect(fate({ status: '201', location: '/Users/7' })).toBeUndefined()
    expect(fate({ bulkId: 'a', status: '201' })).toBeUndefined()
    expect(fate({ bulkId: 'a', status: '500' })).toBeUndefined()
    expect(fate({ bulkId: 'a', status: '409' })).toBe('refused')
  })
})
