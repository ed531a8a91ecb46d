import type { CheckContext } from '../../harness/check/index.ts'
import { readTarget, valueAt } from '../../harness/entra/targets.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { type Mapped, wholeMapping } from '../microsoft/mapping.ts'
import { isGiven } from './inForce.ts'
import { sampleUser } from './sampleUser.ts'

/** Not in the default mapping, but in what was recorded. */
const BESIDES: readonly Mapped[] = [
  { target: { text: 'nickName', attribute: 'nickName' }, matching: 0, definition: undefined },
]

/** What a creation with the whole mapping gave back, once a run. */
const witnesses = new WeakMap<CheckContext['settings'], Promise<JsonObject>>()

/**
 * Whether an attribute of users counts as mapped where no schemas are published and no mapping is given: when a creation
 * with everything that Entra maps by default gave it back (EN-10). References, which come later, count.
 */
export async function keptByWitness(context: CheckContext): Promise<(path: string) => boolean> {
  if (isGiven(context) || context.facts.schemas.length > 0) return () => true
  const rows = [...wholeMapping(context), ...BESIDES]
  const sent = sampleUser(context, rows)
  const shown = await witnessOf(context, sent)
  return (path) => {
    const target = readTarget(path)
    return target === undefined || valueAt(sent, target) === undefined || valueAt(shown, target) !== undefined
  }
}

function witnessOf(context: CheckContext, sent: JsonObject): Promise<JsonObject> {
  const { settings, users } = context
  const known = witnesses.get(settings)
  if (known !== undefined) return known
  const made = users
    .create(sent)
    .then((user) => users.read(user))
    .then(({ resource }) => resource)
  witnesses.set(settings, made)
  made.catch(() => witnesses.delete(settings))
  return made
}
