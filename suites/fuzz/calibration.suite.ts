// RFC 7644 §3.5.1: values that a client sends for writable attributes replace those that are there. Properties draw only
// what a server stores as it was sent, and learn that first; so that nothing hides behind what was learnt, an attribute
// that the schema offers for writing, and that is stored neither by POST nor by PUT, is a finding by itself.
import {
  type Answer,
  calibrate,
  type CheckContext,
  describeAnswer,
  fail,
  type Habit,
  suite,
} from '../../harness/check/index.ts'
import { isObject, sameName } from '../../harness/scim/json.ts'
import { parseAttributePath } from '../../harness/scim/path.ts'
import { getAt, resolve } from '../../harness/scim/schema/lookup.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'

/** So many attributes are asked about once more. */
const MOST = 8

/** Values that a server may know better than a client, or may not know at all: not storing them is told as a warning. */
const JUDGED_BY_MEANING = [
  'roles',
  'entitlements',
  'locale',
  'timezone',
  'preferredLanguage',
  'userType',
  'photos',
  'profileUrl',
  'ims',
]

/** Whether a representation holds anything at a path. */
function holds({ userSchema }: CheckContext, path: string, answer: Answer): boolean {
  const resolved = resolve(userSchema, parseAttributePath(path))
  if (resolved === undefined || answer.status !== 200 || !isObject(answer.json)) return true
  const { extension, attribute, sub } = resolved
  const home = { ...(extension === undefined ? {} : { extension }), attribute }
  const value = getAt(answer.json, home)
  const parts = value === undefined ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value]
  if (sub === undefined) return parts.length > 0
  return parts.some((part) => isObject(part) && Object.keys(part).some((name) => sameName(name, sub.name)))
}

/** Sends one attribute by PUT to a user of its own, and looks whether it is there. */
async function isStoredByPut(context: CheckContext, { path }: Habit, wanted: JsonObject) {
  const { scim, users } = context
  const user = await users.create()
  const put = await scim.put(user, { ...user.sent, ...wanted, id: user.id })
  const seen = await scim.until(() => users.read(user), {
    expects: `a user with ${path}`,
    differs: (answer) => (holds(context, path, answer) ? undefined : `no ${path}`),
  })
  await scim.delete(user)
  return { put, seen, stored: holds(context, path, seen) }
}

/** The body that holds just what was sent at a path. */
function bodyOf({ path, sent = null }: Habit): JsonObject | undefined {
  const { uri, name, sub } = parseAttributePath(path)
  if (sub !== undefined) return undefined
  return uri === undefined ? { [name]: sent } : { [uri]: { [name]: sent } }
}

export default suite(
  'What a server stores',
  {
    id: 'fuzz.calibration',
    file: 'suites/fuzz/calibration',
    needs: ['users', 'create-user', 'read-user', 'replace-user'],
    tags: ['fuzz', 'payload'],
    severity: 'data-loss',
    impact: 'The value is written at every cycle, the log says success, and it never arrives.',
  },
  ({ check }) => {
    check(
      'an attribute that the schema offers for writing is stored',
      {
        id: 'stores-what-it-offers',
        verifies: ['RFC7644-3.5.1-04'],
        rulings: ['C-13'],
        timeoutMs: 120_000,
        advice: 'Store the attribute, or publish it as readOnly, or take it out of the schema.',
      },
      async (context) => {
        const { habits } = await calibrate(context)
        const ignored = habits.filter(({ kind }) => kind === 'ignored').slice(0, MOST)
        for (const habit of ignored) {
          const body = bodyOf(habit)
          if (body === undefined) continue
          const { put, seen, stored } = await isStoredByPut(context, habit, body)
          if (stored || put.status >= 300) continue
          const finding = {
            reason: `The schema offers ${habit.path} for writing, and neither POST nor PUT stores it, though both are answered with success.`,
            expected: `${habit.path} ${JSON.stringify(habit.sent)}, as it was sent`,
            observed: `PUT was answered ${describeAnswer(put)}; then no ${habit.path}`,
            decisive: [...habit.exchanges, put.exchange.id, seen.exchange.id],
          }
          if (JUDGED_BY_MEANING.some((name) => sameName(name, habit.path))) context.warn(finding)
          else fail(finding)
        }
      },
    )
  },
)
