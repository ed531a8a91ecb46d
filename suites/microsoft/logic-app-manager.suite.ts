import { suite } from '../../harness/check/index.ts'
import { readTarget, valueAt } from '../../harness/entra/targets.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import { ENTERPRISE, recorded, sendRecorded } from '../entra/playing.ts'
import { demand, foretell, object } from './foretelling.ts'
import { LOGIC_APP, needMapped, patched, provisionUser } from './logicApp.ts'
import { mappedOfUsers, maps } from './mapping.ts'

const PATH = `${ENTERPRISE}:manager`
const MANAGER = readTarget(PATH)

/** The Logic App's test of the manager, straight to the server; in the overview, not in the template of June 2026. */
export default suite(
  'SCIM validation Logic App: manager, straight to the server',
  {
    id: LOGIC_APP,
    file: 'suites/microsoft/logic-app-manager',
    profile: 'microsoft',
    severity: 'breaks-provisioning',
    impact: 'The validation of the App Gallery fails, and the application is not listed.',
  },
  ({ check }) => {
    foretell(check, LOGIC_APP, { id: 'scim-update-manager', rulings: ['EN-04', 'C-19'] }, async (context) => {
      needMapped(maps(mappedOfUsers(context), 'manager'), 'manager')
      const [boss, successor] = [await provisionUser(context), await provisionUser(context)]
      const user = await provisionUser(context)
      for (const [op, value, what] of [
        ['Add', boss.id, 'set by Add'],
        ['replace', successor.id, 'changed by replace'],
        ['replace', '', 'removed by an empty text'],
      ] as const) {
        const answer = await context.scim.patch(user, [{ op, path: PATH, value }])
        demand(answer, patched, {
          reason: `A manager can not be ${what}.`,
          rfc: 'manager is an object whose value is the id (RFC 7643 §4.3), and a text may be refused.',
        })
        const seen = await sendRecorded(context, recorded('la-user-get'), { id: user.id })
        const manager = MANAGER === undefined ? undefined : valueAt(seen.resource, MANAGER)
        const found = (isObject(manager) ? getMember(manager, 'value') : manager) ?? ''
        if (found === value) continue
        object({
          reason: `A manager was ${what}, and that has no effect.`,
          expected: value === '' ? 'no manager' : `manager.value ${value}`,
          observed: `manager ${JSON.stringify(manager ?? null)}`,
          decisive: [answer.exchange.id, seen.exchange.id],
        })
      }
    })
  },
)
