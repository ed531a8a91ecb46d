import {
  type Answer,
  type CheckContext,
  describeAnswer,
  fail,
  idsOf,
  type WireOperation,
  writablePart,
} from '../../harness/check/index.ts'
import type { Step } from '../../harness/generate/index.ts'
import { judge } from '../../harness/scim/filter/judge.ts'
import { printFilter } from '../../harness/scim/filter/print.ts'
import { equalJson, getMember, isObject, sameName, withoutMember } from '../../harness/scim/json.ts'
import { allowedOutcomes, type Difference, differences } from '../../harness/scim/patch/index.ts'
import { getAt, resolve } from '../../harness/scim/schema/lookup.ts'
import type {
  AttributePath,
  Filter,
  Json,
  JsonObject,
  Resource,
  ResourceSchema,
} from '../../harness/scim/types.ts'
import { idIn } from './asking.ts'
import { judge as judgePatch } from './outcomes.ts'
import type { Storage } from './storage.ts'

/** What the model knows of a resource. */
export interface Known {
  readonly path: string
  readonly userName: string
  /** As the server showed it last, once that was right; undefined when it was deleted. */
  readonly state: Resource | undefined
  /** What it was before it was deleted. */
  readonly gone?: Resource
}

/** One playing of a sequence. */
export interface Playing {
  readonly context: CheckContext
  readonly storage: Storage
  readonly slots: Map<number, Known>
}

const shown = (value: Json | undefined) => (value === undefined ? 'unassigned' : JSON.stringify(value))

/** Reads a resource until it is as it has to be; fails when it does not become so. */
async function expectState(
  { context }: Playing,
  { path }: Known,
  wrongIn: (found: Resource) => readonly Difference[],
  reason: string,
  answer: Answer,
): Promise<Resource> {
  const seen = await context.scim.until(() => context.scim.get(path), {
    expects: 'the state that the model has',
    differs: (one) =>
      one.status === 200 && isObject(one.json) && wrongIn(one.json).length === 0 ? undefined : 'another',
  })
  const decisive = [answer.exchange.id, seen.exchange.id]
  if (seen.status !== 200) fail({ reason, expected: '200', observed: describeAnswer(seen), decisive })
  const wrong = wrongIn(seen.resource)
  if (wrong.length > 0)
    fail({
      reason,
      expected: wrong.map((one) => `${one.path} ${shown(one.expected)}`).join('; '),
      observed: wrong.map((one) => `${one.path} ${shown(one.observed)}`).join('; '),
      decisive,
    })
  return seen.resource
}

/** Where a state differs from what was sent; what was not sent may be what it was, or what the server makes it. */
function unlike({ storage }: Playing, before: Resource, sent: JsonObject, found: Resource) {
  return differences(storage.type.schema, before, sent, found).filter(
    ({ path, expected }) => expected !== undefined && !storage.lost.includes(path),
  )
}

/** Creates the resource of a slot; ends the sequence quietly where the server does not take it. */
export async function create(
  playing: Playing,
  slot: number,
  resource: Resource,
  userName: string,
): Promise<boolean> {
  const { context, storage, slots } = playing
  const { type } = storage
  const sent = { ...type.fit(withoutMember(resource, 'schemas')), userName }
  const answer = await context.scim.post(type.endpoint, type.payload(sent))
  const id = idIn(answer)
  if (id === undefined) return false
  const known = { path: `${type.endpoint}/${encodeURIComponent(id)}`, userName, state: undefined }
  const old = slots.get(slot)?.gone ?? {}
  const inherited = (found: Resource) =>
    Object.entries(old).flatMap(([name, value]): readonly Difference[] => {
      const attribute = type.schema.core.attributes.find((one) => sameName(one.name, name))
      const observed = getMember(found, name)
      const isOwn = attribute?.mutability !== 'readWrite' || attribute.type === 'boolean'
      if (isOwn || getMember(sent, name) !== undefined || observed === undefined) return []
      return equalJson(observed, value) ? [{ path: name, observed }] : []
    })
  const state = await expectState(
    playing,
    known,
    (found) => [...unlike(playing, {}, sent, found), ...inherited(found)],
    'A user that was just created is not as it was sent (RFC 7644 §3.3).',
    answer,
  )
  slots.set(slot, { ...known, state })
  return true
}

export async function change(
  playing: Playing,
  step: Step & { kind: 'replace' | 'patch' },
  known: Known,
): Promise<void> {
  const { context, storage, slots } = playing
  const { type } = storage
  const before = known.state ?? {}
  if (step.kind === 'replace') {
    const sent = { ...type.fit(withoutMember(step.resource, 'schemas')), userName: known.userName }
    const answer = await context.scim.put(known.path, type.payload(sent))
    if (answer.status >= 400 && answer.status < 500) return
    const reason = 'A PUT was answered with success, and its values are not there (RFC 7644 §3.5.1).'
    const state = await expectState(
      playing,
      known,
      (found) => unlike(playing, before, sent, found),
      reason,
      answer,
    )
    slots.set(step.slot, { ...known, state })
    return
  }
  const allowed = allowedOutcomes(before, step.operations, type.schema, { dialect: 'rfc' })
  const answer = await context.scim.patch(
    known.path,
    step.operations.map((one): WireOperation => ({ ...one })),
  )
  const isRefused = answer.status >= 400 && answer.status < 500
  const state = await expectState(
    playing,
    known,
    (found) => {
      if (isRefused) return differences(type.schema, before, before, found)
      const { verdict, differences: found_ } = judgePatch(allowed, answer, found)
      return verdict === 'fail' ? found_.filter(({ path }) => !storage.lost.includes(path)) : []
    },
    isRefused
      ? 'A PATCH that was refused changed the user (RFC 7644 §3.5.2).'
      : 'A PATCH was answered with success and left the user in a state that no reading of RFC 7644 §3.5.2 allows.',
    answer,
  )
  slots.set(step.slot, { ...known, state })
}

/** Attributes by whose values a user is looked for after a change. */
const SOUGHT: readonly AttributePath[] = [
  { name: 'emails', sub: 'value' },
  { name: 'title' },
  { name: 'displayName' },
  { name: 'nickName' },
  { name: 'name', sub: 'familyName' },
]

/** Filters that a user in this state matches, by values that it got since. */
function filtersFor(state: Resource, schema: ResourceSchema): readonly Filter[] {
  return SOUGHT.flatMap((path): readonly Filter[] => {
    const found = resolve(schema, path)
    const value = found === undefined ? undefined : getAt(state, found)
    const one = Array.isArray(value) ? (value as readonly Json[])[0] : value
    if (typeof one !== 'string') return []
    const filter: Filter = { kind: 'compare', path, op: 'eq', value: one }
    return judge(filter, state, schema).verdict === 'match' ? [filter] : []
  }).slice(0, 2)
}

/** Whether a new user in the same state is found by the same filter: if not, it is the filter's fault, not the change's. */
async function isFoundWhenNew(
  { context, storage }: Pick<Playing, 'context' | 'storage'>,
  state: Resource,
  filter: Filter,
): Promise<boolean> {
  const { scim } = context
  const { type } = storage
  const sent = type.payload(writablePart(type.schema, state))
  const answer = await scim.post(type.endpoint, sent)
  const id = idIn(answer)
  if (id === undefined) return true
  const byName: Filter = {
    kind: 'compare',
    path: { name: 'userName' },
    op: 'eq',
    value: String(getMember(sent, 'userName')),
  }
  const text = printFilter(filter.kind === 'and' ? { ...filter, left: byName } : byName)
  const seen = await scim.until(() => scim.get(type.endpoint, { filter: text }), {
    expects: 'the new user',
    differs: (one) => (idsOf(one).includes(id) ? undefined : 'nobody'),
  })
  await scim.delete(`${type.endpoint}/${encodeURIComponent(id)}`)
  return idsOf(seen).includes(id)
}

/** Looks for a resource by its name and by a value: it is found as long as it is there. */
export async function find({ context, storage }: Playing, { path, userName, state }: Known): Promise<void> {
  const { scim, facts } = context
  if (!facts.capabilities['filter']) return
  const byName: Filter = { kind: 'compare', path: { name: 'userName' }, op: 'eq', value: userName }
  const byValue = state === undefined ? [] : filtersFor(state, storage.type.schema)
  for (const filter of [byName, ...byValue.map((right): Filter => ({ kind: 'and', left: byName, right }))]) {
    const text = printFilter(filter)
    const id = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1))
    const isRight = (answer: Answer) => idsOf(answer).includes(id) === (state !== undefined)
    const seen = await scim.until(() => scim.get(storage.type.endpoint, { filter: text }), {
      expects: 'what the model finds',
      differs: (answer) => (answer.status >= 400 || isRight(answer) ? undefined : 'something else'),
    })
    if (seen.status >= 400 && seen.status < 500) return
    if (isRight(seen)) continue
    if (state !== undefined && !(await isFoundWhenNew({ context, storage }, state, filter))) continue
    fail({
      reason:
        state === undefined
          ? 'A user that was deleted is found (RFC 7644 §3.6).'
          : 'A user is not found by what it is after its last change (RFC 7644 §3.4.2.2).',
      expected: state === undefined ? `${text} does not select ${id}` : `${text} selects ${id}`,
      observed: describeAnswer(seen),
      decisive: [seen.exchange.id],
    })
  }
}

export async function expectGone({ context }: Playing, { path }: Known, answer: Answer): Promise<void> {
  const seen = await context.scim.until(() => context.scim.get(path), {
    expects: '404',
    differs: ({ status }) => (status === 404 || status === 410 ? undefined : String(status)),
  })
  if (seen.status === 404 || seen.status === 410) return
  fail({
    reason: 'A user that was deleted can be read (RFC 7644 §3.6).',
    expected: '404',
    observed: describeAnswer(seen),
    decisive: [answer.exchange.id, seen.exchange.id],
  })
}
