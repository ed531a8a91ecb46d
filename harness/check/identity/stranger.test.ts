import { describe, expect, test } from 'vitest'
import { answerOf } from '../answer.ts'
import { openLedger } from '../ledger.ts'
import { asStranger } from './stranger.ts'

const answerTo = (headers: Record<string, string>) =>
  answerOf(
    {
      id: 'x1',
      scope: 'check',
      request: { method: 'GET', url: 'http://target.test/Users', headers },
      response: { status: 200, headers: {}, body: new Uint8Array() },
      startedAt: 0,
      durationMs: 0,
    },
    openLedger(),
  )

describe('a request of a stranger', () => {
  test('carries none of the headers that were configured for the connection', () => {
    const known = answerTo({ accept: '*/*', 'x-api-key': '[redacted]', authorization: '[redacted]' })
    expect(asStranger(known)).toEqual({ auth: 'none', headers: { 'x-api-key': null } })
  })

  test('may carry another token', () => {
    expect(asStranger(answerTo({}), { bearer: 'wrong' })).toEqual({ auth: { bearer: 'wrong' }, headers: {} })
  })
})
