import { type CheckContext, describeAnswer, type Matcher, success, suite } from '../../harness/check/index.ts'
import { recorded, sendRecorded } from '../entra/playing.ts'
import { demand, foretell } from './foretelling.ts'
import {
  type Dialect,
  firstOf,
  found,
  LOGIC_APP,
  look,
  needGroups,
  nobody,
  provisionGroup,
  type ProvisionedGroup,
  provisionUser,
  throughEngine,
  WORDS,
} from './logicApp.ts'
import { membersOf } from './validatorGroups.ts'

const removing = {
  legacy: 'com-legacy-group-remove-member',
  compliant: 'com-flag-group-remove-member',
} as const

const rule =
  'members is returned by default (RFC 7643 §4.2), but a server may leave it out of lists where it is long.'

async function remove(context: CheckContext, group: ProvisionedGroup): Promise<void> {
  const answer = await sendRecorded(context, recorded('tut-group-delete'), { id: group.id })
  demand(answer, success(), 'The deletion of the group is refused.')
  demand(await look(context, group, nobody), nobody, 'A deleted group is still found by displayName.')
}

/** Adds a member as Entra does, and looks for it in the answer to a query of displayName. */
async function addMember(
  context: CheckContext,
  group: ProvisionedGroup,
  dialect: Dialect,
  others: readonly string[],
): Promise<string> {
  const member = await provisionUser(context)
  const answer = await context.scim.patch(group, [
    { op: WORDS[dialect].add, path: 'members', value: [{ $ref: null, value: member.id }] },
  ])
  demand(answer, success(), 'A new member is refused.')
  const wanted = members([...others, member.id])
  demand(await look(context, group, wanted), wanted, {
    reason: 'The new member is not in the group that a query of displayName gives.',
    rfc: rule,
  })
  return member.id
}

/** A list whose first group has exactly these members. */
function members(ids: readonly string[]): Matcher {
  const wanted = [...ids].sort().join(', ')
  return {
    expects: `200, and in it a group with the members ${wanted}`,
    differs: (answer) => {
      const [group] = found(answer)
      if (group === undefined) return describeAnswer(answer)
      const has = [...new Set(membersOf(group))].sort().join(', ')
      return has === wanted ? undefined : `a group with the members ${has || 'none'}`
    },
  }
}

/** The Logic App's tests of groups that go through the provisioning service. */
export default suite(
  'SCIM validation Logic App: groups through the provisioning service',
  {
    id: LOGIC_APP,
    file: 'suites/microsoft/logic-app-groups',
    profile: 'microsoft',
    severity: 'breaks-provisioning',
    impact: 'The validation of the App Gallery fails, and the application is not listed.',
  },
  ({ check }) => {
    foretell(check, LOGIC_APP, { id: 'create-group', rulings: ['EN-08'] }, async (context) => {
      needGroups(context)
      await provisionGroup(context)
    })

    foretell(check, LOGIC_APP, { id: 'update-group', rulings: ['EN-00'] }, async (context, telling) => {
      needGroups(context)
      await throughEngine(telling, async (dialect) => {
        const group = await provisionGroup(context)
        const displayName = context.identity.displayName('modified')
        const { replace } = WORDS[dialect]
        const answer = await context.scim.patch(group, [
          dialect === 'legacy'
            ? { op: replace, path: 'displayName', value: displayName }
            : { op: replace, value: { displayName } },
        ])
        demand(answer, success(), 'The new name of the group is refused.')
        const renamed = firstOf('the group', (seen) => seen['id'] === group.id)
        demand(
          await look(context, { displayName }, renamed),
          renamed,
          'The group is not found by its new name.',
        )
      })
    })

    foretell(check, LOGIC_APP, { id: 'delete-group', rulings: ['D-01'] }, async (context) => {
      needGroups(context)
      await remove(context, await provisionGroup(context))
    })

    foretell(
      check,
      LOGIC_APP,
      { id: 'group-update-add-member', rulings: ['EN-00'] },
      async (context, telling) => {
        needGroups(context)
        await throughEngine(telling, async (dialect) => {
          const group = await provisionGroup(context)
          const first = await addMember(context, group, dialect, [])
          await addMember(context, group, dialect, [first])
        })
      },
    )

    foretell(
      check,
      LOGIC_APP,
      {
        id: 'group-update-remove-member',
        rulings: ['EN-01'],
        severity: 'data-loss',
        advice: 'Read the value array of a remove as the list of members to remove.',
      },
      async (context, telling) => {
        needGroups(context)
        await throughEngine(telling, async (dialect) => {
          const group = await provisionGroup(context)
          const staying = await addMember(context, group, dialect, [])
          const leaving = await addMember(context, group, dialect, [staying])
          const answer = await sendRecorded(context, recorded(removing[dialect]), {
            id: group.id,
            memberId: leaving,
          })
          demand(answer, success(), 'The removal of a member is refused.')
          const rest = members([staying])
          demand(await look(context, group, rest), rest, {
            reason: 'Not just the other member is left in the group that a query of displayName gives.',
          })
        })
      },
    )

    foretell(
      check,
      LOGIC_APP,
      { id: 'pod-group', rulings: ['EN-00', 'EN-11'] },
      async (context, { remark }) => {
        needGroups(context)
        await provisionGroup(context)
        remark('Provision on demand speaks the older dialect even with the flag in the Tenant URL.')
      },
    )

    foretell(check, LOGIC_APP, { id: 'restore-group', rulings: ['D-01'] }, async (context) => {
      needGroups(context)
      const group = await provisionGroup(context)
      await remove(context, group)
      await provisionGroup(context, group.displayName)
    })
  },
)
