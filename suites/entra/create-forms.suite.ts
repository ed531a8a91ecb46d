import {
  answerWhere,
  type CheckContext,
  grade,
  type Matcher,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import type { Recording } from '../../harness/entra/recordings.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { adapted, createEntraUser, entraUser, recorded, sendRecorded, withRequired } from './playing.ts'

/** Further forms in which pages and reports print a creation: older ones, and parts of one. */
export default suite(
  'Creating users: forms that were seen',
  {
    id: 'entra.create',
    file: 'suites/entra/create-forms',
    profile: 'entra',
    severity: 'breaks-provisioning',
    impact: 'New people get no account; Entra tries again in each cycle.',
  },
  ({ check }) => {
    const made: Matcher = answerWhere(
      '201 with an id',
      ({ status, json }) =>
        status >= 200 &&
        status < 300 &&
        isObject(json ?? null) &&
        typeof getMember(json as JsonObject, 'id') === 'string',
    )

    check(
      'a user is created from Entra’s POST with an empty list of roles and formatted names (legacy dialect)',
      {
        id: 'legacy-as-documented-before',
        verifies: [],
        rulings: ['EN-07', 'EN-10'],
        level: 'MUST',
        tags: ['legacy'],
      },
      async (context) => {
        const answer = await sendRecorded(
          context,
          withRequired(context, recorded('gui-user-create')),
          valuesFor(context),
        )
        grade(answer).pass(made).otherwise.fail('Entra needs 201 with the id of the new user.')
      },
    )

    check(
      'a POST with null values and a misprinted schema, as the documentation has it, is no trouble',
      {
        id: 'legacy-misprinted',
        verifies: [],
        rulings: ['EN-00'],
        level: 'SHOULD',
        tags: ['legacy'],
        severity: 'cosmetic',
        impact: 'Entra sends no null and the right URN; only who tries the example of the page meets this.',
      },
      async (context) => {
        const answer = await sendRecorded(context, recorded('tut-ex2-provision'), valuesFor(context))
        grade(answer)
          .pass(success())
          .pass(status(400, 409, 422))
          .otherwise.warn('It is neither taken nor refused as a wrong request.')
      },
    )

    check(
      'three phone numbers at creation do not spoil it',
      { id: 'phones', verifies: [], rulings: ['EN-10'], level: 'MUST' },
      async (context) => {
        const { identity, users } = context
        const recording = recorded('cus-phones')
        const phones = getMember(recording.request.body as JsonObject, 'phoneNumbers') ?? []
        const body = users.payload(entraUser(context, { phoneNumbers: phones }))
        const values = {
          workPhone: identity.phone(),
          mobilePhone: identity.phone(),
          faxPhone: identity.phone(),
        }
        grade(await sendRecorded(context, adapted(recording, { body }), values))
          .pass(made)
          .otherwise.fail('Phone numbers, which the default mapping has, keep the user from being made.')
      },
    )

    check(
      'an extension of the customer’s own beside the enterprise one does not spoil a creation',
      {
        id: 'custom-extension',
        verifies: [],
        rulings: ['EN-10'],
        level: 'SHOULD',
        needs: ['create-user', 'enterprise-user'],
        severity: 'cosmetic',
        impact: 'Only a mapping with an extension that the server does not have brings this about.',
        advice: 'Ignore what is unknown, or publish the schema of the extension.',
      },
      async (context) => {
        const boss = await createEntraUser(context)
        const recording = withRequired(context, withoutServersOwn(recorded('cus-extension-user')))
        const answer = await sendRecorded(context, recording, {
          ...valuesFor(context),
          managerId: boss.id,
          baseUrl: context.scim.base,
        })
        grade(answer)
          .pass(made)
          .otherwise.warn('A creation with an extension that the server does not know is refused.')
      },
    )

    check(
      'the least that a mapping writes, with the manager as text, makes a user',
      {
        id: 'least',
        verifies: [],
        rulings: ['C-19'],
        level: 'SHOULD',
        needs: ['create-user', 'enterprise-user'],
        severity: 'cosmetic',
        impact: 'Who has a manager at creation is refused until the manager is taken out of the mapping.',
      },
      async (context) => {
        const boss = await createEntraUser(context)
        const recording = withRequired(context, withoutServersOwn(recorded('tut-design-user')))
        const answer = await sendRecorded(context, recording, {
          ...valuesFor(context),
          managerId: boss.id,
          baseUrl: context.scim.base,
        })
        grade(answer).pass(made).otherwise.warn('The user that Microsoft’s page designs is refused.')
      },
    )
  },
)

function valuesFor({ identity }: CheckContext): Readonly<Record<string, string>> {
  return {
    userName: identity.userName(),
    externalId: identity.externalId(),
    displayName: identity.displayName('user'),
    email: identity.email(),
    givenName: 'Ada',
    familyName: 'Proof',
  }
}

/** A representation that a page prints, as the request that it came from: without what only a server gives. */
function withoutServersOwn(recording: Recording): Recording {
  const body = Object.entries(recording.request.body as JsonObject).flatMap(([name, value]) => {
    if (name === 'id' || name === 'meta') return []
    if (name === 'schemas')
      return [[name, (value as string[]).filter((uri) => !uri.includes('CustomExtension'))] as const]
    return [[name, value] as const]
  })
  return adapted(recording, { body: Object.fromEntries(body) as JsonObject })
}
