import { resourceOf, type ValueOptions } from '../../generate/index.ts'
import { getMember, isObject, withoutMember } from '../../scim/json.ts'
import type { Json, JsonObject, Resource, ResourceSchema } from '../../scim/types.ts'
import { type Answer, describeAnswer } from '../answer.ts'
import type { CheckContext } from '../context.ts'
import { addressOf } from './crowd.ts'
import { lostIn, type Lost } from './lost.ts'
import { narrowed } from './narrowed.ts'
import { deriveSeed, draw } from '../random.ts'
import type { SessionSettings } from '../session.ts'
import { skip } from '../verdict.ts'

/** What a server does with what it is sent, as far as it keeps values from being compared. */
export interface Habit extends Omit<Lost, 'kind'> {
  /** `refused`: a user with it is not taken, and one without it is. */
  readonly kind: Lost['kind'] | 'refused'
  /** Ids of the exchanges that showed it. */
  readonly exchanges: readonly string[]
}

/** What was learnt of a server, so that values are drawn that it stores as they were sent. */
export interface Calibration {
  /** For drawing: the part of the User schema that is stored as sent. For judging, take the whole one. */
  readonly schema: ResourceSchema
  /** Inside these, values are stored as sent; addresses are each check's own. */
  readonly values: Omit<ValueOptions, 'addresses' | 'references'>
  /** Attributes that many users may have at once, as many as the server stores as sent; without any name. */
  readonly wanted: JsonObject
  /** What is left out or drawn tamer for it, and why. */
  readonly habits: readonly Habit[]
}

/** Never sent: what names the user, what can not be seen, and what would have to be made with more care than here. */
export const NOT_DRAWN: readonly string[] = [
  'userName',
  'externalId',
  'password',
  'x509Certificates',
  'active',
  'groups',
  'manager',
]

const TAME = { alphabet: 'plain', maxLength: 24, maxValues: 2 } as const
/** From the widest to the tamest; the first that is stored as sent is taken. */
const WIDER = [
  { alphabet: 'unicode', maxLength: 64, maxValues: 3 },
  { alphabet: 'unicode', maxLength: 24, maxValues: 2 },
  { alphabet: 'plain', maxLength: 64, maxValues: 3 },
] as const

/** Users that are made in order to find out which attributes a refusal is about. */
const MOST_TRIALS = 24

const known = new WeakMap<SessionSettings, Promise<Calibration>>()

/**
 * Learns with few requests what the server stores of a user, and what it ignores, changes, shortens or refuses: once in a
 * run, by users with as much as the schema lets be written. What is not stored as sent is left out of `schema`, and told
 * at the head of the report. Ends the check as `skip` when the server takes no such user at all.
 */
export function calibrate(context: CheckContext): Promise<Calibration> {
  const before = known.get(context.settings)
  if (before !== undefined) return before
  const learning = learn(context).catch((error: unknown) => {
    known.delete(context.settings)
    throw error
  })
  known.set(context.settings, learning)
  return learning
}

interface Trial {
  readonly wanted: JsonObject
  readonly sent: JsonObject
  readonly answer: Answer
  /** What a GET gave; absent when the user was not made, or not found. */
  readonly seen?: Resource
  readonly exchanges: readonly string[]
}

async function learn(context: CheckContext): Promise<Calibration> {
  const whole = context.userSchema
  const habits: Habit[] = []
  const first = drawUser(context, whole, TAME, 'tame')
  const whatIsTaken = await untilTaken(context, first)
  habits.push(...whatIsTaken.refused)
  const { trial } = whatIsTaken
  const kept = narrowed(whole, [...NOT_DRAWN, ...whatIsTaken.refused.map(({ path }) => path)])
  const lost = lostBetween(kept, trial)
  habits.push(...lost)
  const schema = narrowed(
    kept,
    lost.map(({ path }) => path),
  )
  const values = await widest(context, schema, habits)
  for (const habit of habits) context.note(sentenceOf(habit))
  return { schema, values, wanted: shared(schema, trial.wanted), habits }
}

/** The widest values that are stored as sent; what keeps a wider kind from it is noted. */
async function widest(
  context: CheckContext,
  schema: ResourceSchema,
  habits: Habit[],
): Promise<Calibration['values']> {
  for (const values of WIDER) {
    const trial = await tryOut(context, drawUser(context, schema, values, JSON.stringify(values)))
    const lost = lostBetween(schema, trial)
    if (trial.seen !== undefined && lost.length === 0) return values
    const what = `values of up to ${values.maxLength} ${values.alphabet === 'unicode' ? 'characters of any script' : 'ASCII characters'}`
    if (trial.seen === undefined)
      habits.push({
        path: 'User',
        kind: 'refused',
        sent: what,
        seen: describeAnswer(trial.answer),
        exchanges: trial.exchanges,
      })
    habits.push(...lost)
  }
  return TAME
}

/** Makes the user, leaving away what the server refuses. */
async function untilTaken(
  context: CheckContext,
  wanted: JsonObject,
): Promise<{ readonly trial: Trial; readonly refused: readonly Habit[] }> {
  const parts = partsOf(wanted)
  const whole = await tryOut(context, wanted)
  if (whole.seen !== undefined) return { trial: whole, refused: [] }
  const refused: Habit[] = []
  let trials = 0

  /** The parts of a list that can be sent together. */
  async function taken(list: readonly Part[]): Promise<readonly Part[]> {
    if (list.length === 0) return []
    trials += 1
    const trial = trials > MOST_TRIALS ? undefined : await tryOut(context, joined(list))
    if (trial?.seen !== undefined) return list
    const [only] = list
    if (list.length === 1 || trial === undefined) {
      if (only !== undefined && trial !== undefined)
        refused.push({
          path: only.path,
          kind: 'refused',
          sent: only.value,
          seen: describeAnswer(trial.answer),
          exchanges: trial.exchanges,
        })
      else
        for (const { path, value } of list)
          refused.push({ path, kind: 'refused', sent: value, exchanges: [] })
      return []
    }
    const middle = Math.ceil(list.length / 2)
    return [...(await taken(list.slice(0, middle))), ...(await taken(list.slice(middle)))]
  }

  const rest = await taken(parts)
  const trial = await tryOut(context, joined(rest))
  if (trial.seen === undefined || rest.length === 0)
    skip('The server takes none of the users that are drawn for this, so nothing can be compared.')
  return { trial, refused }
}

/** An attribute of a user that is to be made, those of extensions with the URN before them. */
interface Part {
  readonly path: string
  readonly extension?: string
  readonly name: string
  readonly value: Json
}

function partsOf(wanted: JsonObject): readonly Part[] {
  return Object.entries(wanted).flatMap(([name, value]): readonly Part[] =>
    name.includes(':') && isObject(value)
      ? Object.entries(value).map(([inner, part]) => ({
          path: `${name}:${inner}`,
          extension: name,
          name: inner,
          value: part,
        }))
      : [{ path: name, name, value }],
  )
}

function joined(parts: readonly Part[]): JsonObject {
  const own: Record<string, Json> = {}
  for (const { extension, name, value } of parts) {
    if (extension === undefined) own[name] = value
    else
      own[extension] = {
        ...(isObject(own[extension] ?? null) ? (own[extension] as JsonObject) : {}),
        [name]: value,
      }
  }
  return own
}

/** The attributes that a schema still has, and of which two users may have the same value. */
function shared(schema: ResourceSchema, wanted: JsonObject): JsonObject {
  const has = ({ extension, name }: Part) => {
    const home =
      extension === undefined
        ? schema.core
        : schema.extensions.find((one) => one.schema.id.toLowerCase() === extension.toLowerCase())?.schema
    return (
      home?.attributes.some(
        (one) => one.uniqueness === 'none' && one.name.toLowerCase() === name.toLowerCase(),
      ) === true
    )
  }
  return joined(partsOf(wanted).filter(has))
}

function drawUser(
  context: CheckContext,
  schema: ResourceSchema,
  values: Calibration['values'],
  label: string,
): JsonObject {
  const own = {
    ...values,
    addresses: (local: string, kind: Parameters<typeof addressOf>[2]) =>
      addressOf(context.identity, local, kind),
  }
  const arbitrary = resourceOf(schema, { ...own, fullness: 'full', omit: NOT_DRAWN })
  return withoutMember(draw(arbitrary, deriveSeed(context.settings.seed, 'calibration', label)), 'schemas')
}

/** Makes a user, looks at it, and takes it away again. */
async function tryOut({ scim, users }: CheckContext, wanted: JsonObject): Promise<Trial> {
  const sent = users.payload(users.fit(wanted))
  const answer = await scim.post(users.endpoint, sent)
  const id = isObject(answer.json) ? getMember(answer.json, 'id') : undefined
  const created = { wanted, sent, answer, exchanges: [answer.exchange.id] }
  if (answer.status !== 201 || typeof id !== 'string') return created
  const path = `${users.endpoint}/${encodeURIComponent(id)}`
  const read = await scim.until(() => scim.get(path), {
    expects: 'the user',
    differs: ({ status }) => (status === 200 ? undefined : 'none'),
  })
  await scim.delete(path)
  if (read.status !== 200) return created
  return { ...created, seen: read.resource, exchanges: [...created.exchanges, read.exchange.id] }
}

function lostBetween(schema: ResourceSchema, { wanted, seen, exchanges }: Trial): readonly Habit[] {
  return seen === undefined ? [] : lostIn(schema, wanted, seen).map((lost) => ({ ...lost, exchanges }))
}

const TOLD: Readonly<Record<Habit['kind'], string>> = {
  ignored: 'is not stored, though the schema lets it be written',
  normalised: 'is stored in another form',
  shortened: 'is stored shortened',
  changed: 'is stored with another value',
  refused: 'is refused',
}

/** A habit as a sentence for the head of the report. */
export function sentenceOf({ path, kind, sent, seen, exchanges }: Habit): string {
  const [first] = exchanges
  const values = [sent, seen].map((value) => (value === undefined ? undefined : excerptOf(value)))
  const told = [
    values[0] === undefined ? [] : [`sent ${values[0]}`],
    values[1] === undefined ? [] : [`seen ${values[1]}`],
  ]
  const facts = [...told.flat(), ...(first === undefined ? [] : [first])].join(', ')
  return `Calibration: ${path} ${TOLD[kind]} (${facts}); properties draw nothing of the kind.`
}

function excerptOf(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
