// RFC 7644 §3.12 as one statement: whatever body is sent, the answer is none of a server that broke; what is no JSON object
// is refused with an error of SCIM's own form; and afterwards the server answers as it did before.
import fc from 'fast-check'
import {
  type Answer,
  changesBetween,
  type CheckContext,
  type Created,
  describeAnswer,
  errorBody,
  fail,
  forAll,
  suite,
} from '../../harness/check/index.ts'
import { type MalformedBody, MALFORMATIONS, malformedFrom } from '../../harness/generate/index.ts'
import { isObject, withoutMember } from '../../harness/scim/json.ts'
import type { Resource } from '../../harness/scim/types.ts'
import { idIn } from './asking.ts'

/** Bodies that take time or memory, or that aim at what reads them. */
const HOSTILE = [
  'deep',
  'huge',
  'hugeNumber',
  'prototypeKeys',
  'nul',
  'rawControl',
  'loneSurrogate',
  'invalidUtf8',
]

interface Example extends MalformedBody {
  readonly method: 'POST' | 'PUT'
}

/** Two users of the check: one that is written to, and one that nothing may happen to. */
interface Stage {
  readonly target: Created
  readonly witness: Created
  readonly before: Resource
}

async function send({ scim, users }: CheckContext, { target }: Stage, example: Example): Promise<Answer> {
  const { method, contentType, body } = example
  const headers = { 'content-type': contentType === 'none' ? null : contentType }
  const path = method === 'POST' ? users.endpoint : target.path
  try {
    return await scim.send({ method, path, headers, body, rawBody: true })
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'E_TIMED_OUT')) throw thrown
    return fail({
      reason: 'A body that is not in order is never answered.',
      expected: 'a refusal (4xx)',
      observed: thrown.message,
    })
  }
}

/** Neither the server's conformance (503) nor an accident of it (501). */
const isBroken = ({ status }: Answer) => status >= 500 && status !== 501 && status !== 503

async function isBorne(context: CheckContext, stage: Stage, example: Example): Promise<void> {
  const { scim } = context
  const answer = await send(context, stage, example)
  const made = example.method === 'POST' ? idIn(answer) : undefined
  if (made !== undefined) await scim.delete(`${context.users.endpoint}/${encodeURIComponent(made)}`)
  const decisive = [answer.exchange.id]
  const observed = `${describeAnswer(answer)} to ${example.method} with ${example.why}`
  if (isBroken(answer))
    fail({
      reason:
        'A body that is not in order is answered as a fault of the server; it is refused (RFC 7644 §3.12).',
      expected: 'a refusal (4xx)',
      observed,
      decisive,
    })
  if (example.mustRefuse && answer.status < 300)
    fail({
      reason: 'A body that is no JSON object is taken for a resource (RFC 7644 §3.12).',
      expected: '400 with scimType invalidSyntax',
      observed,
      decisive,
    })
  const malformed = answer.status === 400 ? errorBody().differs(answer) : undefined
  if (malformed !== undefined)
    fail({
      reason: 'A refusal has no body of the Error schema (RFC 7644 §3.12).',
      expected: errorBody().expects,
      observed,
      decisive,
    })
  const seen = await scim.get(stage.witness)
  const changes =
    seen.status === 200 && isObject(seen.json)
      ? changesBetween(withoutMember(stage.before, 'meta'), withoutMember(seen.json, 'meta'))
      : [describeAnswer(seen)]
  if (changes.length > 0)
    fail({
      reason: 'After a body that is not in order the server answers otherwise than before.',
      expected: 'the user as it was',
      observed: `${changes.join(', ')}, after ${example.method} with ${example.why}`,
      decisive: [...decisive, seen.exchange.id],
    })
}

const text = (body: string | Uint8Array) =>
  typeof body === 'string' ? body : Array.from(body, (byte) => String.fromCharCode(byte)).join('')

const tell = ({ method, contentType, body, why }: Example) => {
  const told = text(body)
  return `${method} with ${why} (${contentType}): ${told.length > 400 ? `${told.slice(0, 400)}… (${told.length})` : told}`
}

/** Plays bodies of some kinds. */
async function bears(context: CheckContext, kinds: readonly string[], examples: number) {
  const { users, identity } = context
  const target = await users.create()
  const witness = await users.create({ displayName: identity.displayName('witness') })
  const stage = { target, witness, before: (await users.read(witness)).resource }
  const valid = users.payload({ displayName: identity.displayName('user'), name: { givenName: 'Ada' } })
  return forAll<Example>(
    fc
      .tuple(fc.constantFrom('POST' as const, 'PUT' as const), malformedFrom(valid, kinds))
      .map(([method, body]) => ({ method, ...body })),
    (example) => isBorne(context, stage, example),
    {
      show: tell,
      toJson: ({ body, ...rest }) => ({
        ...rest,
        body: typeof body === 'string' ? body : { bytes: [...body] },
      }),
      fromJson: (json) => {
        const { body, ...rest } = json as unknown as Omit<Example, 'body'> & {
          body: string | { bytes: readonly number[] }
        }
        return { ...rest, body: typeof body === 'string' ? body : Uint8Array.from(body.bytes) }
      },
      examples,
    },
  )
}

export default suite(
  'Bodies that are not in order',
  {
    id: 'fuzz.malformed',
    file: 'suites/fuzz/malformed',
    needs: ['users', 'create-user', 'read-user'],
    severity: 'security',
    impact: 'One request of a faulty client stops the provisioning of all.',
  },
  ({ property }) => {
    property(
      'a body that is not in order is refused or borne, and nothing else happens',
      {
        id: 'is-refused-or-borne',
        verifies: ['RFC7644-3.12-01', 'RFC7644-3.12-02'],
        rulings: ['X-03', 'C-03', 'C-14'],
        tags: ['fuzz', 'payload'],
        timeoutMs: 240_000,
      },
      (context) =>
        bears(
          context,
          MALFORMATIONS.filter((kind) => !HOSTILE.includes(kind)),
          21,
        ),
    )

    property(
      'a body that is made to do harm does none',
      {
        id: 'does-no-harm',
        verifies: ['RFC7644-3.12-01', 'RFC7644-3.12-02'],
        rulings: ['X-03'],
        tags: ['fuzz', 'payload', 'hostile'],
        timeoutMs: 240_000,
      },
      (context) => bears(context, HOSTILE, 10),
    )
  },
)
