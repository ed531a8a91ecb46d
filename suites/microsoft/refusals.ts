import { type CheckContext, success } from '../../harness/check/index.ts'
import type { Recording } from '../../harness/entra/recordings.ts'
import { readTarget, withValue } from '../../harness/entra/targets.ts'
import { isArray, isObject } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { ENTERPRISE, sendRecorded } from '../entra/playing.ts'
import type { Objection } from './foretelling.ts'
import { userValues } from './validator.ts'

/** Something odd in the Validator's user. */
interface Oddity {
  readonly name: string
  readonly correct: (body: JsonObject) => JsonObject
  readonly rfc: string
}

/** What in the Validator's user breaks a rule that a server may hold to; each with what the standards say. */
const ODDITIES: readonly Oddity[] = [
  {
    name: 'roles[].primary as the text "True"',
    correct: (body) => set(body, 'roles[primary eq "True"].primary', true),
    rfc: 'primary is a boolean (RFC 7643 §2.4), and a text need not be taken for one.',
  },
  {
    name: 'a type of role that is random letters',
    correct: (body) => withoutIn(body, 'roles', 'type'),
    rfc: 'a server may take the types only that it publishes (RFC 7643 §7).',
  },
  {
    name: 'a manager who is nobody',
    correct: (body) => without(body, ENTERPRISE, 'manager'),
    rfc: 'manager.value is the id of a user (RFC 7643 §4.3), and a server may look whether there is one.',
  },
  {
    name: 'a profileUrl that is no URL',
    correct: (body) => without(body, 'profileUrl'),
    rfc: 'profileUrl is a reference to a web page (RFC 7643 §4.1.1).',
  },
  {
    name: 'a locale of random letters',
    correct: (body) => without(body, 'locale'),
    rfc: 'locale is a language tag (RFC 7643 §4.1.1).',
  },
  {
    name: 'a country in words',
    correct: (body) => without(body, 'addresses'),
    rfc: 'country is a code of two letters (RFC 7643 §4.1.2).',
  },
  {
    name: 'the enterprise extension',
    correct: (body) => ({
      ...without(body, ENTERPRISE),
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    }),
    rfc: 'a server need not have the enterprise extension.',
  },
]

function set(body: JsonObject, path: string, value: Json): JsonObject {
  const target = readTarget(path)
  return target === undefined ? body : withValue(body, target, value)
}

function withoutIn(body: JsonObject, list: string, sub: string): JsonObject {
  const elements = body[list]
  if (!isArray(elements)) return body
  return { ...body, [list]: elements.map((one) => (isObject(one) ? without(one, sub) : one)) }
}

function without(body: JsonObject, name: string, sub?: string): JsonObject {
  const inner = body[name]
  return Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) => {
      if (key !== name) return [[key, value]]
      if (sub === undefined || !isObject(inner)) return []
      return [[key, Object.fromEntries(Object.entries(inner).filter(([one]) => one !== sub))]]
    }),
  ) as JsonObject
}

/** Why the Validator's user is refused: the oddities without which it is taken, when it is taken without all of them. */
export async function refusedFor(
  context: CheckContext,
  recording: Recording,
): Promise<Pick<Objection, 'reason' | 'rfc'> | undefined> {
  const body = recording.request.body
  if (body === undefined || !isObject(body)) return undefined
  const isTaken = async (without: readonly Oddity[]) => {
    const corrected = without.reduce((one, { correct }) => correct(one), body)
    const request = { ...recording.request, body: corrected }
    const answer = await sendRecorded(context, { ...recording, request }, userValues(context))
    return success().differs(answer) === undefined
  }
  if (!(await isTaken(ODDITIES))) return undefined
  const decisive: Oddity[] = []
  for (const oddity of ODDITIES)
    if (!(await isTaken(ODDITIES.filter((other) => other !== oddity)))) decisive.push(oddity)
  if (decisive.length === 0) return undefined
  return {
    reason: `The Validator’s user is refused because of ${decisive.map(({ name }) => name).join(', and ')}.`,
    rfc: `${decisive.map(({ rfc }) => rfc.replace(/\.$/, '')).join('; ')}.`,
  }
}
