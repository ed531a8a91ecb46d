// RFC 7644 §3.1 and §3.3 with RFC 7643 §2.3 as one statement: what is created reads back as it was sent, in whatever way it
// is read, for any values that their types allow. What a server does not store even of plain values is learnt first, and
// what it normalises is told and not graded.
import fc from 'fast-check'
import {
  type Answer,
  askQuery,
  type CheckContext,
  changesBetween,
  deriveSeed,
  describeAnswer,
  fail,
  forAll,
  idOf,
  listingOf,
  type Population,
  skip,
  suite,
} from '../../harness/check/index.ts'
import { resourceOf } from '../../harness/generate/index.ts'
import { equalJson, getMember, isObject, withoutMember } from '../../harness/scim/json.ts'
import { differences } from '../../harness/scim/patch/index.ts'
import type { Json, JsonObject, Resource } from '../../harness/scim/types.ts'
import { idIn, settled, walkCrowd } from './asking.ts'
import { learnStorage, type Storage } from './storage.ts'

const EXAMPLES = 12

interface Example {
  readonly type: string
  readonly resource: Resource
}

const resourcesOf = ({ type, values, omit }: Storage, fullness: 'any' | 'full') =>
  resourceOf(type.schema, { ...values, omit, fullness })

/** One way to look at a resource. */
interface View {
  readonly told: string
  readonly look: () => Promise<Answer>
  readonly resourceIn: (answer: Answer) => JsonObject | undefined
  /** What can be seen there of what was sent. */
  readonly wanted: JsonObject
}

const whole = ({ status, json }: Answer) => (status === 200 && isObject(json) ? json : undefined)

/** The resource in a list of which it is the only one. */
const onlyOne = (answer: Answer) => (answer.status === 200 ? listingOf(answer).resources[0] : undefined)

/** Up to three of the attributes that were sent, and these alone. */
function partOf(sent: JsonObject): JsonObject {
  const names = Object.keys(sent).filter((name) => !name.includes(':') && name !== 'schemas')
  return Object.fromEntries(names.slice(-3).map((name) => [name, sent[name] as Json]))
}

/** The ways in which a resource is looked at: by itself, in a list, in a search, and in part. */
function viewsOf(
  context: CheckContext,
  { type }: Storage,
  made: JsonObject,
  sent: JsonObject,
): readonly View[] {
  const { scim, facts } = context
  const path = `${type.endpoint}/${encodeURIComponent(idOf(made))}`
  const name = getMember(made, 'userName')
  const part = partOf(sent)
  const filter = `userName eq ${JSON.stringify(name ?? '')}`
  const alone: readonly View[] = [
    { told: 'a GET', look: () => scim.get(path), resourceIn: whole, wanted: sent },
    {
      told: `a GET with attributes=${Object.keys(part).join(',')}`,
      look: () => scim.get(path, { attributes: Object.keys(part).join(',') }),
      resourceIn: whole,
      wanted: part,
    },
  ]
  if (typeof name !== 'string' || !facts.capabilities['filter']) return alone
  const listed: View = {
    told: 'a list',
    look: () => askQuery(context, type.endpoint, { filter }),
    resourceIn: onlyOne,
    wanted: sent,
  }
  const searched: View = {
    told: 'a search by POST',
    look: () => scim.search(type.endpoint, { filter }),
    resourceIn: onlyOne,
    wanted: sent,
  }
  return [...alone, listed, ...(facts.capabilities['search-post'] ? [searched] : [])]
}

/** Tells once of each attribute how the server writes what it was sent otherwise. */
function noteNormalised(context: CheckContext, sent: JsonObject, seen: JsonObject): void {
  for (const [name, value] of Object.entries(sent)) {
    const found = getMember(seen, name)
    const told = `The server writes ${name} otherwise than it was sent, which it may (ruling C-13)`
    if (typeof value !== 'string' || found === undefined || equalJson(found, value)) continue
    if (!context.ledger.explanation.some((line) => line.startsWith(told)))
      context.ledger.explanation.push(`${told}: ${JSON.stringify(value)} became ${JSON.stringify(found)}.`)
  }
}

/** Base64 in either alphabet, with or without padding (RFC 4648 §4, §5). */
const plainBase64 = (text: string) => text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')

const isSameBinary = (expected: Json, observed: Json | undefined) =>
  typeof expected === 'string' &&
  typeof observed === 'string' &&
  /^[\w+/-]+=*$/.test(expected) &&
  plainBase64(expected) === plainBase64(observed)

async function readsBack(context: CheckContext, storage: Storage, resource: Resource): Promise<void> {
  const { type, lost } = storage
  const { scim } = context
  const attributes = type.fit(withoutMember(resource, 'schemas'))
  const sent = type.payload(attributes)
  const answer = await scim.post(type.endpoint, sent)
  const wrongIn = (wanted: JsonObject, seen: JsonObject) =>
    differences(type.schema, {}, wanted, seen).filter(
      ({ path, expected, observed }) =>
        expected !== undefined && !lost.includes(path) && !isSameBinary(expected, observed),
    )
  const demand = (told: string, wanted: JsonObject, seen: JsonObject | undefined, found: Answer) => {
    const wrong = seen === undefined ? [] : wrongIn(wanted, seen)
    if (seen !== undefined && wrong.length === 0) return
    fail({
      reason: `A ${type.schema.resourceType.name} that was created does not read back as it was sent, in ${told} (RFC 7644 §3.3).`,
      expected:
        wrong.map(({ path, expected }) => `${path} ${JSON.stringify(expected)}`).join('; ') || 'the resource',
      observed:
        seen === undefined
          ? describeAnswer(found)
          : wrong
              .map(
                ({ path, observed }) =>
                  `${path} ${observed === undefined ? 'unassigned' : JSON.stringify(observed)}`,
              )
              .join('; '),
      decisive: [answer.exchange.id, found.exchange.id],
    })
  }
  if (answer.status >= 500)
    fail({
      reason: `A ${type.schema.resourceType.name} with values that their types allow is answered as a fault of the server.`,
      expected: '201, or a refusal (4xx)',
      observed: describeAnswer(answer),
      decisive: [answer.exchange.id],
    })
  const id = idIn(answer)
  if (id === undefined) {
    const told = `The server refused values that their types allow`
    if (answer.status >= 400 && !context.ledger.explanation.some((line) => line.startsWith(told)))
      context.ledger.explanation.push(`${told}: ${describeAnswer(answer)}.`)
    return
  }
  try {
    const made = answer.resource
    const [plain, ...others] = viewsOf(context, storage, made, attributes)
    const other = others[deriveSeed(0, JSON.stringify(resource)) % Math.max(1, others.length)]
    for (const view of [plain, other].filter((one) => one !== undefined)) {
      const seen = await scim.until(view.look, {
        expects: 'what was sent',
        differs: (one) => {
          const found = view.resourceIn(one)
          return found !== undefined && wrongIn(view.wanted, found).length === 0 ? undefined : 'other'
        },
      })
      if (view.told === 'a list' && seen.status >= 400 && seen.status < 500) continue
      demand(view.told, view.wanted, view.resourceIn(seen), seen)
      if (view.told === 'a GET') noteNormalised(context, attributes, seen.resource)
    }
    if (Object.keys(made).length > 4) demand('the answer to its creation', attributes, made, answer)
  } finally {
    await scim.delete(`${type.endpoint}/${encodeURIComponent(id)}`)
  }
}

/** What differs between a user as it is listed and as it was read by itself, but for what is worked out anew. */
function changesIn(member: Resource, listed: JsonObject): readonly string[] {
  const settledPart = (resource: JsonObject) => withoutMember(withoutMember(resource, 'meta'), 'groups')
  return changesBetween(settledPart(member), settledPart(listed))
}

async function showsAsRead(context: CheckContext, crowd: Population, by: 'get' | 'search'): Promise<void> {
  const oddIn = (resources: readonly JsonObject[]) =>
    resources.flatMap((listed) => {
      const member = crowd.members.find((one) => idOf(one) === idOf(listed))
      const changes = member === undefined ? [] : changesIn(member, listed)
      return changes.length === 0 ? [] : [`${String(listed['userName'])}: ${changes.join(', ')}`]
    })
  const walk = await settled(
    context,
    () => walkCrowd(context, crowd, {}, { by }),
    ({ resources }) => oddIn(resources).length === 0,
  )
  const odd = oddIn(walk.resources)
  if (odd.length === 0) return
  fail({
    reason: `A user is shown otherwise ${by === 'get' ? 'in a list' : 'by a search'} than when it is read by itself (RFC 7644 §3.4.2).`,
    expected: 'the same representation',
    observed: odd.slice(0, 3).join('; '),
    decisive: [walk.last.exchange.id],
  })
}

export default suite(
  'Resources of all kinds',
  {
    id: 'fuzz.payload',
    file: 'suites/fuzz/create',
    needs: ['create-user', 'read-user'],
    tags: ['fuzz', 'payload'],
    severity: 'data-loss',
    impact: 'What was provisioned is not what is there, and nobody is told.',
  },
  ({ property, check }) => {
    property(
      'what is created reads back as it was sent, however it is read',
      {
        id: 'reads-back-as-sent',
        verifies: ['RFC7644-3.1-08', 'RFC7644-3.3-02', 'RFC7643-2.3.1-01', 'RFC7643-3.3-06'],
        rulings: ['C-04', 'C-13'],
        timeoutMs: 240_000,
      },
      async (context) => {
        const fixtures = context.facts.resourceSchemas.flatMap(
          ({ resourceType: { name } }) =>
            (name === 'User' ? context.users : name === 'Group' ? context.groups : context.resources(name)) ??
            [],
        )
        const learnt: Storage[] = []
        for (const type of fixtures.length === 0 ? [context.users] : fixtures) {
          const storage = await learnStorage(context, type)
          if (storage !== undefined) learnt.push(storage)
        }
        if (learnt.length === 0) skip('The server takes none of the resources that are drawn for this.')
        const nameOf = ({ type }: Storage) => type.schema.resourceType.name
        return forAll<Example>(
          fc.oneof(
            ...learnt.map((storage) => ({
              arbitrary: fc.record({
                type: fc.constant(nameOf(storage)),
                resource: fc.oneof(
                  { arbitrary: resourcesOf(storage, 'any'), weight: 2 },
                  { arbitrary: resourcesOf(storage, 'full'), weight: 1 },
                ),
              }),
              weight: nameOf(storage) === 'User' ? 4 : 1,
            })),
          ),
          async ({ type, resource }) => {
            const storage = learnt.find((one) => nameOf(one) === type)
            if (storage !== undefined) await readsBack(context, storage, resource)
          },
          { show: ({ type, resource }) => `${type} ${JSON.stringify(resource)}`, examples: EXAMPLES },
        )
      },
    )

    check(
      'lists and searches show every user as it is when it is read by itself',
      {
        id: 'is-shown-alike',
        verifies: ['RFC7644-3.1-08', 'RFC7643-2.3.1-01', 'RFC7644-3.9-01'],
        needs: ['filter'],
      },
      async (context) => {
        const crowd = await context.crowd()
        await showsAsRead(context, crowd, 'get')
        if (context.facts.capabilities['search-post']) await showsAsRead(context, crowd, 'search')
      },
    )
  },
)
