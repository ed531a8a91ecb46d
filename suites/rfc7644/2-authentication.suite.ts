// RFC 7644 §2 (and RFC 7642 §4): only clients that prove who they are get in, whatever scheme they use; a server says
// in WWW-Authenticate which schemes it takes. What is sent here as a token opens nothing but a server that is broken.
import { answerWhere, grade, refused, status, suite } from '../../harness/check/index.ts'
import type { Answer, CheckContext } from '../../harness/check/index.ts'
import { asStranger } from '../../harness/check/identity/stranger.ts'

import type { More } from '../../harness/check/scim.ts'

const OPEN = 'Anybody who reaches the server can do what only the provisioning service may.'
const NOT_401 =
  'The request is refused, but not with 401; clients do not see that the credentials are at fault.'

const redirected = answerWhere('a redirect', (answer) => answer.status >= 300 && answer.status < 400)

/** GET of a page of users, sent as somebody whom the server does not know. */
async function readAsStranger(
  { scim, users }: CheckContext,
  auth: More['auth'],
  more: { headers?: Readonly<Record<string, string>>; query?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  const known = await scim.get(users.endpoint, { count: 1 })
  const stranger = asStranger(known, auth)
  return scim.get(
    users.endpoint,
    { count: 1, ...more.query },
    { ...stranger, headers: { ...stranger.headers, ...more.headers } },
  )
}

function gradeRefusal(answer: Answer, what: string): void {
  grade(answer)
    .pass(status(401))
    .warn(refused(), NOT_401)
    .warn(status(501), NOT_401)
    .warn(redirected, 'The request is sent elsewhere instead of being refused with 401.')
    .otherwise.fail(`${what} is refused with 401 (RFC 7644 §2).`)
}

export default suite(
  'Authentication',
  {
    id: 'rfc7644.authentication',
    file: 'suites/rfc7644/2-authentication',
    needs: ['users'],
    severity: 'security',
    impact: OPEN,
  },
  ({ check, observe }) => {
    check(
      'a read without credentials is refused with 401',
      {
        id: 'read-needs-credentials',
        verifies: ['RFC7642-4-01', 'RFC7644-3.12-09', 'RFC7644-2-06'],
        rulings: ['X-05'],
        advice: 'Put the authentication in front of all SCIM routes, not into each handler.',
      },
      async (context) => gradeRefusal(await readAsStranger(context, 'none'), 'A request without credentials'),
    )

    check(
      'writes without credentials are refused with 401 and change nothing',
      {
        id: 'writes-need-credentials',
        verifies: ['RFC7642-4-01', 'RFC7644-3.12-09'],
        rulings: ['X-05'],
        needs: ['create-user'],
      },
      async ({ scim, users, warn }) => {
        const user = await users.create()
        const stranger = asStranger(user.answer)
        const registration = await scim.post(users.endpoint, users.payload(), stranger)
        if (registration.status === 201)
          warn(
            'Anybody can create a user without credentials; that is meant for self-registration only (RFC 7644 §2.2).',
          )
        else gradeRefusal(registration, 'A POST without credentials')
        gradeRefusal(
          await scim.put(user.path, { ...user.sent, displayName: 'Taken over' }, stranger),
          'A PUT without credentials',
        )
        gradeRefusal(
          await scim.patch(
            user.path,
            [{ op: 'replace', path: 'displayName', value: 'Taken over' }],
            stranger,
          ),
          'A PATCH without credentials',
        )
        gradeRefusal(await scim.delete(user.path, stranger), 'A DELETE without credentials')
        await users.expectUnchanged(user, 'A request without credentials was refused, yet it had its effect.')
      },
    )

    check(
      'a bearer token that nobody was given is refused with 401',
      {
        id: 'wrong-token-refused',
        verifies: ['RFC7644-2-03', 'RFC7644-3.12-09', 'RFC7644-2-06'],
        rulings: ['X-05'],
      },
      async (context) =>
        gradeRefusal(
          await readAsStranger(context, { bearer: context.identity.guid().replaceAll('-', '') }),
          'A token that nobody was given',
        ),
    )

    check(
      'the first half of a valid token is refused with 401',
      {
        id: 'part-of-token-refused',
        verifies: ['RFC7644-2-03'],
        rulings: ['X-05'],
        advice: 'Compare the whole token, in constant time.',
      },
      async (context) =>
        gradeRefusal(await readAsStranger(context, { bent: 'token-cut' }), 'A part of a valid token'),
    )

    check(
      'an empty bearer token is refused',
      { id: 'empty-token-refused', verifies: ['RFC7644-2-03'], rulings: ['X-05'] },
      async (context) => {
        const answer = await readAsStranger(context, 'none', { headers: { authorization: 'Bearer ' } })
        grade(answer)
          .pass(status(400, 401))
          .warn(refused(), NOT_401)
          .warn(redirected, 'The request is sent elsewhere instead of being refused.')
          .otherwise.fail('A bearer token without a single character is refused (RFC 7644 §2).')
      },
    )

    check(
      'an Authorization header that is malformed is refused',
      { id: 'malformed-header-refused', verifies: ['RFC7644-2-03'], rulings: ['X-05'] },
      async (context) => {
        for (const authorization of ['Bearer', 'nonsense', 'Basic !not-base64!']) {
          const answer = await readAsStranger(context, 'none', { headers: { authorization } })
          grade(answer)
            .pass(status(400, 401))
            .warn(refused(), NOT_401)
            .warn(redirected, 'The request is sent elsewhere instead of being refused.')
            .otherwise.fail(
              `The header Authorization: ${authorization} proves nothing and is refused with 401.`,
            )
        }
      },
    )

    check(
      'a token is not taken under a scheme that it was not issued for',
      {
        id: 'scheme-is-looked-at',
        verifies: ['RFC7644-2-03'],
        level: 'SHOULD',
        rulings: ['X-05'],
      },
      async (context) => {
        const answer = await readAsStranger(context, { bent: 'other-scheme' })
        grade(answer)
          .pass(refused())
          .pass(redirected)
          .otherwise.warn(
            'The credentials are taken whatever the scheme in front of them; the scheme is part of the proof.',
          )
      },
    )

    check(
      'a wrong token in the URL opens nothing',
      { id: 'token-in-url-refused', verifies: ['RFC7642-4-01'], rulings: ['X-05'] },
      async (context) => {
        const query = { access_token: context.identity.guid().replaceAll('-', '') }
        gradeRefusal(
          await readAsStranger(context, 'none', { query }),
          'A request with a wrong token in its URL',
        )
      },
    )

    observe(
      'each 401 names in WWW-Authenticate how to sign in',
      {
        id: 'challenge-names-schemes',
        verifies: ['RFC7644-2-06'],
        rulings: ['X-05'],
        severity: 'wrong-answer',
        impact: 'Clients can not tell how to sign in.',
      },
      ({ answer }) => {
        if (answer.status !== 401) return undefined
        const challenge = answer.headers['www-authenticate']
        if (challenge !== undefined && /^\s*[!#$%&'*+.^_`|~\w-]+/.test(challenge)) return []
        return [
          {
            kind: challenge === undefined ? 'absent' : 'malformed',
            verdict: 'fail',
            reason: 'A 401 names at least one scheme in WWW-Authenticate (RFC 7644 §2, RFC 7235 §3.1).',
            expected: 'WWW-Authenticate with an authentication scheme',
            observed: challenge === undefined ? 'no WWW-Authenticate' : `WWW-Authenticate: ${challenge}`,
          },
        ]
      },
    )
  },
)
