import {
  all,
  answerWhere,
  fail,
  grade,
  holding,
  idsOf,
  listOf,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { getMember } from '../../harness/scim/json.ts'
import { expectMapped } from './inForce.ts'
import { createEntraUser, recorded, sendRecorded } from './playing.ts'

/**
 * Who leaves is deactivated first: one PATCH of `active`, a boolean in the compliant dialect and a text in the legacy
 * one. Later Entra may delete; until then it still looks the user up.
 */
export default suite(
  'Deactivating users',
  {
    id: 'entra.deactivate',
    file: 'suites/entra/deactivate',
    profile: 'entra',
    needs: ['read-user', 'patch'],
    severity: 'security',
    impact: 'Somebody who left keeps access.',
  },
  ({ check }) => {
    const forms = [
      ['legacy-as-text', 'com-legacy-disable', 'Replace with the text "False"', 'legacy'],
      ['legacy-as-lower-case-text', 'cap-scimmy86-active', 'Replace with the text "false"', 'legacy'],
      ['legacy-add', 'cap-rancher54025-active-add', 'Add with the text "False"', 'legacy'],
      ['compliant-as-boolean', 'com-flag-disable', 'replace with the boolean false', 'compliant'],
    ] as const
    for (const [id, original, how, dialect] of forms) {
      check(
        `${how} deactivates the user (${dialect} dialect)`,
        {
          id,
          verifies: [],
          rulings: ['EN-03'],
          level: 'MUST',
          tags: [dialect],
          advice: 'Take "True" and "False" in any letter case for booleans, and store booleans.',
        },
        async (context) => {
          expectMapped(context, 'active')
          const { users } = context
          const user = await createEntraUser(context)
          const answer = await sendRecorded(context, recorded(original), { id: user.id })
          grade(answer).pass(success()).otherwise.fail('The deactivation is refused: the user stays active.')
          await users.expectState(
            user,
            { active: false },
            'active is not the boolean false after the deactivation.',
          )
        },
      )
    }

    check(
      'Replace with the boolean false, as the documentation prints it, deactivates the user',
      {
        id: 'as-documented',
        verifies: [],
        rulings: ['EN-06'],
        level: 'SHOULD',
        severity: 'cosmetic',
        impact:
          'Entra sends "False" with Replace, or false with replace; only Microsoft’s page mixes the two.',
      },
      async (context) => {
        expectMapped(context, 'active')
        const { scim, users } = context
        const user = await createEntraUser(context)
        const answer = await sendRecorded(context, recorded('tut-user-disable'), { id: user.id })
        const graded = grade(answer)
          .pass(success())
          .otherwise.warn('The deactivation as Microsoft’s page prints it is refused.')
        if (graded === 'warn') return
        const seen = await scim.until(() => users.read(user), holding({ active: false }))
        grade(seen)
          .pass(holding({ active: false }))
          .otherwise.warn('The deactivation as Microsoft’s page prints it is accepted and has no effect.')
      },
    )

    check(
      'Replace with the text "True" activates the user again (legacy dialect)',
      {
        id: 'legacy-reactivate',
        verifies: [],
        rulings: ['EN-03'],
        level: 'MUST',
        tags: ['legacy'],
        severity: 'breaks-provisioning',
        impact: 'Who comes back stays locked out.',
      },
      async (context) => {
        expectMapped(context, 'active')
        const { users } = context
        const user = await createEntraUser(context, { active: false })
        const answer = await sendRecorded(context, recorded('cap-qa5646806-reenable'), { id: user.id })
        grade(answer).pass(success()).otherwise.fail('The activation is refused.')
        await users.expectState(
          user,
          { active: true },
          'active is not the boolean true after the activation.',
        )
      },
    )

    check(
      'replace with the boolean true activates the user again (compliant dialect)',
      {
        id: 'compliant-reactivate',
        verifies: [],
        rulings: ['EN-00', 'EN-06'],
        level: 'MUST',
        tags: ['compliant'],
        severity: 'breaks-provisioning',
        impact: 'Who comes back stays locked out.',
      },
      async (context) => {
        expectMapped(context, 'active')
        const { scim, users } = context
        const user = await createEntraUser(context, { active: false })
        const answer = await scim.patch(user, [{ op: 'replace', path: 'active', value: true }])
        grade(answer).pass(success()).otherwise.fail('The activation is refused.')
        await users.expectState(
          user,
          { active: true },
          'active is not the boolean true after the activation.',
        )
      },
    )

    check(
      'a deactivated user is still found by GET and by the matching filter',
      {
        id: 'still-found',
        verifies: [],
        rulings: ['EN-06'],
        level: 'MUST',
        severity: 'breaks-provisioning',
        impact: 'Entra takes the user for deleted and creates a second account when the person comes back.',
      },
      async (context) => {
        expectMapped(context, 'active')
        const { scim, users } = context
        const user = await createEntraUser(context)
        grade(await sendRecorded(context, recorded('com-flag-disable'), { id: user.id }))
          .pass(success())
          .otherwise.skip(
            'The deactivation itself was refused; entra.deactivate.compliant-as-boolean says so.',
          )
        grade(await users.read(user))
          .pass(status(200))
          .otherwise.fail('A deactivated user can not be read.')
        const found = all(
          listOf(1),
          answerWhere('the user itself', (answer) => idsOf(answer)[0] === user.id),
        )
        const answer = await scim.until(
          () =>
            sendRecorded(context, recorded('tut-user-query'), { userName: String(user.sent['userName']) }),
          found,
        )
        grade(answer).pass(found).otherwise.fail('A deactivated user is not found by its userName.')
      },
    )

    check(
      'a deleted user is gone, and its userName can be given again',
      {
        id: 'delete-and-return',
        verifies: [],
        rulings: ['X-13', 'D-02'],
        level: 'MUST',
        needs: ['delete-user'],
        severity: 'breaks-provisioning',
        impact: 'Who was deleted and comes back can not be created.',
      },
      async (context) => {
        const { scim, users } = context
        const user = await createEntraUser(context)
        grade(await sendRecorded(context, recorded('tut-user-delete'), { id: user.id }))
          .pass(success())
          .otherwise.fail('The deletion is refused.')
        const gone = status(404, 410)
        const seen = await scim.until(() => users.read(user), gone)
        if (seen.status === 200 && getMember(seen.resource, 'active') === false) {
          context.warn('The user is only deactivated by a deletion. Microsoft accepts that.')
          return
        }
        grade(seen).pass(gone).otherwise.fail('A deleted user is still there.')
        const again = await scim.post(
          users.endpoint,
          users.payload({ userName: user.sent['userName'] ?? fail('no userName was sent') }),
        )
        grade(again)
          .pass(success())
          .warn(status(409), 'The userName stays taken after the deletion.')
          .otherwise.fail('The user can not be created again.')
      },
    )
  },
)
