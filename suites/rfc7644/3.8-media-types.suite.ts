// RFC 7644 §3.8 and §8.1: SCIM is JSON in UTF-8 under the media type application/scim+json, which every server takes and
// gives; a client may ask for application/json as well. Other types are the server's choice.
import {
  all,
  answerWhere,
  error,
  grade,
  holding,
  skip,
  status,
  suite,
  type Answer,
  type CheckContext,
} from '../../harness/check/index.ts'
import { essenceOf, SCIM_MEDIA_TYPE } from '../../harness/scim/mediaType.ts'
import { optionalAttributes } from './attributes.ts'

const essence = ({ headers }: Answer) => essenceOf(headers['content-type'] ?? '')
const scimJson = answerWhere(
  'Content-Type application/scim+json',
  (answer) => essence(answer) === SCIM_MEDIA_TYPE,
)
const anyJson = answerWhere('Content-Type application/scim+json or application/json', (answer) =>
  [SCIM_MEDIA_TYPE, 'application/json'].includes(essence(answer) ?? ''),
)

/** GET of a page of users under some Accept header; `null` sends none. */
async function readAs({ scim, users }: CheckContext, accept: string | null): Promise<Answer> {
  return scim.get(users.endpoint, { count: 1 }, { headers: { accept } })
}

/** Creates a user whose body has some Content-Type. */
async function createAs({ scim, users }: CheckContext, type: string): Promise<Answer> {
  return scim.post(users.endpoint, users.payload(), { headers: { 'content-type': type } })
}

async function keepsText({ scim, users, userSchema }: CheckContext, text: string, type: string) {
  const { single } = optionalAttributes(userSchema)
  if (single === undefined) return skip('The server publishes no optional attribute of type string.')
  const made = await scim.post(users.endpoint, users.payload({ [single]: text }), {
    headers: { 'content-type': type },
  })
  return { made, demanded: holding({ [single]: text }) }
}

export default suite(
  'Media types',
  { id: 'rfc7644.media', file: 'suites/rfc7644/3.8-media-types' },
  ({ check }) => {
    check(
      'Accept: application/scim+json is answered in that type',
      {
        id: 'accept-scim-json',
        verifies: ['RFC7644-3.8-06', 'RFC7644-8.1-01', 'RFC7644-3.1-01'],
        rulings: ['X-01'],
        severity: 'breaks-provisioning',
        impact: 'Every client that follows the standard sends this header.',
      },
      async (context) => {
        grade(await readAs(context, 'application/scim+json'))
          .pass(all(status(200), scimJson))
          .warn(
            all(status(200), anyJson),
            'The answer is application/json though application/scim+json was asked for.',
          )
          .fail(
            status(406),
            'Accept: application/scim+json has to be supported (RFC 7644 §3.8); it is answered 406.',
          )
          .otherwise.fail('Accept: application/scim+json is answered 200 in that type (RFC 7644 §3.8).')
      },
    )

    check(
      'Accept: application/json is answered with JSON',
      { id: 'accept-json', verifies: ['RFC7644-3.8-08'], rulings: ['X-01'], needs: ['users'] },
      async (context) => {
        grade(await readAs(context, 'application/json'))
          .pass(all(status(200), anyJson))
          .warn(
            status(406),
            'Accept: application/json is answered 406; a server should support it (RFC 7644 §3.8).',
          )
          .otherwise.fail('Accept: application/json is answered 200 with JSON (RFC 7644 §3.8).')
      },
    )

    for (const [id, accept, told] of [
      ['no-accept', null, 'A request without Accept'],
      ['accept-anything', '*/*', 'Accept: */*'],
    ] as const) {
      check(
        `${told} is answered in application/scim+json`,
        { id, verifies: ['RFC7644-3.8-09'], rulings: ['X-01'], needs: ['users'] },
        async (context) => {
          grade(await readAs(context, accept))
            .pass(all(status(200), scimJson))
            .warn(all(status(200), anyJson), `${told} is answered in application/json.`)
            .otherwise.fail(`${told} is answered 200 in application/scim+json (RFC 7644 §3.8).`)
        },
      )
    }

    check(
      'a body of type application/scim+json is read',
      {
        id: 'scim-json-body',
        verifies: ['RFC7644-3.8-07'],
        rulings: ['X-02'],
        severity: 'breaks-provisioning',
        impact: 'Entra sends this media type in every write.',
      },
      async (context) => {
        grade(await createAs(context, 'application/scim+json'))
          .pass(status(201))
          .fail(
            status(406, 415),
            'A body of type application/scim+json is refused; every server reads it (RFC 7644 §3.8).',
          )
          .otherwise.skip('No user is created, for a reason that has nothing to do with the media type.')
      },
    )

    check(
      'a body whose media type names its charset is read',
      {
        id: 'charset-body',
        verifies: ['RFC7644-3.8-07', 'RFC7644-3.8-01'],
        rulings: ['X-02'],
        needs: ['create-user'],
        severity: 'breaks-provisioning',
        impact: 'Entra sends charset=utf-8 with every write.',
        advice: 'Compare type and subtype only.',
      },
      async (context) => {
        for (const type of ['application/scim+json; charset=utf-8', 'application/scim+json;charset="UTF-8"'])
          grade(await createAs(context, type))
            .pass(status(201))
            .otherwise.fail(
              `A body of type ${type} is read; UTF-8 is what SCIM is written in (RFC 7644 §3.8).`,
            )
      },
    )

    check(
      'a body of type application/json is read',
      {
        id: 'json-body',
        verifies: ['RFC7644-3.8-07'],
        level: 'SHOULD',
        rulings: ['X-02'],
        needs: ['create-user'],
      },
      async (context) => {
        grade(await createAs(context, 'application/json'))
          .pass(status(201))
          .otherwise.warn('A body of type application/json is refused; many clients send it.')
      },
    )

    check(
      'letters outside ASCII come back as they were sent',
      {
        id: 'utf-8-round-trip',
        verifies: ['RFC7644-3.8-01', 'RFC7644-3.8-02'],
        needs: ['create-user'],
        severity: 'data-loss',
        advice: 'Decode request bodies as UTF-8, and encode answers so, whether or not a charset is named.',
      },
      async (context) => {
        const { scim, users } = context
        const { made, demanded } = await keepsText(context, 'Zoë Łęcka 山田 Ωmega', 'application/scim+json')
        grade(made)
          .pass(status(201))
          .otherwise.fail('A user with letters outside ASCII is created (RFC 7644 §3.8).')
        const path = `${users.endpoint}/${encodeURIComponent(String(made.resource['id']))}`
        grade(await scim.until(() => scim.get(path), demanded))
          .pass(demanded)
          .otherwise.fail('Text is UTF-8 on its way in and out, with or without a charset (RFC 7644 §3.8).')
      },
    )

    check(
      'letters beyond the basic plane come back as they were sent',
      {
        id: 'utf-8-four-bytes',
        verifies: ['RFC7644-3.8-01'],
        needs: ['create-user'],
        level: 'SHOULD',
        severity: 'data-loss',
        advice: 'In MySQL, use utf8mb4 instead of utf8.',
      },
      async (context) => {
        const { made, demanded } = await keepsText(context, '𠮷野 😀', 'application/scim+json; charset=utf-8')
        grade(made)
          .pass(all(status(201), demanded))
          .warn(error(400), 'A letter that takes four bytes in UTF-8 is refused.')
          .otherwise.warn('A letter that takes four bytes in UTF-8 is damaged, or refused without 400.')
      },
    )
  },
)
