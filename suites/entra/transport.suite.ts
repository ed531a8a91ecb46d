import { type CheckContext, fail, type Handshake, skip, suite } from '../../harness/check/index.ts'

/** What lies below SCIM: Entra calls over https, with TLS 1.2 and a list of suites, and fetches no missing certificate. */
export default suite(
  'Test Connection over https',
  {
    id: 'entra.transport',
    file: 'suites/entra/transport',
    profile: 'entra',
    severity: 'breaks-provisioning',
    impact: 'Test Connection is red: Entra can not even ask.',
  },
  ({ check }) => {
    check(
      'the server speaks TLS 1.2 with a suite that Entra speaks',
      {
        id: 'tls',
        verifies: [],
        rulings: ['X-10'],
        level: 'MUST',
        advice: 'Offer TLS 1.2 with ECDHE and AES-GCM beside TLS 1.3.',
      },
      async (context) => {
        const greeting = await greet(context)
        if (greeting.kind === 'refused')
          fail({
            reason:
              'The server ends the greeting with TLS 1.2 and the suites of Microsoft’s list, which is all that Entra offers.',
            expected: 'an agreement on TLS 1.2 with ECDHE and AES',
            observed: greeting.reason,
          })
      },
    )

    check(
      'the chain of certificates is complete',
      {
        id: 'chain',
        verifies: [],
        rulings: ['X-10'],
        level: 'MUST',
        advice:
          'Send the certificates between yours and the root along; browsers fetch them, and Entra does not.',
      },
      async (context) => {
        const greeting = await greet(context)
        if (greeting.kind === 'refused') skip('TLS 1.2 is not spoken; entra.transport.tls says so.')
        const { untrusted } = greeting
        if (untrusted === undefined) return
        const finding = {
          reason: MISSING.test(untrusted)
            ? 'The server leaves out a certificate between its own and the root.'
            : 'The certificate leads to no root that is trusted.',
          expected: 'a chain that leads to a known root',
          observed: untrusted,
        }
        if (isLoopback(context)) context.warn(finding)
        else fail(finding)
      },
    )
  },
)

const MISSING = /UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE/

const isLoopback = ({ scim }: CheckContext) =>
  /^(localhost|.*\.localhost|127\..*|\[::1\])$/i.test(new URL(scim.base).hostname)

async function greet(context: CheckContext): Promise<Handshake> {
  const greeting = await context.handshake()
  if (greeting === undefined)
    return skip('The server is not spoken to over https here; Entra calls public https addresses only.')
  return greeting
}
