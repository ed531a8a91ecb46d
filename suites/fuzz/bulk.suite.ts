// RFC 7644 §3.7 as one statement: what a bulk request does is what its operations do one by one.
import fc from 'fast-check'
import { bulkMessage, bulkOutcomes } from '../../harness/check/bulk.ts'
import {
  type Answer,
  type CheckContext,
  describeAnswer,
  fail,
  forAll,
  skip,
  suite,
} from '../../harness/check/index.ts'
import { patchFor, resourceOf } from '../../harness/generate/index.ts'
import { isObject, withoutMember } from '../../harness/scim/json.ts'
import { differences, permits, allowedOutcomes } from '../../harness/scim/patch/index.ts'
import type { Json, JsonObject, PatchOperation, Resource } from '../../harness/scim/types.ts'
import { idIn } from './asking.ts'
import { leavesSchemasAlone, tell } from './outcomes.ts'
import { wholeIn } from './pool.ts'
import { learnStorage, type Storage } from './storage.ts'

const EXAMPLES = 3

interface Example {
  readonly created: Resource
  readonly replaced: Resource
  readonly operations: readonly PatchOperation[]
}

const idAt = (path: string) => path.slice(path.lastIndexOf('/') + 1)

async function stateAt({ scim }: CheckContext, path: string): Promise<Resource | undefined> {
  const answer = await scim.get(path)
  return answer.status === 200 && isObject(answer.json) ? answer.json : undefined
}

/** What a user is after a write: as the answer tells it, or a GET. */
async function told(context: CheckContext, answer: Answer, path: string): Promise<Resource | undefined> {
  return wholeIn(answer, decodeURIComponent(idAt(path))) ?? stateAt(context, path)
}

/** Whether a value is what another is but for the name of whom it is of: a server may fill in attributes with it. */
function isOfName(
  one: Json | undefined,
  name: Json | undefined,
  other: Json | undefined,
  own: Json | undefined,
) {
  const renamed = JSON.stringify(other ?? null, (_, value: Json) => (value === own ? name : value))
  return typeof own === 'string' && renamed === JSON.stringify(one ?? null)
}

/** Whether two users are alike but for their names and what the server alone decides. */
function unlike({ type, lost }: Storage, one: Resource, other: Resource) {
  return differences(type.schema, {}, one, other)
    .filter(
      ({ path }) => path !== 'userName' && path !== 'id' && path !== 'externalId' && !lost.includes(path),
    )
    .filter(({ expected, observed }) => !isOfName(expected, one['userName'], observed, other['userName']))
}

async function equalsSingles(context: CheckContext, storage: Storage, example: Example): Promise<void> {
  const { scim, users } = context
  const body = (resource: Resource) => users.fit(withoutMember(resource, 'schemas'))
  const start = body(example.created)
  const alone = await users.create(start)
  const [replaced, patched] = [await users.create(start), await users.create(start)]
  const patch = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: example.operations.map((one) => ({ ...one }) as Json),
  }
  const put = (path: string, name: string) =>
    ({
      ...users.payload({ ...body(example.replaced), userName: name }),
      id: decodeURIComponent(idAt(path)),
    }) as JsonObject
  const names = [users.payload()['userName'], users.payload()['userName']].map(String)
  const posts = [users.payload(start), users.payload(start)]
  const post = await scim.post(users.endpoint, posts[0] ?? {})
  const madeAlone = idIn(post) ?? ''
  const postAlone = `${users.endpoint}/${encodeURIComponent(madeAlone)}`
  const before: (Resource | undefined)[] = [
    madeAlone === '' ? undefined : await told(context, post, postAlone),
  ]
  const singles = [
    post,
    await scim.put(alone.path, put(alone.path, names[0] ?? '')),
    ...(madeAlone === ''
      ? []
      : [
          await scim.patch(
            postAlone,
            example.operations.map((one) => ({ ...one })),
          ),
        ]),
  ]
  const [, putAnswer, patchAnswer] = singles
  before.push(
    putAnswer && (await told(context, putAnswer, alone.path)),
    patchAnswer && (await told(context, patchAnswer, postAlone)),
  )
  const bulk = await scim.post(
    '/Bulk',
    bulkMessage([
      { method: 'POST', path: users.endpoint, bulkId: 'made', data: posts[1] ?? {} },
      { method: 'PUT', path: replaced.path, data: put(replaced.path, names[1] ?? '') },
      { method: 'PATCH', path: patched.path, data: patch },
    ]),
  )
  const outcomes = bulkOutcomes(bulk.json)
  if (bulk.status !== 200 || outcomes.length !== 3) return
  const made = outcomes.find(({ bulkId }) => bulkId === 'made')?.location
  const pairs = [
    {
      what: 'POST',
      together: made === undefined ? '' : `${users.endpoint}/${idAt(made.replace(/\/+$/, ''))}`,
    },
    { what: 'PUT', together: replaced.path },
    { what: `PATCH (${tell(example.operations)})`, together: patched.path },
  ]
  for (const [at, { what, together }] of pairs.entries()) {
    const wanted = before[at]
    const found = together === '' ? undefined : await stateAt(context, together)
    const status = outcomes[at]?.status ?? 0
    const isDone = (singles[at]?.status ?? 500) < 300
    if (wanted === undefined || (!isDone && status >= 400)) continue
    const wrong = found === undefined ? [] : unlike(storage, wanted, found)
    if (found !== undefined && wrong.length === 0) continue
    if (what.startsWith('PATCH') && found !== undefined && isAllowed(storage, found, example, start)) continue
    fail({
      reason:
        'An operation of a bulk request ends otherwise than the same request on its own (RFC 7644 §3.7).',
      expected: `${what}: ${wrong.map(({ path, expected }) => `${path} ${JSON.stringify(expected ?? null)}`).join('; ') || 'as on its own'}`,
      observed:
        found === undefined
          ? `${status} in ${describeAnswer(bulk)}`
          : wrong.map(({ path, observed }) => `${path} ${JSON.stringify(observed ?? null)}`).join('; '),
      decisive: [bulk.exchange.id],
    })
  }
  const paths = [...pairs.map(({ together }) => together), alone.path, postAlone]
  await scim.post(
    '/Bulk',
    bulkMessage(
      paths.filter((path) => /[^/]$/.test(path)).map((path) => ({ method: 'DELETE' as const, path })),
    ),
  )
}

/** Whether a state is one of those that the standard leaves open after a PATCH of the start. */
function isAllowed({ type }: Storage, found: Resource, { operations }: Example, start: JsonObject): boolean {
  const allowed = allowedOutcomes({ ...found, ...start }, operations, type.schema, { dialect: 'rfc' })
  return (
    permits(allowed, { kind: 'state', resource: found }).verdict !== 'fail' && allowed.outcomes.length > 1
  )
}

export default suite(
  'Bulk requests of all kinds',
  {
    id: 'fuzz.bulk',
    file: 'suites/fuzz/bulk',
    needs: [
      'users',
      'bulk',
      'create-user',
      'read-user',
      'patch',
      'patch-user',
      'replace-user',
      'delete-user',
    ],
    tags: ['fuzz', 'sequence'],
    severity: 'data-loss',
    impact: 'The same change ends otherwise when it travels with others.',
  },
  ({ property }) => {
    property(
      'operations of a bulk request end as the same requests on their own',
      {
        id: 'equals-single-requests',
        verifies: ['RFC7644-3.7-01', 'RFC7644-3.5.1-04', 'RFC7643-3.3-06'],
        timeoutMs: 240_000,
      },
      async (context) => {
        const storage = await learnStorage(context, context.users)
        if (storage === undefined) skip('The server takes none of the users that are drawn for this.')
        const { schema } = storage.type
        const options = {
          ...storage.values,
          maxLength: 20,
          omit: [...storage.omit, ...storage.lost, 'active'],
        }
        return forAll<Example>(
          resourceOf(schema, { ...options, fullness: 'full' }).chain((created) =>
            fc.record({
              created: fc.constant(created),
              replaced: resourceOf(schema, options),
              operations: patchFor(schema, created, {
                ...options,
                maxOperations: 3,
                intents: { valid: 1, boundary: 0, invalid: 0 },
              }).filter(leavesSchemasAlone),
            }),
          ),
          (example) => equalsSingles(context, storage, example),
          {
            show: ({ created, replaced, operations }) =>
              `POST ${JSON.stringify(created)}; PUT ${JSON.stringify(replaced)}; PATCH ${tell(operations)}`,
            examples: EXAMPLES,
          },
        )
      },
    )
  },
)
