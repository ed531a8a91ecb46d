// RFC 7644 §3.7: a client may send many operations as one POST to /Bulk. Each is played as if it had been sent alone, and
// the answer is 200 with one result for each: method, bulkId, status, and where the resource lies.
import {
  answerWhere,
  grade,
  patchMessage,
  replace,
  status,
  success,
  suite,
  type Answer,
  type CheckContext,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import type { BulkOutcome } from '../../harness/check/bulk.ts'
import {
  BULK_NEEDS,
  deleteNobody,
  expectStatus,
  pathOfMade,
  postUser,
  processed,
  resultOf,
  sendBulk,
  succeeded,
} from './bulk.ts'
import { changed } from './versions.ts'

const CARRIED_OUT = 'An operation that would succeed alone succeeds within a bulk job too (RFC 7644 §3.7).'

/** Ends the check unless the only operation of the job succeeded. */
function expectSuccess(answer: Answer): BulkOutcome {
  processed(answer)
  const outcome = resultOf(answer, undefined, 0)
  expectStatus(answer, outcome, succeeded, 'a result with a status of 2xx', CARRIED_OUT)
  return outcome
}

/** A job of one creation, its answer, and its result. */
async function createOne(context: CheckContext): Promise<{ answer: Answer; outcome: BulkOutcome }> {
  const answer = await sendBulk(context, [postUser(context, 'one')])
  processed(answer)
  return { answer, outcome: resultOf(answer, 'one', 0) }
}

export default suite('Bulk jobs', { id: 'rfc7644.bulk', file: 'suites/rfc7644/3.7-bulk' }, ({ check }) => {
  check(
    'bulk.supported says what /Bulk does',
    {
      id: 'agrees-with-the-configuration',
      verifies: ['RFC7644-3.7-01'],
      rulings: ['X-07'],
      needs: ['users'],
    },
    async (context) => {
      const answer = await sendBulk(context, [deleteNobody(context)])
      if (context.facts.capabilities.bulk)
        grade(answer)
          .fail(status(404, 405, 501), 'bulk.supported is true, yet /Bulk is not there (RFC 7644 §3.7).')
          .pass(answerWhere('an answer of /Bulk', () => true))
          .otherwise.fail('bulk.supported is true, yet /Bulk is not there (RFC 7644 §3.7).')
      else
        grade(answer)
          .warn(
            success(),
            '/Bulk processes jobs, though bulk.supported is not true: clients that look there will not use it.',
          )
          .pass(answerWhere('a refusal', () => true))
          .otherwise.warn('/Bulk is not supported.')
    },
  )

  check(
    'a POST in a bulk job creates a user',
    {
      id: 'creates-a-user',
      verifies: ['RFC7644-3.7-18', 'RFC7644-3.7-11', 'RFC7644-3.7-06'],
      rulings: ['B-08'],
      needs: [...BULK_NEEDS],
      severity: 'data-loss',
    },
    async (context) => {
      const { scim, users } = context
      const { answer, outcome } = await createOne(context)
      expectStatus(answer, outcome, (code) => code === 201, 'a result with status 201', CARRIED_OUT)
      const path = pathOfMade(answer, outcome, users.endpoint)
      const seen = await scim.until(() => scim.get(path), status(200))
      grade(seen)
        .pass(
          answerWhere(
            '200 with the user',
            (one) => one.status === 200 && at(one.json, 'userName') !== undefined,
          ),
        )
        .otherwise.fail('A user that a bulk job says it created is there (RFC 7644 §3.7).')
    },
  )

  check(
    'a PUT in a bulk job replaces a user',
    {
      id: 'replaces-a-user',
      verifies: ['RFC7644-3.7-06', 'RFC7644-3.7-11', 'RFC7644-3.7-09'],
      needs: [...BULK_NEEDS, 'replace-user'],
      severity: 'data-loss',
    },
    async (context) => {
      const { users, identity } = context
      const user = await users.create()
      const displayName = identity.displayName('put')
      const data = { ...user.sent, displayName }
      expectSuccess(await sendBulk(context, [{ method: 'PUT', path: user.path, data }]))
      await users.expectState(
        user,
        { displayName },
        'The job says that the user was replaced, yet it was not.',
      )
    },
  )

  check(
    'a PATCH in a bulk job changes a user',
    {
      id: 'patches-a-user',
      verifies: ['RFC7644-3.7-06', 'RFC7644-3.7-11', 'RFC7644-3.7-09'],
      rulings: ['B-05'],
      needs: [...BULK_NEEDS, 'patch', 'patch-user'],
      severity: 'data-loss',
      advice:
        'data of a PATCH is a PatchOp message, as erratum 5050 puts it, not the bare list of the figure.',
    },
    async (context) => {
      const { users, identity } = context
      const user = await users.create()
      const displayName = identity.displayName('patch')
      const data = patchMessage([replace('displayName', displayName)])
      expectSuccess(await sendBulk(context, [{ method: 'PATCH', path: user.path, data }]))
      await users.expectState(
        user,
        { displayName },
        'The job says that the user was changed, yet it was not.',
      )
    },
  )

  check(
    'a DELETE in a bulk job deletes a user',
    {
      id: 'deletes-a-user',
      cause: 'rfc7644.delete.get-after-delete',
      verifies: ['RFC7644-3.7-06', 'RFC7644-3.7-09'],
      needs: [...BULK_NEEDS, 'delete-user'],
      severity: 'data-loss',
    },
    async (context) => {
      const { scim, users } = context
      const user = await users.create()
      expectSuccess(await sendBulk(context, [{ method: 'DELETE', path: user.path }]))
      grade(await scim.until(() => users.read(user), status(404, 410)))
        .pass(status(404, 410))
        .otherwise.fail(
          'The job says that the user was deleted, yet the user is still there (RFC 7644 §3.7).',
        )
    },
  )

  check(
    'an operation with an old version is refused',
    {
      id: 'observes-versions',
      verifies: ['RFC7644-3.14-08'],
      rulings: ['E-02'],
      needs: [...BULK_NEEDS, 'etag', 'replace-user'],
      severity: 'data-loss',
    },
    async (context) => {
      const { user, old } = await changed(context)
      const data = { ...user.sent, displayName: context.identity.displayName('third') }
      const answer = await sendBulk(context, [{ method: 'PUT', path: user.path, version: old, data }])
      processed(answer)
      expectStatus(
        answer,
        resultOf(answer, undefined, 0),
        (code) => code === 412 || code === 409,
        'a result with status 412 or 409',
        'An operation with the version of an old state is refused, as with If-Match (RFC 7644 §3.7); else it overwrites what it never saw.',
      )
      await context.users.expectUnchanged(user)
    },
  )
})
