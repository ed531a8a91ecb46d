import { expect, test } from 'vitest'
import { answerOf } from '../../harness/check/answer.ts'
import { openLedger } from '../../harness/check/ledger.ts'
import { compareLocations } from './location.ts'

const compare = (header: string | undefined, body: unknown) =>
  compareLocations(
    answerOf(
      {
        id: 'x1',
        scope: 'check',
        request: { method: 'POST', url: 'https://target.test/scim/v2/Users', headers: {} },
        response: {
          status: 201,
          headers: header === undefined ? {} : { location: header },
          body: new TextEncoder().encode(JSON.stringify(body)),
        },
        startedAt: 0,
        durationMs: 0,
      },
      openLedger(),
    ),
  )
const resource = (location: unknown) => ({ meta: { location } })

test.each([
  ['https://target.test/scim/v2/Users/1', 'https://target.test/scim/v2/Users/1', 'same'],
  ['https://target.test:443/scim/v2/Users/1', 'https://target.test/scim/v2/Users/1', 'same'],
  ['/scim/v2/Users/1', 'https://target.test/scim/v2/Users/1', 'same'],
  ['http://inner:8080/scim/v2/Users/1', 'https://target.test/scim/v2/Users/1', 'other host'],
  ['https://target.test/scim/v2/Users/2', 'https://target.test/scim/v2/Users/1', 'different'],
  ['https://target.test/scim/v2/Users/1', 'https://[', 'different'],
  [undefined, 'https://target.test/scim/v2/Users/1', 'undecided'],
  ['https://target.test/scim/v2/Users/1', 5, 'undecided'],
] as const)('Location %s and meta.location %s: %s', (header, body, agreement) => {
  expect(compare(header, resource(body))).toBe(agreement)
})
