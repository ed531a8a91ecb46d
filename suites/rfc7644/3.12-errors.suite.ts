// RFC 7644 §3.12: a request that fails is answered with a status that fits and a JSON body of the Error schema, which
// repeats the status as text and may name the kind of error in scimType.
import {
  all,
  answerWhere,
  error,
  errorBody,
  grade,
  refused,
  skip,
  status,
  success,
  suite,
  type CheckContext,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import type { Json } from '../../harness/scim/types.ts'
import { NO_SUCH_ENDPOINT } from './outside.ts'

const SYNTAX = ['invalidSyntax', 'invalidValue'] as const

/** Sends a text in place of a user and expects it to be refused. */
async function refusesBody({ scim, users }: CheckContext, text: string, what: string): Promise<void> {
  const answer = await scim.post(users.endpoint, text, { rawBody: true })
  grade(answer)
    .pass(error(400, 'invalidSyntax'))
    .warn(error(400), `${what} is refused, but not with scimType invalidSyntax.`)
    .warn(refused(), `${what} is refused, but not with 400 invalidSyntax.`)
    .otherwise.fail(`${what} is refused with 400 (RFC 7644 §3.12).`)
}

/** Sends a value of the wrong type; a server may refuse it, or turn it into one of the right type (ruling C-14). */
async function refusesValue(
  { scim, users }: CheckContext,
  name: string,
  value: Json,
  right: (shown: Json | undefined) => boolean,
): Promise<void> {
  const sent = `${name} ${JSON.stringify(value)}`
  const answer = await scim.post(users.endpoint, users.payload({ [name]: value }))
  grade(answer)
    .pass(error(400, SYNTAX))
    .pass(
      all(
        status(201),
        answerWhere(`no ${name} of the wrong type`, ({ json }) => right(at(json, name))),
      ),
    )
    .warn(error(400), `${sent} is refused, but not with scimType invalidValue.`)
    .warn(refused(), `${sent} is refused, but not with 400 invalidValue.`)
    .fail(success(), `${sent} was taken, and is shown with a type that the schema does not have.`)
    .otherwise.fail(`${sent} is refused with 400 invalidValue (RFC 7644 §3.12).`)
}

const absentOr = (type: string) => (shown: Json | undefined) =>
  shown === undefined || shown === null || typeof shown === type

export default suite('Errors', { id: 'rfc7644.errors', file: 'suites/rfc7644/3.12-errors' }, ({ check }) => {
  check(
    'a request that fails is answered with a body of the Error schema',
    {
      id: 'answers-with-error-body',
      verifies: ['RFC7644-3.12-01', 'RFC7644-3.12-02'],
      rulings: ['X-03', 'G-01'],
      needs: ['users'],
      impact: 'The provisioning log does not show what went wrong.',
    },
    async ({ scim, users, identity }) => {
      grade(await scim.get(`${users.endpoint}/${identity.guid()}`))
        .pass(
          all(
            answerWhere('an error', (answer) => answer.status >= 400),
            errorBody(),
          ),
        )
        .otherwise.fail('A request that fails has a JSON body of the Error schema (RFC 7644 §3.12).')
    },
  )

  check(
    'the body of an error repeats its status as text',
    {
      id: 'status-as-text',
      verifies: ['RFC7644-3.12-03', 'RFC7644-3.2-10'],
      rulings: ['X-03'],
      needs: ['users'],
      advice: 'Serialise status as a JSON string: "404".',
    },
    async ({ scim, users, identity }) => {
      grade(await scim.get(`${users.endpoint}/${identity.guid()}`))
        .pass(
          answerWhere(
            'an error whose status is its HTTP status as a JSON string',
            (answer) => answer.status >= 400 && at(answer.json, 'status') === String(answer.status),
            ({ json }) => {
              const told = at(json, 'status')
              if (told === undefined) return 'without status in its body'
              return `with the ${typeof told} ${JSON.stringify(told)} as status in its body`
            },
          ),
        )
        .otherwise.fail(
          'The body of an error has its HTTP status, as a JSON string, in status (RFC 7644 §3.12).',
        )
    },
  )

  check(
    'a path that does not exist is answered 404',
    {
      id: 'unknown-endpoint-is-not-found',
      verifies: ['RFC7644-3.12-11'],
      rulings: ['X-03', 'X-06'],
      needs: ['users'],
      severity: 'cosmetic',
    },
    async ({ scim }) => {
      grade(await scim.get(NO_SUCH_ENDPOINT))
        .pass(error(404))
        .warn(refused(), 'An endpoint that does not exist is refused, but not with 404.')
        .warn(status(501), 'An endpoint that does not exist is answered 501; 404 is meant for that.')
        .warn(success(), 'An endpoint that does not exist is answered as if it did.')
        .otherwise.warn('An endpoint that does not exist is not answered 404.')
    },
  )

  check(
    'a body that is cut short is refused with 400 invalidSyntax',
    {
      id: 'broken-json-refused',
      verifies: ['RFC7644-3.12-08', 'RFC7644-3.12-21', 'RFC7644-3.12-15'],
      rulings: ['M-14', 'X-04'],
      needs: ['create-user'],
      advice: 'Map the JSON parser’s error to 400 with scimType invalidSyntax.',
    },
    async (context) => {
      const whole = JSON.stringify(context.users.payload())
      await refusesBody(context, whole.slice(0, -2), 'A body that is cut short')
    },
  )

  check(
    'a body that is JSON but no object is refused with 400 invalidSyntax',
    {
      id: 'other-json-refused',
      verifies: ['RFC7644-3.12-08', 'RFC7644-3.12-21'],
      rulings: ['M-14', 'X-04'],
      needs: ['create-user'],
    },
    async (context) => {
      for (const text of ['[]', '"text"', 'null']) await refusesBody(context, text, `The body ${text}`)
    },
  )

  check(
    'a user without userName is refused with 400 invalidValue',
    {
      id: 'required-missing-refused',
      verifies: ['RFC7644-3.12-24', 'RFC7643-4.1.1-03'],
      rulings: ['C-07', 'X-04'],
      needs: ['create-user'],
      severity: 'data-loss',
      impact: 'There are users without a userName, whom no client can match.',
    },
    async ({ scim, users, identity }) => {
      const { userName: _, ...body } = users.payload({ displayName: identity.displayName('user') })
      grade(await scim.post(users.endpoint, body))
        .pass(error(400, 'invalidValue'))
        .warn(error(400), 'A user without userName is refused, but not with scimType invalidValue.')
        .warn(refused(), 'A user without userName is refused, but not with 400 invalidValue.')
        .otherwise.fail('userName is required; a user without it is refused with 400 (RFC 7644 §3.12).')
    },
  )

  check(
    'a word in place of a boolean is refused, or turned into a boolean',
    {
      id: 'wrong-boolean-refused',
      verifies: ['RFC7644-3.12-24', 'RFC7644-3.12-08'],
      rulings: ['C-14'],
      needs: ['create-user'],
    },
    async (context) => refusesValue(context, 'active', 'maybe', absentOr('boolean')),
  )

  check(
    'a number in place of a text is refused, or turned into a text',
    {
      id: 'wrong-text-refused',
      verifies: ['RFC7644-3.12-24', 'RFC7644-3.12-08'],
      rulings: ['C-14'],
      needs: ['create-user'],
    },
    async (context) => refusesValue(context, 'displayName', 5, absentOr('string')),
  )

  check(
    'a text in place of an array is refused, or turned into an array',
    {
      id: 'wrong-array-refused',
      verifies: ['RFC7644-3.12-24', 'RFC7644-3.8-10'],
      rulings: ['C-14', 'C-17'],
      needs: ['create-user'],
    },
    async (context) =>
      refusesValue(
        context,
        'emails',
        context.identity.email(),
        (shown) => shown === undefined || shown === null || Array.isArray(shown),
      ),
  )

  check(
    'what the server says it does not support is answered 501',
    {
      id: 'unsupported-says-so',
      verifies: ['RFC7644-3.12-16', 'RFC7644-3.5-02'],
      rulings: ['X-07', 'X-13'],
      needs: ['create-user'],
      severity: 'breaks-provisioning',
      impact: 'Entra updates users by PATCH only.',
    },
    async ({ scim, users, facts }) => {
      if (facts.capabilities.patch) skip('The server supports PATCH.')
      const user = await users.create()
      grade(await scim.patch(user.path, [{ op: 'replace', path: 'displayName', value: 'After' }]))
        .fail(success(), 'The server says that it does not support PATCH, and answers as if it did.')
        .warn(status(501), 'The server does not support PATCH, as a server should (RFC 7644 §3.5).')
        .warn(refused(), 'The server does not support PATCH, and does not say so by 501.')
        .otherwise.fail('An operation that is not supported is answered 501 (RFC 7644 §3.12).')
    },
  )
})
