/**
 * RFC 7643 §4.1.2: each value of x509Certificates is one certificate: DER, in base64.
 */
import { at } from '../../harness/check/at.ts'
import {
  answerWhere,
  type CheckContext,
  error,
  fail,
  grade,
  skip,
  status,
  suite,
} from '../../harness/check/index.ts'
import { isArray, isUnassigned } from '../../harness/scim/json.ts'
import type { Json } from '../../harness/scim/types.ts'
import { CERTIFICATE, isOneCertificate, OTHER_CERTIFICATE } from './certificates.ts'
import { readNew } from './readNew.ts'

/** Creates a user with certificates and reads what became of them; ends the check when the server keeps none. */
async function kept({ scim, users }: CheckContext, certificates: readonly string[]) {
  const x509Certificates: readonly Json[] = certificates.map((value) => ({ value }))
  const answer = await scim.post(users.endpoint, users.payload({ x509Certificates }))
  grade(answer)
    .pass(status(201))
    .skip(error(400), 'The server takes no certificates.')
    .otherwise.fail('A user with certificates is created, or refused with 400 (RFC 7644 §3.3).')
  const seen = await readNew(scim, users, answer)
  const list = at(seen.json, 'x509Certificates')
  if (isUnassigned(list)) skip('The server does not keep certificates.')
  const values = isArray(list) ? list.map((one) => at(one, 'value')) : []
  return { seen, values }
}

const shorten = (value: Json | undefined) => {
  const text = JSON.stringify(value ?? null)
  return text.length > 60 ? `${text.slice(0, 40)}… (${text.length} characters)` : text
}

export default suite(
  'Certificates of users',
  {
    id: 'rfc7643.certificates',
    file: 'suites/rfc7643/4.1.2-certificates',
    needs: ['users', 'create-user'],
    impact: 'Applications that read the certificate of a user can not decode it.',
  },
  ({ check }) => {
    check(
      'a certificate comes back as base64 of its DER encoding',
      { id: 'are-base64-of-der', verifies: ['RFC7643-4.1.2-26'] },
      async (context) => {
        const { seen, values } = await kept(context, [CERTIFICATE])
        const odd = values.filter((value) => typeof value !== 'string' || !isOneCertificate(value))
        if (odd.length > 0)
          fail({
            reason:
              'A value of x509Certificates is one DER certificate in base64, without line breaks or PEM headers (RFC 7643 §4.1.2).',
            expected: `value ${shorten(CERTIFICATE)}`,
            observed: odd.map((value) => `value ${shorten(value)}`).join(', '),
            decisive: [seen.exchange.id],
          })
        grade(seen)
          .pass(answerWhere('the certificate that was sent', () => values.includes(CERTIFICATE)))
          .otherwise.warn('Another certificate came back than the one that was sent (RFC 7643 §4.1.2).')
      },
    )

    check(
      'two certificates come back as two values',
      { id: 'are-one-by-one', verifies: ['RFC7643-4.1.2-27'] },
      async (context) => {
        const { seen, values } = await kept(context, [CERTIFICATE, OTHER_CERTIFICATE])
        const odd = values.filter((value) => typeof value !== 'string' || !isOneCertificate(value))
        if (odd.length > 0)
          fail({
            reason:
              'A value of x509Certificates never holds more than one certificate; several stand in several elements (RFC 7643 §4.1.2).',
            expected: 'two elements, each with one certificate',
            observed: `${values.length} elements: ${values.map((value) => shorten(value)).join(', ')}`,
            decisive: [seen.exchange.id],
          })
      },
    )
  },
)
