import { type Answer, type CheckContext, success, suite } from '../../harness/check/index.ts'
import type { Recording } from '../../harness/entra/recordings.ts'
import { getMember, isArray } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { ENTERPRISE, recorded, sendRecorded } from '../entra/playing.ts'
import { demand, foretell, untargeted } from './foretelling.ts'
import {
  expectArrived,
  lookUp,
  makeUser,
  ownAttributes,
  type Sent,
  sentAt,
  userValues,
  VALIDATOR,
  type ValidatorUser,
  word,
} from './validator.ts'

const MESSAGE = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

/** Values for the variables of a change. */
function changeValues(context: CheckContext, id: string): Readonly<Record<string, string>> {
  const { identity } = context
  return {
    id,
    newUserName: identity.userName(),
    newDisplayName: identity.displayName('changed'),
    newEmail: identity.email(),
    homeEmail: identity.email(),
    otherEmail: identity.email(),
    newWorkPhone: identity.phone(),
    newGivenName: 'Ronny',
    newFamilyName: 'Renamed',
  }
}

/** Sends a recorded change, and demands that the user who is looked up afterwards has the values; gives the user. */
async function change(
  context: CheckContext,
  recording: Recording,
  user: ValidatorUser,
  expected: (values: Readonly<Record<string, string>>) => Readonly<Record<string, Json>>,
): Promise<{ user: JsonObject; answer: Answer }> {
  const values = changeValues(context, user.id)
  const changed = await sendRecorded(context, recording, values)
  demand(changed, success(), {
    reason: `The change is refused (${recording.title}).`,
    ...untargeted(changed),
  })
  const wanted = expected(values)
  const { userName } = wanted
  const { user: found, answer } = await lookUp(
    context,
    typeof userName === 'string' ? userName : user.userName,
  )
  expectArrived(found, sentAt(wanted), answer)
  return { user: found, answer }
}

/** A recording that its source shows in part, sent as far as it goes. */
const asFarAsShown = (recording: Recording): Recording => ({ ...recording, form: 'request' })

/** A recording with another body. */
const withOperations = (recording: Recording, Operations: readonly JsonObject[]): Recording => ({
  ...recording,
  form: 'request',
  request: { ...recording.request, body: { schemas: [MESSAGE], Operations } },
})

/** New values for all that the Validator's user has, as it would name them in a PATCH. */
function newValues(context: CheckContext): readonly Sent[] {
  const values = userValues(context)
  return ownAttributes(values).flatMap(({ target, value }) => {
    const fresh = typeof value === 'string' && /^[A-Z]{12}$/.test(value) ? word(context) : value
    return target.attribute === 'userName' || target.attribute === 'manager' ? [] : [{ target, value: fresh }]
  })
}

/** The SCIM Validator's tests of changing users, with its default attributes. */
export default suite(
  'SCIM Validator: changes of users',
  {
    id: VALIDATOR,
    file: 'suites/microsoft/validator-patches',
    profile: 'microsoft',
    severity: 'breaks-provisioning',
    impact: 'The SCIM Validator shows a failed test.',
  },
  ({ check }) => {
    foretell(
      check,
      VALIDATOR,
      { id: 'patch-user-replace-attributes-verbose', rulings: ['EN-00'] },
      async (context, { doubt }) => {
        const excerpt = asFarAsShown(recorded('val-user-replace-verbose'))
        const user = await makeUser(context)
        const changed = await change(context, excerpt, user, (values) => ({
          'emails[type eq "work"].value': values['newEmail'] ?? '',
          'phoneNumbers[type eq "work"].value': values['newWorkPhone'] ?? '',
          'addresses[type eq "work"].streetAddress': '1 Example Street',
          'addresses[type eq "work"].locality': 'Exampleton',
        }))
        const phones = getMember(changed.user, 'phoneNumbers')
        if (isArray(phones) && phones.length < 3)
          doubt({
            reason:
              'it looks at what it has changed only. The other phone numbers are gone; Entra in production changes one number of several, and the others would be lost.',
            expected: 'phone numbers of three types',
            observed: `${phones.length}`,
            decisive: [changed.answer.exchange.id],
          })
        await changeAll(context, await makeUser(context), 'replace', excerpt)
      },
    )

    foretell(
      check,
      VALIDATOR,
      {
        id: 'patch-user-replace-attributes',
        rulings: ['EN-00', 'M-16', 'M-19'],
        advice: 'Read keys such as name.givenName and urn:…:User:department in a value without a path.',
      },
      async (context, { doubt, remark }) => {
        const recording = recorded('val-user-replace-nopath')
        const user = await makeUser(context)
        const values = changeValues(context, user.id)
        const bare = await sendRecorded(context, recording, values)
        const expected = {
          displayName: values['newDisplayName'] ?? '',
          [`${ENTERPRISE}:employeeNumber`]: 'JDTDVONETYZL',
          [`${ENTERPRISE}:department`]: 'NMHTLXXKVCGP',
        }
        if (success().differs(bare) !== undefined) {
          const { body } = recording.request
          const whole = { ...recording.request, body: { schemas: [MESSAGE], ...(body as JsonObject) } }
          const answer = await sendRecorded(context, { ...recording, request: whole }, values)
          demand(answer, success(), 'A replace without a path, with keys that begin with a URN, is refused.')
          remark(
            'In the one recording of this test the PATCH has no schemas; this server wants them (RFC 7644 §3.5.2), and the recording may have been cut.',
          )
        }
        const { user: found, answer: seen } = await lookUp(context, user.userName)
        expectArrived(found, sentAt(expected), seen)
        if (getMember(found, 'title') === undefined)
          doubt({
            reason:
              'it looks at what it has changed only. title was not in the PATCH and is gone; Entra in production sends what has changed, and the rest would be lost.',
            expected: 'title as it was',
            observed: 'no title',
            decisive: [seen.exchange.id],
          })
        await change(context, recorded('val-scimmy10'), user, (changed) => ({
          userName: changed['newUserName'] ?? '',
          'name.familyName': 'Renamed',
          'name.givenName': 'Ronny',
          active: false,
        }))
      },
    )

    foretell(
      check,
      VALIDATOR,
      {
        id: 'patch-user-add-attributes-verbose',
        rulings: ['EN-02'],
        advice:
          'Make the element that the filter names, with its type, and set the sub-attribute; read "True" as true.',
      },
      async (context) => {
        const user = await makeUser(context, 'val-user-create-min')
        await change(context, recorded('val-user-add-verbose'), user, (values) => ({
          active: true,
          displayName: values['newDisplayName'] ?? '',
          title: 'VCGYXRFZDPYS',
          'emails[type eq "work"].value': values['newEmail'] ?? '',
          'emails[type eq "work"].primary': true,
          preferredLanguage: 'pa',
          'name.givenName': 'Ronny',
          'name.familyName': 'Renamed',
          'roles[primary eq "True"].display': 'OHCIVLIAHFMT',
          'roles[primary eq "True"].value': 'UCPZSUINUNDL',
          'roles[primary eq "True"].type': 'QZONWNDFHFVB',
          userType: 'FCEFLYWEURGT',
          [`${ENTERPRISE}:employeeNumber`]: 'UCWXBPULZDCV',
        }))
        const bare = await makeUser(context, 'val-user-create-min')
        await changeAll(context, bare, 'add', recorded('val-user-add-verbose'))
      },
    )

    foretell(check, VALIDATOR, { id: 'patch-user-add-attributes', rulings: ['EN-02'] }, async (context) => {
      const user = await makeUser(context, 'val-user-create-min')
      await change(context, recorded('val-sdk416'), user, (values) => ({
        'emails[type eq "work"].value': values['newEmail'] ?? '',
      }))
      await change(context, asFarAsShown(recorded('val-sourcegraph49119')), user, (values) => ({
        'emails[type eq "work"].value': values['newEmail'] ?? '',
        'emails[type eq "home"].value': values['homeEmail'] ?? '',
        'emails[type eq "other"].value': values['otherEmail'] ?? '',
      }))
      await change(context, asFarAsShown(recorded('val-simpleid494')), user, () => ({
        'name.givenName': 'Ronny',
        'name.familyName': 'Renamed',
        'name.formatted': 'Ronny Renamed',
        'name.middleName': 'Sam',
        'name.honorificPrefix': 'Dr.',
        'name.honorificSuffix': 'II',
      }))
    })
  },
)

/** The full form, some three dozen operations; its list is told, its wire form is not. */
async function changeAll(
  context: CheckContext,
  user: ValidatorUser,
  op: 'add' | 'replace',
  recording: Recording,
): Promise<void> {
  const sent = newValues(context)
  const operations = sent.map(({ target, value }) => ({ op, path: target.text, value }))
  const answer = await sendRecorded(context, withOperations(recording, operations), { id: user.id })
  demand(answer, success(), {
    reason: `A PATCH of ${operations.length} operations is refused, one for each default attribute.`,
    confidence: 'reconstructed',
  })
  const { user: found, answer: seen } = await lookUp(context, user.userName)
  expectArrived(found, sent, seen, 'reconstructed')
}
