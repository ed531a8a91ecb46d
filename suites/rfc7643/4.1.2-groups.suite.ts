/**
 * RFC 7643 §4.1.2: groups of a user is the server's: it lists the groups that have the user, says which memberships are
 * direct, and can not be written.
 */
import { at } from '../../harness/check/at.ts'
import { type Answer, answerWhere, grade, skip, status, suite } from '../../harness/check/index.ts'
import { isArray, isUnassigned } from '../../harness/scim/json.ts'
import type { Json } from '../../harness/scim/types.ts'
import { dereference } from './dereference.ts'
import { readNew } from './readNew.ts'

/** Ids in the groups of a user. */
const groupIds = (answer: Answer): readonly Json[] => {
  const groups = at(answer.json, 'groups')
  return isArray(groups) ? groups.flatMap((group) => at(group, 'value') ?? []) : []
}

export default suite(
  'Groups of users',
  {
    id: 'rfc7643.users',
    file: 'suites/rfc7643/4.1.2-groups',
    needs: ['users', 'create-user', 'groups', 'create-group'],
  },
  ({ check }) => {
    check(
      'groups of a user lists every group that has the user',
      {
        id: 'groups-are-listed',
        verifies: ['RFC7643-4.1.2-18', 'RFC7643-4.1.2-21', 'RFC7643-4.1.2-22'],
      },
      async ({ scim, users, groups }) => {
        const user = await users.create()
        const made = [
          await groups.create({ members: [{ value: user.id }] }),
          await groups.create({ members: [{ value: user.id }] }),
        ]
        const listsAll = answerWhere(
          `groups with value ${made.map(({ id }) => id).join(' and ')}`,
          (answer) => made.every(({ id }) => groupIds(answer).includes(id)),
        )
        const seen = await scim.until(() => users.read(user), listsAll)
        const list = at(seen.json, 'groups')
        if (isUnassigned(list)) skip('The server does not show the groups of users, which it may leave out.')
        grade(seen)
          .pass(listsAll)
          .otherwise.fail(
            'groups lists each group that the user is a member of, and value is the id of the group (RFC 7643 §4.1.2).',
          )
        const element = isArray(list) ? list.find((one) => at(one, 'value') === made[0]?.id) : undefined
        const ref = at(element, '$ref')
        if (typeof ref !== 'string')
          return grade(seen).otherwise.warn('An element of groups is better given a $ref (RFC 7643 §4.1.2).')
        grade(await dereference(scim, ref))
          .pass(
            answerWhere(
              `200 with id ${made[0]?.id ?? ''}`,
              (one) => one.status === 200 && at(one.json, 'id') === made[0]?.id,
            ),
          )
          .pass(status(401, 403))
          .otherwise.fail('$ref of an element of groups is the URI of the group (RFC 7643 §4.1.2).')
      },
    )

    check(
      'a membership that is called direct is one that the group itself has',
      { id: 'direct-is-direct', verifies: ['RFC7643-4.1.2-19'] },
      async ({ scim, users, groups }) => {
        const user = await users.create()
        const inner = await groups.create({ members: [{ value: user.id }] })
        const answer = await scim.post(groups.endpoint, groups.payload({ members: [{ value: inner.id }] }))
        if (answer.status !== 201) skip('The server takes no group as a member.')
        const seen = await scim.until(
          () => users.read(user),
          answerWhere('groups', (one) => groupIds(one).length > 0),
        )
        const list = at(seen.json, 'groups')
        if (!isArray(list)) skip('The server does not show the groups of users, which it may leave out.')
        const outer = list.find((one) => at(one, 'value') === at(answer.json, 'id'))
        grade(seen)
          .pass(answerWhere('a type other than direct', () => at(outer, 'type') !== 'direct'))
          .otherwise.warn(
            'The user is in the group only through another group, yet the membership is called direct; a client that takes the user out of the group changes nothing (RFC 7643 §4.1.2).',
          )
      },
    )

    check(
      'groups in the body of a user make nobody a member',
      {
        id: 'groups-are-read-only',
        verifies: ['RFC7643-4.1.2-23', 'RFC7643-7-26'],
        rulings: ['C-01'],
        severity: 'security',
      },
      async ({ scim, users, groups }) => {
        const group = await groups.create()
        const answer = await scim.post(users.endpoint, users.payload({ groups: [{ value: group.id }] }))
        grade(answer)
          .pass(status(201))
          .otherwise.fail(
            'groups of a user is readOnly, so it is ignored in the body; it is no error (RFC 7644 §3.3).',
          )
        const seen = await readNew(scim, users, answer)
        grade(seen)
          .pass(answerWhere(`no ${group.id} in groups`, (one) => !groupIds(one).includes(group.id)))
          .otherwise.fail('Memberships are changed at the group, not by groups of a user (RFC 7643 §4.1.2).')
      },
    )
  },
)
