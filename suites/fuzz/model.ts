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
import { wholeIn } from './pool.ts'
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

const idAt = (path: string) => decodeURIComponent(path.slice(path.lastIndexOf('/') + 1))

const shown = (value: Json | undefined) => (value === undefined ? 'unassigned' : JSON.stringify(value))

/** What the answer to a write tells where it has all of it, else what is read, until it is as it has to be; or fails. */
async function expectState(
  { context }: Playing,
  { path }: Known,
  wrongIn: (found: Resource) => readonly Difference[],
  reason: string,
  answer: Answer,
): Promise<Resource> {
  const told = wholeIn(answer, idAt(path))
  if (told !== undefined && wrongIn(told).length === 0) return told
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
      if (observed === userName) return [] // filled in with the name, as it was before
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

/** A filter that a user in this state matches, by a value that it did not have before where there is one. */
function filtersFor(state: Resource, before: Resource, schema: ResourceSchema): readonly Filter[] {
  const changed = SOUGHT.filter((path) => {
    const found = resolve(schema, path)
    return found !== undefined && !equalJson(getAt(state, found), getAt(before, found))
  })
  return [...changed, ...SOUGHT]
    .flatMap((path): readonly Filter[] => {
      const found = resolve(schema, path)
      const value = found === undefined ? undefined : getAt(state, found)
      const one = Array.isArray(value) ? (value as readonly Json[])[0] : value
      if (typeof one !== 'string') return []
      const filter: Filter = { kind: 'compare', path, op: 'eq', value: one }
      return judge(filter, state, schema).verdict === 'match' ? [filter] : []
    })
    .slice(0, 1)
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

/** Looks for a resource by its name, and by a value that it got: it is found as long as it is there. */
export async function find(
  { context, storage }: Playing,
  { path, userName, state }: Known,
  before: Resource = {},
): Promise<void> {
  const { scim, facts } = context
  if (!facts.capabilities['filter']) return
  const byName: Filter = { kind: 'compare', path: { name: 'userName' }, op: 'eq', value: userName }
  const byValue = state === undefined ? [] : filtersFor(state, before, storage.type.schema)
  const both = byValue.map((right): Filter => ({ kind: 'and', left: byName, right }))
  for (const filter of both.length > 0 ? both : [byName]) {
    const text = printFilter(filter)
    const id = idAt(path)
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

/** Reads what is left at the end: it is what the answers to the last writes told. */
export async function expectKept(playing: Playing): Promise<void> {
  const { context, storage, slots } = playing
  for (const { path, state } of slots.values()) {
    if (state === undefined) continue
    const wrongIn = ({ status, json }: Answer) =>
      status === 200 && isObject(json)
        ? differences(storage.type.schema, state, state, json)
            .filter((one) => !storage.lost.includes(one.path))
            .map((one) => `${one.path} ${shown(one.observed)}`)
        : [String(status)]
    const seen = await context.scim.until(() => context.scim.get(path), {
      expects: 'the state that the last answer told',
      differs: (answer) => (wrongIn(answer).length === 0 ? undefined : 'another'),
    })
    const wrong = wrongIn(seen)
    if (wrong.length > 0)
      fail({
        reason: 'A user is not as the answer to its last change told it (RFC 7644 §3.5.1, §3.5.2).',
        expected: 'the state in the answer',
        observed: wrong.join('; '),
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
