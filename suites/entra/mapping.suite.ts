import { type CheckContext, grade, skip, success, suite } from '../../harness/check/index.ts'
import { getMember } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { wholeMapping } from '../microsoft/mapping.ts'
import { expectMapped, isGiven } from './inForce.ts'
import { createEntraUser, ENTERPRISE, patchAsMeant, recorded } from './playing.ts'
import { sampleUser } from './sampleUser.ts'

const MESSAGE = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

/** A PATCH in the words of a dialect, played and compared with what Entra meant. */
async function patch(
  context: CheckContext,
  operations: readonly JsonObject[],
  more: JsonObject = {},
): Promise<void> {
  const target = await createEntraUser(context, more)
  const body: JsonObject = { schemas: [MESSAGE], Operations: [...operations] }
  const recording = recorded('tut-user-update-single')
  await patchAsMeant(
    context,
    { ...recording, request: { ...recording.request, body } },
    { fixture: context.users, target },
    {},
  )
}

/** Skips unless a user can have the attribute: what the server does not keep is not in the mapping (EN-10). */
async function expectKeeps(context: CheckContext, attribute: string, value: Json): Promise<void> {
  if (isGiven(context)) return expectMapped(context, attribute)
  const witness = await createEntraUser(context, { [attribute]: value })
  if (getMember((await context.users.read(witness)).resource, attribute) === undefined)
    skip(`The server does not keep ${attribute}, so it is not in the mapping (EN-10).`)
}

/** What else the mapping holds: addresses and phone numbers, many attributes at once, and empty values. */
export default suite(
  'The mapping beyond names',
  {
    id: 'entra.mapping',
    file: 'suites/entra/mapping',
    profile: 'entra',
    needs: ['create-user', 'read-user', 'patch'],
    severity: 'breaks-provisioning',
    impact: 'A change in Entra never arrives, or arrives as something else.',
  },
  ({ check }) => {
    const dialects = [
      ['legacy', 'Add', 'Replace'],
      ['compliant', 'add', 'replace'],
    ] as const
    for (const [dialect, add, replace] of dialects) {
      check(
        `${add} writes the parts of an address at work where there is none (${dialect} dialect)`,
        {
          id: `${dialect}-address`,
          verifies: [],
          rulings: ['EN-02'],
          level: 'MUST',
          tags: [dialect],
          advice: 'Make the element that the filter names, with its type, and set the sub-attribute.',
        },
        async (context) => {
          await expectKeeps(context, 'addresses', [{ type: 'work', streetAddress: '2 Example Street' }])
          await patch(context, [
            { op: add, path: 'addresses[type eq "work"].streetAddress', value: '1 Example Street' },
            { op: add, path: 'addresses[type eq "work"].locality', value: 'Exampleton' },
          ])
        },
      )

      check(
        `${add} writes phone numbers of two types where there are none (${dialect} dialect)`,
        { id: `${dialect}-phones`, verifies: [], rulings: ['EN-02'], level: 'MUST', tags: [dialect] },
        async (context) => {
          const { identity } = context
          await expectKeeps(context, 'phoneNumbers', [{ type: 'work', value: identity.phone() }])
          await patch(context, [
            { op: add, path: 'phoneNumbers[type eq "work"].value', value: identity.phone() },
            { op: add, path: 'phoneNumbers[type eq "mobile"].value', value: identity.phone() },
          ])
        },
      )

      check(
        `${replace} of the address at work leaves the other address alone (${dialect} dialect)`,
        { id: `${dialect}-other-email`, verifies: [], rulings: ['EN-00'], level: 'MUST', tags: [dialect] },
        async (context) => {
          const { identity } = context
          const emails = [
            { type: 'work', value: identity.email(), primary: true },
            { type: 'other', value: identity.email() },
          ]
          const witness = await createEntraUser(context, { emails })
          const kept = getMember((await context.users.read(witness)).resource, 'emails')
          if (!Array.isArray(kept) || kept.length < 2)
            skip('The server keeps one e-mail address only (EN-10).')
          const value = identity.email()
          await patch(context, [{ op: replace, path: 'emails[type eq "work"].value', value }], { emails })
        },
      )
    }

    check(
      'ten changes in one PATCH arrive together (legacy dialect)',
      {
        id: 'legacy-many-operations',
        verifies: [],
        rulings: ['EN-00'],
        level: 'MUST',
        tags: ['legacy'],
        needs: ['enterprise-user'],
      },
      async (context) => {
        const { identity } = context
        await patch(context, [
          { op: 'Replace', path: 'displayName', value: identity.displayName('Renamed') },
          { op: 'Replace', path: 'title', value: 'Director' },
          { op: 'Replace', path: 'emails[type eq "work"].value', value: identity.email() },
          { op: 'Replace', path: 'name.givenName', value: 'Grace' },
          { op: 'Replace', path: 'name.familyName', value: 'Changed' },
          { op: 'Replace', path: 'name.formatted', value: 'Grace Changed' },
          { op: 'Replace', path: 'externalId', value: identity.externalId() },
          { op: 'Replace', path: `${ENTERPRISE}:department`, value: 'Sales' },
          { op: 'Replace', path: `${ENTERPRISE}:employeeNumber`, value: '10001' },
          { op: 'Replace', path: 'active', value: 'False' },
        ])
      },
    )

    check(
      'a value path, active and many keys without path arrive together (compliant dialect)',
      {
        id: 'compliant-many-operations',
        verifies: [],
        rulings: ['EN-00'],
        level: 'MUST',
        tags: ['compliant'],
        needs: ['enterprise-user'],
      },
      async (context) => {
        const { identity } = context
        await patch(context, [
          { op: 'replace', path: 'emails[type eq "work"].value', value: identity.email() },
          { op: 'replace', path: 'active', value: false },
          {
            op: 'replace',
            value: {
              displayName: identity.displayName('Renamed'),
              title: 'Director',
              'name.givenName': 'Grace',
              'name.familyName': 'Changed',
              [`${ENTERPRISE}:department`]: 'Sales',
              [`${ENTERPRISE}:employeeNumber`]: '10001',
            },
          },
        ])
      },
    )

    for (const [dialect, , replace] of dialects) {
      check(
        `an empty text for an attribute is taken (${dialect} dialect)`,
        {
          id: `${dialect}-empty-text`,
          verifies: [],
          rulings: ['EN-00'],
          level: 'SHOULD',
          tags: [dialect],
          severity: 'cosmetic',
          impact:
            'Entra sends nothing for a value that was cleared; an expression of the mapping may come to an empty text.',
        },
        async (context) => {
          expectMapped(context, 'title')
          const { scim, users, warn } = context
          const target = await createEntraUser(context)
          const operation =
            dialect === 'legacy'
              ? { op: replace, path: 'title', value: '' }
              : { op: replace, value: { title: '' } }
          const answer = await scim.patch(target, [operation as never])
          const graded = grade(answer)
            .pass(success())
            .otherwise.warn('An empty text is refused, and the whole update with it.')
          if (graded === 'warn') return
          const title = getMember((await users.read(target)).resource, 'title')
          if (typeof title === 'string' && title !== '')
            warn(`An empty text is accepted, and title is still ${JSON.stringify(title)}.`)
        },
      )
    }

    check(
      'a creation with everything that is mapped is not refused as a whole',
      { id: 'whole-default', verifies: [], rulings: ['EN-10'], level: 'MUST' },
      async (context) => {
        const { scim, users } = context
        const body = users.payload(sampleUser(context, wholeMapping(context)))
        grade(await scim.post(users.endpoint, body))
          .pass(success())
          .otherwise.fail('An attribute of the mapping keeps the whole user from being made.')
      },
    )
  },
)
