import { describe, expect, test } from 'vitest'
import { USER_RESOURCE_SCHEMA } from '../../scim/schema/core.ts'
import type { Json, JsonObject } from '../../scim/types.ts'
import { answerOf } from '../answer.ts'
import { crowdSize, makeCrowd } from './crowd.ts'
import type { ResourceFixture } from '../fixtures.ts'
import { identityFor } from '../identity/identity.ts'
import { openLedger } from '../ledger.ts'
import type { Scim } from '../scim.ts'

const identity = identityFor({ emailDomains: [], userNameFormat: 'email', runId: 'r1' }, 'crowd')

const answered = (status: number, body: Json) =>
  answerOf(
    {
      id: 'x1',
      scope: 'population',
      request: { method: 'POST', url: 'http://target.test/Users', headers: {} },
      response: { status, headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) },
      startedAt: 0,
      durationMs: 0,
    },
    openLedger(),
  )

/** A crowd on a server that keeps what it takes. */
async function crowdOn(takes: (user: JsonObject) => boolean, seed = 1) {
  const stored = new Map<string, JsonObject>()
  let refused = 0
  const scim = {
    post: async (_: string, user: JsonObject) => {
      if (!takes(user)) {
        refused += 1
        return answered(400, {})
      }
      const made = { ...user, id: String(stored.size + 1) }
      stored.set(`/Users/${made.id}`, made)
      return answered(201, made)
    },
    get: async (path: string) => answered(200, stored.get(path) ?? {}),
    until: (read: () => Promise<unknown>) => read(),
  } as unknown as Scim
  const users = {
    schema: USER_RESOURCE_SCHEMA,
    endpoint: '/Users',
    payload: (attributes: JsonObject) => attributes,
    fit: (attributes: JsonObject) => attributes,
  } as unknown as ResourceFixture
  const crowd = await makeCrowd(scim, users, identity, { populationSize: 20, seed })
  return { crowd, refused }
}

const beyondAscii = (user: JsonObject) => /[^ -~]/.test(JSON.stringify(user))

describe('a crowd', () => {
  test('has values of every kind, under names of the run, and another with each seed', async () => {
    const { crowd } = await crowdOn(() => true)
    const { crowd: other } = await crowdOn(() => true, 2)
    const members = crowd?.members ?? []
    expect(members).toHaveLength(16)
    expect(members.some(beyondAscii)).toBe(true)
    expect(members.every(({ userName }) => String(userName).startsWith(identity.mark))).toBe(true)
    expect(new Set(members.map(({ userName }) => String(userName).toLowerCase())).size).toBe(16)
    expect(other?.members.map(({ name }) => name)).not.toEqual(members.map(({ name }) => name))
  })

  test('a server that refuses a user is sent plainer ones from then on', async () => {
    const { crowd, refused } = await crowdOn((user) => !beyondAscii(user))
    expect(crowd?.members).toHaveLength(16)
    expect(refused).toBe(1)
    expect(crowd?.members.some(beyondAscii)).toBe(false)
  })

  test('there is none where the server takes nobody', async () => {
    expect((await crowdOn(() => false)).crowd).toBeUndefined()
  })

  test('there is none where few users may be alive', () => {
    expect([2, 10, 20].map(crowdSize)).toEqual([0, 0, 16])
  })
})
