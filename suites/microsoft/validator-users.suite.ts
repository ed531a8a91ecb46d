import { listOf, status, success, suite } from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { recorded, sendRecorded } from '../entra/playing.ts'
import { demand, foretell, object, saw } from './foretelling.ts'
import { refusedFor } from './refusals.ts'
import {
  expectArrived,
  expectListOfOne,
  lookUp,
  makeUser,
  ownAttributes,
  textsForBooleans,
  userValues,
  VALIDATOR,
} from './validator.ts'

/** The SCIM Validator's tests of creating, finding and deleting users, with its default attributes. */
export default suite(
  'SCIM Validator: users',
  {
    id: VALIDATOR,
    file: 'suites/microsoft/validator-users',
    profile: 'microsoft',
    severity: 'breaks-provisioning',
    impact: 'The SCIM Validator shows a failed test.',
  },
  ({ check }) => {
    foretell(
      check,
      VALIDATOR,
      {
        id: 'create-a-new-user',
        rulings: ['EN-10'],
        advice:
          'Take "True" for true in booleans, and store what the schema has; take attributes that you lack out of the Validator’s list.',
      },
      async (context, { doubt, remark }) => {
        const values = userValues(context)
        const recording = recorded('val-user-create-full')
        const created = await sendRecorded(context, recording, values)
        if (created.status >= 400) {
          const why = await refusedFor(context, recording)
          object({ reason: 'The Validator’s user is refused.', expected: '201', ...saw(created), ...why })
        }
        demand(created, status(201), 'The Validator needs 201 for a new user.')
        if (typeof getMember(created.resource, 'id') !== 'string')
          object({ reason: 'The answer has no id of the new user.', ...saw(created) })
        const { answer, user } = await lookUp(context, values['userName'] ?? '')
        expectArrived(user, ownAttributes(values), answer)
        const texts = textsForBooleans(user)
        if (texts.length > 0)
          object({
            reason: 'A boolean is given back as a text, which the Validator can not read.',
            expected: 'true or false',
            observed: texts.join(', '),
            decisive: [answer.exchange.id],
          })
        if (created.headers['content-type']?.startsWith('application/json') === true)
          remark('It warns of application/json at the head of its results, and passes the tests.')
        if (created.headers['location'] === undefined)
          doubt({
            reason: 'it does not look for the Location of a 201, which RFC 7644 §3.3 demands.',
            expected: 'a Location header',
            observed: '201 without Location',
            decisive: [created.exchange.id],
          })
      },
    )

    foretell(
      check,
      VALIDATOR,
      { id: 'create-a-duplicate-user', rulings: ['EN-07'] },
      async (context, { doubt }) => {
        const values = userValues(context)
        const recording = recorded('val-user-create-full')
        const user = await makeUser(context)
        const again = await sendRecorded(context, recording, { ...values, userName: user.userName })
        demand(again, status(409), 'The second user of one userName is not refused with 409.')
        const told = isObject(again.json) ? getMember(again.json, 'status') : undefined
        if (typeof told === 'number')
          doubt({
            reason: 'it takes a number for the status of an error, which RFC 7644 §3.12 makes a text.',
            expected: 'status "409"',
            observed: `status ${told}`,
            decisive: [again.exchange.id],
          })
      },
    )

    foretell(check, VALIDATOR, { id: 'filter-existing-user' }, async (context) => {
      const user = await makeUser(context)
      const answer = await context.scim.until(
        () => sendRecorded(context, recorded('val-qa2238842-query'), { userName: user.userName }),
        listOf(1),
      )
      expectListOfOne(answer, 'userName')
    })

    foretell(check, VALIDATOR, { id: 'filter-non-existing-user', rulings: ['EN-00'] }, async (context) => {
      const userName = context.identity.userName()
      const answer = await sendRecorded(context, recorded('val-qa2238842-query'), { userName })
      demand(answer, listOf(0), 'A query that finds nobody must be 200 with totalResults 0; 404 fails.')
    })

    foretell(check, VALIDATOR, { id: 'filter-user-different-case' }, async (context) => {
      const user = await makeUser(context)
      const userNameInCapitals = user.userName.toUpperCase()
      const answer = await context.scim.until(
        () => sendRecorded(context, recorded('val-user-query-upper'), { userNameInCapitals }),
        listOf(1),
      )
      demand(answer, listOf(1), 'userName is compared with regard to case.')
      expectListOfOne(answer, 'userName')
    })

    foretell(check, VALIDATOR, { id: 'update-user-name', rulings: ['EN-00'] }, async (context) => {
      const user = await makeUser(context)
      const newUserName = context.identity.userName()
      const answer = await sendRecorded(context, recorded('val-user-rename'), { id: user.id, newUserName })
      demand(answer, success(), 'The change of userName, without a path, is refused.')
      const { user: found, answer: seen } = await lookUp(context, newUserName)
      if (getMember(found, 'id') === user.id) return
      object({
        reason: 'The new userName belongs to another id.',
        expected: user.id,
        observed: JSON.stringify(getMember(found, 'id') ?? null),
        decisive: [seen.exchange.id],
      })
    })

    foretell(
      check,
      VALIDATOR,
      {
        id: 'patch-user-disable',
        rulings: ['EN-03'],
        advice: 'Take "True" and "False" in any letter case for booleans, and store booleans.',
      },
      async (context, { doubt }) => {
        const user = await makeUser(context)
        const answer = await sendRecorded(context, recorded('com-flag-disable'), { id: user.id })
        demand(answer, success(), 'active can not be set to false.')
        const { answer: seen, user: found } = await lookUp(context, user.userName)
        demandInactive(found, seen.exchange.id)
        const other = await makeUser(context)
        const legacy = await sendRecorded(context, recorded('com-legacy-disable'), { id: other.id })
        const after = (await lookUp(context, other.userName)).user
        if (getMember(after, 'active') === false) return
        doubt({
          reason:
            'it sends false, but Entra in production (without the flag) sends the text "False", and with that the user stays active.',
          expected: 'active false',
          observed: `${legacy.status}, then active ${JSON.stringify(getMember(after, 'active') ?? null)}`,
          decisive: [legacy.exchange.id],
        })
      },
    )

    foretell(check, VALIDATOR, { id: 'delete-a-user', rulings: ['D-01'] }, async (context) => {
      const { scim } = context
      const user = await makeUser(context)
      demand(await scim.delete(user), success(), {
        reason: 'The user can not be deleted.',
        production: 'soft deletion is enough for the gallery, and Entra deletes only when it is set to.',
      })
      const read = () => sendRecorded(context, recorded('val-user-get-deleted'), { unknownId: user.id })
      demand(await scim.until(read, status(404)), status(404), {
        reason: 'A deleted user is not answered with 404.',
      })
    })
  },
)

function demandInactive(user: JsonObject, exchange: string): void {
  const active: Json | undefined = getMember(user, 'active')
  if (active === false) return
  object({
    reason: 'active is not the boolean false afterwards.',
    expected: 'active false',
    observed: `active ${JSON.stringify(active ?? null)}`,
    decisive: [exchange],
  })
}
