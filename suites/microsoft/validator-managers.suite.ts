import { type CheckContext, success, suite } from '../../harness/check/index.ts'
import { readTarget, valueAt } from '../../harness/entra/targets.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { ENTERPRISE, recorded, sendRecorded } from '../entra/playing.ts'
import { demand, foretell, object, type Telling } from './foretelling.ts'
import { lookUp, makeUser, VALIDATOR, type ValidatorUser, word } from './validator.ts'

const MANAGER = readTarget(`${ENTERPRISE}:manager`)

/** The manager of a user, as it stands there. */
const managerIn = (user: JsonObject): Json | undefined =>
  MANAGER === undefined ? undefined : valueAt(user, MANAGER)

/** What newer runs send, and what older ones sent. */
const FORMS = {
  add: [
    ['val-manager-add-string', 'the bare id', 'recorded'],
    ['val-manager-add-object', 'an object (runs before March 2026)', 'reconstructed'],
  ],
  replace: [
    ['val-manager-replace-string', 'the bare id', 'recorded'],
    ['val-manager-replace-object', 'an object (runs before March 2026)', 'reconstructed'],
  ],
  remove: [
    ['val-manager-empty-string', 'an empty text for manager', 'recorded'],
    ['val-manager-empty-object', 'an empty text for manager.value (runs before March 2026)', 'reconstructed'],
    ['val-manager-remove', 'a remove (runs of February 2026)', 'reconstructed'],
  ],
} as const

/** Sends a change of the manager, and reads the user back. */
async function changed(
  context: CheckContext,
  user: ValidatorUser,
  [original, form, confidence]: (typeof FORMS)[keyof typeof FORMS][number],
  managerId: string,
): Promise<{ manager: Json | undefined; exchange: string }> {
  const answer = await sendRecorded(context, recorded(original), { id: user.id, managerId })
  demand(answer, success(), {
    reason: `The change of the manager, by ${form}, is refused.`,
    confidence,
    rfc: 'manager is an object whose value is the id of a user (RFC 7643 §4.3): a text may be refused, and so may a manager who is nobody.',
  })
  const { user: found, answer: seen } = await lookUp(context, user.userName)
  return { manager: managerIn(found), exchange: seen.exchange.id }
}

/** The SCIM Validator's tests of the manager, in every form that was seen. Its managers are nobody. */
export default suite(
  'SCIM Validator: managers',
  {
    id: VALIDATOR,
    file: 'suites/microsoft/validator-managers',
    profile: 'microsoft',
    severity: 'breaks-provisioning',
    impact: 'The SCIM Validator shows a failed test.',
  },
  ({ check }) => {
    for (const [op, id] of [
      ['add', 'patch-user-add-manager'],
      ['replace', 'patch-user-replace-manager'],
    ] as const) {
      foretell(
        check,
        VALIDATOR,
        {
          id,
          rulings: ['EN-00', 'C-19'],
          advice: 'Read a text where the manager stands as the value of the reference.',
        },
        async (context) => {
          for (const form of FORMS[op]) {
            const managerId = form[0].endsWith('string') ? context.identity.guid() : word(context)
            const user = await makeUser(context)
            const { manager, exchange } = await changed(context, user, form, managerId)
            expectManager(manager, managerId, { exchange, form: form[1], confidence: form[2] })
          }
        },
      )
    }

    foretell(
      check,
      VALIDATOR,
      { id: 'patch-user-remove-manager', rulings: ['EN-00'] },
      async (context, telling) => {
        for (const form of FORMS.remove) {
          const user = await makeUser(context)
          const { manager, exchange } = await changed(context, user, form, '')
          expectNone(manager, telling, { exchange, form: form[1], confidence: form[2] })
        }
      },
    )
  },
)

interface How {
  readonly exchange: string
  readonly form: string
  readonly confidence: 'recorded' | 'reconstructed'
}

function expectManager(manager: Json | undefined, wanted: string, { exchange, form, confidence }: How): void {
  const found = isObject(manager) ? getMember(manager, 'value') : manager
  if (typeof found === 'string' && found.toLowerCase() === wanted.toLowerCase()) return
  object({
    reason: `The change of the manager, by ${form}, is accepted and has no effect.`,
    expected: `manager.value ${wanted}`,
    observed: manager === undefined ? 'no manager' : `manager ${JSON.stringify(manager)}`,
    decisive: [exchange],
    confidence,
  })
}

/** An empty reference is enough for the Validator, and for nobody else. */
function expectNone(
  manager: Json | undefined,
  { doubt }: Telling,
  { exchange, form, confidence }: How,
): void {
  if (manager === undefined || manager === null) return
  const value = isObject(manager) ? getMember(manager, 'value') : manager
  const observed = `manager ${JSON.stringify(manager)}`
  if (value === '' || value === undefined || value === null) {
    doubt({
      reason: `it takes an empty manager for none. By RFC 7643 §2.5 the attribute is unassigned and left out; who reads this user sees a manager without an id (after ${form}).`,
      expected: 'no manager',
      observed,
      decisive: [exchange],
    })
    return
  }
  object({
    reason: `The removal of the manager, by ${form}, is accepted and has no effect.`,
    expected: 'no manager',
    observed,
    decisive: [exchange],
    confidence,
  })
}
