import {
  type Answer,
  block,
  type CheckContext,
  type Created,
  listOf,
  success,
} from '../../harness/check/index.ts'
import type { Confidence } from '../../harness/check/prediction.ts'
import { readTarget, type Target, valueAt } from '../../harness/entra/targets.ts'
import { getMember, isArray, isObject } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { ENTERPRISE, recorded, sendRecorded } from '../entra/playing.ts'
import { demand, object } from './foretelling.ts'

/** Id of the suite of all checks of the Validator. */
export const VALIDATOR = 'microsoft.validator'

/** What the Validator asks of every list: more would be a server's own. */
const LIST_URI = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'

/** Twelve capital letters, as the Validator puts them wherever a text may stand. */
export function word(context: CheckContext): string {
  const digits = context.identity.guid().replaceAll('-', '')
  return [...digits.slice(-12)].map((digit) => String.fromCharCode(65 + parseInt(digit, 16))).join('')
}

/** Values for the variables of the Validator's own user; its manager is nobody. */
export function userValues(context: CheckContext): Readonly<Record<string, string>> {
  const { identity } = context
  const local = identity.local()
  return {
    userName: identity.userName(local),
    displayName: identity.displayName('validator', local),
    email: identity.email(local),
    givenName: 'Robin',
    familyName: 'Example',
    workPhone: identity.phone(),
    mobilePhone: identity.phone(),
    faxPhone: identity.phone(),
    managerId: word(context),
  }
}

/** A user of the Validator's, and what was sent to make it. */
export interface ValidatorUser extends Created {
  readonly userName: string
}

/** Makes the user with which nearly every test of the Validator begins; blocked where that is refused. */
export async function makeUser(
  context: CheckContext,
  original = 'val-user-create-full',
): Promise<ValidatorUser> {
  const values = userValues(context)
  const recording = recorded(original)
  const answer = await sendRecorded(context, recording, values)
  return madeOf(context, answer, values['userName'] ?? '')
}

/** What was made by an answer; blocked where it is a refusal. */
export function madeOf(context: CheckContext, answer: Answer, userName: string): ValidatorUser {
  const id = isObject(answer.json) ? getMember(answer.json, 'id') : undefined
  if (success().differs(answer) !== undefined || typeof id !== 'string')
    return block(
      'The Validator makes this user first, and that fails: it would fail this test as well.',
      context.check.id === `${VALIDATOR}.create-a-new-user` ? undefined : `${VALIDATOR}.create-a-new-user`,
    )
  const path = `/Users/${encodeURIComponent(id)}`
  return { id, path, sent: { userName }, resource: answer.resource, answer, userName }
}

/** Looks a user up by userName as the Validator does after each change, and gives the one that is found. */
export async function lookUp(
  context: CheckContext,
  userName: string,
): Promise<{ answer: Answer; user: JsonObject }> {
  const answer = await context.scim.until(
    () => sendRecorded(context, recorded('val-qa2238842-query'), { userName }),
    listOf(1),
  )
  demand(answer, listOf(1), 'The Validator looks for the user by userName and does not find exactly the one.')
  return { answer, user: onlyOne(answer) }
}

/** The one resource of a list; the gate objects to anything else. */
export function onlyOne(answer: Answer): JsonObject {
  const resources = getMember(answer.resource, 'Resources')
  const [only] = isArray(resources) ? resources : []
  if (isObject(only)) return only
  return object({
    reason: 'The list says that there is one, and holds none.',
    expected: 'one element in Resources',
    observed: JSON.stringify(resources ?? null).slice(0, 120),
    decisive: [answer.exchange.id],
  })
}

/** The eight assertions on a list with one resource of a name. */
export function expectListOfOne(answer: Answer, attribute: string): JsonObject {
  demand(answer, listOf(1), 'The Validator needs 200 and totalResults 1.')
  const { resource } = answer
  const decisive = [answer.exchange.id]
  const schemas = getMember(resource, 'schemas')
  if (!isArray(schemas) || !schemas.includes(LIST_URI))
    object({
      reason: 'The list does not say that it is a list.',
      expected: `schemas with ${LIST_URI}`,
      observed: JSON.stringify(schemas ?? null),
      decisive,
    })
  const only = onlyOne(answer)
  for (const name of ['id', attribute]) {
    if (typeof getMember(only, name) === 'string') continue
    object({ reason: `The resource in the list has no ${name}.`, expected: `${name} as a text`, decisive })
  }
  const unreadable = textsForBooleans(only)
  if (unreadable.length > 0)
    object({
      reason: 'A boolean is given back as a text, which the Validator can not read.',
      expected: 'true or false',
      observed: unreadable.join(', '),
      decisive,
    })
  return only
}

/** Places at which a boolean of the core schema is given back as a text. */
export function textsForBooleans(resource: JsonObject): string[] {
  return Object.entries(resource).flatMap(([name, value]) => {
    if (name.toLowerCase() === 'active' && typeof value === 'string')
      return [`${name} ${JSON.stringify(value)}`]
    if (!isArray(value)) return []
    return value
      .filter(isObject)
      .map((element) => getMember(element, 'primary'))
      .filter((primary) => typeof primary === 'string')
      .map((primary) => `${name}.primary ${JSON.stringify(primary)}`)
  })
}

/** A target with the value that was sent for it. */
export interface Sent {
  readonly target: Target
  readonly value: Json
}

/** Pairs of target and value. @throws {RangeError} for a text that is no target */
export function sentAt(values: Readonly<Record<string, Json>>): readonly Sent[] {
  return Object.entries(values).map(([text, value]) => {
    const target = readTarget(text)
    if (target === undefined) throw new RangeError(`${text} is no target attribute.`)
    return { target, value }
  })
}

/** What the Validator compares after a creation or change: every attribute, as its result files name them. */
export function expectArrived(
  found: JsonObject,
  sent: readonly Sent[],
  answer: Answer,
  confidence?: Confidence,
): void {
  const decisive = [answer.exchange.id]
  const sure = confidence === undefined ? {} : { confidence }
  const missing = sent.filter(({ target }) => isMissing(valueAt(found, target)))
  if (missing.length > 0)
    object({
      reason: `${missing.map(({ target }) => target.text).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing from the fetched resource.`,
      expected: 'every attribute that was sent',
      observed: `without ${missing.map(({ target }) => target.text).join(', ')}`,
      decisive,
      ...sure,
      rfc: 'a server may leave out what its schema does not have. Take it out of the list on the Validator’s attributes page, or let the Validator discover the schema.',
    })
  const wrong = sent.filter(({ target, value }) => !sameValue(valueAt(found, target), value))
  if (wrong.length > 0)
    object({
      reason: `What is given back at ${wrong.map(({ target }) => target.text).join(', ')} is not what was sent.`,
      expected: wrong.map(({ target, value }) => `${target.text} ${JSON.stringify(value)}`).join(', '),
      observed: wrong
        .map(({ target }) => `${target.text} ${JSON.stringify(valueAt(found, target) ?? null)}`)
        .join(', '),
      decisive,
      confidence: confidence ?? 'documented',
    })
}

const isMissing = (value: Json | undefined) =>
  value === undefined || value === null || (isArray(value) && value.length === 0)

/** Whether a value arrived: a reference by its value, a boolean also as text, a text in any case of a userName. */
function sameValue(found: Json | undefined, sent: Json): boolean {
  const plain = isObject(found) ? getMember(found, 'value') : found
  const wanted = isObject(sent) ? getMember(sent, 'value') : sent
  return String(plain).toLowerCase() === String(wanted).toLowerCase()
}

/** The attributes of the Validator's own user, as targets. */
export function ownAttributes(values: Readonly<Record<string, string>>): readonly Sent[] {
  return sentAt(ownTargets(values))
}

function ownTargets(values: Readonly<Record<string, string>>): Record<string, Json> {
  const body = recorded('val-user-create-full').request.body as JsonObject
  const fill = (value: Json): Json =>
    typeof value === 'string'
      ? value.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
      : value
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => {
      if (name === 'schemas') return []
      if (isArray(value))
        return value.filter(isObject).flatMap((element) => {
          const by =
            name === 'roles' ? 'primary eq "True"' : `type eq "${String(getMember(element, 'type'))}"`
          const own = name === 'roles' ? 'primary' : 'type'
          return Object.entries(element)
            .filter(([sub]) => sub !== own)
            .map(([sub, inner]) => [`${name}[${by}].${sub}`, fill(inner)])
        })
      if (!isObject(value)) return [[name, fill(value)]]
      const separator = name === ENTERPRISE ? ':' : '.'
      return Object.entries(value).map(([sub, inner]) => [
        `${name}${separator}${sub}`,
        isObject(inner) ? fill(getMember(inner, 'value') ?? null) : fill(inner),
      ])
    }),
  ) as Record<string, Json>
}
