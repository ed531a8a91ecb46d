// RFC 7644 §3.4.2.5 and §3.9 as one statement: whatever attributes are asked for or excluded, an answer holds what it must
// and nothing that it must not, on every operation that answers with resources. What it must hold is computed by
// harness/scim from the whole representation.
import fc from 'fast-check'
import {
  type Answer,
  askQuery,
  type CheckContext,
  describeAnswer,
  fail,
  forAll,
  idOf,
  listingOf,
  named,
  type Population,
  suite,
  within,
  writablePart,
} from '../../harness/check/index.ts'
import { filterFor, type Projection, projectionFor, projectionQuery } from '../../harness/generate/index.ts'
import { judge } from '../../harness/scim/filter/judge.ts'
import { printFilter } from '../../harness/scim/filter/print.ts'
import { isObject } from '../../harness/scim/json.ts'
import { project } from '../../harness/scim/projection.ts'
import type { Filter, JsonObject, Resource, ResourceSchema } from '../../harness/scim/types.ts'
import { selectsAsMeant, warnOnce, withoutComputed } from './asking.ts'
import { beyond, lacking } from './projecting.ts'
import { openPool, type Pool } from './pool.ts'

const EXAMPLES = 28

type Verb = 'GET' | 'list' | 'search' | 'PUT' | 'PATCH' | 'POST'

interface Example {
  readonly verb: Verb
  readonly projection: Projection
  /** Which of the crowd is looked at. */
  readonly at: number
  /** Asked beside the projection, of a list or by a search. */
  readonly filter: Filter
}

/** An answer to a projection, what it shows, and of which whole representations. */
interface Shown {
  readonly answer: Answer
  readonly pairs: readonly { readonly whole: Resource; readonly shown: JsonObject }[]
}

/** What is wrong with one representation, in words. */
function wrongIn(schema: ResourceSchema, projection: Projection, { whole, shown }: Shown['pairs'][number]) {
  const must = project(whole, schema, projection)
  return [
    ...lacking(schema, must, shown).map((name) => `no ${name}`),
    ...beyond(schema, must, whole, shown, projection).map((name) => `${name} is there`),
  ]
}

async function read(
  context: CheckContext,
  crowd: Population,
  { verb, projection, at, filter }: Example,
): Promise<Shown> {
  const { scim, users } = context
  const query = projectionQuery(projection)
  const whole = crowd.members[at % crowd.members.length] ?? {}
  if (verb === 'GET') {
    const answer = await scim.get(`${users.endpoint}/${encodeURIComponent(idOf(whole))}`, query)
    return { answer, pairs: isObject(answer.json) ? [{ whole, shown: answer.json }] : [] }
  }
  const text = within(crowd, printFilter(filter))
  const answer =
    verb === 'list'
      ? await askQuery(context, users.endpoint, { filter: text, ...query })
      : await scim.search(users.endpoint, { filter: text, ...projection })
  const pairs = listingOf(answer).resources.flatMap((shown) => {
    const member = crowd.members.find((one) => idOf(one) === idOf(shown))
    return member === undefined ? [] : [{ whole: member, shown }]
  })
  return { answer, pairs }
}

/** Whatever is shown of them, the users are those that the filter selects. */
async function selectsTheSame(
  context: CheckContext,
  crowd: Population,
  { filter, projection }: Example,
  answer: Answer,
): Promise<void> {
  const { resources, totalResults, nextCursor } = listingOf(answer)
  if (answer.status !== 200 || nextCursor !== undefined || totalResults !== resources.length) return
  const matching = crowd.members.filter(
    (member) => judge(filter, member, context.userSchema).verdict === 'match',
  )
  const ids = resources.map(idOf)
  const missing = matching.filter((member) => !ids.includes(idOf(member)))
  if (missing.length === 0 && ids.length === matching.length) return
  if (!(await selectsAsMeant(context, crowd, within(crowd, printFilter(filter)), matching))) return
  fail({
    reason:
      'A filter selects other users when only some attributes of them are asked for (RFC 7644 §3.4.2.5).',
    expected: `${printFilter(filter)} selects ${named(matching)}, with ${JSON.stringify(projection)} too`,
    observed: `${ids.length} selected${missing.length === 0 ? '' : `; left out: ${named(missing)}`}`,
    decisive: [answer.exchange.id],
  })
}

async function write(context: CheckContext, pool: Pool, { verb, projection }: Example): Promise<Shown> {
  const { scim, users } = context
  const query = projectionQuery(projection)
  const { user, before } = await pool.take()
  if (verb === 'POST') {
    await pool.drop()
    const answer = await scim.post(users.endpoint, users.payload(writablePart(pool.schema, pool.baseline)), {
      query,
    })
    const id = isObject(answer.json) ? idOf(answer.json) : ''
    if (answer.status >= 300 || id === '') return { answer, pairs: [] }
    const path = `${users.endpoint}/${encodeURIComponent(id)}`
    const seen = await scim.get(path)
    await scim.delete(path)
    return {
      answer,
      pairs:
        seen.status === 200 && isObject(answer.json) ? [{ whole: seen.resource, shown: answer.json }] : [],
    }
  }
  const { userName = '' } = before
  const answer =
    verb === 'PUT'
      ? await scim.put(user, users.payload({ ...writablePart(pool.schema, before), userName }), { query })
      : await scim.patch(user, [{ op: 'replace', path: 'userName', value: userName }], { query })
  const shown = answer.status === 200 && isObject(answer.json) ? [answer.json] : []
  return { answer, pairs: shown.map((one) => ({ whole: before, shown: one })) }
}

async function holdsWhatItMust(
  context: CheckContext,
  { crowd, pool }: { readonly crowd: Population; readonly pool: Pool | undefined },
  example: Example,
): Promise<void> {
  const { verb, projection } = example
  const isWrite = verb === 'POST' || verb === 'PUT' || verb === 'PATCH'
  if (isWrite && pool === undefined) return
  const { answer, pairs } =
    isWrite && pool !== undefined ? await write(context, pool, example) : await read(context, crowd, example)
  const told = `${verb} with ${JSON.stringify(projection)}`
  if (answer.status >= 500 && answer.status !== 501)
    fail({
      reason: 'A projection is answered as a fault of the server.',
      expected: '2xx',
      observed: `${describeAnswer(answer)} to ${told}`,
      decisive: [answer.exchange.id],
    })
  const { userSchema: schema } = context
  const odd = pairs
    .map((pair) => ({ ...pair, wrong: wrongIn(schema, projection, pair) }))
    .filter(({ wrong }) => wrong.length > 0)
  if (verb === 'list' || verb === 'search') await selectsTheSame(context, crowd, example, answer)
  const [first] = odd
  if (first === undefined) return
  if (isWrite && wrongIn(schema, {}, first).length === 0) {
    warnOnce(context, WHOLE, told, [answer.exchange.id])
    return
  }
  fail({
    reason: 'An answer holds other attributes than were asked for (RFC 7644 §3.9).',
    expected: `${told}: ${Object.keys(project(first.whole, schema, projection)).join(', ')}`,
    observed: first.wrong.join(', '),
    decisive: [answer.exchange.id],
  })
}

const WHOLE = 'Projections have no effect on the answers to writes (ruling J-05).'

const tell = ({ verb, projection, at, filter }: Example) =>
  `${verb} ${verb === 'GET' ? `of user ${at} ` : ''}with ${JSON.stringify(projection)}${
    verb === 'list' || verb === 'search' ? ` and ${printFilter(filter)}` : ''
  }`

export default suite(
  'Projections of all kinds',
  {
    id: 'fuzz.projection',
    file: 'suites/fuzz/projection',
    needs: ['users', 'create-user', 'read-user'],
    tags: ['fuzz', 'payload'],
    severity: 'wrong-answer',
    impact: 'A client misses what it asked for and takes it for absent, or is shown what it did not want.',
  },
  ({ property }) => {
    property(
      'an answer holds what a projection asks for, and nothing else, on every operation',
      {
        id: 'holds-what-is-asked-for',
        verifies: ['RFC7644-3.9-05', 'RFC7644-3.9-06', 'RFC7644-3.9-08', 'RFC7644-3.4.2.2-04'],
        rulings: ['J-01', 'J-02', 'J-04', 'J-05', 'J-06', 'P-12'],
        timeoutMs: 240_000,
      },
      async (context) => {
        const { facts, userSchema: schema } = context
        const crowd = await context.crowd()
        const verbs: readonly Verb[] = [
          'GET',
          'GET',
          'GET',
          ...(facts.capabilities['filter'] ? (['list', 'list'] as const) : []),
          ...(facts.capabilities['filter'] && facts.capabilities['search-post'] ? (['search'] as const) : []),
          'PUT',
          'POST',
          ...(facts.capabilities['patch'] ? (['PATCH'] as const) : []),
        ]
        const members = crowd.members.map(withoutComputed)
        const pool = await openPool(context)
        return forAll<Example>(
          fc.record({
            verb: fc.constantFrom(...verbs),
            projection: projectionFor(schema),
            at: fc.nat({ max: crowd.members.length - 1 }),
            filter: filterFor(schema, members, { decidableOnly: true, maxDepth: 0 }),
          }),
          (example) => holdsWhatItMust(context, { crowd, pool }, example),
          { show: tell, examples: EXAMPLES },
        )
      },
    )
  },
)
