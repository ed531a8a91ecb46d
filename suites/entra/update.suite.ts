import { answerWhere, grade, replace, status, success, suite } from '../../harness/check/index.ts'
import { getMember } from '../../harness/scim/json.ts'
import { expectMapped } from './inForce.ts'
import { managed } from './managers.ts'
import {
  adapted,
  createEntraUser,
  ENTERPRISE,
  patchAsMeant,
  RECORDED,
  recorded,
  sendRecorded,
} from './playing.ts'

/** Recordings that other suites play, and why they do. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'tut-ex5-manager-add': 'manager at the root is the draft of 2013; entra.manager plays it and warns at most',
  'cus-single-role-patch': 'roles are not in the default mapping (EN-10); entra.mapping plays it',
  'cus-multi-role-patch': 'roles are not in the default mapping (EN-10); entra.mapping plays it',
  'cap-sdk-roles': 'roles are not in the default mapping (EN-10); entra.mapping plays it',
  'cap-42220-displayname': 'white space at the ends may be trimmed; a check of its own allows that',
  'cap-scimpatch176': 'entra.addresses plays it where addresses are kept',
  'cap-scimpatch42': 'entra.addresses plays it where addresses are kept',
  'cap-scimpatch187': 'entra.addresses plays it where addresses are kept',
  'cap-laravel34': 'entra.addresses plays it where addresses are kept',
}

const dialectName = { legacy: 'legacy', aadOptscim062020: 'compliant' } as const

/** Updates: all changes of one user in one PATCH, in the dialect that the tenant URL chooses. */
export default suite(
  'Updating users',
  {
    id: 'entra.update',
    file: 'suites/entra/update',
    profile: 'entra',
    needs: ['read-user', 'patch'],
    severity: 'breaks-provisioning',
    impact: 'A change in Entra never arrives, or arrives as something else.',
  },
  ({ check }) => {
    check(
      'PATCH of a user is offered',
      {
        id: 'offers-patch',
        verifies: [],
        rulings: ['X-13', 'EN-00'],
        level: 'MUST',
        advice: 'Entra writes every change by PATCH, and never by PUT.',
      },
      async ({ identity, scim, users }) => {
        const user = await users.create()
        const change = replace('name.givenName', identity.displayName('user'))
        grade(await scim.patch(user.path, [change]))
          .fail(
            status(403, 404, 405, 501),
            'PATCH is not offered, and Entra has no other way to change a user.',
          )
          .pass(answerWhere('an answer to PATCH', () => true))
          .otherwise.fail('PATCH is not offered.')
      },
    )

    const updates = RECORDED.filter(
      ({ job, sender, form, dialect, original }) =>
        job === 'user-update' &&
        sender === 'entra' &&
        form === 'request' &&
        (dialect === 'legacy' || dialect === 'aadOptscim062020') &&
        !(original in ELSEWHERE),
    )
    for (const recording of updates) {
      const dialect = dialectName[recording.dialect as keyof typeof dialectName]
      const needsManager = 'managerId' in recording.variables
      check(
        `${recording.title} (${dialect} dialect, ${recording.original}) ends as Entra meant`,
        {
          id: `${dialect}-${recording.original.toLowerCase()}`,
          verifies: [],
          rulings: [...new Set(['EN-00', ...(recording.rulings ?? [])])],
          level: 'MUST',
          tags: [dialect],
          needs:
            needsManager || JSON.stringify(recording.request.body).includes('enterprise')
              ? ['enterprise-user']
              : [],
        },
        async (context) => {
          const { identity, users } = context
          const target = await createEntraUser(
            context,
            /-email-add|-qa1684621|keycloak119/.test(recording.original) ? { emails: [] } : {},
          )
          const manager = needsManager ? (await managed(context)).successor : undefined
          await patchAsMeant(
            context,
            recording,
            { fixture: users, target },
            {
              newEmail: identity.email(),
              newUserName: identity.userName(),
              newDisplayName: identity.displayName('Renamed'),
              newGivenName: 'Grace',
              newFamilyName: 'Changed',
              newExternalId: identity.externalId(),
              ...(manager === undefined ? {} : { managerId: manager.id }),
            },
          )
        },
      )
    }

    check(
      'a displayName with white space before it is taken (legacy dialect)',
      {
        id: 'legacy-cap-42220-displayname',
        verifies: [],
        rulings: ['EN-00'],
        level: 'MUST',
        tags: ['legacy'],
        impact: 'Where an expression joins an empty given name and a surname, the whole update is lost.',
      },
      async (context) => {
        expectMapped(context, 'displayName')
        const { identity, scim, users } = context
        const target = await createEntraUser(context)
        const newDisplayName = identity.displayName('Renamed')
        const values = { id: target.id, newDisplayName }
        const answer = await sendRecorded(context, recorded('cap-42220-displayname'), values)
        grade(answer).pass(success()).otherwise.fail('A displayName with white space before it is refused.')
        const arrived = answerWhere(
          `displayName ${JSON.stringify(` ${newDisplayName}`)}, with or without the blank`,
          ({ resource }) => String(getMember(resource, 'displayName')).trim() === newDisplayName,
        )
        const seen = await scim.until(() => users.read(target), arrived)
        grade(seen).pass(arrived).otherwise.fail('The displayName is accepted and not stored.')
        if (getMember(seen.resource, 'displayName') === newDisplayName)
          context.warn(
            'The blank is cut off: Entra compares the name as sent, and writes it again in each cycle.',
          )
      },
    )

    check(
      'a department is changed by its dotted URN key (compliant dialect)',
      {
        id: 'compliant-extension-key',
        verifies: [],
        rulings: ['EN-00', 'M-19'],
        level: 'MUST',
        tags: ['compliant'],
        needs: ['enterprise-user'],
      },
      async (context) => {
        const { users } = context
        const target = await createEntraUser(context)
        const recording = recorded('cap-sdk193-employeenumber')
        await patchAsMeant(context, adapted(recording, {}), { fixture: users, target }, {})
        await users.expectState(
          target,
          { displayName: target.resource['displayName'] },
          'The update of one attribute changed another.',
        )
      },
    )

    check(
      'a department is changed by its URN path (legacy dialect)',
      {
        id: 'legacy-extension-path',
        verifies: [],
        rulings: ['EN-00', 'EN-04'],
        level: 'MUST',
        tags: ['legacy'],
        needs: ['enterprise-user'],
      },
      async (context) => {
        const { users } = context
        const target = await createEntraUser(context)
        const recording = recorded('com-legacy-add-single')
        const body = {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [
            { op: 'Replace', path: `${ENTERPRISE}:department`, value: 'Sales' },
            { op: 'Add', path: 'title', value: 'Director' },
          ],
        }
        await patchAsMeant(
          context,
          { ...recording, request: { ...recording.request, body } },
          { fixture: users, target },
          {},
        )
      },
    )
  },
)
