// RFC 7644 §3.7: a bulk request has Operations; an operation has a method, a path, for POST a bulkId, and data unless it
// deletes. What lacks them is refused: the whole request with 400, or the one operation in its result.
import { answerWhere, error, grade, refused, suite, type CheckContext } from '../../harness/check/index.ts'
import { bulkOutcomes } from '../../harness/check/bulk.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { BULK_NEEDS, deleteNobody, sendBulk, wasRefused } from './bulk.ts'

export default suite(
  'Faulty bulk requests',
  { id: 'rfc7644.bulk-faulty', file: 'suites/rfc7644/3.7-bulk-faulty', needs: [...BULK_NEEDS] },
  ({ check }) => {
    check(
      'a bulk request that can not be read as one is refused',
      { id: 'refuses-what-is-no-job', verifies: ['RFC7644-3.7-05', 'RFC7644-3.7-18'], rulings: ['B-08'] },
      async (context) => {
        const { scim } = context
        const job = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'
        grade(await scim.post('/Bulk', { schemas: [job] }))
          .pass(error(400))
          .warn(refused(), 'A bulk request without Operations is refused, but not with 400.')
          .otherwise.fail('A bulk request without Operations is refused with 400 (RFC 7644 §3.7).')
        grade(await scim.post('/Bulk', '{"schemas":', { rawBody: true }))
          .pass(error(400))
          .warn(refused(), 'A bulk request that is not JSON is refused, but not with 400.')
          .otherwise.fail('A bulk request that is not JSON is refused with 400 (RFC 7644 §3.7).')
        const foreign = {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [deleteNobody(context)],
        }
        grade(await scim.post('/Bulk', foreign))
          .pass(refused())
          .otherwise.warn('A body of the schema PatchOp is taken for a bulk request.')
      },
    )

    const faulty: readonly {
      id: string
      what: string
      verifies: string
      operation: (context: CheckContext) => JsonObject
    }[] = [
      {
        id: 'refuses-no-method',
        what: 'without method',
        verifies: 'RFC7644-3.7-06',
        operation: ({ users, identity }) => ({ path: `${users.endpoint}/${identity.guid()}` }),
      },
      {
        id: 'refuses-no-path',
        what: 'without path',
        verifies: 'RFC7644-3.7-10',
        operation: ({ users }) => ({ method: 'POST', bulkId: 'one', data: users.payload() }),
      },
      {
        id: 'refuses-no-data',
        what: 'that is a POST without data',
        verifies: 'RFC7644-3.7-12',
        operation: ({ users }) => ({ method: 'POST', bulkId: 'one', path: users.endpoint }),
      },
      {
        id: 'refuses-put-to-a-type',
        what: 'that is a PUT to the endpoint of a type',
        verifies: 'RFC7644-3.7-09',
        operation: ({ users }) => ({ method: 'PUT', path: users.endpoint, data: users.payload() }),
      },
    ]
    for (const { id, what, verifies, operation } of faulty) {
      check(`an operation ${what} is refused`, { id, verifies: [verifies] }, async (context) => {
        const answer = await sendBulk(context, [operation(context)])
        const outcome = bulkOutcomes(answer.json)[0]
        grade(answer)
          .pass(refused())
          .pass(
            answerWhere(
              'a result with a status of 4xx',
              () => outcome?.status !== undefined && wasRefused(outcome.status),
            ),
          )
          .otherwise.fail(
            `An operation ${what} can not be played, and is refused by itself or with the job (RFC 7644 §3.7).`,
          )
      })
    }

    check(
      'a POST without bulkId is refused',
      { id: 'refuses-no-bulk-id', verifies: ['RFC7644-3.7-07'], level: 'SHOULD', rulings: ['B-07'] },
      async (context) => {
        const { users } = context
        const answer = await sendBulk(context, [
          { method: 'POST', path: users.endpoint, data: users.payload() },
        ])
        const outcome = bulkOutcomes(answer.json)[0]
        grade(answer)
          .pass(refused())
          .pass(
            answerWhere(
              'a result with a status of 4xx',
              () => outcome?.status !== undefined && wasRefused(outcome.status),
            ),
          )
          .otherwise.warn(
            'A POST without bulkId is carried out; the client can not tell which user its result is about (RFC 7644 §3.7).',
          )
      },
    )
  },
)
