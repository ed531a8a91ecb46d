import {
  type Answer,
  answerWhere,
  type CheckContext,
  type Created,
  type Matcher,
  skip,
  status,
  success,
} from '../../harness/check/index.ts'
import { getMember, isArray, isObject } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { entraUser, recorded, sendRecorded } from '../entra/playing.ts'
import { demand, GateObjects, object, saw, type Telling } from './foretelling.ts'

/** Id of the suite of all checks of the Logic App. */
export const LOGIC_APP = 'microsoft.logic-app'

const GROUP_URI = 'urn:ietf:params:scim:schemas:core:2.0:Group'

/** The words of Entra's two dialects. */
export const WORDS = {
  legacy: { add: 'Add', replace: 'Replace', remove: 'Remove' },
  compliant: { add: 'add', replace: 'replace', remove: 'remove' },
} as const

/** One of Entra's two ways of writing PATCH. */
export type Dialect = keyof typeof WORDS

/**
 * Plays what the provisioning service does, as it does it without the flag in the Tenant URL, and, where that fails, as
 * with it: the Logic App goes through the job as the vendor has set it up.
 */
export async function throughEngine(
  { doubt }: Telling,
  play: (dialect: Dialect) => Promise<void>,
): Promise<void> {
  try {
    await play('legacy')
  } catch (thrown) {
    if (!(thrown instanceof GateObjects)) throw thrown
    try {
      await play('compliant')
    } catch (again) {
      throw again instanceof GateObjects ? thrown : again
    }
    const { rfc: _, production: __, confidence: ___, ...finding } = thrown.objection
    doubt({
      ...finding,
      reason: `only with aadOptscim062020 in the Tenant URL of the job; without it: ${thrown.objection.reason}`,
    })
  }
}

/** Resources of a list, whatever its form. */
export function found(answer: Answer): readonly JsonObject[] {
  const resources = isObject(answer.json) ? getMember(answer.json, 'Resources') : undefined
  return isArray(resources) ? resources.filter(isObject) : []
}

/** A list in which the first resource is as wanted. */
export const firstOf = (expects: string, test: (resource: JsonObject) => boolean): Matcher =>
  answerWhere(`200, and in it ${expects}`, (answer) => {
    const [first] = found(answer)
    return answer.status === 200 && first !== undefined && test(first)
  })

/** A list that holds nobody. */
export const nobody: Matcher = answerWhere(
  '200 and nobody',
  (answer) => answer.status === 200 && found(answer).length === 0,
)

const somebody = firstOf('the one that was made', () => true)

/** Looks a user up by userName, or a group by displayName, as the Logic App does, until it is as wanted. */
export function look(
  context: CheckContext,
  by: { readonly userName: string } | { readonly displayName: string },
  wanted: Matcher,
): Promise<Answer> {
  const recording = recorded('userName' in by ? 'la-user-query' : 'la-group-query')
  return context.scim.until(() => sendRecorded(context, recording, { ...by }), wanted)
}

/** A user whom the provisioning service has made. */
export interface ProvisionedUser extends Created {
  readonly userName: string
}

/** Has a user made by the provisioning service: looked for, made, found. */
export async function provisionUser(context: CheckContext, more: JsonObject = {}): Promise<ProvisionedUser> {
  const { scim, users } = context
  const body = users.payload(entraUser(context, more))
  const userName = String(getMember(body, 'userName'))
  const before = await sendRecorded(context, recorded('la-user-query'), { userName })
  demand(before, nobody, 'A query that finds nobody must be 200 with an empty list.')
  const answer = await scim.post(users.endpoint, body)
  const made = madeOf(answer, users.endpoint, body, 'The new user is refused.')
  demand(await look(context, { userName }, somebody), somebody, 'The new user is not found by userName.')
  return { ...made, userName }
}

/** A group whom the provisioning service has made. */
export interface ProvisionedGroup extends Created {
  readonly displayName: string
}

/** Has a group made by the provisioning service: looked for, made empty, found. */
export async function provisionGroup(
  context: CheckContext,
  displayName = context.identity.displayName('logic-app'),
): Promise<ProvisionedGroup> {
  const { groups, identity } = context
  const values = { displayName, externalId: identity.externalId() }
  const before = await sendRecorded(context, recorded('la-group-query'), { displayName })
  demand(before, nobody, 'A query that finds no group must be 200 with an empty list.')
  const answer = await sendRecorded(context, recorded('cap-qa637791-group-create'), values)
  const made = madeOf(answer, groups.endpoint, values, 'The new group is refused.')
  demand(
    await look(context, { displayName }, somebody),
    somebody,
    'The new group is not found by displayName.',
  )
  return { ...made, displayName }
}

function madeOf(answer: Answer, endpoint: string, sent: JsonObject, reason: string): Created {
  demand(answer, success(), reason)
  const id: Json | undefined = isObject(answer.json) ? getMember(answer.json, 'id') : undefined
  if (typeof id !== 'string')
    return object({ reason: 'The answer to a creation has no id.', expected: 'an id', ...saw(answer) })
  const path = `${endpoint}/${encodeURIComponent(id)}`
  return { id, path, sent, resource: answer.resource, answer }
}

/** Reads a user by its id, as the Logic App does after an update or a deletion. */
export function readUser(context: CheckContext, user: Created, wanted: Matcher): Promise<Answer> {
  return context.scim.until(() => sendRecorded(context, recorded('la-user-get'), { id: user.id }), wanted)
}

/**
 * Ends the check where there are no groups: by the template of June 2026 the tests of groups are skipped then, by the
 * newer overview they fail as long as /Schemas does not have the schema of groups.
 */
export function needGroups({ facts }: CheckContext): void {
  const published = facts.schemas.some(({ id }) => id === GROUP_URI)
  if (facts.capabilities.groups && (published || facts.schemas.length === 0)) return
  if (facts.capabilities.groups)
    return object({
      reason: '/Schemas does not have the schema of groups, so the Logic App takes groups for missing.',
      expected: `${GROUP_URI} in /Schemas`,
      observed: facts.schemas.map(({ id }) => id).join(', '),
      confidence: 'documented',
    })
  return object({
    reason: 'The server has no groups.',
    expected: 'groups',
    observed: 'none',
    confidence: 'documented',
    rfc: 'a server need not have groups. Template 6.1 skips the test when the job has no mapping of groups; the newer overview lets it fail.',
    production: 'the mapping of groups can be switched off.',
  })
}

/** Ends the check with SKIPPED, as the Logic App does where an attribute is not mapped. */
export function needMapped(mapped: boolean, attribute: string): void {
  if (!mapped)
    skip(
      `${attribute} is not in the mapping: the Logic App reports SKIPPED, which does not block onboarding.`,
    )
}

/** 200 or 204, as the Logic App wants it of a PATCH. */
export const patched: Matcher = status(200, 204)
