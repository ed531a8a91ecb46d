import { answerWhere, fail, grade, idsOf, status, success, suite } from '../../harness/check/index.ts'
import { expectGroupsMapped, expectMapped } from './inForce.ts'
import { expectMembers } from './membership.ts'
import { createEntraUser, entraUser, recorded, sendRecorded } from './playing.ts'

/** A cycle is many requests at once: users one after another without a pause, and changes of one group side by side. */
export default suite(
  'Requests in quick succession',
  {
    id: 'entra.cycle',
    file: 'suites/entra/cycle',
    profile: 'entra',
    needs: ['create-user', 'read-user'],
    severity: 'breaks-provisioning',
    impact: 'Part of a cycle is lost although the provisioning log says success.',
  },
  ({ check }) => {
    check(
      'six users who are made at the same time are all there',
      { id: 'users-at-once', verifies: [], rulings: ['EN-00'], level: 'MUST' },
      async (context) => {
        const { scim, users } = context
        const bodies = Array.from({ length: 6 }, () => users.payload(entraUser(context)))
        const answers = await Promise.all(bodies.map((body) => scim.post(users.endpoint, body)))
        for (const answer of answers)
          grade(answer)
            .pass(success())
            .otherwise.fail('One of six users who are made at the same time is refused.')
        const ids = answers.map(({ resource }) => String(resource['id']))
        if (new Set(ids).size < ids.length) fail('Two users who were made at the same time have one id.')
        for (const [at, id] of ids.entries()) {
          const userName = String(bodies[at]?.['userName']).toLowerCase()
          const itself = answerWhere(
            `200 with userName ${userName}`,
            (answer) =>
              answer.status === 200 && String(answer.resource['userName']).toLowerCase() === userName,
          )
          const path = `${users.endpoint}/${encodeURIComponent(id)}`
          const seen = await scim.until(() => scim.get(path), itself)
          grade(seen)
            .pass(itself)
            .otherwise.fail('One of six users who were made at the same time is not there.')
        }
      },
    )

    check(
      'a user is changed right after being made and found again',
      { id: 'made-found-changed', verifies: [], rulings: ['EN-00'], level: 'MUST', needs: ['patch'] },
      async (context) => {
        expectMapped(context, 'displayName')
        const { identity, scim, users } = context
        const user = await createEntraUser(context)
        const userName = String(user.sent['userName'])
        const found = answerWhere('the user itself', (answer) => idsOf(answer).includes(user.id))
        const query = await scim.until(
          () => sendRecorded(context, recorded('tut-user-query'), { userName }),
          found,
        )
        grade(query).pass(found).otherwise.fail('The user who was just made is not found by userName.')
        const displayName = identity.displayName('Renamed')
        grade(await scim.patch(user, [{ op: 'replace', path: 'displayName', value: displayName }]))
          .pass(success())
          .otherwise.fail('The user who was just made can not be changed.')
        await users.expectState(user, { displayName }, 'displayName is not the new one.')
      },
    )

    check(
      'four members who are added at the same time all join',
      {
        id: 'members-at-once',
        verifies: [],
        rulings: ['EN-00'],
        level: 'MUST',
        tags: ['legacy'],
        needs: ['groups', 'create-group', 'patch'],
        advice: 'Apply a PATCH of members to the stored list in one transaction.',
      },
      async (context) => {
        expectGroupsMapped(context)
        expectMapped(context, 'members', 'Group')
        const joining = []
        for (let index = 0; index < 4; index += 1) joining.push(await createEntraUser(context))
        const group = await context.groups.create()
        const answers = await Promise.all(
          joining.map(({ id }) =>
            sendRecorded(context, recorded('tut-group-add-member'), { id: group.id, memberId: id }),
          ),
        )
        for (const answer of answers) {
          grade(answer)
            .pass(success())
            .warn(
              status(409, 412),
              'Changes of one group at the same time are refused; Entra tries again in the next cycle.',
            )
            .otherwise.fail('A member who is added while others are is refused.')
        }
        const arrived = joining.filter((_, index) => (answers[index]?.status ?? 0) < 300).map(({ id }) => id)
        await expectMembers(context, group, arrived, 'A member was added with success and is not there.')
      },
    )
  },
)
