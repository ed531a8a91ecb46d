import { at } from '../../harness/check/at.ts'
import { type CheckContext, error, grade, status } from '../../harness/check/index.ts'
import { isArray, isObject } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { adviseNone } from './documents.ts'
import { readNew } from './readNew.ts'

/** A text without what canonicalisation may change: case, white space, `tel:`, a slash at the end. */
const canonical = (value: Json | undefined) =>
  typeof value === 'string'
    ? value
        .toLowerCase()
        .replace(/^tel:/, '')
        .replace(/[\s-]|\/$/g, '')
    : value

/** Whether what was sent is found in what came back; what the server added is left aside. */
function kept(sent: Json, found: Json | undefined): boolean {
  if (isArray(sent)) return isArray(found) && sent.every((one) => found.some((other) => kept(one, other)))
  if (isObject(sent)) return Object.entries(sent).every(([name, value]) => kept(value, at(found, name)))
  return canonical(sent) === canonical(found)
}

/** Creates a user with the attributes, and warns of those that do not come back. */
export async function comeBack(context: CheckContext, attributes: JsonObject): Promise<void> {
  const { scim, users } = context
  const answer = await scim.post(users.endpoint, users.payload(attributes))
  grade(answer)
    .pass(status(201))
    .warn(error(400), 'A user with common attributes is refused as a whole.')
    .otherwise.fail(
      'A user with attributes of the User schema is created, or refused with 400 (RFC 7644 §3.3).',
    )
  if (answer.status !== 201) return
  const seen = await readNew(scim, users, answer)
  const lost = (name: string, value: Json, where: Json | undefined): readonly string[] =>
    isObject(value) && !isArray(value)
      ? Object.entries(value).flatMap(([sub, inner]) => lost(`${name}.${sub}`, inner, at(where, sub)))
      : kept(value, where)
        ? []
        : [where === undefined ? `${name} is missing` : `${name} is ${JSON.stringify(where)}`]
  adviseNone(context, {
    reason:
      'Attributes of the User schema that are accepted come back with the value that was sent (RFC 7643 §4.1).',
    expected: Object.keys(attributes).join(', ') + ' as sent',
    problems: Object.entries(attributes).flatMap(([name, value]) => lost(name, value, at(seen.json, name))),
    answers: [seen],
  })
}
