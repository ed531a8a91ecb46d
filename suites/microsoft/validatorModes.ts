import { type CheckContext, success } from '../../harness/check/index.ts'
import { type Target, valueAt, withValue } from '../../harness/entra/targets.ts'
import { getMember } from '../../harness/scim/json.ts'
import type { AttributeDefinition, Json, JsonObject } from '../../harness/scim/types.ts'
import { demand, object, saw, type Telling, untargeted } from './foretelling.ts'
import { expectArrived, lookUp, madeOf, type Sent, type ValidatorUser, word } from './validator.ts'

/** An attribute that the Validator lists on its page: from the published schema, or from an exported one. */
export interface Listed {
  readonly target: Target
  readonly definition: AttributeDefinition | undefined
}

const isHidden = ({ definition }: Listed) =>
  definition?.returned === 'never' || definition?.mutability === 'writeOnly'

/** A value for each attribute, of its type; a text is made of random letters. */
export function valuesFor(context: CheckContext, listed: readonly Listed[]): readonly Sent[] {
  return listed.flatMap((one) => {
    const value = valueFor(context, one)
    return value === undefined ? [] : [{ target: one.target, value }]
  })
}

function valueFor(context: CheckContext, { target, definition }: Listed): Json | undefined {
  const { identity } = context
  const { attribute, sub } = target
  if (attribute === 'emails' && sub === 'value') return identity.email()
  if (attribute === 'phoneNumbers' && sub === 'value') return identity.phone()
  if (sub === 'primary') return true
  const [canonical] = definition?.canonicalValues ?? []
  switch (definition?.type ?? 'string') {
    case 'boolean':
      return true
    case 'integer':
      return 4711
    case 'decimal':
      return 1.5
    case 'dateTime':
      return '2026-01-01T00:00:00Z'
    case 'reference':
      return identity.url(word(context))
    case 'string':
      return attribute === 'displayName' ? identity.displayName('listed') : (canonical ?? word(context))
    default:
      return undefined
  }
}

/** Makes a user with a value for each of the attributes; blocked where that is refused. */
async function makeListed(
  context: CheckContext,
  sent: readonly Sent[],
): Promise<{ user: ValidatorUser; body: JsonObject }> {
  const userName = context.identity.userName()
  const body = bodyOf(context, userName, sent)
  const answer = await context.scim.post('/Users', body)
  return { user: madeOf(context, answer, userName), body }
}

function bodyOf(context: CheckContext, userName: string, sent: readonly Sent[]): JsonObject {
  const whole = sent.reduce<JsonObject>((body, { target, value }) => withValue(body, target, value), {
    userName,
  })
  return context.users.payload(whole)
}

/** “Create a new User”: everything that was sent comes back, also what is never returned. */
export async function createWith(
  context: CheckContext,
  telling: Telling,
  listed: readonly Listed[],
): Promise<void> {
  const sent = valuesFor(context, listed)
  const userName = context.identity.userName()
  const answer = await context.scim.post('/Users', bodyOf(context, userName, sent))
  demand(answer, success(), {
    reason: 'A user with a value for each listed attribute is refused.',
    rfc: 'a server may check values more narrowly than its schema says. Give values that it takes on the Validator’s attributes page.',
  })
  if (typeof getMember(answer.resource, 'id') !== 'string')
    object({ reason: 'The answer has no id of the new user.', ...saw(answer) })
  await expectAll(context, userName, sent, listed)
  telling.remark(`Sent were ${sent.length} attributes.`)
}

/** “Patch User - Replace Attributes”: everything else at once, lists by their paths and the rest without one. */
export async function replaceWith(context: CheckContext, listed: readonly Listed[]): Promise<void> {
  const { user } = await makeListed(context, valuesFor(context, listed))
  const fresh = valuesFor(context, listed)
  const inLists = fresh.filter(({ target }) => target.element !== undefined)
  const others = fresh.filter(({ target }) => target.element === undefined)
  const answer = await context.scim.patch(user, [
    ...inLists.map(({ target, value }) => ({ op: 'replace', path: target.text, value })),
    ...(others.length === 0
      ? []
      : [
          {
            op: 'replace',
            value: Object.fromEntries(others.map(({ target, value }) => [target.text, value])),
          },
        ]),
  ])
  demand(answer, success(), 'A PATCH that replaces every listed attribute is refused.')
  await expectAll(context, user.userName, fresh, listed)
}

/** “Patch User - Add Attributes Verbose Request”: a bare user, and one add for each attribute. */
export async function addWith(context: CheckContext, listed: readonly Listed[]): Promise<void> {
  const { user } = await makeListed(context, [])
  const fresh = valuesFor(context, listed)
  const operations = fresh.map(({ target, value }) => ({ op: 'add', path: target.text, value }))
  const answer = await context.scim.patch(user, operations)
  demand(answer, success(), {
    reason: 'A PATCH that adds every listed attribute is refused.',
    ...untargeted(answer),
  })
  await expectAll(context, user.userName, fresh, listed)
}

async function expectAll(
  context: CheckContext,
  userName: string,
  sent: readonly Sent[],
  listed: readonly Listed[],
): Promise<void> {
  const { user, answer } = await lookUp(context, userName)
  const hidden = new Set(listed.filter(isHidden).map(({ target }) => target.text))
  const visible = sent.filter(({ target }) => !hidden.has(target.text))
  expectArrived(user, visible, answer, 'reconstructed')
  const missed = sent.filter(({ target }) => hidden.has(target.text) && valueAt(user, target) === undefined)
  if (missed.length === 0) return
  const names = missed.map(({ target }) => target.text).join(', ')
  object({
    reason: `${names} is missing from the fetched resource.`,
    expected: 'every attribute that was sent',
    observed: `without ${names}`,
    decisive: [answer.exchange.id],
    rfc: 'what is published with returned never, or as writeOnly, must not come back (RFC 7643 §2.2). Take it out of the list on the Validator’s attributes page.',
  })
}
