import { all, answerWhere, fail, grade, holding, status, success, suite } from '../../harness/check/index.ts'
import { getMember } from '../../harness/scim/json.ts'
import { valueAt } from '../../harness/entra/targets.ts'
import type { Recording } from '../../harness/entra/recordings.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { isGiven, usersMapped } from './inForce.ts'
import { adapted, entraUser, ENTERPRISE, holds, recorded, sendRecorded, withRequired } from './playing.ts'
import { sampleUser, valuesIn } from './sampleUser.ts'

/** Creation: one POST with everything that is mapped; the answer must carry the id by which Entra knows the user for ever. */
export default suite(
  'Creating users',
  {
    id: 'entra.create',
    file: 'suites/entra/create',
    profile: 'entra',
    severity: 'breaks-provisioning',
    impact: 'New people get no account; Entra tries again in each cycle.',
  },
  ({ check }) => {
    const withId = all(
      success(),
      answerWhere(
        'an id',
        ({ json }) => typeof (json as Record<string, unknown> | undefined)?.['id'] === 'string',
      ),
    )
    const withIdInBody = all(
      withId,
      answerWhere('a body', ({ text }) => text !== ''),
    )

    for (const [id, original, what] of [
      ['as-documented', 'tut-user-create', 'as the tutorial has it'],
      [
        'without-enterprise-values',
        'cap-qa1684621-create',
        'with the enterprise schema named and no value in it',
      ],
    ] as const) {
      check(
        `a user is created from Entra's POST ${what}`,
        { id, verifies: [], rulings: ['EN-00', 'EN-07'], level: 'MUST' },
        async (context) => {
          const { identity, scim, users } = context
          const values = {
            userName: identity.userName(),
            externalId: identity.externalId(),
            email: identity.email(),
            givenName: 'Ada',
            familyName: 'Proof',
          }
          const answer = await sendRecorded(
            context,
            withRequired(context, withoutCustomExtension(recorded(original))),
            values,
          )
          grade(answer)
            .pass(id === 'as-documented' ? withIdInBody : withId)
            .otherwise.fail('Entra needs 201 with the id of the new user.')
          const newId = String(answer.resource['id'])
          const seen = await scim.until(
            () => scim.get(`${users.endpoint}/${encodeURIComponent(newId)}`),
            status(200),
          )
          grade(seen).pass(status(200)).otherwise.fail('Entra reads a user by its id before each update.')
          if (getMember(seen.resource, 'active') === false) fail('The user was created as active and is not.')
          for (const name of ['userName', 'externalId'] as const) {
            const value = getMember(seen.resource, name)
            if (
              name in values &&
              original !== 'cap-qa1684621-create' &&
              value !== undefined &&
              !sameText(value, values[name])
            ) {
              fail({
                reason: `${name} is not what was sent.`,
                expected: values[name],
                observed: JSON.stringify(value),
              })
            }
          }
        },
      )
    }

    check(
      'every mapped attribute is there after creation',
      {
        id: 'keeps-the-mapping',
        verifies: [],
        rulings: ['EN-05', 'EN-10'],
        level: 'SHOULD',
        needs: ['create-user'],
        impact: 'Entra adds what is missing again at every evaluation.',
      },
      async (context) => {
        const { note, users, warn } = context
        const rows = usersMapped(context)
        const sample = sampleUser(context, rows)
        const seen = await users.read(await users.create(sample))
        if (!isGiven(context))
          note(
            `The default mapping is graded, cut to what /Schemas has (no --mapping): ${rows.map(({ target }) => target.text).join(', ')}.`,
          )
        const lost = valuesIn(sample, rows).flatMap(([{ target }, value]) => {
          const found = valueAt(seen.resource, target)
          if (target.text === 'active' && found !== true)
            fail({
              reason: 'active is not the boolean true.',
              expected: 'true',
              observed: JSON.stringify(found ?? null),
              decisive: [seen.exchange.id],
            })
          if (found === undefined) return [target.text]
          if (target.text !== 'userName' && !holds(found, value))
            return [`${target.text} (${JSON.stringify(found)})`]
          return []
        })
        if (lost.length > 0) {
          warn({
            reason: 'What is mapped is accepted and not given back as it was sent.',
            expected: 'every attribute that was sent',
            observed: `not so: ${lost.join(', ')}`,
            decisive: [seen.exchange.id],
          })
        }
      },
    )

    check(
      'a user who exists is refused with 409',
      {
        id: 'conflict',
        verifies: [],
        rulings: ['EN-07'],
        level: 'MUST',
        needs: ['create-user'],
        impact: 'Two accounts for one person, or an error that Entra does not read as a conflict.',
      },
      async (context) => {
        const { scim, users } = context
        const user = await users.create(entraUser(context))
        const again = await scim.post(
          users.endpoint,
          users.payload({ ...entraUser(context), userName: user.sent['userName'] ?? '' }),
        )
        grade(again)
          .pass(status(409))
          .fail(success(), 'A second account was made for the same userName.')
          .otherwise.warn('It is refused, but not with 409, which alone Entra reads as a conflict.')
      },
    )

    check(
      'active as the text "True" creates an active user (legacy dialect)',
      {
        id: 'legacy-active-text',
        verifies: [],
        rulings: ['EN-03'],
        level: 'MUST',
        tags: ['legacy'],
        advice: 'Take "True" and "False" in any letter case for booleans, and store booleans.',
      },
      async (context) => {
        const { scim, users } = context
        const answer = await scim.post(users.endpoint, users.payload(entraUser(context, { active: 'True' })))
        grade(answer).pass(withId).otherwise.fail('A user whose active is the text "True" is refused.')
        const path = `${users.endpoint}/${encodeURIComponent(String(answer.resource['id']))}`
        const seen = await scim.until(() => scim.get(path), holding({ active: true }))
        grade(seen)
          .pass(holding({ active: true }))
          .otherwise.fail('active is not the boolean true.')
      },
    )

    check(
      'a manager given as a bare id does not spoil the creation',
      {
        id: 'manager-as-id',
        verifies: [],
        rulings: ['C-19'],
        level: 'SHOULD',
        needs: ['create-user', 'enterprise-user'],
        severity: 'cosmetic',
        impact: 'Who has a manager at creation is refused until the manager is taken out of the mapping.',
      },
      async (context) => {
        const { users } = context
        const boss = await users.create(entraUser(context))
        const recording = recorded('cap-scimple1242-manager')
        const body = users.payload(entraUser(context, recording.request.body as JsonObject))
        grade(await sendRecorded(context, adapted(recording, { body }), { managerId: boss.id }))
          .pass(success())
          .otherwise.warn(
            'Entra sends manager as a bare id; the standard has an object, and this server takes only that.',
          )
      },
    )
  },
)

const sameText = (value: unknown, text: string) =>
  typeof value === 'string' && value.toLowerCase() === text.toLowerCase()

/** The tenant of the recording had mapped an extension of its own, which no other server knows (EN-10). */
function withoutCustomExtension(recording: Recording): Recording {
  const body = recording.request.body as Readonly<Record<string, Json>>
  const kept = Object.entries(body).filter(([name]) => !name.startsWith('urn:') || name === ENTERPRISE)
  return adapted(recording, { body: Object.fromEntries(kept) })
}
