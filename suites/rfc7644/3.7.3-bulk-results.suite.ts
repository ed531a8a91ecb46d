// RFC 7644 §3.7 and §3.7.3: the answer to a bulk job is a BulkResponse. Each result has the method, the bulkId of a POST,
// the status that the operation alone would have been answered with, and the location, but for a POST that failed.
import { answerWhere, fail, grade, status, suite, type Answer } from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { bulkOutcomes } from '../../harness/check/bulk.ts'
import { isArray } from '../../harness/scim/json.ts'
import { BULK_RESPONSE_URI } from '../../harness/scim/messages/bulk.ts'
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
} from './bulk.ts'
import { urlOf } from './location.ts'

const CARRIED_OUT = 'An operation that would succeed alone succeeds within a bulk job too (RFC 7644 §3.7).'

/** Ends the check unless each result says where the resource lies. */
function expectLocations(answer: Answer): void {
  const lost = processed(answer).find(({ location }) => location === undefined || location === '')
  if (lost !== undefined)
    fail({
      reason:
        'Each result has the location of its resource; only a POST that failed has none (RFC 7644 §3.7.3).',
      expected: 'a location',
      observed: `${described(lost)}, without a location`,
      decisive: [answer.exchange.id],
    })
}

export default suite(
  'Results of bulk jobs',
  { id: 'rfc7644.bulk-results', file: 'suites/rfc7644/3.7.3-bulk-results' },
  ({ check }) => {
    check(
      'the answer to a bulk job is a BulkResponse with Operations and without failOnErrors',
      {
        id: 'answers-in-its-schema',
        verifies: ['RFC7644-3.7-02', 'RFC7644-3.7-04', 'RFC7644-3.7-05'],
        needs: [...BULK_NEEDS],
      },
      async (context) => {
        const answer = await sendBulk(context, [deleteNobody(context)], { failOnErrors: 5 })
        processed(answer)
        const schemas = at(answer.json, 'schemas')
        grade(answer)
          .pass(
            answerWhere(
              `schemas with ${BULK_RESPONSE_URI}`,
              () => isArray(schemas) && schemas.includes(BULK_RESPONSE_URI),
            ),
          )
          .otherwise.fail('The answer to a bulk job names the schema BulkResponse (RFC 7644 §3.7).')
        grade(answer)
          .pass(answerWhere('no failOnErrors', ({ json }) => at(json, 'failOnErrors') === undefined))
          .otherwise.fail('failOnErrors is a word of requests and does not stand in answers (RFC 7644 §3.7).')
        grade(answer)
          .pass(
            answerWhere('a method in each result', ({ json }) =>
              bulkOutcomes(json).every(({ method }) => method === 'DELETE'),
            ),
          )
          .otherwise.fail('Each result repeats the method of its operation (RFC 7644 §3.7).')
      },
    )

    check(
      'the result of a POST has the bulkId that was sent',
      { id: 'returns-the-bulk-id', verifies: ['RFC7644-3.7-23'], rulings: ['B-07'], needs: [...BULK_NEEDS] },
      async (context) => {
        const { users } = context
        const answer = await sendBulk(context, [postUser(context, 'first'), postUser(context, 'second')])
        processed(answer)
        const wanted = ['first', 'second']
        const outcomes = bulkOutcomes(answer.json)
        const seen = outcomes.flatMap(({ bulkId }) => (bulkId === undefined ? [] : [bulkId]))
        if (!wanted.every((bulkId) => seen.includes(bulkId)))
          fail({
            reason: `The result of each POST to ${users.endpoint} repeats its bulkId, by which the client learns which user got which id (RFC 7644 §3.7).`,
            expected: wanted.join(', '),
            observed: seen.length === 0 ? 'no bulkId' : seen.join(', '),
            decisive: [answer.exchange.id],
          })
      },
    )

    check(
      'the result of a POST has the location of what it made',
      {
        id: 'locates-what-it-makes',
        verifies: ['RFC7644-3.7-13', 'RFC7644-3.7.3-02'],
        needs: [...BULK_NEEDS, 'create-group'],
      },
      async (context) => {
        const { scim, users, groups } = context
        const group = { method: 'POST', path: groups.endpoint, bulkId: 'group', data: groups.payload() }
        const answer = await sendBulk(context, [postUser(context, 'user'), group])
        processed(answer)
        for (const [index, bulkId, { endpoint }] of [
          [0, 'user', users],
          [1, 'group', groups],
        ] as const) {
          const outcome = resultOf(answer, bulkId, index)
          expectStatus(answer, outcome, succeeded, 'a result with a status of 2xx', CARRIED_OUT)
          const path = pathOfMade(answer, outcome, endpoint)
          const place = urlOf(outcome.location, `${scim.base}/`)?.pathname ?? ''
          if (!place.endsWith(path) && !place.toLowerCase().endsWith(path.toLowerCase()))
            fail({
              reason: `The location of a ${bulkId} that a bulk job made lies below ${endpoint} (RFC 7644 §3.7.3).`,
              expected: `a URI that ends in ${path}`,
              observed: outcome.location ?? '',
              decisive: [answer.exchange.id],
            })
          const here = `${new URL(scim.base).origin}${place}`
          grade(await scim.until(() => scim.get(here), status(200)))
            .pass(status(200))
            .otherwise.fail('The location in the result of a POST leads to what it made (RFC 7644 §3.7.3).')
        }
      },
    )

    check(
      'the results of changes and deletions have a location, those of failed ones too',
      {
        id: 'locates-what-it-changes',
        verifies: ['RFC7644-3.7-13', 'RFC7644-3.7.3-02'],
        needs: [...BULK_NEEDS, 'replace-user', 'delete-user'],
      },
      async (context) => {
        const { users } = context
        const [replaced, deleted] = [await users.create(), await users.create()]
        const answer = await sendBulk(context, [
          { method: 'PUT', path: replaced.path, data: replaced.sent },
          { method: 'DELETE', path: deleted.path },
          deleteNobody(context),
        ])
        expectLocations(answer)
      },
    )

    check(
      'the status of a result is a string',
      { id: 'status-is-a-string', verifies: ['RFC7644-3.7-16'], rulings: ['B-01'], needs: [...BULK_NEEDS] },
      async (context) => {
        const answer = await sendBulk(context, [postUser(context, 'one'), deleteNobody(context)])
        const outcomes = processed(answer)
        grade(answer)
          .pass(
            answerWhere('a status such as "201" in each result', () =>
              outcomes.every(({ raw }) => /^"\d{3}"$/.test(JSON.stringify(at(raw, 'status') ?? null))),
            ),
          )
          .warn(
            answerWhere('a number or an object', () =>
              outcomes.every((outcome) => outcome.status !== undefined),
            ),
            'The status of a result is a number or an object; the text and its erratum 7916 have a string such as "201", and clients look for that.',
          )
          .otherwise.fail(
            'Each result has the status that the operation alone would have been answered with (RFC 7644 §3.7.3).',
          )
      },
    )

    check(
      'an operation has the status that it would have been answered with alone',
      {
        id: 'status-as-if-alone',
        verifies: ['RFC7644-3.7.3-03'],
        needs: [...BULK_NEEDS, 'replace-user', 'delete-user'],
      },
      async (context) => {
        const { scim, users } = context
        const [alone, within] = [await users.create(), await users.create()]
        const single = [
          alone.answer.status,
          (await scim.put(alone.path, alone.sent)).status,
          (await scim.delete(alone.path)).status,
        ]
        const answer = await sendBulk(context, [
          postUser(context, 'one'),
          { method: 'PUT', path: within.path, data: within.sent },
        ])
        const last = await sendBulk(context, [{ method: 'DELETE', path: within.path }])
        processed(answer)
        processed(last)
        const outcomes = [
          resultOf(answer, 'one', 0),
          bulkOutcomes(answer.json).find(({ method }) => method === 'PUT') ?? resultOf(answer, undefined, 1),
          resultOf(last, undefined, 0),
        ]
        outcomes.forEach((outcome, index) => {
          const expected = single[index] ?? 0
          const reason =
            'The status of a result is the one that the operation alone is answered with (RFC 7644 §3.7.3).'
          const decided = index === 2 ? last : answer
          expectStatus(
            decided,
            outcome,
            (code) => code === expected,
            `status ${expected}, as of the same request alone`,
            reason,
          )
        })
      },
    )
  },
)
