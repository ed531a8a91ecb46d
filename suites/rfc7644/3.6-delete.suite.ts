// RFC 7644 §3.6: DELETE removes a resource and is answered 204. Whatever the server keeps of it, from then on every
// operation on it is answered 404, no query finds it, and it stands in nobody's way.
import {
  answerWhere,
  error,
  grade,
  listOf,
  refused,
  replace,
  status,
  suite,
  type CheckContext,
  type Created,
} from '../../harness/check/index.ts'

const LEAVERS = 'People who left keep their account, and what it opens.'

/** Deletes, and ends the check unless that worked; how it is answered is the business of `answers-204`. */
async function gone({ scim }: CheckContext, made: Created): Promise<void> {
  const answer = await scim.delete(made.path)
  grade(answer)
    .pass(answerWhere('2xx', (one) => one.status >= 200 && one.status < 300))
    .otherwise.fail('A resource that exists can be deleted (RFC 7644 §3.6).')
  await scim.until(() => scim.get(made.path), status(404))
}

export default suite(
  'Deleting resources',
  {
    id: 'rfc7644.delete',
    file: 'suites/rfc7644/3.6-delete',
    severity: 'breaks-provisioning',
    impact: LEAVERS,
  },
  ({ check }) => {
    check(
      'a DELETE of a user is answered 204',
      {
        id: 'answers-204',
        verifies: ['RFC7644-3.6-05'],
        rulings: ['D-01', 'X-13'],
        needs: ['create-user'],
      },
      async ({ scim, users }) => {
        const user = await users.create()
        grade(await scim.delete(user.path))
          .pass(status(204))
          .warn(status(403, 405, 501), 'DELETE is not offered to this client; what needs it is skipped.')
          .otherwise.fail('A DELETE that succeeded is answered 204 (RFC 7644 §3.6).')
      },
    )

    check(
      'a DELETE of a group is answered 204, and its members stay',
      {
        id: 'deletes-a-group',
        verifies: ['RFC7644-3.6-05', 'RFC7644-3.2-08'],
        rulings: ['D-01', 'X-13'],
        needs: ['create-group', 'create-user'],
        severity: 'data-loss',
      },
      async ({ scim, users, groups }) => {
        const user = await users.create()
        const group = await groups.create({ members: [{ value: user.id }] })
        const graded = grade(await scim.delete(group.path))
          .pass(status(204))
          .warn(status(403, 405, 501), 'DELETE of groups is not offered to this client.')
          .otherwise.fail('A DELETE that succeeded is answered 204 (RFC 7644 §3.6).')
        if (graded === 'warn') return
        grade(await scim.until(() => scim.get(group.path), error([404, 410])))
          .pass(error([404, 410]))
          .otherwise.fail('A group that was deleted is answered 404 (RFC 7644 §3.6).')
        grade(await users.read(user))
          .pass(status(200))
          .otherwise.fail('The group was deleted, and its member with it.')
      },
    )

    check(
      'a user who is in a group can be deleted',
      {
        id: 'deletes-a-member',
        verifies: ['RFC7644-3.6-05'],
        rulings: ['D-01', 'D-03'],
        needs: ['delete-user', 'create-group'],
      },
      async ({ scim, users, groups }) => {
        const user = await users.create()
        await groups.create({ members: [{ value: user.id }] })
        grade(await scim.delete(user.path))
          .pass(status(204))
          .otherwise.fail('A user can be deleted, whatever groups it is in (RFC 7644 §3.6).')
      },
    )

    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE'] as const) {
      check(
        `a ${method} of a deleted user is answered 404`,
        {
          id: `${method.toLowerCase()}-after-delete`,
          verifies: ['RFC7644-3.6-02', 'RFC7644-3.2-07'],
          rulings: ['D-01'],
          cause: 'rfc7644.delete.get-after-delete',
          needs: [
            'delete-user',
            ...(method === 'PUT' ? (['replace-user'] as const) : []),
            ...(method === 'PATCH' ? (['patch', 'patch-user'] as const) : []),
          ],
        },
        async (context) => {
          const { scim, users } = context
          const user = await users.create()
          await gone(context, user)
          const answer =
            method === 'GET'
              ? await scim.get(user.path)
              : method === 'PUT'
                ? await scim.put(user.path, user.sent)
                : method === 'PATCH'
                  ? await scim.patch(user.path, [replace('displayName', 'Back')])
                  : await scim.delete(user.path)
          grade(answer)
            .pass(error(404))
            .warn(error(410), 'It is answered 410; the standard has 404 for all that was deleted.')
            .otherwise.fail(`A ${method} of a resource that was deleted is answered 404 (RFC 7644 §3.6).`)
        },
      )
    }

    check(
      'a deleted user is in no query result',
      {
        id: 'not-in-queries',
        cause: 'rfc7644.delete.get-after-delete',
        verifies: ['RFC7644-3.6-03'],
        rulings: ['D-03'],
        needs: ['delete-user', 'filter-eq'],
        impact:
          'Entra finds the deleted user by its userName and updates it in vain, instead of creating it anew.',
      },
      async (context) => {
        const { scim, users } = context
        const user = await users.create()
        await gone(context, user)
        const filter = `userName eq ${JSON.stringify(user.sent['userName'])}`
        const answer = await scim.until(() => scim.get(users.endpoint, { filter }), listOf(0))
        grade(answer)
          .pass(listOf(0))
          .skip(error(403, 'sensitive'), 'This server takes filters on names in a search only (F-20).')
          .otherwise.fail(
            'A resource that was deleted is in no query result, nor counted in one (RFC 7644 §3.6).',
          )
      },
    )

    check(
      'the userName of a deleted user can be given to another',
      {
        id: 'name-is-free-again',
        verifies: ['RFC7644-3.6-04'],
        rulings: ['D-02'],
        needs: ['delete-user'],
        impact: 'Somebody who comes back can not be created.',
      },
      async (context) => {
        const { scim, users } = context
        const user = await users.create()
        await gone(context, user)
        grade(await scim.post(users.endpoint, users.payload({ userName: user.sent['userName'] ?? null })))
          .pass(status(201))
          .warn(
            error(409),
            'What was deleted does not count in conflicts (RFC 7644 §3.6); its userName is still taken.',
          )
          .otherwise.warn('A user with the userName of one who was deleted is not created.')
      },
    )

    check(
      'a DELETE of an id that no user has is answered 404',
      {
        id: 'unknown-id-is-not-found',
        verifies: ['RFC7644-3.12-11', 'RFC7644-3.6-02'],
        rulings: ['X-06'],
        needs: ['delete-user'],
        severity: 'wrong-answer',
      },
      async ({ scim, users, identity }) => {
        grade(await scim.delete(`${users.endpoint}/${identity.guid()}`))
          .pass(error(404))
          .warn(refused(), 'An id that no resource has is refused, but not with 404.')
          .otherwise.warn('A DELETE of what does not exist is answered as if something had been deleted.')
      },
    )
  },
)
