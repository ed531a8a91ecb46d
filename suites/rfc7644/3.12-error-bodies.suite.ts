// RFC 7644 §3.12: what holds for the body of every error. These look at each answer of the run and send nothing.
import { excerpt, suite, type Seen } from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { ERROR_URI } from '../../harness/scim/error.ts'
import { isArray, isObject } from '../../harness/scim/json.ts'
import { mayBeOfGateway } from './outside.ts'

/** Keywords of RFC 7644 Table 9 and RFC 9865 §2.1. */
const KEYWORDS = new Set([
  'invalidFilter',
  'tooMany',
  'uniqueness',
  'mutability',
  'invalidSyntax',
  'invalidPath',
  'noTarget',
  'invalidValue',
  'invalidVers',
  'sensitive',
  'invalidCursor',
  'expiredCursor',
  'invalidCount',
])

const isError = ({ request, answer }: Seen) => answer.status >= 400 && request.method !== 'HEAD'

function isErrorBody({ answer }: Seen): boolean {
  const schemas = at(answer.json, 'schemas')
  return isArray(schemas) && schemas.includes(ERROR_URI)
}

export default suite(
  'Every error',
  { id: 'rfc7644.error-bodies', file: 'suites/rfc7644/3.12-error-bodies' },
  ({ observe }) => {
    observe(
      'errors have a body of the Error schema',
      {
        id: 'error-schema',
        verifies: ['RFC7644-3.12-01', 'RFC7644-3.12-02'],
        rulings: ['X-03'],
        impact: 'The provisioning log does not show what went wrong.',
        advice: 'Let one place render all errors, those of the framework too.',
      },
      (seen) => {
        const { request, answer } = seen
        if (!isError(seen)) return undefined
        if (isErrorBody(seen)) return []
        const gateway = mayBeOfGateway(answer.status, request.url)
        return [
          {
            kind: gateway ? `gateway ${answer.status}` : 'error',
            verdict: gateway ? 'warn' : 'fail',
            reason: gateway
              ? `A ${answer.status} has no body of the Error schema; it may come from in front of the SCIM server.`
              : 'An error has a JSON body of the Error schema (RFC 7644 §3.12).',
            expected: `a JSON body whose schemas holds ${ERROR_URI}`,
            observed: `${answer.status} with ${answer.text === '' ? 'no body' : excerpt(answer.text, 80)}`,
          },
        ]
      },
    )

    observe(
      'status in the body of an error is its HTTP status, as text',
      {
        id: 'status',
        verifies: ['RFC7644-3.12-03', 'RFC7644-3.2-10'],
        rulings: ['X-03'],
        advice: 'Serialise status as a JSON string: "404".',
      },
      (seen) => {
        const { answer } = seen
        if (!isErrorBody(seen)) return undefined
        const status = at(answer.json, 'status')
        if (answer.status < 300)
          return [
            {
              kind: 'success',
              verdict: 'fail',
              root: true,
              reason:
                'An error is answered with the HTTP status of an error, never with that of a success (RFC 7644 §3.12).',
              expected: `status ${JSON.stringify(status ?? '400')} of HTTP as in the body`,
              observed: `${answer.status} with a body of the Error schema`,
            },
          ]
        if (status === String(answer.status)) return []
        const kind =
          status === undefined ? 'absent' : typeof status === 'string' ? 'another status' : 'no text'
        return [
          {
            kind,
            verdict: 'fail',
            reason: 'The body of an error has its HTTP status, as a JSON string, in status (RFC 7644 §3.12).',
            expected: `status "${answer.status}"`,
            observed: `status ${JSON.stringify(status ?? null)}`,
          },
        ]
      },
    )

    observe(
      'scimType is a keyword of the standard',
      { id: 'known-scim-type', verifies: ['RFC7644-3.12-04'], rulings: ['X-04'], severity: 'cosmetic' },
      (seen) => {
        const { json } = seen.answer
        if (!isError(seen) || !isObject(json) || at(json, 'scimType') === undefined) return undefined
        const scimType = at(json, 'scimType')
        if (scimType === null || (typeof scimType === 'string' && KEYWORDS.has(scimType))) return []
        return [
          {
            kind: String(scimType),
            verdict: 'warn',
            reason: 'scimType is one of the keywords of RFC 7644 Table 9, written as there.',
            expected: 'invalidFilter, uniqueness, invalidSyntax …',
            observed: `scimType ${JSON.stringify(scimType)}`,
          },
        ]
      },
    )
  },
)
