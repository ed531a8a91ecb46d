import {
  type Answer,
  block,
  type CheckContext,
  type Created,
  skip,
  success,
} from '../../harness/check/index.ts'
import { getMember, isArray, isObject } from '../../harness/scim/json.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { recorded, sendRecorded } from '../entra/playing.ts'
import type { Telling } from './foretelling.ts'
import { VALIDATOR } from './validator.ts'

/** A group of the Validator's: a name and an externalId. */
export interface ValidatorGroup extends Created {
  readonly displayName: string
}

/** Ends the check where there are no groups: the Validator is told so by hand. */
export function needGroups({ facts }: CheckContext): void {
  if (!facts.capabilities.groups)
    skip('The server has no groups: “Enable Group Tests” stays unticked, and the Validator leaves this out.')
}

/** Makes the group with which the Validator's tests of groups begin; blocked where that is refused. */
export async function makeGroup(context: CheckContext): Promise<ValidatorGroup> {
  needGroups(context)
  const { identity } = context
  const displayName = identity.displayName('Validator')
  const externalId = identity.guid()
  const answer = await sendRecorded(context, recorded('val-group-create-2'), { displayName, externalId })
  const id = isObject(answer.json) ? getMember(answer.json, 'id') : undefined
  if (success().differs(answer) !== undefined || typeof id !== 'string')
    return block(
      'The Validator makes this group first, and that fails: it would fail this test as well.',
      `${VALIDATOR}.create-a-new-group`,
    )
  const path = `/Groups/${encodeURIComponent(id)}`
  return { id, path, sent: { displayName, externalId }, resource: answer.resource, answer, displayName }
}

/** Ids of the members that a group shows. */
export function membersOf(group: JsonObject): readonly string[] {
  const members = getMember(group, 'members')
  return isArray(members)
    ? members.filter(isObject).flatMap((member) => {
        const value = getMember(member, 'value')
        return typeof value === 'string' ? [value] : []
      })
    : []
}

/** A PATCH answered 200 has the whole resource in its body; the Validator does not look. */
export function expectBody(answer: Answer, { doubt }: Telling): void {
  if (answer.status !== 200 || answer.text !== '') return
  doubt({
    reason:
      'it takes a PATCH answered 200 without a body, where RFC 7644 §3.5.2 demands the resource, or 204.',
    expected: '200 with the resource, or 204',
    observed: '200 without a body',
    decisive: [answer.exchange.id],
  })
}
