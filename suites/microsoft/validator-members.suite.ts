import {
  type Answer,
  type CheckContext,
  type Created,
  type Matcher,
  success,
  suite,
} from '../../harness/check/index.ts'
import { isObject } from '../../harness/scim/json.ts'
import { recorded, sendRecorded } from '../entra/playing.ts'
import { demand, foretell } from './foretelling.ts'
import { makeUser, VALIDATOR } from './validator.ts'
import { expectBody, makeGroup, membersOf } from './validatorGroups.ts'

/** A group with exactly these members. */
function members(...ids: readonly string[]): Matcher {
  const wanted = [...ids].sort()
  return {
    expects: `the members ${wanted.join(', ') || 'none'}`,
    differs: ({ json, status }) => {
      const found = isObject(json) ? [...new Set(membersOf(json))].sort() : []
      return found.join() === wanted.join()
        ? undefined
        : `${status} with the members ${found.join(', ') || 'none'}`
    },
  }
}

/** Reads the members of a group until they are as wanted, or stay otherwise. */
function readMembers(context: CheckContext, group: Created, wanted: Matcher): Promise<Answer> {
  return context.scim.until(() => context.scim.get(group, { attributes: 'members' }), wanted)
}

/** The SCIM Validator's tests of members. It writes the whole list where Entra adds to it. */
export default suite(
  'SCIM Validator: members of groups',
  {
    id: VALIDATOR,
    file: 'suites/microsoft/validator-members',
    profile: 'microsoft',
    severity: 'data-loss',
    impact: 'The SCIM Validator shows a failed test.',
  },
  ({ check }) => {
    foretell(
      check,
      VALIDATOR,
      {
        id: 'patch-group-add-member',
        rulings: ['EN-00'],
        advice: 'Let an Add of members keep those who are there.',
      },
      async (context, telling) => {
        const group = await makeGroup(context)
        const member = await makeUser(context)
        const recording = recorded('val-group-add-member')
        const answer = await sendRecorded(context, recording, { id: group.id, memberId: member.id })
        demand(answer, success(), 'A member can not be put into a group.')
        const only = members(member.id)
        demand(await readMembers(context, group, only), only, 'The member is not in the group.')
        expectBody(answer, telling)

        const joining = await makeUser(context)
        const production = await sendRecorded(context, recorded('tut-group-add-member'), {
          id: group.id,
          memberId: joining.id,
        })
        const both = members(member.id, joining.id)
        const seen = await readMembers(context, group, both)
        const observed = success().differs(production) ?? both.differs(seen)
        if (observed === undefined) return
        telling.doubt({
          reason: `it replaces the list of members; Entra in production sends Add, and with that it will lose members or not get them in.`,
          expected: both.expects,
          observed,
          decisive: [production.exchange.id, seen.exchange.id],
        })
      },
    )

    foretell(
      check,
      VALIDATOR,
      {
        id: 'patch-group-remove-member',
        rulings: ['EN-01'],
        advice: 'Read the value array of a remove as the list of members to remove.',
      },
      async (context, telling) => {
        const group = await makeGroup(context)
        const leaving = await makeUser(context)
        const staying = await makeUser(context)
        const ids = { id: group.id, memberId: leaving.id, otherMemberId: staying.id }
        const putIn = await sendRecorded(context, recorded('val-group-set-two-members'), ids)
        demand(putIn, success(), 'Two members can not be put into a group.')
        const answer = await sendRecorded(context, recorded('val-group-remove-member'), ids)
        demand(answer, success(), 'A member can not be removed by members[value eq "…"].')
        const rest = members(staying.id)
        demand(await readMembers(context, group, rest), rest, 'Not just the other member is left.')
        expectBody(answer, telling)

        await sendRecorded(context, recorded('val-group-set-two-members'), ids)
        const legacy = recorded('com-legacy-group-remove-member')
        const production = await sendRecorded(context, legacy, ids)
        const seen = await readMembers(context, group, rest)
        const observed = success().differs(production) ?? rest.differs(seen)
        if (observed === undefined) return
        telling.doubt({
          reason:
            'it names the member in the path, but Entra in production (without the flag) names it in the value of Remove, and with that it will lose members, or not get them out.',
          expected: rest.expects,
          observed,
          decisive: [production.exchange.id, seen.exchange.id],
        })
      },
    )
  },
)
