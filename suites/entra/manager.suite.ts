import {
  type CheckContext,
  type Created,
  fail,
  grade,
  listOf,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { expectMapped } from './inForce.ts'
import { managed, managerOf } from './managers.ts'
import { createEntraUser, ENTERPRISE, recorded, sendRecorded } from './playing.ts'

const PATH = `${ENTERPRISE}:manager`

/** Demands that a user has this manager in the end. */
async function expectManager(
  context: CheckContext,
  user: Created,
  wanted: string,
  reason: string,
): Promise<void> {
  const demanded = {
    expects: `manager.value ${wanted}`,
    differs: ({ json }: { readonly json: unknown }) => {
      const found = managerOf(json)
      return found === wanted
        ? undefined
        : found === undefined
          ? 'no manager'
          : `manager ${JSON.stringify(found)}`
    },
  }
  const seen = await context.scim.until(() => context.users.read(user), demanded)
  const observed = demanded.differs(seen)
  if (observed !== undefined)
    fail({ reason, expected: demanded.expects, observed, decisive: [seen.exchange.id] })
}

/**
 * The manager is a reference: it comes after the users, in a PATCH of its own, as a bare id in either dialect. Where it is
 * cleared in Entra nothing is sent; the forms of clearing are those of Microsoft's validator.
 */
export default suite(
  'Managers',
  {
    id: 'entra.manager',
    file: 'suites/entra/manager',
    profile: 'entra',
    needs: ['read-user', 'patch', 'create-user', 'enterprise-user'],
    severity: 'breaks-provisioning',
    impact: 'People keep the manager whom they had, or their updates fail.',
  },
  ({ check }) => {
    const changes = [
      ['legacy-replaced', 'Replace', 'Replace with a bare id', 'legacy'],
      ['legacy-added', 'Add', 'Add with a bare id, though there is one,', 'legacy'],
      ['compliant-replaced', 'replace', 'replace with a bare id', 'compliant'],
      ['compliant-added', 'add', 'add with a bare id, though there is one,', 'compliant'],
    ] as const
    for (const [id, op, how, dialect] of changes) {
      check(
        `${how} changes the manager (${dialect} dialect)`,
        {
          id,
          verifies: [],
          rulings: ['EN-00', 'EN-04'],
          level: 'MUST',
          tags: [dialect],
          advice: 'Read a text where the manager stands as the value of the reference.',
        },
        async (context) => {
          const { user, successor } = await managed(context)
          const recording = recorded('cap-sdk686-manager')
          const body = {
            schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
            Operations: [{ op, path: PATH, value: successor.id }],
          }
          const request = { ...recording.request, body }
          const answer = await sendRecorded(context, { ...recording, request }, { id: user.id })
          grade(answer).pass(success()).otherwise.fail('The new manager is refused, and with it the update.')
          await expectManager(context, user, successor.id, 'The manager is not the new one.')
        },
      )
    }

    check(
      'Add of a list with the manager at the root, as the documentation has it, is not taken for something else',
      {
        id: 'legacy-at-the-root',
        verifies: [],
        rulings: ['EN-00'],
        level: 'SHOULD',
        tags: ['legacy'],
        severity: 'cosmetic',
        impact:
          'Only an example of Microsoft’s documentation is like this; today Entra writes the manager by its URN.',
      },
      async (context) => {
        const { scim, users } = context
        const { user, successor } = await managed(context)
        const values = { id: user.id, managerId: successor.id, baseUrl: scim.base }
        const answer = await sendRecorded(context, recorded('tut-ex5-manager-add'), values)
        const graded = grade(answer).pass(success()).otherwise.warn('The manager at the root is refused.')
        if (graded === 'warn') return
        const seen = await users.read(user)
        if (managerOf(seen.json) !== successor.id)
          context.warn({
            reason: 'The manager at the root is accepted, and the manager is not the new one.',
            expected: `manager.value ${successor.id}`,
            observed: JSON.stringify(managerOf(seen.json) ?? null),
            decisive: [answer.exchange.id, seen.exchange.id],
          })
      },
    )

    check(
      'the query by which Entra used to look for a manager finds the user',
      {
        id: 'reference-query',
        verifies: [],
        rulings: ['EN-00'],
        level: 'SHOULD',
        tags: ['legacy'],
        severity: 'cosmetic',
        impact: 'It stands in Microsoft’s documentation; no capture of recent years shows it.',
      },
      async (context) => {
        const { user, boss } = await managed(context)
        const values = { id: user.id, managerId: boss.id }
        const answer = await sendRecorded(context, recorded('tut-ex4-manager-reference-query'), values)
        grade(answer)
          .pass(listOf(1))
          .skip(status(400, 403, 501), 'A filter on manager is not offered.')
          .otherwise.warn('The filter id eq … and manager eq … does not find the user of that manager.')
      },
    )

    check(
      'a manager is given back by GET',
      {
        id: 'returned',
        verifies: [],
        rulings: ['EN-05'],
        level: 'SHOULD',
        impact: 'Entra sends the manager again at every evaluation.',
      },
      async (context) => {
        expectMapped(context, PATH)
        const { users, warn } = context
        const boss = await createEntraUser(context)
        const user = await createEntraUser(context, { [ENTERPRISE]: { manager: { value: boss.id } } })
        const seen = await users.read(user)
        const found = managerOf(seen.json)
        if (found === boss.id) return
        warn({
          reason: 'A manager is accepted and not given back.',
          expected: `manager.value ${boss.id}`,
          observed: found === undefined ? 'no manager' : `manager ${JSON.stringify(found)}`,
          decisive: [seen.exchange.id],
        })
      },
    )

    const clearings = [
      ['by-remove', 'val-manager-remove', 'remove'],
      ['by-empty-object', 'val-manager-empty-object', 'replace with an object whose value is empty'],
      ['by-empty-text', 'val-manager-empty-string', 'replace with an empty text'],
    ] as const
    for (const [id, original, how] of clearings) {
      check(
        `${how} clears the manager`,
        {
          id: `cleared-${id}`,
          verifies: [],
          rulings: ['EN-00'],
          level: 'SHOULD',
          impact: 'Entra itself sends nothing when a manager is cleared; Microsoft’s validator sends this.',
        },
        async (context) => {
          const { user, boss } = await managed(context)
          const answer = await sendRecorded(context, recorded(original), { id: user.id })
          const graded = grade(answer)
            .pass(success())
            .otherwise.warn('The manager can not be cleared in this form.')
          if (graded === 'warn') return
          const seen = await context.users.read(user)
          if (managerOf(seen.json) === boss.id) {
            context.warn({
              reason: 'The clearing of the manager is accepted and has no effect.',
              expected: 'no manager',
              observed: `manager ${boss.id}`,
              decisive: [answer.exchange.id, seen.exchange.id],
            })
          }
        },
      )
    }
  },
)
