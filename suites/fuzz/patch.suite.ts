// RFC 7644 §3.5.2 as one statement: whatever PATCH is sent, the user is afterwards in a state that some reading of the
// clause allows, or the PATCH is refused as some reading allows and nothing has changed. The readings are computed by
// harness/scim. A finding counts only when the server stores the demanded state where it is created with it.
import {
  type Answer,
  type CheckContext,
  type Created,
  deriveSeed,
  describeAnswer,
  draw,
  fail,
  forAll,
  skip,
  suite,
} from '../../harness/check/index.ts'
import { patchFor, reservedAddresses, resourceOf, type ValueOptions } from '../../harness/generate/index.ts'
import { getMember, isObject, withoutMember } from '../../harness/scim/json.ts'
import {
  type AllowedOutcomes,
  allowedOutcomes,
  differences,
  type Permission,
  permits,
} from '../../harness/scim/patch/index.ts'
import { attributesOf } from '../../harness/scim/schema/lookup.ts'
import type { JsonObject, PatchOperation, Resource, ResourceSchema } from '../../harness/scim/types.ts'

const EXAMPLES = 30

/** Never sent: what names the user, what can not be seen, and what would have to be made with more care than here. */
const LEFT_OUT = ['userName', 'externalId', 'password', 'x509Certificates', 'active', 'groups', 'manager']

/** What nearly every server stores, in lower case. */
const USUAL = ['name', 'displayname', 'nickname', 'title', 'emails', 'phonenumbers', 'addresses']

/** Users made alike, one at a time. */
interface Pool {
  readonly schema: ResourceSchema
  readonly omit: readonly string[]
  readonly values: ValueOptions
  /** What a new user of the pool looks like. */
  readonly baseline: Resource
  /** A user in that state. */
  take(): Promise<Created>
  /** Says that the user is no longer as it was. */
  spoil(): void
  /** Whether a user that is created in this state is stored so. */
  stores(state: Resource): Promise<boolean>
}

/** What a client can send of a representation. */
function writable(schema: ResourceSchema, resource: Resource): JsonObject {
  const readOnly = [...attributesOf(schema)].flatMap(({ attribute, extension }) =>
    attribute.mutability === 'readOnly' && extension === undefined ? [attribute.name] : [],
  )
  return ['schemas', 'id', 'meta', 'userName', ...readOnly].reduce<JsonObject>(withoutMember, resource)
}

/** The first of some users whom the server takes: it may have rules for values that no schema tells. */
async function firstStored<T extends { readonly wanted: JsonObject }>(
  { scim, users }: CheckContext,
  candidates: readonly T[],
): Promise<T & { readonly made: Created }> {
  for (const candidate of candidates) {
    const sent = users.payload(candidate.wanted)
    const answer = await scim.post(users.endpoint, sent)
    const id = getMember(answer.status === 201 ? answer.resource : {}, 'id')
    if (typeof id !== 'string') continue
    const path = `${users.endpoint}/${encodeURIComponent(id)}`
    return { ...candidate, made: { id, path, sent, resource: answer.resource, answer } }
  }
  return skip('The server takes none of the users that are drawn for this, so nothing can be compared.')
}

/** Makes one user with everything, and leaves out what the server does not store as it was sent. */
async function openPool(context: CheckContext): Promise<Pool> {
  const { identity, scim, users, userSchema: schema } = context
  const values: ValueOptions = {
    alphabet: 'plain',
    maxLength: 24,
    maxValues: 2,
    addresses: (local, kind) =>
      kind === 'phone'
        ? reservedAddresses(local, kind)
        : kind === 'url'
          ? identity.url(local)
          : `${identity.mark}${local}@${identity.domain}`,
  }
  const drawUser = (attempt: string, omit: readonly string[]) => {
    const arbitrary = resourceOf(schema, { ...values, fullness: 'full', omit })
    const seed = deriveSeed(context.settings.seed, context.check.id, attempt)
    return withoutMember(draw(arbitrary, seed), 'schemas')
  }
  const unusual = schema.core.attributes
    .map(({ name }) => name)
    .filter((name) => !USUAL.includes(name.toLowerCase()))
  const {
    made: trial,
    wanted,
    refused,
  } = await firstStored(context, [
    { wanted: drawUser('first', LEFT_OUT), refused: [] },
    { wanted: drawUser('second', LEFT_OUT), refused: [] },
    { wanted: drawUser('third', [...LEFT_OUT, ...unusual]), refused: unusual },
  ])
  const seen = (await users.read(trial)).resource
  const lost = differences(schema, {}, { ...wanted, userName: trial.sent['userName'] ?? '' }, seen).map(
    ({ path }) => path,
  )
  const omit = [...attributesOf(schema)]
    .filter(({ attribute, extension }) => {
      const path = extension === undefined ? attribute.name : `${extension}:${attribute.name}`
      return lost.includes(path)
    })
    .map(({ attribute }) => attribute.name)
  const baseline = seen
  let current: Created | undefined = trial

  const remake = async () => {
    const made = await users.create(writable(schema, baseline))
    const [odd] = differences(schema, {}, { ...writable(schema, baseline) }, made.resource).filter(
      ({ path }) => path !== 'userName' && path !== 'id',
    )
    if (odd !== undefined)
      skip(
        `A second user with the same attributes was not stored alike (${odd.path}), so nothing can be compared.`,
      )
    return made
  }

  return {
    schema,
    omit: [...LEFT_OUT, ...refused, ...omit],
    values,
    baseline,
    take: async () => (current ??= await remake()),
    spoil: () => {
      current = undefined
    },
    stores: async (state) => {
      const answer = await scim.post(users.endpoint, users.payload(writable(schema, state)))
      const id = getMember(answer.status === 201 ? answer.resource : {}, 'id')
      if (typeof id !== 'string') return false
      const path = `${users.endpoint}/${encodeURIComponent(id)}`
      const read = await scim.get(path)
      await scim.delete(path)
      if (read.status !== 200) return false
      const found = differences(schema, {}, state, read.resource)
      return found.every(({ path: at }) => at === 'id' || at === 'userName')
    },
  }
}

/**
 * `schemas` is the server's to derive from what is there (RFC 7643 §3), and a client's to send: whether a change of it is
 * refused or without effect is open.
 */
const leavesSchemasAlone = (operations: readonly PatchOperation[]) =>
  operations.every(
    ({ path, value }) =>
      !/^(urn:.*:)?schemas\b/i.test(path ?? '') &&
      (path !== undefined || !isObject(value) || getMember(value, 'schemas') === undefined),
  )

/** Compares what the server did with what it may do. */
function judge(allowed: AllowedOutcomes, patched: Answer, after: Resource): Permission {
  if (patched.status < 400) return permits(allowed, { kind: 'state', resource: after })
  const { status, scimType } = patched
  return permits(allowed, {
    kind: 'refusal',
    status,
    ...(scimType === undefined ? {} : { scimType }),
    resource: after,
  })
}

/** One allowed outcome in words. */
function tellOutcomes({ before, schema, outcomes }: AllowedOutcomes): string {
  const told = outcomes.map((outcome) => {
    if (outcome.kind === 'refusal') {
      const types = outcome.scimTypes === 'any' ? 'any scimType' : outcome.scimTypes.join(' or ')
      return `${outcome.statuses === '4xx' ? '4xx' : outcome.statuses.join(' or ')} with ${types}`
    }
    const changes = differences(schema, before, before, outcome.resource)
    if (changes.length === 0) return 'success without a change'
    return `success with ${changes.map(({ path, observed }) => `${path} ${observed === undefined ? 'unassigned' : JSON.stringify(observed)}`).join(', ')}`
  })
  return [...new Set(told)].slice(0, 4).join('; or ')
}

async function endsWell(
  context: CheckContext,
  pool: Pool,
  operations: readonly PatchOperation[],
): Promise<void> {
  const { scim, users } = context
  const user = await pool.take()
  const before = (await users.read(user)).resource
  const allowed = allowedOutcomes(before, operations, pool.schema, { dialect: 'rfc' })
  const patched = await scim.patch(
    user,
    operations.map((operation) => ({ ...operation })),
  )
  const seen = await scim.until(() => users.read(user), {
    expects: 'a state that is allowed',
    differs: (answer) =>
      answer.status === 200 && judge(allowed, patched, answer.resource).verdict !== 'fail'
        ? undefined
        : 'another',
  })
  const after = seen.resource
  const untouched = differences(pool.schema, before, before, after).length === 0
  if (patched.status < 400 || !untouched) {
    pool.spoil()
    await scim.delete(user)
  }
  const decisive = [patched.exchange.id, seen.exchange.id]
  const expected = tellOutcomes(allowed)
  if (patched.status >= 500) {
    fail({
      reason: 'A PATCH is answered as a fault of the server.',
      expected,
      observed: describeAnswer(patched),
      decisive,
    })
  }
  const { verdict, differences: found } = judge(allowed, patched, after)
  if (verdict !== 'fail') return
  // Values that the server does not take explain a refusal, or another state; they do not explain half a change.
  const demanded = allowed.outcomes.find((outcome) => outcome.kind === 'state')
  if (
    demanded !== undefined &&
    (patched.status < 400 || untouched) &&
    !(await pool.stores(demanded.resource))
  )
    return
  fail({
    reason:
      patched.status < 400
        ? 'A PATCH that was answered with success left the user in a state that no reading of RFC 7644 §3.5.2 allows.'
        : untouched
          ? 'A PATCH was refused in a way that no reading of RFC 7644 §3.5.2 allows.'
          : 'A PATCH that was refused changed the user; it is applied as a whole or not at all (RFC 7644 §3.5.2).',
    expected,
    observed: [
      describeAnswer(patched),
      ...found.map(
        ({ path, observed }) => `${path} ${observed === undefined ? 'unassigned' : JSON.stringify(observed)}`,
      ),
    ].join('; '),
    decisive,
    explanation: allowed.rulings.map((ruling) => `Ruling ${ruling} leaves more than one answer open here.`),
  })
}

const tell = (operations: readonly PatchOperation[]) =>
  operations
    .map(({ op, path, value }) =>
      [op, path ?? '(no path)', ...(value === undefined ? [] : [JSON.stringify(value)])].join(' '),
    )
    .join('; ')

export default suite(
  'PATCH of all kinds',
  {
    id: 'fuzz.patch',
    file: 'suites/fuzz/patch',
    needs: ['users', 'patch', 'create-user', 'read-user', 'patch-user', 'delete-user'],
    tags: ['fuzz', 'patch'],
    severity: 'data-loss',
    impact: 'What a client takes for done is not, or more was done than it asked for.',
  },
  ({ property }) => {
    property(
      'every PATCH ends in a state that the standard allows',
      {
        id: 'ends-in-a-permitted-state',
        verifies: ['RFC7644-3.5.2-18', 'RFC7644-3.5.2-20', 'RFC7644-3.5.2-11'],
        rulings: ['M-01', 'M-02', 'M-03', 'M-06', 'M-07', 'M-08', 'M-10', 'M-18', 'M-21'],
        timeoutMs: 240_000,
      },
      async (context) => {
        const pool = await openPool(context)
        return forAll(
          patchFor(pool.schema, pool.baseline, { ...pool.values, omit: pool.omit, maxOperations: 4 }).filter(
            leavesSchemasAlone,
          ),
          (operations) => endsWell(context, pool, operations),
          { show: tell, examples: EXAMPLES },
        )
      },
    )
  },
)
