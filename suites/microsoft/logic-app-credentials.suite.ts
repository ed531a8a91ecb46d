import { skip, success, suite } from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import { recorded, sendRecorded } from '../entra/playing.ts'
import { demand, foretell } from './foretelling.ts'
import { expectLifetime, granted } from './grants.ts'
import { LOGIC_APP } from './logicApp.ts'

/** An assertion of the right shape that nobody has signed. */
const UNSIGNED = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJzY2ltcHJvb2YifQ.'

/** The Logic App's tests of credentials; one of the two must pass. */
export default suite(
  'SCIM validation Logic App: credentials',
  {
    id: LOGIC_APP,
    file: 'suites/microsoft/logic-app-credentials',
    profile: 'microsoft',
    severity: 'breaks-provisioning',
    impact: 'The validation of the App Gallery fails, and the application is not listed.',
  },
  ({ check }) => {
    foretell(check, LOGIC_APP, { id: 'validate-credentials' }, async (context) => {
      const grant = await granted(context)
      const answer = await sendRecorded(context, recorded('la-credential-check'), {})
      demand(answer, success(), 'The token that was given does not open the server.')
      expectLifetime(grant)
    })

    foretell(
      check,
      LOGIC_APP,
      { id: 'federated-identity', severity: 'security' },
      async (context, { doubt }) => {
        const { tokenUrl } = await granted(context)
        const { headers, bodyText = '' } = recorded('wif-token-request').request
        const form = bodyText
          .replace('{{clientId}}', 'scimproof')
          .replace('{{clientAssertion}}', UNSIGNED)
          .replace('{{scope}}', 'scim')
        const answer = await context.scim.send({
          method: 'POST',
          path: tokenUrl,
          ...(headers === undefined ? {} : { headers }),
          body: form,
          rawBody: true,
          auth: 'none',
        })
        if (success().differs(answer) === undefined)
          return doubt({
            reason:
              'the token endpoint gives a token for an assertion that nobody has signed; so it would for Entra’s, and for everybody’s.',
            expected: 'a refusal',
            observed: `${answer.status}`,
            decisive: [answer.exchange.id],
          })
        const error = isObject(answer.json) ? getMember(answer.json, 'error') : undefined
        return skip(
          `The token endpoint refuses an assertion that Entra has not signed (${answer.status}${typeof error === 'string' ? ` ${error}` : ''}), as it must. Whether it takes one that Entra has signed shows only in a tenant; one of the two tests of credentials is enough.`,
        )
      },
    )
  },
)
