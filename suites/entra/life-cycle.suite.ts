import {
  all,
  answerWhere,
  type CheckContext,
  type Created,
  grade,
  holding,
  idsOf,
  listOf,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { expectMapped } from './inForce.ts'
import { createEntraUser, recorded, sendRecorded } from './playing.ts'

const DISABLING = { legacy: 'com-legacy-disable', compliant: 'com-flag-disable' } as const

/** Someone leaves, comes back, or is gone for good: disabled first, and deleted thirty days later. */
export default suite(
  'Leaving and coming back',
  {
    id: 'entra.life-cycle',
    file: 'suites/entra/life-cycle',
    profile: 'entra',
    needs: ['create-user', 'read-user', 'patch'],
    severity: 'breaks-provisioning',
    impact: 'Who comes back gets a second account, or who is gone keeps one.',
  },
  ({ check }) => {
    for (const dialect of ['legacy', 'compliant'] as const) {
      check(
        `who was disabled is found, and restored to the same account (${dialect} dialect)`,
        {
          id: `${dialect}-restore`,
          verifies: [],
          rulings: ['EN-03', 'EN-06'],
          level: 'MUST',
          tags: [dialect],
        },
        async (context) => {
          const { scim, users } = context
          const user = await disabled(context, dialect)
          const userName = String(user.sent['userName'])
          const itself = all(
            listOf(1),
            answerWhere('the user itself', (answer) => idsOf(answer)[0] === user.id),
          )
          const query = () => sendRecorded(context, recorded('tut-user-query'), { userName })
          grade(await scim.until(query, itself))
            .pass(itself)
            .otherwise.fail('Who was disabled is not found by userName: a second account is made.')
          const answer =
            dialect === 'legacy'
              ? await sendRecorded(context, recorded('cap-qa5646806-reenable'), { id: user.id })
              : await scim.patch(user, [{ op: 'replace', path: 'active', value: true }])
          grade(answer)
            .pass(success())
            .otherwise.fail('The restoration is refused: who came back stays locked out.')
          await users.expectState(user, { active: true }, 'Who was restored is not active.')
          grade(await scim.until(query, itself))
            .pass(itself)
            .otherwise.fail('Who was restored is not the one account of this userName.')
        },
      )

      check(
        `who was disabled is deleted for good, and found no more (${dialect} dialect)`,
        {
          id: `${dialect}-delete-after-disable`,
          verifies: [],
          rulings: ['EN-00', 'X-13'],
          level: 'MUST',
          tags: [dialect],
          advice: 'Answer DELETE with 204, or take Delete out of the actions of the mapping.',
        },
        async (context) => {
          const { scim, users } = context
          const user = await disabled(context, dialect)
          const graded = grade(await sendRecorded(context, recorded('tut-user-delete'), { id: user.id }))
            .pass(success())
            .pass(status(404))
            .warn(
              status(403, 405, 501),
              'DELETE is not offered: take Delete out of the actions of the mapping.',
            )
            .otherwise.fail('The deletion is refused: Entra logs a failure and tries again in each cycle.')
          if (graded === 'warn') return
          const gone = status(404, 410)
          const stays = holding({ active: false })
          const seen = await scim.until(() => users.read(user), gone)
          if (
            grade(seen)
              .pass(gone)
              .warn(stays, 'A deletion only deactivates. Microsoft accepts that.')
              .otherwise.fail('Who was deleted is still there.') === 'warn'
          )
            return
          const userName = String(user.sent['userName'])
          grade(
            await scim.until(
              () => sendRecorded(context, recorded('tut-user-query'), { userName }),
              listOf(0),
            ),
          )
            .pass(listOf(0))
            .otherwise.fail('Who was deleted is still found by userName.')
        },
      )
    }
  },
)

/** A user whom Entra has disabled in the words of a dialect. */
async function disabled(context: CheckContext, dialect: keyof typeof DISABLING): Promise<Created> {
  expectMapped(context, 'active')
  const user = await createEntraUser(context)
  grade(await sendRecorded(context, recorded(DISABLING[dialect]), { id: user.id }))
    .pass(success())
    .otherwise.skip('The deactivation itself is refused; entra.deactivate says so.')
  return user
}
