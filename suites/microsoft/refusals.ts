import { type CheckContext, success } from '../../harness/check/index.ts'
import type { Recording } from '../../harness/entra/recordings.ts'
import { readTarget, withValue } from '../../harness/entra/targets.ts'
import { isObject } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { ENTERPRISE, sendRecorded } from '../entra/playing.ts'
import type { Objection } from './foretelling.ts'
import { userValues } from './validator.ts'

/** What in the Validator's user breaks a rule that a server may hold to; each with what the standards say. */
const ODDITIES: readonly (readonly [name: string, correct: (body: JsonObject) => JsonObject, rfc: string])[] =
  [
    [
      'roles[].primary as the text "True"',
      (body) => set(body, 'roles[primary eq "True"].primary', true),
      'primary is a boolean (RFC 7643 §2.4), and a text need not be taken for one.',
    ],
    [
      'a manager who is nobody',
      (body) => without(body, ENTERPRISE, 'manager'),
      'manager.value is the id of a user (RFC 7643 §4.3), and a server may look whether there is one.',
    ],
    [
      'a profileUrl that is no URL',
      (body) => without(body, 'profileUrl'),
      'profileUrl is a reference to a web page (RFC 7643 §4.1.1).',
    ],
    [
      'a locale of random letters',
      (body) => without(body, 'locale'),
      'locale is a language tag (RFC 7643 §4.1.1).',
    ],
    [
      'the enterprise extension',
      (body) => ({ ...without(body, ENTERPRISE), schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'] }),
      'a server need not have the enterprise extension.',
    ],
  ]

function set(body: JsonObject, path: string, value: Json): JsonObject {
  const target = readTarget(path)
  return target === undefined ? body : withValue(body, target, value)
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

/** Why the Validator's user is refused: the first oddity without which it is taken. */
export async function refusedFor(
  context: CheckContext,
  recording: Recording,
): Promise<Pick<Objection, 'reason' | 'rfc'> | undefined> {
  const body = recording.request.body
  if (body === undefined || !isObject(body)) return undefined
  for (const [name, correct, rfc] of ODDITIES) {
    const request = { ...recording.request, body: correct(body) }
    const answer = await sendRecorded(context, { ...recording, request }, userValues(context))
    if (success().differs(answer) === undefined)
      return { reason: `The Validator’s user is refused because of ${name}.`, rfc }
  }
  return undefined
}
