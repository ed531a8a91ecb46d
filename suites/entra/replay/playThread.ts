import {
  all,
  type Answer,
  answerWhere,
  any,
  type CheckContext,
  Decision,
  fail,
  grade,
  refused,
  skip,
  status,
  success,
} from '../../../harness/check/index.ts'
import { ForeignAddress } from '../../../harness/check/identity/outgoing.ts'
import { boundBy, type Playable, type Thread } from '../../../harness/entra/replay/playable.ts'
import { filled, type FilledRequest } from '../../../harness/entra/recordings.ts'
import { getMember, isObject } from '../../../harness/scim/json.ts'
import type { JsonObject } from '../../../harness/scim/types.ts'
import { ENTERPRISE } from '../playing.ts'
import { expectSent, mayRefuse, playDelete, playPatch, playPut, type Send } from './changes.ts'
import { prepare } from './preparing.ts'
import { playGet, playQuery } from './queries.ts'
import { type Values, valuesOf } from './values.ts'
import { emptyWorld, idIn, type World } from './world.ts'

const MOST_TOLD = 20

/**
 * Plays the exchanges of a thread one after another, on resources of its own, and grades each answer and the state
 * afterwards. Goes on after a failure: the first one is the verdict, and tells of the others.
 */
export async function playThread(context: CheckContext, { exchanges }: Thread): Promise<void> {
  const values = valuesOf(context, exchanges)
  const world = emptyWorld(context)
  await prepare(context, exchanges, values, world)
  const failures: { readonly title: string; readonly decision: Decision }[] = []
  const skips: string[] = []
  for (const exchange of exchanges) {
    try {
      await playExchange(context, exchange, values, world)
    } catch (thrown) {
      if (thrown instanceof ForeignAddress)
        skips.push(`It was held back: ${thrown.message.split(';')[0] ?? ''}.`)
      else if (!(thrown instanceof Decision)) throw thrown
      else if (thrown.verdict === 'fail') failures.push({ title: titleOf(exchange), decision: thrown })
      else skips.push(thrown.finding.reason)
    }
  }
  const [first, ...others] = failures
  if (first !== undefined) {
    const { finding } = first.decision
    const told = others
      .slice(0, MOST_TOLD)
      .map(({ title, decision }) => `${title}: ${decision.finding.reason}`)
    fail({
      ...finding,
      reason: exchanges.length === 1 ? finding.reason : `${first.title}: ${finding.reason}`,
      explanation: [
        ...(finding.explanation ?? []),
        ...(others.length === 0
          ? []
          : [`${others.length} more of ${exchanges.length} exchanges fail:`, ...told]),
      ],
    })
  }
  if (skips.length === exchanges.length) skip(skips[0] ?? '')
}

const titleOf = ({ original, title }: Playable) => `${title} (${original})`

async function playExchange(
  context: CheckContext,
  exchange: Playable,
  values: Values,
  world: World,
): Promise<void> {
  if (exchange.form !== 'request' || exchange.request.bodyText !== undefined)
    skip(exchange.note ?? `It is kept as a ${exchange.form} and can not be sent.`)
  if (exchange.job === 'token') skip('It is said to the token endpoint, not to the SCIM server.')
  const request = filled(exchange, values.for(JSON.stringify(exchange.request)))
  const send = sender(context, exchange, request)
  const answer = await playRequest(context, exchange, request, { values, world, send })
  const { answer: recorded } = exchange
  const learnt = {
    ...boundBy(recorded?.body, answer.json),
    ...boundBy(lowerCase(recorded?.headers ?? {}), answer.headers),
  }
  for (const [name, value] of Object.entries(learnt))
    if (['version', 'cursor'].includes(values.kindOf(name) ?? '')) values.bind(name, value)
}

const lowerCase = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

function sender(
  { scim, identity }: CheckContext,
  { request: { credentials } }: Playable,
  request: FilledRequest,
): Send {
  const { method, path, query, headers, body } = request
  return () =>
    scim.send({
      method,
      path,
      ...(query === undefined ? {} : { query }),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
      ...(credentials === 'none' ? { auth: 'none' as const } : {}),
      ...(credentials === 'refused' ? { auth: { bearer: `no-token-of-anybody-${identity.runMark}` } } : {}),
    })
}

interface Stage {
  readonly values: Values
  readonly world: World
  readonly send: Send
}

async function playRequest(
  context: CheckContext,
  exchange: Playable,
  request: FilledRequest,
  { values, world, send }: Stage,
): Promise<Answer> {
  if (exchange.request.credentials !== undefined) {
    const answer = await send()
    grade(answer)
      .pass(status(401))
      .warn(refused(), 'It is refused, but not with 401.')
      .otherwise.fail('A request without a valid token is served.')
    return answer
  }
  const fixture = world.fixtureOf(request.path)
  const [, , id, ...deeper] = request.path.split('/')
  if (fixture === undefined || deeper.length > 0 || id?.startsWith('.') === true)
    return playOther(exchange, await send())
  const on = id === undefined || id === '' ? undefined : world.at(request.path)
  switch (request.method) {
    case 'POST':
      return playCreation(context, exchange, request, { values, world, send })
    case 'GET':
      if (id !== undefined && id !== '') return playGet(context, on, send)
      return (await playQuery(context, request, world, send)) ?? playOther(exchange, await send())
    case 'DELETE':
      return on === undefined ? playOnMissing(await send()) : playDelete(context, on, send)
    case 'PATCH':
    case 'PUT':
      if (on?.alive !== true) return playOnMissing(await send())
      return request.method === 'PATCH'
        ? playPatch(context, request, on, send)
        : playPut(context, request, on, send)
    default:
      return playOther(exchange, await send())
  }
}

function playOnMissing(answer: Answer): Answer {
  grade(answer)
    .pass(status(404, 410))
    .warn(refused(), 'It is refused, but not with 404.')
    .otherwise.fail('What does not exist can be changed.')
  return answer
}

/** Says nothing of what was asked. */
const BUSY = new Set([429, 502, 503, 504])

const withId = all(
  success(),
  answerWhere('an id', (answer) => idIn(answer) !== undefined),
)

/** Ruling C-19: the standard has an object there. */
function hasBareManager(body: JsonObject): boolean {
  const extension = getMember(body, ENTERPRISE)
  return isObject(extension) && typeof getMember(extension, 'manager') === 'string'
}

async function playCreation(
  context: CheckContext,
  exchange: Playable,
  request: FilledRequest,
  { values, world, send }: Stage,
): Promise<Answer> {
  const fixture = world.fixtureOf(request.path) ?? skip('The endpoint is not known.')
  const body = isObject(request.body) ? request.body : {}
  const before = exchange.answer?.status ?? 0
  const named = /^\{\{(\w+)\}\}$/.exec(String(exchange.answer?.body?.['id']))?.[1]
  const namesake = world.namesake(fixture, body)
  if (namesake === undefined && BUSY.has(before)) skip(`It was not served when it was recorded (${before}).`)
  const answer = await send()
  if (namesake !== undefined) {
    // It may have been sent again after a failure, and only the last answer told the id.
    if (named !== undefined) values.bind(named, namesake.id)
    grade(answer)
      .pass(status(409))
      .fail(success(), 'A second account was made for the same userName.')
      .otherwise.warn('It is refused, but not with 409, which alone Entra reads as a conflict.')
    return answer
  }
  if (before >= 400 && before < 500 && answer.status >= 400) return playRefusedAgain(before, answer)
  mayRefuse(context, answer, body, fixture.schema)
  if (answer.status === 400 && hasBareManager(body)) {
    grade(answer)
      .pass(withId)
      .otherwise.warn(
        'Entra sends manager as a bare id; the standard has an object, and this server takes only that.',
      )
    return answer
  }
  grade(answer).pass(withId).otherwise.fail('Entra needs 201 with the id of what was made.')
  const id = idIn(answer) ?? ''
  if (named !== undefined) values.bind(named, id)
  const on = world.add(fixture, id, answer.resource)
  const seen = await context.scim.until(() => context.scim.get(on.path), status(200))
  grade(seen).pass(status(200)).otherwise.fail('What was made can not be read.')
  on.resource = seen.resource
  expectSent(context, body, on, seen)
  return answer
}

/** A refusal as recorded is no success: what was sent arrived neither then nor now. A conflict may have been right. */
function playRefusedAgain(before: number, answer: Answer): Answer {
  const again = `Refused with ${answer.status}, as recorded (${before}): what was sent arrived neither then nor now.`
  if (before === 409) grade(answer).pass(status(409)).warn(refused(), again).otherwise.fail(again)
  else
    grade(answer).warn(refused(), again).otherwise.fail(`It was refused with ${before} when it was recorded.`)
  return answer
}

/** What no oracle knows of: it must be answered as it was when it was recorded. */
function playOther({ answer: recorded }: Playable, answer: Answer): Answer {
  const before = recorded?.status ?? 200
  if (before < 400) {
    grade(answer)
      .pass(success())
      .skip(status(403, 404, 405, 501), 'This is not offered here.')
      .otherwise.fail(`It was answered ${before} when it was recorded.`)
  } else {
    grade(answer)
      .pass(any(refused(), status(before)))
      .warn(success(), `It was refused with ${before} when it was recorded, and is served here.`)
      .otherwise.fail(`It was refused with ${before} when it was recorded.`)
  }
  return answer
}
