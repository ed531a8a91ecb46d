import { status, success, suite } from '../../harness/check/index.ts'
import { sentAt, expectArrived, lookUp, makeUser, VALIDATOR } from './validator.ts'
import { recorded, sendRecorded } from '../entra/playing.ts'
import { demand, foretell, object } from './foretelling.ts'
import { expectBody, makeGroup, membersOf, needGroups } from './validatorGroups.ts'
import { valueAt, readTarget } from '../../harness/entra/targets.ts'

/** The SCIM Validator's preview tests: it shows them, and does not count them. */
export default suite(
  'SCIM Validator: preview tests',
  {
    id: VALIDATOR,
    file: 'suites/microsoft/validator-preview',
    profile: 'microsoft',
    severity: 'cosmetic',
    impact: 'The SCIM Validator shows a failed preview test, which does not count.',
  },
  ({ check }) => {
    foretell(check, VALIDATOR, { id: 'preview-user-operations-on-different-attributes' }, async (context) => {
      const { identity, scim } = context
      const user = await makeUser(context)
      const externalId = identity.guid()
      const displayName = identity.displayName('changed')
      const answer = await scim.patch(user, [
        { op: 'remove', path: 'preferredLanguage' },
        { op: 'add', path: 'externalId', value: externalId },
        { op: 'replace', path: 'displayName', value: displayName },
      ])
      demand(answer, success(), 'A remove, an add and a replace in one PATCH are refused.')
      const { user: found, answer: seen } = await lookUp(context, user.userName)
      expectArrived(found, sentAt({ externalId, displayName }), seen)
      const language = readTarget('preferredLanguage')
      if (language !== undefined && valueAt(found, language) !== undefined)
        object({ reason: 'preferredLanguage was removed and is there.', decisive: [seen.exchange.id] })
    })

    foretell(check, VALIDATOR, { id: 'preview-user-operations-on-same-attribute' }, async (context) => {
      const { identity, scim } = context
      const user = await makeUser(context)
      const externalId = identity.guid()
      const answer = await scim.patch(user, [
        { op: 'remove', path: 'externalId' },
        { op: 'add', path: 'externalId', value: identity.guid() },
        { op: 'replace', path: 'externalId', value: externalId },
      ])
      demand(answer, success(), {
        reason: 'A remove, an add and a replace of externalId in one PATCH are refused.',
        rfc: 'a remove of an attribute without a value may be refused with noTarget (M-04).',
      })
      const { user: found, answer: seen } = await lookUp(context, user.userName)
      expectArrived(found, sentAt({ externalId }), seen)
    })

    foretell(check, VALIDATOR, { id: 'preview-delete-a-non-existent-user' }, async (context) => {
      const recording = recorded('val-user-delete-missing')
      const answer = await sendRecorded(context, recording, { unknownId: context.identity.guid() })
      demand(answer, status(404), 'The deletion of a user that is not there is not answered with 404.')
    })

    foretell(check, VALIDATOR, { id: 'preview-delete-the-same-user-twice' }, async (context) => {
      const user = await makeUser(context)
      const recording = recorded('val-user-delete-twice')
      const first = await sendRecorded(context, recording, { unknownId: user.id })
      demand(first, success(), 'The user can not be deleted.')
      const again = () => sendRecorded(context, recording, { unknownId: user.id })
      demand(await again(), status(404), 'The second deletion is not answered with 404.')
    })

    foretell(
      check,
      VALIDATOR,
      { id: 'preview-group-operations-on-same-attribute' },
      async (context, telling) => {
        const group = await makeGroup(context)
        const member = await makeUser(context)
        const recording = recorded('val-group-multi-op')
        const answer = await sendRecorded(context, recording, { id: group.id, memberId: member.id })
        demand(answer, success(), 'An add and a remove of one member in one PATCH are refused.')
        const seen = await context.scim.get(group, { attributes: 'members' })
        if (membersOf(seen.resource).length > 0)
          object({
            reason: 'Who was added and removed in one PATCH is a member.',
            expected: 'no members',
            observed: membersOf(seen.resource).join(', '),
            decisive: [seen.exchange.id],
          })
        expectBody(answer, telling)
      },
    )

    foretell(check, VALIDATOR, { id: 'preview-delete-a-non-existent-group' }, async (context) => {
      needGroups(context)
      const answer = await context.scim.delete(`/Groups/${context.identity.guid()}`)
      demand(answer, status(404), 'The deletion of a group that is not there is not answered with 404.')
    })

    foretell(check, VALIDATOR, { id: 'preview-delete-the-same-group-twice' }, async (context) => {
      const { scim } = context
      const group = await makeGroup(context)
      demand(await scim.delete(group), success(), 'The group can not be deleted.')
      demand(await scim.delete(group), status(404), 'The second deletion is not answered with 404.')
    })
  },
)
