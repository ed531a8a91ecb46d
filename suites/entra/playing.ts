import {
  type Answer,
  type CheckContext,
  changesBetween,
  type Created,
  fail,
  grade,
  type ResourceFixture,
  skip,
  success,
} from '../../harness/check/index.ts'
import { filled, type Recording, recordings } from '../../harness/entra/recordings.ts'
import { readTarget, valueAt } from '../../harness/entra/targets.ts'
import { equalJson, getMember, isObject, sameName } from '../../harness/scim/json.ts'
import { readPatchOp } from '../../harness/scim/messages/patchOp.ts'
import { applyPatch } from '../../harness/scim/patch/index.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { ENTERPRISE } from './enterprise.ts'
import { cutPatch, cutUser, isGiven } from './inForce.ts'
import { keptByWitness } from './witness.ts'

export { ENTERPRISE }

/** Every recorded exchange. */
export const RECORDED: readonly Recording[] = recordings()

const known = new Map(RECORDED.map((recording) => [recording.original, recording]))

/** The recorded exchange of that id. @throws {RangeError} when there is none */
export function recorded(original: string): Recording {
  const recording = known.get(original)
  if (recording === undefined) throw new RangeError(`There is no recorded exchange ${original}.`)
  return recording
}

type Exchange = Answer['exchange']

const adaptations = new WeakSet<Recording['request']>()
const played = new WeakMap<Exchange, string>()

/** A recorded request in which just what belongs to another tenant or server is put otherwise; it still counts as played. */
export function adapted(recording: Recording, request: Partial<Recording['request']>): Recording {
  const changed = { ...recording.request, ...request }
  adaptations.add(changed)
  return { ...recording, form: 'request', request: changed }
}

/** A recorded creation with what the published schema requires and the recording lacks; its tenant had another server. */
export function withRequired(context: CheckContext, recording: Recording): Recording {
  const body = recording.request.body as JsonObject
  const least = context.users.payload()
  const missing = context.userSchema.core.attributes.flatMap(({ name, required }) => {
    const value = getMember(least, name)
    return required && value !== undefined && getMember(body, name) === undefined
      ? [[name, value] as const]
      : []
  })
  if (missing.length === 0) return recording
  return adapted(recording, { body: { ...body, ...Object.fromEntries(missing) } })
}

/** Which recording an exchange has played; none where a recording lent nothing but its envelope. */
export const playedIn = (exchange: Exchange): string | undefined => played.get(exchange)

/** Sends a recorded request with its variables filled in; `more` headers, `null` takes one of the client's away. */
export async function sendRecorded(
  context: CheckContext,
  recording: Recording,
  values: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string | null>> = {},
): Promise<Answer> {
  const { method, path, query, headers, body } = filled(recording, values)
  const answer = await context.scim.send({
    method,
    path,
    ...(query === undefined ? {} : { query }),
    headers: { ...headers, ...more },
    ...(body === undefined ? {} : { body }),
  })
  const { original, request } = recording
  if (known.get(original)?.request === request || adaptations.has(request))
    played.set(answer.exchange, original)
  return answer
}

/** A user as the mapping in force makes it, without what few servers keep; `more` is sent whether it is mapped or not. */
export function entraUser(context: CheckContext, more: JsonObject = {}): JsonObject {
  const { identity } = context
  const local = identity.local()
  const extension = context.facts.capabilities['enterprise-user']
  const user = {
    userName: identity.userName(local),
    externalId: identity.externalId(),
    active: true,
    displayName: `${local} Entra`,
    name: { formatted: 'Ada Proof', givenName: 'Ada', familyName: 'Proof' },
    title: 'Engineer',
    emails: [{ primary: true, type: 'work', value: identity.email(local) }],
    ...(extension ? { [ENTERPRISE]: { department: 'Research', employeeNumber: '701984' } } : {}),
  }
  return { ...cutUser(context, user), ...more }
}

/** Creates a user as Entra does. */
export function createEntraUser(context: CheckContext, more: JsonObject = {}): Promise<Created> {
  return context.users.create(entraUser(context, more))
}

/** Attributes that are compared after an exchange: what Entra maps. `meta`, `id` and the server's own are left alone. */
const UNGRADED = new Set(['meta', 'id', 'schemas', 'groups'])

/**
 * Plays a recorded PATCH and demands that it ends in the state that Entra meant: the oracle of Entra's dialect applied to
 * the state before, and nothing else changed.
 */
export async function patchAsMeant(
  context: CheckContext,
  recording: Recording,
  on: { readonly fixture: ResourceFixture; readonly target: Created },
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const { fixture, target } = on
  const before = (await fixture.read(target)).resource
  const played = await mappedPart(context, recording, { fixture, sent: target.sent, before })
  const { body } = filled(played, { ...values, id: target.id })
  const operations = readPatchOp(body ?? null, { dialect: 'entra' })
  const meant = applyPatch(before, operations, fixture.schema, { dialect: 'entra' }).resource
  const answer = await sendRecorded(context, played, { ...values, id: target.id })
  grade(answer)
    .pass(success())
    .otherwise.fail(
      'Entra logs a failure, puts the object aside and tries again in each cycle: the change never arrives.',
    )
  const writable = (resource: JsonObject) => withoutReadOnly(resource, fixture)
  await expectMeant(context, { before: writable(before), meant: writable(meant), answer }, () =>
    fixture.read(target),
  )
}

/** A resource without what its server alone writes, which may follow from what was changed. */
function withoutReadOnly(resource: JsonObject, { schema }: ResourceFixture): JsonObject {
  const owned = schema.core.attributes.filter(({ mutability }) => mutability === 'readOnly')
  return Object.fromEntries(
    Object.entries(resource).filter(([name]) => !owned.some((one) => sameName(one.name, name))),
  )
}

/**
 * A recorded PATCH without what is not mapped, and what was sent at the creation and never given back, of which
 * entra.create.keeps-the-mapping warns (EN-05); skips where nothing is left (EN-10).
 */
async function mappedPart(
  context: CheckContext,
  recording: Recording,
  {
    fixture,
    sent,
    before,
  }: { readonly fixture: ResourceFixture; readonly sent: JsonObject; readonly before: JsonObject },
): Promise<Recording> {
  const type = fixture.schema.resourceType.name === 'Group' ? 'Group' : 'User'
  const isWitnessed = type === 'User' ? await keptByWitness(context) : () => true
  const isLost = (path: string) => {
    const target = readTarget(path)
    return (
      target !== undefined && valueAt(sent, target) !== undefined && valueAt(before, target) === undefined
    )
  }
  const { body, left } = cutPatch(
    context,
    recording.request.body as JsonObject,
    type,
    (path) => isWitnessed(path) && !isLost(path),
  )
  if (left.length === 0) return recording
  if ((body['Operations'] as readonly Json[]).length === 0)
    skip(
      isGiven(context)
        ? `The mapping that is graded has no ${left.join(', ')} (--mapping, EN-10).`
        : `The published schemas lack ${left.join(', ')}: that is not in the mapping (EN-10).`,
    )
  return adapted(recording, { body })
}

/** Demands that a resource is what was meant, and otherwise as before; gives the answer that showed it. */
export async function expectMeant(
  context: CheckContext,
  {
    before,
    meant,
    answer,
  }: { readonly before: JsonObject; readonly meant: JsonObject; readonly answer: Answer },
  read: () => Promise<Answer>,
): Promise<Answer> {
  const reached = {
    expects: 'the state that Entra meant',
    differs: (seen: Answer) => {
      const wrong = isObject(seen.json) ? missed(before, meant, seen.json) : ['no resource']
      return wrong.length === 0 ? undefined : wrong.join('; ')
    },
  }
  const seen = await context.scim.until(read, reached)
  const observed = reached.differs(seen)
  if (observed === undefined) return seen
  fail({
    reason: 'The request is accepted, and the state afterwards is not what Entra meant.',
    expected: told(before, meant),
    observed,
    decisive: [answer.exchange.id, seen.exchange.id],
    explanation: [`before: ${excerptOf(before, meant)}`, `meant: ${excerptOf(meant, before)}`],
  })
}

/** Attributes whose value differs between what was meant and what is there. Sub-attributes that a server adds are no difference. */
function missed(before: JsonObject, meant: JsonObject, found: JsonObject): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(meant)].filter((name) => !UNGRADED.has(name)))
  return [...names].flatMap((name) => {
    const wanted = withoutDerived(name, getMember(before, name), getMember(meant, name))
    const has = getMember(found, name)
    if (holds(has, wanted)) return []
    return [has === undefined ? `no ${name}` : `${name} is ${JSON.stringify(has)}`]
  })
}

/** A name without `formatted` that nobody set: a server may make it of the parts (RFC 7643 §4.1.1). */
function withoutDerived(name: string, before: Json | undefined, meant: Json | undefined): Json | undefined {
  if (name.toLowerCase() !== 'name' || !isObject(meant) || !isObject(before)) return meant
  if (getMember(before, 'formatted') !== getMember(meant, 'formatted')) return meant
  return Object.fromEntries(Object.entries(meant).filter(([sub]) => sub.toLowerCase() !== 'formatted'))
}

/** Whether a value is there: objects may have more members, lists have as many elements in any order. */
export function holds(found: Json | undefined, wanted: Json | undefined): boolean {
  if (wanted === undefined || wanted === null)
    return found === undefined || found === null || (Array.isArray(found) && found.length === 0)
  if (found === undefined) return Array.isArray(wanted) && wanted.length === 0
  if (Array.isArray(wanted)) {
    if (!Array.isArray(found) || found.length !== wanted.length) return false
    return wanted.every((element: Json) => found.some((other: Json) => holds(other, element)))
  }
  if (isObject(wanted)) {
    return (
      isObject(found) && Object.entries(wanted).every(([name, value]) => holds(getMember(found, name), value))
    )
  }
  return equalJson(found, wanted)
}

function told(before: JsonObject, meant: JsonObject): string {
  const changes = changesBetween(before, meant)
  return changes.length === 0 ? 'the resource as it was' : changes.join('; ')
}

function excerptOf(resource: JsonObject, other: JsonObject): string {
  const names = Object.keys({ ...resource, ...other }).filter((name) => {
    const [here, there] = [getMember(resource, name), getMember(other, name)]
    return !UNGRADED.has(name) && (here === undefined || there === undefined || !equalJson(here, there))
  })
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, getMember(resource, name) ?? null])))
}
