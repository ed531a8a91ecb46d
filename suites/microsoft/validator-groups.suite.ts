import { type CheckContext, listOf, status, success, suite } from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { recorded, sendRecorded } from '../entra/playing.ts'
import { demand, foretell, object, saw, type Telling } from './foretelling.ts'
import { expectListOfOne, VALIDATOR } from './validator.ts'
import { expectBody, makeGroup, needGroups, type ValidatorGroup } from './validatorGroups.ts'

const byName = (context: CheckContext, displayName: string) =>
  context.scim.get('/Groups', `filter=displayName+eq+%22${encodeURIComponent(displayName)}%22`)

/** The SCIM Validator's tests of groups; it makes them only where “Enable Group Tests” is ticked. */
export default suite(
  'SCIM Validator: groups',
  {
    id: VALIDATOR,
    file: 'suites/microsoft/validator-groups',
    profile: 'microsoft',
    severity: 'breaks-provisioning',
    impact: 'The SCIM Validator shows a failed test.',
  },
  ({ check }) => {
    foretell(check, VALIDATOR, { id: 'create-a-new-group' }, async (context, { doubt }) => {
      needGroups(context)
      const displayName = context.identity.displayName('Validator')
      const externalId = context.identity.guid()
      const answer = await sendRecorded(context, recorded('val-group-create-2'), { displayName, externalId })
      demand(answer, status(201), 'The Validator needs 201 for a new group.')
      if (typeof getMember(answer.resource, 'id') !== 'string')
        object({ reason: 'The answer has no id of the new group.', ...saw(answer) })
      const seen = await context.scim.until(() => byName(context, displayName), listOf(1))
      demand(seen, listOf(1), 'The new group is not found by its displayName.')
      const found = expectListOfOne(seen, 'displayName')
      expectValue(found, 'externalId', externalId, seen.exchange.id)
      if (answer.headers['location'] === undefined)
        doubt({
          reason: 'it does not look for the Location of a 201, which RFC 7644 §3.3 demands.',
          expected: 'a Location header',
          observed: '201 without Location',
          decisive: [answer.exchange.id],
        })
    })

    foretell(
      check,
      VALIDATOR,
      {
        id: 'create-a-duplicate-group',
        rulings: ['C-18'],
        severity: 'cosmetic',
        advice: 'Refuse a second group of one displayName with 409, at least for the time of the validation.',
      },
      async (context) => {
        const group = await makeGroup(context)
        const again = await sendRecorded(context, recorded('val-group-create'), {
          displayName: group.displayName,
          externalId: String(group.sent['externalId']),
        })
        demand(again, status(409), {
          reason: 'A second group of one displayName is not refused with 409.',
          rfc: 'displayName of a group is not unique (RFC 7643 §4.2), and a second one may be made.',
          production: 'it looks for a group before it makes one.',
        })
      },
    )

    foretell(
      check,
      VALIDATOR,
      { id: 'get-group-excluding-members', rulings: ['EN-00'] },
      async (context, telling) => {
        const group = await makeGroup(context)
        const read = () => sendRecorded(context, recorded('val-group-get-excl'), { id: group.id })
        const answer = await read()
        demand(answer, status(200), 'The group can not be read by its id without its members.')
        expectNoMembers(answer.resource, answer.exchange.id)
        await putSomebodyIn(context, group)
        const full = await read()
        doubtMembers(full.resource, full.exchange.id, telling)
      },
    )

    foretell(
      check,
      VALIDATOR,
      { id: 'filter-group-excluding-members', rulings: ['EN-00'] },
      async (context, telling) => {
        const group = await makeGroup(context)
        const { displayName } = group
        const find = () =>
          context.scim.until(
            () => sendRecorded(context, recorded('val-group-query-excl'), { displayName }),
            listOf(1),
          )
        const answer = await find()
        expectNoMembers(expectListOfOne(answer, 'displayName'), answer.exchange.id)
        await putSomebodyIn(context, group)
        const full = await find()
        doubtMembers(expectListOfOne(full, 'displayName'), full.exchange.id, telling)
      },
    )

    foretell(check, VALIDATOR, { id: 'filter-existing-group', rulings: ['EN-00'] }, async (context) => {
      const { displayName } = await makeGroup(context)
      const answer = await context.scim.until(() => byName(context, displayName), listOf(1))
      expectListOfOne(answer, 'displayName')
    })

    foretell(check, VALIDATOR, { id: 'filter-non-existing-group', rulings: ['EN-08'] }, async (context) => {
      needGroups(context)
      const answer = await byName(context, context.identity.displayName('nobody'))
      demand(answer, listOf(0), 'A query that finds no group must be 200 with totalResults 0; 404 fails.')
    })

    foretell(check, VALIDATOR, { id: 'filter-group-different-case' }, async (context) => {
      const group = await makeGroup(context)
      const displayNameInSmallLetters = group.displayName.toLowerCase()
      const answer = await context.scim.until(
        () => sendRecorded(context, recorded('val-group-query-case'), { displayNameInSmallLetters }),
        listOf(1),
      )
      demand(answer, listOf(1), 'displayName is compared with regard to case.')
      expectListOfOne(answer, 'displayName')
    })

    foretell(
      check,
      VALIDATOR,
      { id: 'patch-group-replace-attributes', rulings: ['EN-00'] },
      async (context, telling) => {
        const group = await makeGroup(context)
        const newExternalId = context.identity.guid()
        const recording = recorded('val-group-replace-externalid')
        const answer = await sendRecorded(context, recording, { id: group.id, newExternalId })
        demand(answer, success(), 'A change of externalId, without a path, is refused.')
        const seen = await context.scim.until(() => byName(context, group.displayName), listOf(1))
        expectValue(expectListOfOne(seen, 'displayName'), 'externalId', newExternalId, seen.exchange.id)
        expectBody(answer, telling)
      },
    )

    foretell(
      check,
      VALIDATOR,
      { id: 'update-group-display-name', rulings: ['EN-00'] },
      async (context, telling) => {
        const group = await makeGroup(context)
        const newDisplayName = context.identity.displayName('renamed')
        const recording = recorded('val-group-replace-displayname')
        const answer = await sendRecorded(context, recording, { id: group.id, newDisplayName })
        demand(answer, success(), 'A change of displayName, without a path, is refused.')
        const seen = await context.scim.until(() => byName(context, newDisplayName), listOf(1))
        demand(seen, listOf(1), 'The group is not found by its new displayName.')
        expectValue(expectListOfOne(seen, 'displayName'), 'id', group.id, seen.exchange.id)
        expectBody(answer, telling)
      },
    )

    foretell(check, VALIDATOR, { id: 'delete-a-group', rulings: ['D-01'] }, async (context) => {
      const { scim } = context
      const group = await makeGroup(context)
      demand(await scim.delete(group), success(), 'The group can not be deleted.')
      const read = () => sendRecorded(context, recorded('val-group-get-deleted'), { unknownId: group.id })
      demand(await scim.until(read, status(404)), status(404), 'A deleted group is not answered with 404.')
    })
  },
)

function expectNoMembers(group: JsonObject, exchange: string): void {
  const members = getMember(group, 'members')
  if (members === undefined) return
  object({
    reason: 'members stands there, although it was excluded.',
    expected: 'no members',
    observed: `members ${JSON.stringify(members).slice(0, 80)}`,
    decisive: [exchange],
  })
}

/** The Validator’s group is empty; Entra’s are not. */
function doubtMembers(group: JsonObject, exchange: string, { doubt }: Telling): void {
  const members = getMember(group, 'members')
  if (members === undefined) return
  doubt({
    reason:
      'its group is empty. In a group with a member, members stands there although it was excluded: Entra in production reads large groups whole.',
    expected: 'no members',
    observed: `members ${JSON.stringify(members).slice(0, 80)}`,
    decisive: [exchange],
  })
}

/** Beyond what the Validator does: where there are no users, the group stays as it is. */
async function putSomebodyIn(context: CheckContext, group: ValidatorGroup): Promise<void> {
  const userName = context.identity.userName()
  const { json } = await sendRecorded(context, recorded('val-user-create-min'), { userName })
  const memberId = isObject(json) ? getMember(json, 'id') : undefined
  if (typeof memberId === 'string')
    await sendRecorded(context, recorded('val-group-add-member'), { id: group.id, memberId })
}

function expectValue(group: JsonObject, name: string, value: string, exchange: string): void {
  const found = getMember(group, name)
  if (found === value) return
  object({
    reason: `${name} is not what was sent.`,
    expected: `${name} ${value}`,
    observed: found === undefined ? `no ${name}` : `${name} ${JSON.stringify(found)}`,
    decisive: [exchange],
  })
}
