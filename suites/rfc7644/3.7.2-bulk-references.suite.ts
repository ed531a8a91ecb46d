// RFC 7644 §3.7.1 and §3.7.2: "bulkId:x" stands for the id of what the POST with bulkId x makes, anywhere in the job. The
// server puts the id in its place, also within extensions, whatever the order, and tries when resources refer to each other.
import {
  answerWhere,
  fail,
  grade,
  patchMessage,
  replace,
  skip,
  suite,
  type Answer,
  type CheckContext,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { bulkOutcomes } from '../../harness/check/bulk.ts'
import { isArray, isObject } from '../../harness/scim/json.ts'
import { ENTERPRISE_USER_SCHEMA } from '../../harness/scim/schema/core.ts'
import type { Json } from '../../harness/scim/types.ts'
import {
  BULK_NEEDS,
  described,
  expectStatus,
  pathOfMade,
  postGroup,
  postUser,
  processed,
  resultOf,
  sendBulk,
  succeeded,
} from './bulk.ts'
import { writable } from './attributes.ts'

const LITERAL = /bulkId:/i
const user = (bulkId: string) => ({ value: `bulkId:${bulkId}`, type: 'User' })
const group = (bulkId: string) => ({ value: `bulkId:${bulkId}`, type: 'Group' })

const idIn = (path: string): string => decodeURIComponent(path.split('/').pop() ?? '')

const memberIds = (json: Json | undefined): readonly Json[] => {
  const members = at(json, 'members')
  return isArray(members) ? members.flatMap((one) => (isObject(one) ? [at(one, 'value') ?? null] : [])) : []
}

/** Reads the group and ends the check unless it holds the member, under its id. */
async function expectMember({ scim }: CheckContext, path: string, id: string, reason: string): Promise<void> {
  const holds = answerWhere(
    `the member ${id}`,
    (answer) => answer.status === 200 && memberIds(answer.json).includes(id),
  )
  const seen = await scim.until(() => scim.get(path), holds)
  grade(seen)
    .fail(
      answerWhere('a literal', ({ text }) => LITERAL.test(text)),
      'A reference was stored as it was sent, "bulkId:…", and points to nothing (RFC 7644 §3.7.2).',
    )
    .pass(holds)
    .otherwise.fail(reason)
}

/** Whether the job, or an operation in it, was answered 409: the server tried and could not (RFC 7644 §3.7.1). */
const gaveUp = (answer: Answer): boolean =>
  answer.status === 409 || bulkOutcomes(answer.json).some((outcome) => outcome.status === 409)

/** The paths of a user and a group that a job made; ends the check when it did not make both. */
function pairOf(
  { users, groups }: CheckContext,
  answer: Answer,
  order: readonly string[],
): { userPath: string; groupPath: string } {
  processed(answer)
  const pathOf = (bulkId: string, endpoint: string) => {
    const outcome = resultOf(answer, bulkId, order.indexOf(bulkId))
    expectStatus(
      answer,
      outcome,
      succeeded,
      'a result with a status of 2xx',
      'An operation that refers to another one of the job by its bulkId is carried out (RFC 7644 §3.7.2).',
    )
    return pathOfMade(answer, outcome, endpoint)
  }
  return { userPath: pathOf('user', users.endpoint), groupPath: pathOf('group', groups.endpoint) }
}

export default suite(
  'References within bulk jobs',
  { id: 'rfc7644.bulk-references', file: 'suites/rfc7644/3.7.2-bulk-references', needs: [...BULK_NEEDS] },
  ({ check }) => {
    check(
      'a group gets a user of the same job as its member',
      {
        id: 'resolves-a-member',
        verifies: ['RFC7644-3.7.2-01'],
        rulings: ['B-04'],
        needs: ['create-group'],
        severity: 'data-loss',
      },
      async (context) => {
        const job = [postUser(context, 'user'), postGroup(context, 'group', [user('user')])]
        const { userPath, groupPath } = pairOf(context, await sendBulk(context, job), ['user', 'group'])
        await expectMember(
          context,
          groupPath,
          idIn(userPath),
          'A group that was sent with "bulkId:user" has that user as its member (RFC 7644 §3.7.2).',
        )
      },
    )

    check(
      'a group may come before the user that it refers to',
      {
        id: 'resolves-forward',
        verifies: ['RFC7644-3.7-25', 'RFC7644-3.7.1-01'],
        rulings: ['B-04'],
        needs: ['create-group'],
        severity: 'data-loss',
      },
      async (context) => {
        const job = [postGroup(context, 'group', [user('user')]), postUser(context, 'user')]
        const answer = await sendBulk(context, job)
        if (gaveUp(answer)) {
          grade(answer).otherwise.warn(
            'A group that refers to a user further down in the job is refused with 409; clients have to put users first.',
          )
          return
        }
        const { userPath, groupPath } = pairOf(context, answer, ['group', 'user'])
        await expectMember(
          context,
          groupPath,
          idIn(userPath),
          'A reference to an operation further down is resolved too (RFC 7644 §3.7.1); here the group lacks its member.',
        )
      },
    )

    check(
      'two groups of a job may have each other as members',
      { id: 'resolves-circles', verifies: ['RFC7644-3.7.1-01'], rulings: ['B-04'], needs: ['create-group'] },
      async (context) => {
        const { scim, groups } = context
        const inner = await groups.create()
        const nested = await scim.post(
          groups.endpoint,
          groups.payload({ members: [{ value: inner.id, type: 'Group' }] }),
        )
        const path = `${groups.endpoint}/${encodeURIComponent(String(at(nested.json, 'id')))}`
        const seen = nested.status === 201 ? await scim.get(path) : nested
        if (!memberIds(seen.json).includes(inner.id)) skip('Groups can not be members of groups here.')
        const answer = await sendBulk(context, [
          postGroup(context, 'first', [group('second')]),
          postGroup(context, 'second', [group('first')]),
        ])
        if (gaveUp(answer)) return
        processed(answer)
        const pathOf = (bulkId: string, index: number) => {
          const outcome = resultOf(answer, bulkId, index)
          expectStatus(
            answer,
            outcome,
            succeeded,
            '2xx, or 409',
            'The server tries to make resources that refer to each other, and may answer 409 when it can not (RFC 7644 §3.7.1).',
          )
          return pathOfMade(answer, outcome, groups.endpoint)
        }
        const [first, second] = [pathOf('first', 0), pathOf('second', 1)]
        const lost = 'Both groups were created, yet one lacks the other as its member (RFC 7644 §3.7.1).'
        await expectMember(context, first, idIn(second), lost)
        await expectMember(context, second, idIn(first), lost)
      },
    )

    check(
      'a user gets another user of the job as manager, though manager is of an extension',
      {
        id: 'resolves-within-extensions',
        verifies: ['RFC7644-3.7.2-02'],
        rulings: ['B-04'],
        needs: ['enterprise-user'],
        severity: 'data-loss',
      },
      async (context) => {
        const { scim, users } = context
        const extension = ENTERPRISE_USER_SCHEMA.id
        if (!writable(context.userSchema, 'manager', extension))
          skip('This server has no manager that can be written.')
        const core = users.schema.core.id
        const managed = { schemas: [core, extension], [extension]: { manager: { value: 'bulkId:boss' } } }
        const answer = await sendBulk(context, [
          postUser(context, 'boss'),
          postUser(context, 'report', managed),
        ])
        processed(answer)
        const paths = ['boss', 'report'].map((bulkId, index) => {
          const outcome = resultOf(answer, bulkId, index)
          expectStatus(
            answer,
            outcome,
            succeeded,
            'a result with a status of 2xx',
            'An operation that refers to another one of the job from within an extension is carried out (RFC 7644 §3.7.2).',
          )
          return pathOfMade(answer, outcome, users.endpoint)
        })
        const id = idIn(paths[0] ?? '')
        const holds = answerWhere(`manager with value ${id}, or a $ref that ends with it`, ({ json }) => {
          const manager = at(json, extension, 'manager')
          return (
            at(manager, 'value') === id ||
            String(at(manager, '$ref') ?? '').endsWith(`/${encodeURIComponent(id)}`)
          )
        })
        const seen = await scim.until(() => scim.get(paths[1] ?? ''), holds)
        grade(seen)
          .pass(holds)
          .otherwise.fail(
            'A reference within an extension is replaced by the id, as any other (RFC 7644 §3.7.2).',
          )
      },
    )

    check(
      'an operation may refer to another one in its path',
      {
        id: 'resolves-in-paths',
        verifies: ['RFC7644-3.7.2-01'],
        level: 'SHOULD',
        rulings: ['B-04'],
        needs: ['patch', 'patch-user'],
      },
      async (context) => {
        const { scim, users, identity } = context
        const displayName = identity.displayName('patched')
        const patch = {
          method: 'PATCH',
          path: `${users.endpoint}/bulkId:user`,
          data: patchMessage([replace('displayName', displayName)]),
        }
        const answer = await sendBulk(context, [postUser(context, 'user'), patch])
        processed(answer)
        const made = resultOf(answer, 'user', 0)
        const changed =
          bulkOutcomes(answer.json).find(({ method }) => method === 'PATCH') ?? resultOf(answer, undefined, 1)
        if (changed.status === undefined || !succeeded(changed.status)) {
          grade(answer)
            .pass(answerWhere('a result with a status of 2xx', () => false))
            .otherwise.warn(
              'A path with bulkId is not resolved: what a job makes can not be changed within it.',
            )
          return
        }
        const holds = answerWhere(
          `displayName ${displayName}`,
          ({ json }) => at(json, 'displayName') === displayName,
        )
        const path = pathOfMade(answer, made, users.endpoint)
        grade(await scim.until(() => scim.get(path), holds))
          .pass(holds)
          .otherwise.fail('The job says that the user it made was changed, yet it was not.')
      },
    )

    check(
      'a reference to no operation of the job is not stored as it stands',
      {
        id: 'refuses-unknown-references',
        verifies: ['RFC7644-3.7.2-01'],
        rulings: ['B-04'],
        needs: ['create-group'],
        severity: 'data-loss',
      },
      async (context) => {
        const { scim, groups } = context
        const answer = await sendBulk(context, [postGroup(context, 'group', [user('nobody')])])
        const outcome = bulkOutcomes(answer.json)[0]
        if (outcome?.status === undefined || !succeeded(outcome.status)) return
        const seen = await scim.get(pathOfMade(answer, outcome, groups.endpoint))
        if (seen.status === 200 && LITERAL.test(seen.text))
          fail({
            reason:
              'A reference to no operation of the job was stored as it was sent and points to nothing (RFC 7644 §3.7.2).',
            expected: 'a refusal of the operation',
            observed: `${described(outcome)}, and ${JSON.stringify(memberIds(seen.json))} as members`,
            decisive: [answer.exchange.id, seen.exchange.id],
          })
        grade(answer).otherwise.warn(
          'A group with a reference to no operation of the job was created without that member.',
        )
      },
    )
  },
)
