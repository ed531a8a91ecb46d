import { answerWhere, type CheckContext, status, success, suite } from '../../harness/check/index.ts'
import { readTarget, valueAt } from '../../harness/entra/targets.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { ENTERPRISE, recorded, sendRecorded } from '../entra/playing.ts'
import { demand, foretell, object } from './foretelling.ts'
import {
  type Dialect,
  firstOf,
  LOGIC_APP,
  look,
  needMapped,
  nobody,
  provisionUser,
  type ProvisionedUser,
  readUser,
  throughEngine,
  WORDS,
} from './logicApp.ts'
import { mappedOfUsers, maps } from './mapping.ts'

const MANAGER = readTarget(`${ENTERPRISE}:manager`)

/** What Entra sends when so much of a user has changed, in the words of a dialect. */
function updateOf(dialect: Dialect, changes: Readonly<Record<string, Json>>): readonly JsonObject[] {
  const op = WORDS[dialect].replace
  const entries = Object.entries(changes)
  if (dialect === 'legacy') return entries.map(([path, value]) => ({ op, path, value }))
  const inPath = entries.filter(([path]) => path.includes('['))
  const inValue = entries.filter(([path]) => !path.includes('['))
  return [...inPath.map(([path, value]) => ({ op, path, value })), { op, value: Object.fromEntries(inValue) }]
}

const disabling = { legacy: 'com-legacy-disable', compliant: 'com-flag-disable' } as const
const isInactive = firstOf('a user whose active is false', (user) => getMember(user, 'active') === false)
const isActive = firstOf('a user whose active is true', (user) => getMember(user, 'active') === true)
const isGone = answerWhere(
  'nobody, or a user whose active is false',
  (answer) => nobody.differs(answer) === undefined || isInactive.differs(answer) === undefined,
)

async function disable(context: CheckContext, user: ProvisionedUser, dialect: Dialect): Promise<void> {
  const answer = await sendRecorded(context, recorded(disabling[dialect]), { id: user.id })
  demand(answer, success(), 'The deactivation is refused.')
}

/** The Logic App's tests of users that go through the provisioning service. */
export default suite(
  'SCIM validation Logic App: users through the provisioning service',
  {
    id: LOGIC_APP,
    file: 'suites/microsoft/logic-app-users',
    profile: 'microsoft',
    severity: 'breaks-provisioning',
    impact: 'The validation of the App Gallery fails, and the application is not listed.',
  },
  ({ check }) => {
    foretell(check, LOGIC_APP, { id: 'create-user', rulings: ['EN-00'] }, (context, telling) =>
      throughEngine(telling, async () => void (await provisionUser(context))),
    )

    foretell(
      check,
      LOGIC_APP,
      { id: 'update-user', rulings: ['EN-00', 'EN-02'] },
      async (context, telling) => {
        await throughEngine(telling, async (dialect) => {
          const user = await provisionUser(context)
          const changes = changesOf(context, (await context.users.read(user)).resource)
          const answer = await context.scim.patch(user, updateOf(dialect, changes))
          demand(answer, success(), 'The update is refused.')
          const reached = answerWhere('a user with all new values', ({ json }) =>
            isObject(json) ? stale(json, changes).length === 0 : false,
          )
          const seen = await readUser(context, user, reached)
          const wrong = isObject(seen.json) ? stale(seen.json, changes) : ['no resource']
          if (wrong.length > 0)
            object({
              reason: 'The update is accepted, and not all of it arrives.',
              expected: 'every attribute with its new value',
              observed: wrong.join('; '),
              decisive: [answer.exchange.id, seen.exchange.id],
            })
        })
      },
    )

    foretell(
      check,
      LOGIC_APP,
      { id: 'disable-user', rulings: ['EN-03', 'EN-06'], severity: 'security' },
      async (context, telling) => {
        await throughEngine(telling, async (dialect) => {
          const user = await provisionUser(context)
          await disable(context, user, dialect)
          demand(
            await look(context, user, isInactive),
            isInactive,
            'The user who was deactivated is not found, by userName, with active false.',
          )
        })
      },
    )

    foretell(
      check,
      LOGIC_APP,
      { id: 'delete-user', rulings: ['D-01'], severity: 'security' },
      async (context, telling) => {
        await throughEngine(telling, async (dialect) => {
          const user = await provisionUser(context)
          await disable(context, user, dialect)
          const answer = await sendRecorded(context, recorded('tut-user-delete'), { id: user.id })
          demand(answer, success(), {
            reason: 'The deletion is refused.',
            production: 'soft deletion is enough for the gallery; the test is optional.',
          })
          demand(
            await readUser(context, user, status(404)),
            status(404),
            'A deleted user is not answered with 404.',
          )
        })
      },
    )

    foretell(
      check,
      LOGIC_APP,
      { id: 'user-update-manager', rulings: ['EN-00', 'EN-04', 'C-19'] },
      async (context, telling) => {
        needMapped(maps(mappedOfUsers(context), 'manager'), 'manager')
        await throughEngine(telling, (dialect) => manage(context, dialect))
        telling.remark(
          'How the service clears a manager is in no public capture; a remove was sent in its stead.',
        )
      },
    )

    foretell(
      check,
      LOGIC_APP,
      { id: 'restore-user', rulings: ['EN-03', 'EN-06'] },
      async (context, telling) => {
        await throughEngine(telling, async (dialect) => {
          const user = await provisionUser(context)
          await disable(context, user, dialect)
          demand(await look(context, user, isGone), isGone, 'A user who was unassigned is still active.')
          const back = WORDS[dialect]
          const value = dialect === 'legacy' ? 'True' : true
          const answer = await context.scim.patch(user, [{ op: back.replace, path: 'active', value }])
          demand(answer, success(), 'The activation of a user who is assigned again is refused.')
          demand(
            await look(context, user, isActive),
            isActive,
            'A user who is assigned again is not found, by userName, with active true.',
          )
        })
      },
    )

    foretell(
      check,
      LOGIC_APP,
      { id: 'pod-user', rulings: ['EN-00', 'EN-11'] },
      async (context, { remark }) => {
        await provisionUser(context)
        remark('Provision on demand speaks the older dialect even with the flag in the Tenant URL.')
      },
    )
  },
)

/** New values for what the server keeps of the default mapping. */
function changesOf(context: CheckContext, kept: JsonObject): Readonly<Record<string, Json>> {
  const { identity } = context
  const all: Readonly<Record<string, Json>> = {
    'emails[type eq "work"].value': identity.email(),
    userName: identity.userName(),
    displayName: identity.displayName('updated'),
    title: 'Director',
    'name.givenName': 'Grace',
    'name.familyName': 'Updated',
    [`${ENTERPRISE}:department`]: 'Sales',
  }
  return Object.fromEntries(
    Object.entries(all).filter(([text]) => {
      const target = readTarget(text)
      return target !== undefined && valueAt(kept, target) !== undefined
    }),
  )
}

function stale(user: JsonObject, changes: Readonly<Record<string, Json>>): string[] {
  return Object.entries(changes).flatMap(([text, wanted]) => {
    const target = readTarget(text)
    const value = target === undefined ? undefined : valueAt(user, target)
    return value === wanted ? [] : [`${text} is ${JSON.stringify(value ?? null)}`]
  })
}

/** Sets a manager, changes it, takes it away; read by a query of userName each time. */
async function manage(context: CheckContext, dialect: Dialect): Promise<void> {
  const { add, replace, remove } = WORDS[dialect]
  const [boss, successor] = [await provisionUser(context), await provisionUser(context)]
  const user = await provisionUser(context)
  for (const [op, manager, what] of [
    [add, boss, 'set'],
    [replace, successor, 'changed'],
  ] as const) {
    const path = `${ENTERPRISE}:manager`
    const answer = await context.scim.patch(user, [{ op, path, value: manager.id }])
    demand(answer, success(), {
      reason: `A manager, as a bare id, can not be ${what}.`,
      rfc: 'manager is an object whose value is the id (RFC 7643 §4.3), and a text may be refused.',
    })
    const named = firstOf(`a user that names the manager ${manager.id}`, (seen) =>
      JSON.stringify(seen).includes(manager.id),
    )
    demand(await look(context, user, named), named, `The manager was ${what}, and is not there.`)
  }
  const answer = await context.scim.patch(user, [{ op: remove, path: `${ENTERPRISE}:manager` }])
  demand(answer, success(), { reason: 'The manager can not be removed.', confidence: 'documented' })
  const without = firstOf('a user without a manager', (seen) => {
    const manager = MANAGER === undefined ? undefined : valueAt(seen, MANAGER)
    const value = isObject(manager) ? getMember(manager, 'value') : manager
    return value === undefined || value === null || value === ''
  })
  demand(await look(context, user, without), without, {
    reason: 'The manager was removed, and is still there.',
    confidence: 'documented',
  })
}
