import { answerWhere, fail, grade, skip, success, suite } from '../../harness/check/index.ts'
import { getMember, isArray, isObject } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { adapted, createEntraUser, entraUser, recorded, sendRecorded, withRequired } from './playing.ts'

/** Roles: three functions of Entra's mappings write them, each in a form of its own; none is in the default mapping. */
export default suite(
  'Roles',
  {
    id: 'entra.mapping',
    file: 'suites/entra/roles',
    profile: 'entra',
    needs: ['create-user', 'read-user', 'patch'],
    severity: 'breaks-provisioning',
    impact: 'A change in Entra never arrives, or arrives as something else.',
  },
  ({ check }) => {
    check(
      'a creation with a role is not refused as a whole',
      { id: 'roles', verifies: [], rulings: ['EN-10'], level: 'MUST' },
      async (context) => {
        const { identity } = context
        const answer = await sendRecorded(
          context,
          withRequired(context, recorded('cus-single-role-create')),
          {
            userName: identity.userName(),
            externalId: identity.externalId(),
            displayName: identity.displayName('roles'),
          },
        )
        grade(answer)
          .pass(success())
          .otherwise.fail('A role, which the default mapping lacks, keeps the whole user from being made.')
        if (typeof answer.resource['id'] !== 'string') fail('The answer has no id.')
      },
    )

    for (const [id, original, how] of [
      ['several-roles', 'cus-assertive-role-create', 'with two roles, none of them primary,'],
      ['legacy-several-roles', 'cus-multi-role-create', 'with two roles whose names stand in displayName'],
    ] as const)
      check(
        `a creation ${how} is taken`,
        {
          id,
          verifies: [],
          rulings: ['EN-10'],
          level: 'SHOULD',
          ...(id === 'several-roles' ? {} : { tags: ['legacy'] }),
          impact: 'Only who maps roles by AppRoleAssignmentsComplex, or its assertive form, suffers.',
        },
        async (context) => {
          const { identity } = context
          const answer = await sendRecorded(context, withRequired(context, recorded(original)), {
            userName: identity.userName(),
            displayName: identity.displayName('roles'),
            externalId: identity.externalId(),
          })
          grade(answer).pass(success()).otherwise.warn('Roles as Entra writes them at creation are refused.')
        },
      )

    for (const [id, original, how] of [
      ['legacy-roles-as-text', 'cus-single-role-patch', 'a role as a text that holds'],
      ['legacy-several-roles-as-text', 'cap-sdk-roles', 'two roles as texts that hold'],
    ] as const)
      check(
        `a PATCH of ${how} JSON is taken (legacy dialect)`,
        {
          id,
          verifies: [],
          rulings: ['EN-10'],
          level: 'SHOULD',
          tags: ['legacy'],
          impact: 'Only who maps roles by SingleAppRoleAssignment suffers.',
        },
        async (context) => {
          const target = await createEntraUser(context)
          const answer = await sendRecorded(context, recorded(original), {
            id: target.id,
            roleId: context.identity.guid(),
            otherRoleId: context.identity.guid(),
          })
          grade(answer).pass(success()).otherwise.warn('Roles as Entra writes them in a PATCH are refused.')
        },
      )

    check(
      'a creation with one role that is primary is taken (legacy dialect)',
      {
        id: 'legacy-primary-role',
        verifies: [],
        rulings: ['EN-10'],
        level: 'SHOULD',
        tags: ['legacy'],
        impact: 'Only who maps roles by SingleAppRoleAssignment suffers.',
      },
      async (context) => {
        const { users } = context
        const recording = recorded('cap-entradocs391-role')
        const body = users.payload(entraUser(context, recording.request.body as JsonObject))
        const answer = await sendRecorded(context, adapted(recording, { body }), {})
        grade(answer).pass(success()).otherwise.warn('A role as Entra writes it at creation is refused.')
      },
    )

    for (const [dialect, op] of [
      ['legacy', 'Replace'],
      ['compliant', 'replace'],
    ] as const) {
      check(
        `${op} of the role that is primary, by primary eq "True", is taken (${dialect} dialect)`,
        {
          id: `${dialect}-primary-role-path`,
          verifies: [],
          rulings: ['EN-10'],
          level: 'SHOULD',
          tags: [dialect],
          impact: 'Only who maps roles by SingleAppRoleAssignment suffers.',
          advice: 'Compare booleans with "True" and "False" in a filter as with true and false.',
        },
        async (context) => {
          const { scim, users } = context
          const target = await createEntraUser(context, { roles: [{ value: 'Editor', primary: true }] })
          if (rolesOf((await users.read(target)).json).length === 0)
            skip('The server keeps no roles, so they are not in the mapping (EN-10).')
          const change = { op, path: 'roles[primary eq "True"].value', value: 'Reader' }
          const graded = grade(await scim.patch(target, [change as never]))
            .pass(success())
            .otherwise.warn('The primary role can not be changed by primary eq "True".')
          if (graded === 'warn') return
          const reader = answerWhere('the role Reader', ({ json }) => rolesOf(json).join() === 'Reader')
          grade(await scim.until(() => users.read(target), reader))
            .pass(reader)
            .otherwise.warn('The change of the primary role is accepted and has no effect.')
        },
      )
    }

    check(
      'a PATCH that replaces all roles leaves just those that were sent',
      {
        id: 'roles-replaced',
        verifies: [],
        rulings: ['EN-10'],
        level: 'SHOULD',
        impact:
          'Only who maps roles by AssertiveAppRoleAssignmentsComplex suffers: who lost a role in Entra keeps it.',
      },
      async (context) => {
        const { scim, users } = context
        const target = await createEntraUser(context, { roles: [{ value: 'Editor', type: 'other' }] })
        const answer = await sendRecorded(context, recorded('cus-assertive-role-patch'), { id: target.id })
        const graded = grade(answer).pass(success()).otherwise.warn('A replacement of all roles is refused.')
        const kept = rolesOf((await users.read(target)).json)
        if (graded === 'warn' || kept.length === 0) return
        const both = answerWhere('the roles Reader and Writer', ({ json }) => {
          const roles = rolesOf(json)
          return roles.length === 2 && ['Reader', 'Writer'].every((role) => roles.includes(role))
        })
        grade(await scim.until(() => users.read(target), both))
          .pass(both)
          .otherwise.warn('The roles are not just those that were sent.')
      },
    )
  },
)

/** The values of the roles that a user shows. */
function rolesOf(user: Json | undefined): readonly unknown[] {
  const roles = isObject(user ?? null) ? getMember(user as JsonObject, 'roles') : undefined
  return isArray(roles) ? roles.map((role) => (isObject(role) ? getMember(role, 'value') : role)) : []
}
