/**
 * RFC 7643 §5: the service provider configuration says of each optional feature whether it is there, gives its limits as
 * integers, and names the ways to sign in. It can be read before one has signed in, and no client changes it.
 */
import { at } from '../../harness/check/at.ts'
import {
  type Answer,
  type CheckContext,
  answerWhere,
  grade,
  listingOf,
  skip,
  status,
  suite,
} from '../../harness/check/index.ts'
import { asStranger } from '../../harness/check/identity/stranger.ts'
import { isArray, isObject } from '../../harness/scim/json.ts'
import type { Json } from '../../harness/scim/types.ts'
import { adviseNone, demandNone, readConfig, textAt } from './documents.ts'

const shown = (value: Json | undefined) => (value === undefined ? 'absent' : JSON.stringify(value))

/** Each feature says by a boolean whether it is supported. */
async function saysWhetherSupported(context: CheckContext, features: readonly string[]): Promise<void> {
  const answer = await readConfig(context)
  demandNone({
    reason: `${features.join(', ')} are required, each with a boolean supported (RFC 7643 §5).`,
    expected: features.map((feature) => `${feature}.supported true or false`).join(', '),
    problems: features.flatMap((feature) => {
      const supported = at(answer.json, feature, 'supported')
      return typeof supported === 'boolean' ? [] : [`${feature}.supported is ${shown(supported)}`]
    }),
    answers: [answer],
  })
}

const LIMITS = [
  ['bulk', 'maxOperations'],
  ['bulk', 'maxPayloadSize'],
  ['filter', 'maxResults'],
] as const

/** The limits that are wrong, of features that are offered or of those that are not. */
function wrongLimits(answer: Answer, offered: boolean): string[] {
  return LIMITS.flatMap(([feature, name]) => {
    const limit = at(answer.json, feature, name)
    const right = typeof limit === 'number' && Number.isInteger(limit) && limit >= 0
    const excused = limit === undefined && at(answer.json, feature, 'supported') !== true
    return right || excused === offered ? [] : [`${feature}.${name} is ${shown(limit)}`]
  })
}

/** The elements of authenticationSchemes. */
function schemesOf(answer: Answer): readonly Json[] {
  const schemes = at(answer.json, 'authenticationSchemes')
  return isArray(schemes) ? schemes : []
}

export default suite(
  'Service provider configuration',
  {
    id: 'rfc7643.config',
    file: 'suites/rfc7643/5-service-provider-config',
    needs: ['discovery'],
    impact:
      'A client that asks what the server can do, and believes it, leaves features out or sends what is refused.',
  },
  ({ check }) => {
    check(
      'patch, bulk and filter say by a boolean whether they are supported',
      {
        id: 'says-patch-bulk-filter',
        verifies: ['RFC7643-5-05', 'RFC7643-5-06', 'RFC7643-5-09', 'RFC7644-4-03'],
        rulings: ['S-09'],
      },
      async (context) => saysWhetherSupported(context, ['patch', 'bulk', 'filter']),
    )

    check(
      'changePassword, sort and etag say by a boolean whether they are supported',
      {
        id: 'says-password-sort-etag',
        verifies: ['RFC7643-5-12', 'RFC7643-5-13', 'RFC7643-5-14', 'RFC7644-4-03'],
        rulings: ['S-09'],
      },
      async (context) => saysWhetherSupported(context, ['changePassword', 'sort', 'etag']),
    )

    check(
      'the limits of bulk and filter are integers',
      {
        id: 'limits-are-integers',
        verifies: ['RFC7643-5-07', 'RFC7643-5-08', 'RFC7643-5-11'],
        rulings: ['S-09'],
      },
      async (context) => {
        const answer = await readConfig(context)
        const complaint = { expected: 'integers that are not negative', answers: [answer] }
        demandNone({
          ...complaint,
          reason:
            'bulk.maxOperations, bulk.maxPayloadSize and filter.maxResults are integers, and required (RFC 7643 §5).',
          problems: wrongLimits(answer, true),
        })
        adviseNone(context, {
          ...complaint,
          reason: 'The limits of bulk and filter are required even where the feature is off (RFC 7643 §5).',
          problems: wrongLimits(answer, false),
        })
      },
    )

    check(
      'the configuration names the ways to sign in',
      {
        id: 'has-authentication-schemes',
        verifies: ['RFC7643-5-16', 'RFC7643-2.4-01'],
        rulings: ['S-09'],
      },
      async (context) => {
        const answer = await readConfig(context)
        grade(answer)
          .pass(
            answerWhere('authenticationSchemes as an array of objects', ({ json }) => {
              const schemes = at(json, 'authenticationSchemes')
              return isArray(schemes) && schemes.length > 0 && schemes.every(isObject)
            }),
          )
          .warn(
            answerWhere('an empty array', ({ json }) => {
              const schemes = at(json, 'authenticationSchemes')
              return isArray(schemes) && schemes.length === 0
            }),
            'authenticationSchemes is empty, so no client can tell how to sign in.',
          )
          .otherwise.fail('authenticationSchemes is required and multi-valued (RFC 7643 §5).')
      },
    )

    check(
      'each way to sign in has a type, a name and a description',
      {
        id: 'authentication-schemes-are-described',
        verifies: ['RFC7643-5-17', 'RFC7643-5-18', 'RFC7643-5-19'],
        rulings: ['S-09', 'S-15'],
      },
      async (context) => {
        const answer = await readConfig(context)
        const schemes = schemesOf(answer)
        if (schemes.length === 0) skip('The configuration names no way to sign in.')
        demandNone({
          reason: 'Each element of authenticationSchemes has a type, a name and a description (RFC 7643 §5).',
          expected: 'type, name and description, each a text that is not empty',
          problems: schemes.flatMap((scheme, index) =>
            ['type', 'name', 'description']
              .filter((name) => textAt(scheme, name) === undefined)
              .map((name) => `authenticationSchemes[${index}].${name} is ${shown(at(scheme, name))}`),
          ),
          answers: [answer],
        })
      },
    )

    check(
      'the configuration can be read without credentials',
      { id: 'is-public', verifies: ['RFC7643-5-15'], rulings: ['S-01'] },
      async (context) => {
        const known = await readConfig(context)
        const answer = await context.scim.get('/ServiceProviderConfig', undefined, asStranger(known))
        grade(answer)
          .pass(status(200))
          .otherwise.warn(
            'The ways to sign in are better told to those who have not signed in yet (RFC 7643 §5).',
          )
      },
    )

    check(
      'no page holds more resources than filter.maxResults',
      {
        id: 'page-within-max-results',
        verifies: ['RFC7643-5-10'],
        rulings: ['P-05'],
        needs: ['users', 'create-user'],
      },
      async (context) => {
        const limit = at((await readConfig(context)).json, 'filter', 'maxResults')
        if (typeof limit !== 'number' || limit < 1) skip('The configuration gives no filter.maxResults.')
        await context.population()
        const answer = await context.scim.get(context.users.endpoint, { count: String(limit + 1) })
        grade(answer)
          .pass(
            answerWhere(
              `at most ${limit} resources, or 400`,
              (one) => one.status === 400 || listingOf(one).resources.length <= limit,
            ),
          )
          .otherwise.warn(
            `The answer holds more resources than filter.maxResults of the configuration says (RFC 7643 §5).`,
          )
      },
    )
  },
)
