// RFC 7644 §3.7 and §3.7.3: an operation that fails is told in its own result, with the error as its response, and does not
// keep the others from being played. Only failOnErrors ends a job early, once that many operations have failed.
import {
  answerWhere,
  fail,
  grade,
  holding,
  status,
  suite,
  type Answer,
  type CheckContext,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { bulkOutcomes, type WireBulkOperation } from '../../harness/check/bulk.ts'
import { ERROR_URI } from '../../harness/scim/error.ts'
import { isArray } from '../../harness/scim/json.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import {
  BULK_NEEDS,
  deleteNobody,
  described,
  expectStatus,
  pathOfMade,
  postUser,
  processed,
  resultOf,
  sendBulk,
  succeeded,
  wasRefused,
} from './bulk.ts'

const STOPPED =
  'Once as many operations have failed as failOnErrors says, no further one is played (RFC 7644 §3.7).'

/** A creation that every server refuses: it has no userName. */
function postNameless({ users }: CheckContext, bulkId: string): WireBulkOperation {
  const data: JsonObject = Object.fromEntries(
    Object.entries(users.payload()).filter(([name]) => name.toLowerCase() !== 'username'),
  )
  return { method: 'POST', path: users.endpoint, bulkId, data }
}

/** Ends the check unless exactly these many operations have a result. */
function expectResults(answer: Answer, count: number): void {
  const outcomes = processed(answer)
  if (outcomes.length !== count)
    fail({
      reason:
        'The answer to a bulk job has one result for each operation that was processed (RFC 7644 §3.7.3).',
      expected: `${count} results`,
      observed: `${outcomes.length} results`,
      decisive: [answer.exchange.id],
    })
}

/** Ends the check when the user is gone: a DELETE was played after the job had to stop. */
async function expectStillThere({ scim }: CheckContext, path: string): Promise<void> {
  grade(await scim.get(path))
    .pass(status(200))
    .otherwise.fail(STOPPED)
}

export default suite(
  'Errors in bulk jobs',
  { id: 'rfc7644.bulk-errors', file: 'suites/rfc7644/3.7.3-bulk-errors', needs: [...BULK_NEEDS] },
  ({ check }) => {
    check(
      'operations around one that fails are carried out',
      {
        id: 'carries-on',
        verifies: ['RFC7644-3.7-19', 'RFC7644-3.7.3-06', 'RFC7644-3.7-18'],
        rulings: ['B-08'],
        severity: 'data-loss',
      },
      async (context) => {
        const { scim, users } = context
        const answer = await sendBulk(context, [
          postUser(context, 'before'),
          postNameless(context, 'faulty'),
          postUser(context, 'after'),
        ])
        processed(answer)
        const faulty = resultOf(answer, 'faulty', 1)
        expectStatus(
          answer,
          faulty,
          wasRefused,
          'a result with a status of 4xx',
          'A user without userName is refused, in a bulk job as alone.',
        )
        for (const [index, bulkId] of [
          [0, 'before'],
          [2, 'after'],
        ] as const) {
          const outcome = resultOf(answer, bulkId, index)
          expectStatus(
            answer,
            outcome,
            succeeded,
            'a result with a status of 2xx',
            'Without failOnErrors a bulk job carries out as much as it can, whatever fails (RFC 7644 §3.7).',
          )
          const path = pathOfMade(answer, outcome, users.endpoint)
          grade(await scim.until(() => scim.get(path), status(200)))
            .pass(status(200))
            .otherwise.fail(
              'A user that a bulk job says it created is there, though another operation failed (RFC 7644 §3.7).',
            )
        }
      },
    )

    check(
      'a job in which everything fails is answered 200 with a result for each operation',
      {
        id: 'all-may-fail',
        verifies: ['RFC7644-3.7.3-06', 'RFC7644-3.7.3-01', 'RFC7644-3.7-18'],
        rulings: ['B-08'],
      },
      async (context) => {
        const answer = await sendBulk(context, [
          deleteNobody(context),
          deleteNobody(context),
          deleteNobody(context),
        ])
        expectResults(answer, 3)
      },
    )

    check(
      'the result of an operation that failed holds its error',
      { id: 'holds-the-error', verifies: ['RFC7644-3.7-14', 'RFC7644-3.7-17'], rulings: ['B-02'] },
      async (context) => {
        const answer = await sendBulk(context, [postNameless(context, 'faulty'), deleteNobody(context)])
        for (const outcome of processed(answer)) {
          const { response } = outcome
          const schemas = at(response, 'schemas')
          if (!isArray(schemas) || !schemas.includes(ERROR_URI))
            fail({
              reason:
                'The result of an operation that failed has the error body as its response (RFC 7644 §3.7); else nobody learns why.',
              expected: `a response of the schema ${ERROR_URI}`,
              observed: described(outcome),
              decisive: [answer.exchange.id],
            })
          if (Number(at(response, 'status')) !== outcome.status)
            grade(answer).otherwise.warn(
              'The status in the error of a result is not the status of the result.',
            )
        }
      },
    )

    check(
      'the error of an operation says in words what is wrong',
      { id: 'explains-the-error', verifies: ['RFC7644-3.7.3-04'], level: 'SHOULD', rulings: ['B-02'] },
      async (context) => {
        const answer = await sendBulk(context, [postNameless(context, 'faulty')])
        const detail = at(processed(answer)[0]?.response, 'detail')
        grade(answer)
          .pass(
            answerWhere(
              'detail in the response of the result',
              () => typeof detail === 'string' && detail.trim() !== '',
            ),
          )
          .otherwise.warn(
            'The error of an operation has a detail that a person can read (RFC 7644 §3.7.3); here there is none.',
          )
      },
    )

    check(
      'failOnErrors 1 ends the job at the first operation that fails',
      {
        id: 'stops-at-the-first',
        verifies: ['RFC7644-3.7-21', 'RFC7644-3.7.3-05', 'RFC7644-3.7.3-01'],
        rulings: ['B-03'],
        needs: ['delete-user'],
        severity: 'data-loss',
      },
      async (context) => {
        const user = await context.users.create()
        const job = [
          postUser(context, 'before'),
          deleteNobody(context),
          { method: 'DELETE', path: user.path },
        ]
        const answer = await sendBulk(context, job, { failOnErrors: 1 })
        processed(answer)
        await expectStillThere(context, user.path)
        const outcomes = bulkOutcomes(answer.json)
        expectStatus(
          answer,
          resultOf(answer, 'before', 0),
          succeeded,
          'a result with a status of 2xx',
          'A job that stopped tells what was done before (RFC 7644 §3.7.3).',
        )
        if (!outcomes.some((outcome) => outcome.status !== undefined && wasRefused(outcome.status)))
          fail({
            reason: 'A job that stopped at an operation that failed tells of that failure (RFC 7644 §3.7.3).',
            expected: 'a result with a status of 4xx',
            observed: outcomes.map(described).join('; '),
            decisive: [answer.exchange.id],
          })
        if (outcomes.length > 2)
          grade(answer).otherwise.warn(
            'Operations that were not played have a result too; the answer holds those of processed ones (RFC 7644 §3.7.3).',
          )
      },
    )

    check(
      'failOnErrors 2 lets one operation fail and ends the job at the second',
      {
        id: 'stops-at-the-second',
        verifies: ['RFC7644-3.7-21', 'RFC7644-3.7.3-06'],
        rulings: ['B-03'],
        needs: ['replace-user', 'delete-user'],
        severity: 'data-loss',
      },
      async (context) => {
        const { users, identity } = context
        const [replaced, kept] = [await users.create(), await users.create()]
        const displayName = identity.displayName('between')
        const between = { method: 'PUT', path: replaced.path, data: { ...replaced.sent, displayName } }
        const last = { method: 'DELETE', path: kept.path }
        const nobody = () => deleteNobody(context)
        const answer = await sendBulk(context, [nobody(), between, nobody(), nobody(), last], {
          failOnErrors: 2,
        })
        processed(answer)
        await expectStillThere(context, kept.path)
        const seen = await context.scim.until(() => users.read(replaced), holding({ displayName }))
        grade(seen)
          .pass(holding({ displayName }))
          .otherwise.fail(
            'Below the limit of failOnErrors all operations are carried out (RFC 7644 §3.7.3); here one that failed ended the job of failOnErrors 2.',
          )
        if (bulkOutcomes(answer.json).length > 3)
          grade(answer).otherwise.warn('The job went on for one more failure than failOnErrors allows.')
      },
    )
  },
)
