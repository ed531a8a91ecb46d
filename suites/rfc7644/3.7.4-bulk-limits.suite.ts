// RFC 7644 §3.7.4: the server says how many operations and how many bytes a bulk job may have, and answers a larger one 413,
// with the limit in the error. Limits beyond what a test can send with decency are not tried (ruling B-06).
import {
  answerWhere,
  error,
  fail,
  grade,
  patchMessage,
  replace,
  skip,
  status,
  suite,
  type Answer,
  type CheckContext,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { BULK_NEEDS, deleteNobody, sendBulk } from './bulk.ts'

const MOST_OPERATIONS = 5_000
const MOST_BYTES = 10 * 1024 * 1024

/** A limit as published; ends the check when it is none or too large to be tried. */
function limitOf({ facts }: CheckContext, name: 'maxOperations' | 'maxPayloadSize', most: number): number {
  const limit = at(facts.serviceProviderConfig ?? undefined, 'bulk', name)
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1)
    return skip(`bulk.${name} is no positive integer.`)
  return limit > most ? skip(`bulk.${name} is ${limit}; more than ${most} are not sent.`) : limit
}

/** How a limit may be written: as published, or in kilobytes or megabytes. */
const spellings = (limit: number): readonly string[] =>
  [1, 1_000, 1_024, 1_000_000, 1_048_576]
    .map((unit) => limit / unit)
    .filter(Number.isInteger)
    .map(String)

/** Grades the answer to a job beyond a limit. */
function refusesTooLarge(answer: Answer, name: string, limit: number): void {
  const graded = grade(answer)
    .pass(error(413))
    .warn(
      error(400),
      'A bulk job beyond the limit is refused with 400; 413 tells the client to make it smaller (RFC 7644 §3.7.4).',
    )
    .otherwise.fail(`A bulk job beyond ${name} is refused with 413 (RFC 7644 §3.7.4).`)
  if (graded === 'warn') return
  const detail = at(answer.json, 'detail')
  const said = typeof detail === 'string' ? detail : answer.text
  const plain = said.replace(/(\d)[,._' ](?=\d{3})/g, '$1').toLowerCase()
  grade(answer)
    .pass(
      answerWhere(
        `413 with a detail that names the limit: ${limit}, or ${name}`,
        () =>
          spellings(limit).some((one) => new RegExp(`(^|[^\\d])${one}([^\\d]|$)`).test(plain)) ||
          plain.includes(name.toLowerCase()),
      ),
    )
    .otherwise.fail('The 413 for a bulk job that is too large says which limit it broke (RFC 7644 §3.7.4).')
}

export default suite(
  'Limits of bulk jobs',
  { id: 'rfc7644.bulk-limits', file: 'suites/rfc7644/3.7.4-bulk-limits', needs: [...BULK_NEEDS] },
  ({ check }) => {
    check(
      'the configuration says how large a bulk job may be',
      { id: 'are-published', verifies: ['RFC7644-3.7.4-01'], rulings: ['S-09'] },
      ({ facts }) => {
        const config = at(facts.serviceProviderConfig ?? undefined, 'bulk')
        for (const name of ['maxOperations', 'maxPayloadSize']) {
          const limit = at(config, name)
          if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1)
            fail({
              reason: `A server that takes bulk jobs says in bulk.${name} how large they may be (RFC 7644 §3.7.4).`,
              expected: `bulk.${name} as a positive integer`,
              observed: limit === undefined ? `no bulk.${name}` : JSON.stringify(limit),
              decisive: facts.believed.find(({ capability }) => capability === 'bulk')?.exchanges ?? [],
            })
        }
      },
    )

    check(
      'a job of more than maxOperations is refused with 413, which names the limit',
      {
        id: 'max-operations',
        verifies: ['RFC7644-3.7.4-03', 'RFC7644-3.7.4-04', 'RFC7644-3.12-14'],
        rulings: ['B-06'],
      },
      async (context) => {
        const limit = limitOf(context, 'maxOperations', MOST_OPERATIONS)
        const nobody = deleteNobody(context)
        const job = Array.from({ length: limit + 1 }, () => nobody)
        refusesTooLarge(await sendBulk(context, job), 'maxOperations', limit)
      },
    )

    check(
      'a job of more bytes than maxPayloadSize is refused with 413, which names the limit',
      {
        id: 'max-payload-size',
        verifies: ['RFC7644-3.7.4-03', 'RFC7644-3.7.4-04', 'RFC7644-3.12-14'],
        rulings: ['B-06'],
      },
      async (context) => {
        const { users, identity } = context
        const limit = limitOf(context, 'maxPayloadSize', MOST_BYTES)
        const data = patchMessage([replace('displayName', 'size '.repeat(Math.ceil(limit / 5)))])
        const operation = { method: 'PATCH', path: `${users.endpoint}/${identity.guid()}`, data }
        refusesTooLarge(await sendBulk(context, [operation]), 'maxPayloadSize', limit)
      },
    )

    check(
      'a job that fits is not refused for its size',
      { id: 'within-the-limits', verifies: ['RFC7644-3.7.4-01'], rulings: ['B-06'] },
      async (context) => {
        const limit = Math.min(limitOf(context, 'maxOperations', Number.MAX_SAFE_INTEGER), 20)
        const nobody = deleteNobody(context)
        const answer = await sendBulk(
          context,
          Array.from({ length: limit }, () => nobody),
        )
        grade(answer)
          .pass(status(200))
          .otherwise.fail(
            'A bulk job within maxOperations and maxPayloadSize is processed and answered 200 (RFC 7644 §3.7.4).',
          )
      },
    )
  },
)
