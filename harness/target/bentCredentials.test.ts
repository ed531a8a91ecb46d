import { describe, expect, test } from 'vitest'
import { createClient } from './client.ts'
import { bend } from './bentCredentials.ts'
import { literalToken } from './credentials.ts'
import type { WireRequest } from './types.ts'

describe('credentials that are bent', () => {
  test.each([
    ['Bearer h480djs93hd8', 'other-scheme', 'Token h480djs93hd8'],
    ['token h480djs93hd8', 'other-scheme', 'Bearer h480djs93hd8'],
    ['Bearer h480djs93hd8', 'token-cut', 'Bearer h480dj'],
    ['h480djs93hd8', 'token-cut', 'h480dj'],
  ] as const)('%s, %s: %s', (header, how, bent) => {
    expect(bend(header, how)).toBe(bent)
  })

  test('a client sends them in place of its own, and writes down neither', async () => {
    const sent: WireRequest[] = []
    const client = createClient({
      transport: (request) => {
        sent.push(request)
        return Promise.resolve({ status: 401, headers: {}, body: new Uint8Array() })
      },
      base: 'http://target.test/scim/v2',
      authorization: literalToken('h480djs93hd8'),
      recorder: { nextId: () => 'x1', record: () => undefined },
      clock: () => 0,
      wait: () => Promise.resolve(),
    })
    const exchange = await client.send(
      { method: 'GET', path: '/Users', auth: { bent: 'token-cut' } },
      { signal: new AbortController().signal, scope: 'check' },
    )
    expect(sent.map(({ headers }) => headers['authorization'])).toEqual(['Bearer h480dj'])
    expect(exchange.request.headers['authorization']).toBe('[redacted]')
  })
})
