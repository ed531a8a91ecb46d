import {
  type Answer,
  changesBetween,
  type CheckContext,
  describeAnswer,
  fail,
  grade,
  refused,
  skip,
  status,
  success,
} from '../../../harness/check/index.ts'
import type { FilledRequest } from '../../../harness/entra/recordings.ts'
import { ScimError } from '../../../harness/scim/error.ts'
import { getMember, isArray, isObject } from '../../../harness/scim/json.ts'
import { readPatchOp } from '../../../harness/scim/messages/patchOp.ts'
import { allowedOutcomes, applyPatch, permits } from '../../../harness/scim/patch/index.ts'
import type { JsonObject, PatchOperation, ResourceSchema } from '../../../harness/scim/types.ts'
import { unmappedIn } from '../inForce.ts'
import { expectMeant } from '../playing.ts'
import type { Known } from './world.ts'

const DIALECT = { dialect: 'entra' } as const
const NEVER_ARRIVES =
  'Entra logs a failure, puts the object aside and tries again in each cycle: the change never arrives.'

/** Sends a request and gives its answer. */
export type Send = () => Promise<Answer>

/** Plays a PATCH of a resource that exists, and demands one of the states that the oracle of Entra's dialect allows. */
export async function playPatch(
  context: CheckContext,
  request: FilledRequest,
  on: Known,
  send: Send,
): Promise<Answer> {
  const { scim } = context
  const { schema } = on.fixture
  const read = () => scim.get(on.path)
  const before = (await read()).resource
  const operations = readable(request)
  if (operations === undefined) return expectRefusal(await send())
  const unmapped = unmappedIn(context, operations, schema)
  if (unmapped.length > 0)
    skip(`The published schemas lack ${unmapped.join(', ')}: that is not in the mapping (EN-10).`)
  const answer = await send()
  const meant = meantBy(before, operations, on)
  if (answer.status >= 400) {
    const permission = permits(allowedOutcomes(before, operations, schema, DIALECT), {
      kind: 'refusal',
      status: answer.status,
      ...(answer.scimType === undefined ? {} : { scimType: answer.scimType }),
      resource: (await read()).resource,
    })
    if (permission.verdict === 'accept') return answer
    const legal = permission.verdict === 'warn' || readable(request, 'rfc') === undefined
    if (legal)
      context.warn({
        reason: 'It is refused, which the standard allows, and the change never arrives.',
        observed: describeAnswer(answer),
        decisive: [answer.exchange.id],
      })
    else grade(answer).pass(success()).otherwise.fail(NEVER_ARRIVES)
    return answer
  }
  grade(answer).pass(success()).otherwise.fail(NEVER_ARRIVES)
  const allowed = allowedOutcomes(before, operations, schema, DIALECT)
  const permissionOf = ({ resource }: Answer) => permits(allowed, { kind: 'state', resource })
  const seen = await scim.until(read, {
    expects: 'a state that Entra may have meant',
    differs: (found) =>
      found.status === 200 && permissionOf(found).verdict === 'accept' ? undefined : describeAnswer(found),
  })
  const permission = permissionOf(seen)
  if (permission.verdict === 'warn')
    context.warn({
      reason: 'The state afterwards is one that the standard allows and Entra did not mean.',
      observed: changesBetween(before, seen.resource).join('; ') || 'nothing has changed',
      decisive: [answer.exchange.id, seen.exchange.id],
    })
  if (meant === undefined && permission.verdict === 'fail') return expectRefusal(answer)
  on.resource =
    permission.verdict === 'accept' || permission.verdict === 'warn' || meant === undefined
      ? seen.resource
      : (await expectMeant(context, { before, meant, answer }, read)).resource
  return answer
}

function readable({ body }: FilledRequest, dialect: 'rfc' | 'entra' = 'entra'): PatchOperation[] | undefined {
  try {
    return readPatchOp(body ?? null, { dialect })
  } catch (error) {
    if (error instanceof ScimError) return undefined
    throw error
  }
}

function meantBy(
  before: JsonObject,
  operations: readonly PatchOperation[],
  on: Known,
): JsonObject | undefined {
  try {
    return applyPatch(before, operations, on.fixture.schema, DIALECT).resource
  } catch (error) {
    if (error instanceof ScimError) return undefined
    throw error
  }
}

function expectRefusal(answer: Answer): Answer {
  grade(answer).pass(refused()).otherwise.warn('A request without a meaning is taken.')
  return answer
}

/** Plays a PUT of a resource that exists, and demands that what was sent is there afterwards. */
export async function playPut(
  context: CheckContext,
  request: FilledRequest,
  on: Known,
  send: Send,
): Promise<Answer> {
  const body = isObject(request.body) ? request.body : {}
  const answer = await send()
  mayRefuse(context, answer, body, on.fixture.schema)
  grade(answer)
    .pass(success())
    .skip(status(405, 501), 'PUT is not offered here.')
    .otherwise.fail('The replacement is refused.')
  const seen = await context.scim.until(() => context.scim.get(on.path), status(200))
  on.resource = seen.resource
  expectSent(context, body, on, seen)
  return answer
}

/** Skips where a resource is refused that a server need not take: without what it requires, or of a schema that it lacks. */
export function mayRefuse(
  context: CheckContext,
  answer: Answer,
  body: JsonObject,
  schema: ResourceSchema,
): void {
  if (answer.status !== 400) return
  const required = schema.core.attributes.filter(
    (attribute) => attribute.required && attribute.mutability !== 'readOnly' && attribute.name !== 'schemas',
  )
  const absent = required.filter(({ name }) => isEmpty(getMember(body, name))).map(({ name }) => name)
  if (absent.length > 0) skip(`It is refused, and lacks ${absent.join(', ')}, which is required here.`)
  const named = getMember(body, 'schemas')
  const published = [schema.core, ...schema.extensions.map((extension) => extension.schema)].map(({ id }) =>
    id.toLowerCase(),
  )
  const strange = [
    ...(isArray(named) ? named : []),
    ...Object.keys(body).filter((name) => /^urn:/i.test(name)),
  ].filter(
    (uri) =>
      !published.includes(String(uri).toLowerCase()) &&
      !published.some((known) => String(uri).toLowerCase().startsWith(`${known}:`)),
  )
  if (strange.length > 0)
    skip(
      `It is refused, and names ${[...new Set(strange)].join(', ')}, which is no schema of this server (EN-10).`,
    )
}

/** Plays the deletion of a resource, and demands that it is gone afterwards. */
export async function playDelete(context: CheckContext, on: Known, send: Send): Promise<Answer> {
  const answer = await send()
  if (!on.alive) {
    grade(answer)
      .pass(status(404, 410))
      .warn(success(), 'What is gone can be deleted again.')
      .otherwise.fail('What is gone must be 404.')
    return answer
  }
  grade(answer)
    .pass(success())
    .skip(status(405, 501), 'Resources can not be deleted here (X-13).')
    .otherwise.fail('The deletion is refused.')
  on.alive = false
  const seen = await context.scim.until(() => context.scim.get(on.path), status(404, 410))
  grade(seen).pass(status(404, 410)).otherwise.fail('What was deleted is still there.')
  return answer
}

/** Never compared: the server's own, and what it may spell its way. */
const UNGRADED = new Set(['schemas', 'id', 'meta', 'groups', 'password'])

/** Warns of what was sent and is not there (EN-05); a resource under another name or in another state is a failure. */
export function expectSent(context: CheckContext, sent: JsonObject, on: Known, seen: Answer): void {
  const mapped = Object.fromEntries(
    Object.entries(sent).filter(
      ([name, value]) =>
        !UNGRADED.has(name.toLowerCase()) &&
        unmappedIn(context, [{ op: 'add', value: { [name]: value } }], on.fixture.schema).length === 0,
    ),
  )
  const meant =
    meantBy({ schemas: [on.fixture.schema.core.id] }, [{ op: 'add', value: mapped }], on) ?? mapped
  for (const name of ['userName', 'active']) {
    const [wanted, found] = [getMember(meant, name), getMember(seen.resource, name)]
    if (wanted === undefined || found === undefined || alike(wanted, found)) continue
    fail({
      reason: `${name} is not what was sent.`,
      expected: JSON.stringify(wanted),
      observed: JSON.stringify(found),
      decisive: [seen.exchange.id],
    })
  }
  const lost = Object.keys(mapped).filter((name) => {
    const found = getMember(seen.resource, name)
    return !isEmpty(mapped[name]) && isEmpty(found)
  })
  if (lost.length > 0)
    context.warn({
      reason: 'What was sent is accepted and not given back.',
      expected: 'every attribute that was sent',
      observed: `no ${lost.join(', ')}`,
      decisive: [seen.exchange.id],
    })
}

const alike = (wanted: unknown, found: unknown) =>
  typeof wanted === 'string' && typeof found === 'string'
    ? wanted.toLowerCase() === found.toLowerCase()
    : wanted === found

const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
