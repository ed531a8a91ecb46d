import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { oauthCredentials } from './oauth.ts'

const TOKEN_URL = 'https://login.example.com/tenant/token'
const server = setupServer()

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const credentials = (clock = () => 0, scope?: string) =>
  oauthCredentials({
    tokenUrl: TOKEN_URL,
    clientId: 'client id',
    clientSecret: 's&cret',
    clock,
    ...(scope === undefined ? {} : { scope }),
  })

function issuing(answer: (count: number) => Response | Promise<Response>): { bodies: string[] } {
  const seen = { bodies: [] as string[] }
  server.use(
    http.post(TOKEN_URL, async ({ request }) => {
      seen.bodies.push(await request.text())
      return answer(seen.bodies.length)
    }),
  )
  return seen
}

describe('client credentials', () => {
  test('are exchanged for a token by a form', async () => {
    const seen = issuing(() =>
      HttpResponse.json({ access_token: 'abc', token_type: 'Bearer', expires_in: 3600 }),
    )
    expect(await credentials(undefined, 'scim').header()).toBe('Bearer abc')
    expect(Object.fromEntries(new URLSearchParams(seen.bodies[0]))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client id',
      client_secret: 's&cret',
      scope: 'scim',
    })
  })

  test('are exchanged once for many requests, and again shortly before the token expires', async () => {
    const seen = issuing((count) => HttpResponse.json({ access_token: `t${count}`, expires_in: '3600' }))
    let now = 0
    const given = credentials(() => now)
    expect(await Promise.all([given.header(), given.header()])).toEqual(['Bearer t1', 'Bearer t1'])
    now = 3_569_000
    expect(await given.header()).toBe('Bearer t1')
    now = 3_571_000
    expect(await given.header()).toBe('Bearer t2')
    expect(seen.bodies.length).toBe(2)
  })

  test('tell what the authorization server gave, without the token', async () => {
    issuing(() => HttpResponse.json({ access_token: 'abc', token_type: 'Bearer', expires_in: '3600' }))
    const grant = await credentials().grant?.()
    expect(grant).toEqual({ tokenUrl: TOKEN_URL, expiresIn: 3600, tokenType: 'Bearer' })
    issuing(() => HttpResponse.json({ access_token: 'abc' }))
    expect(await credentials().grant?.()).toEqual({ tokenUrl: TOKEN_URL })
  })

  test('a token without expires_in is kept, and fetched anew on refresh', async () => {
    const seen = issuing((count) => HttpResponse.json({ access_token: `t${count}` }))
    const given = credentials(() => 1e15)
    expect([await given.header(), await given.header()]).toEqual(['Bearer t1', 'Bearer t1'])
    expect(await given.refresh?.()).toBe(true)
    expect(await given.header()).toBe('Bearer t2')
    expect(seen.bodies.length).toBe(2)
  })
})

describe('a token endpoint', () => {
  test.each<[string, () => Response, string]>([
    [
      'that refuses',
      () => HttpResponse.json({ error: 'invalid_client' }, { status: 401 }),
      'answered 401 (invalid_client)',
    ],
    ['that answers HTML', () => HttpResponse.html('<html>'), 'answered 200 without an access_token'],
    [
      'that answers an unusable token',
      () => HttpResponse.json({ access_token: 'a b' }),
      'without an access_token',
    ],
    ['that redirects', () => HttpResponse.redirect('https://evil.example.com/', 307), 'answered 307'],
    ['that is away', () => HttpResponse.error(), 'gave no answer'],
  ])('%s is told, the secret is not', async (_, answer, told) => {
    issuing(answer)
    const error = await credentials()
      .header()
      .catch((reason: unknown) => reason as Error & { code: string; remedy: string })
    expect(error).toMatchObject({ name: 'TargetError', code: 'E_TOKEN_ENDPOINT' })
    expect((error as Error).message).toContain(told)
    expect((error as Error).message).toContain('login.example.com:443')
    expect((error as Error).message).not.toContain('s&cret')
  })

  test('that recovers is asked again', async () => {
    issuing((count) =>
      count === 1 ? HttpResponse.json({}, { status: 500 }) : HttpResponse.json({ access_token: 'ok' }),
    )
    const given = credentials()
    await expect(given.header()).rejects.toThrow('answered 500')
    expect(await given.header()).toBe('Bearer ok')
  })
})
