// RFC 7644 §5, §7: what of a server's security shows from outside: data travels encrypted, passwords never come back,
// sensitive words may be refused in URLs, and names that look alike are one name.
import {
  any,
  error,
  fail,
  grade,
  listOf,
  refused,
  skip,
  status,
  success,
  suite,
  type Answer,
  type CheckContext,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { cookiesWithoutSecure, travels } from './transport.ts'

/** The letter é, as one character and as two. */
const COMPOSED = '\u00e9'
const DECOMPOSED = 'e\u0301'

/** Creates a user with a password; ends the check when the server takes none (ruling C-16). */
async function withPassword({ scim, users, identity }: CheckContext): Promise<{
  readonly made: Answer
  readonly path: string
  readonly password: string
}> {
  const password = `Aa1!${identity.guid()}`
  const made = await scim.post(users.endpoint, users.payload({ password }))
  grade(made)
    .pass(status(201))
    .skip(refused(), 'The server takes no password.')
    .otherwise.fail('A user with a password is created or refused.')
  return { made, path: `${users.endpoint}/${encodeURIComponent(String(at(made.json, 'id')))}`, password }
}

function expectSecret(answer: Answer, password: string): void {
  if (answer.text.includes(password) || typeof at(answer.json, 'password') === 'string')
    fail({
      reason: 'A password is never returned, in no form and to no request (RFC 7643 §4.1.1).',
      expected: 'no password',
      observed: `${answer.status} with the password in its body`,
      decisive: [answer.exchange.id],
    })
}

/** Creates a user whose userName has an é in one form; ends the check when the server takes only ASCII. */
async function named({ scim, users, identity }: CheckContext, form: string): Promise<string> {
  const userName = identity.userName(`${identity.local()}${form}`)
  const made = await scim.post(users.endpoint, users.payload({ userName }))
  grade(made)
    .pass(status(201))
    .skip(refused(), 'The server takes no userName with letters outside ASCII.')
    .otherwise.fail('A userName with letters outside ASCII is taken or refused.')
  return userName
}

export default suite(
  'Security seen from outside',
  { id: 'rfc7644.security', file: 'suites/rfc7644/7-security', severity: 'security' },
  ({ check, observe }) => {
    check(
      'a password is in no answer, whatever is asked for',
      {
        id: 'password-never-returned',
        verifies: ['RFC7643-4.1.1-21', 'RFC7643-7-35', 'RFC7643-4.1.1-27'],
        rulings: ['C-16'],
        needs: ['create-user'],
        impact: 'Passwords stand in the logs of clients and proxies.',
      },
      async (context) => {
        const { scim } = context
        const { made, path, password } = await withPassword(context)
        expectSecret(made, password)
        expectSecret(await scim.get(path), password)
        expectSecret(await scim.get(path, { attributes: 'password' }), password)
      },
    )

    check(
      'a filter on password is answered or refused, and tells no password',
      {
        id: 'password-filter',
        verifies: ['RFC7644-3.12-26', 'RFC7644-7.5.2-02'],
        rulings: ['F-19', 'F-20'],
        needs: ['filter', 'create-user'],
      },
      async (context) => {
        const { scim, users } = context
        const { password } = await withPassword(context)
        const answer = await scim.get(users.endpoint, { filter: `password eq ${JSON.stringify(password)}` })
        expectSecret(answer, password)
        grade(answer)
          .pass(any(status(200), error(400), error(403)))
          .warn(refused(), 'A filter on password is refused, but not with 400 or 403.')
          .warn(status(501), 'A filter on password is refused, but not with 400 or 403.')
          .otherwise.fail(
            'A filter on password is answered, or refused with 403 sensitive (RFC 7644 §7.5.2).',
          )
      },
    )

    check(
      'a search that is refused in the URL works in a body',
      {
        id: 'sensitive-filter-in-body',
        verifies: ['RFC7644-7.5.2-02'],
        rulings: ['F-20'],
        needs: ['filter', 'create-user'],
        severity: 'wrong-answer',
      },
      async ({ scim, users }) => {
        const user = await users.create()
        const filter = `userName eq ${JSON.stringify(user.sent['userName'])}`
        const answer = await scim.get(users.endpoint, { filter })
        if (answer.scimType !== 'sensitive') return
        grade(await scim.until(() => scim.search(users.endpoint, { filter }), listOf(1)))
          .pass(listOf(1))
          .otherwise.fail('A filter that is too sensitive for a URL can be sent in a body (RFC 7644 §7.5.2).')
      },
    )

    check(
      'a userName in another Unicode form is the same userName',
      {
        id: 'equivalent-names-conflict',
        verifies: ['RFC7644-5-01'],
        level: 'SHOULD',
        rulings: ['F-21'],
        needs: ['create-user'],
        advice: 'Normalise userName to NFC before it is compared.',
      },
      async (context) => {
        const { scim, users } = context
        const userName = await named(context, COMPOSED)
        const alike = userName.replace(COMPOSED, DECOMPOSED)
        grade(await scim.post(users.endpoint, users.payload({ userName: alike })))
          .pass(refused())
          .warn(success(), 'Two users have userNames that no reader can tell apart (RFC 7644 §5).')
          .otherwise.warn('A userName that no reader can tell from another one is neither refused nor taken.')
      },
    )

    check(
      'a filter finds a userName in another Unicode form',
      {
        id: 'equivalent-names-match',
        verifies: ['RFC7644-7.8-01'],
        level: 'SHOULD',
        rulings: ['F-21'],
        needs: ['filter-eq'],
        severity: 'wrong-answer',
      },
      async (context) => {
        const { scim, users } = context
        const userName = await named(context, COMPOSED)
        const filter = `userName eq ${JSON.stringify(userName.replace(COMPOSED, DECOMPOSED))}`
        grade(await scim.until(() => scim.get(users.endpoint, { filter }), listOf(1)))
          .pass(listOf(1))
          .otherwise.warn(
            'A filter does not find the user by an equivalent form of its userName (RFC 7644 §7.8).',
          )
      },
    )

    check(
      'data travels encrypted',
      {
        id: 'transport-encrypted',
        verifies: ['RFC7644-7.2-01', 'RFC7642-4-02', 'RFC7644-7.4-02'],
        rulings: ['X-10'],
        needs: ['users'],
        advice: 'Offer HTTPS only, or redirect to it.',
      },
      async ({ scim, users }) => {
        const how = travels(scim.base)
        if (how === 'within this machine') skip('The base URL leads to this machine; nothing travels.')
        if (how === 'encrypted') return
        grade(await scim.get(users.endpoint, { count: 1 }))
          .pass(answerElsewhere)
          .otherwise.fail(
            'SCIM data and tokens travel over TLS (RFC 7644 §7.2); this server serves them in the clear.',
          )
      },
    )

    observe(
      'cookies are for encrypted connections only',
      { id: 'cookies-are-secure', verifies: ['RFC7644-7.4-02'] },
      ({ request, answer }) => {
        const header = answer.headers['set-cookie']
        if (header === undefined || travels(request.url) === 'within this machine') return undefined
        const open = cookiesWithoutSecure(header)
        if (open.length === 0) return []
        return [
          {
            kind: 'cookie',
            verdict: 'fail',
            reason:
              'A cookie that stands for a client travels over TLS only, so it has the attribute Secure (RFC 7644 §7.4).',
            expected: 'Set-Cookie with Secure',
            observed: `the cookie ${open.join(', ')} without it`,
          },
        ]
      },
    )
  },
)

const answerElsewhere = {
  expects: 'a refusal, or a redirect',
  differs: (answer: Answer) => (answer.status >= 300 && answer.status < 500 ? undefined : `${answer.status}`),
}
