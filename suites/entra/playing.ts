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
import { equalJson, getMember, isObject } from '../../harness/scim/json.ts'
import { readPatchOp } from '../../harness/scim/messages/patchOp.ts'
import { applyPatch } from '../../harness/scim/patch/index.ts'
import type { Json, JsonObject, PatchOperation, ResourceSchema } from '../../harness/scim/types.ts'

/** URI of the extension that Entra's default mapping writes. */
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

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

/** A user as Entra's default mapping makes it, as far as the server keeps it. */
export function entraUser(context: CheckContext, more: JsonObject = {}): JsonObject {
  const { identity } = context
  const local = identity.local()
  const extension = context.facts.capabilities['enterprise-user']
  return {
    userName: identity.userName(local),
    externalId: identity.externalId(),
    active: true,
    displayName: `${local} Entra`,
    name: { formatted: 'Ada Proof', givenName: 'Ada', familyName: 'Proof' },
    title: 'Engineer',
    emails: [{ primary: true, type: 'work', value: identity.email(local) }],
    ...(extension ? { [ENTERPRISE]: { department: 'Research', employeeNumber: '701984' } } : {}),
    ...more,
  }
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
  const { body } = filled(recording, { ...values, id: target.id })
  const operations = readPatchOp(body ?? null, { dialect: 'entra' })
  expectMapped(context, operations, fixture.schema)
  const meant = applyPatch(before, operations, fixture.schema, { dialect: 'entra' }).resource
  const answer = await sendRecorded(context, recording, { ...values, id: target.id })
  grade(answer)
    .pass(success())
    .otherwise.fail(
      'Entra logs a failure, puts the object aside and tries again in each cycle: the change never arrives.',
    )
  await expectMeant(context, { before, meant, answer }, () => fixture.read(target))
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

/** Skips where a PATCH sets what the published schema lacks: that is not in the mapping, and not graded (EN-10). */
function expectMapped(
  context: CheckContext,
  operations: readonly PatchOperation[],
  schema: ResourceSchema,
): void {
  const unmapped = unmappedIn(context, operations, schema)
  if (unmapped.length > 0)
    skip(`The published schemas lack ${unmapped.join(', ')}: that is not in the mapping (EN-10).`)
}

/** What a PATCH sets and the published schema lacks (EN-10). */
export function unmappedIn(
  context: CheckContext,
  operations: readonly PatchOperation[],
  schema: ResourceSchema,
): readonly string[] {
  if (context.facts.schemas.length === 0) return []
  const known = new Set(['externalid', 'id'])
  for (const { name } of schema.core.attributes) known.add(name.toLowerCase())
  for (const { schema: extension } of schema.extensions)
    for (const { name } of extension.attributes) known.add(`${extension.id}:${name}`.toLowerCase())
  const targets = operations.flatMap(({ path, value }) =>
    path === undefined ? Object.keys(isObject(value ?? null) ? (value as JsonObject) : {}) : [path],
  )
  return targets.filter((target) => {
    const [, urn = '', name = ''] = /^(urn:.*:)?([^.[]+)/i.exec(target) ?? []
    return !known.has(`${urn}${name}`.toLowerCase())
  })
}

/** Attributes whose value differs between what was meant and what is there. Sub-attributes that a server adds are no difference. */
function missed(before: JsonObject, meant: JsonObject, found: JsonObject): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(meant)].filter((name) => !UNGRADED.has(name)))
  return [...names].flatMap((name) => {
    const [wanted, has] = [getMember(meant, name), getMember(found, name)]
    if (holds(has, wanted)) return []
    return [has === undefined ? `no ${name}` : `${name} is ${JSON.stringify(has)}`]
  })
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

/** Skips unless the server keeps an attribute of the mapping: what it does not keep is graded elsewhere (EN-05, EN-10). */
export function expectKept(resource: JsonObject, attribute: string): void {
  if (getMember(resource, attribute) === undefined)
    skip(`The server does not keep ${attribute}, so its update can not be seen (EN-10).`)
}
