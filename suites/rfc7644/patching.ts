import {
  type Answer,
  type CheckContext,
  type Created,
  describeAnswer,
  fail,
  type Matcher,
  type ResourceFixture,
  skip,
  success,
  type WireOperation,
} from '../../harness/check/index.ts'
import { withMember, withoutMember } from '../../harness/scim/json.ts'
import { type Difference, differences } from '../../harness/scim/patch/index.ts'
import { resolve } from '../../harness/scim/schema/lookup.ts'
import { parseAttributePath } from '../../harness/scim/path.ts'
import type { Json, JsonObject, Resource, ResourceSchema } from '../../harness/scim/types.ts'

/** URI of the Enterprise User extension (RFC 7643 §4.3). */
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** Values of attributes, and of the containers of extensions; `undefined` is unassigned. */
export type State = Readonly<Record<string, Json | undefined>>

/** What operations may make of a resource. */
export interface Effect {
  readonly becomes: State
  /** Other states that are legal too; with `warn` they are, but at a risk. */
  readonly or?: readonly { readonly becomes: State; readonly warn?: string }[]
  /** Why any other state, or a refusal, is wrong. */
  readonly reason: string
}

/**
 * A user with these attributes. Ends the check as `skip` when the schema does not have them, or when the server does not
 * store them as they were sent: then a PATCH of them says nothing.
 */
export async function userWith(context: CheckContext, attributes: JsonObject): Promise<Created> {
  return madeWith(context.users, attributes)
}

/** As {@link userWith}, for any type. */
export async function madeWith(type: ResourceFixture, attributes: JsonObject): Promise<Created> {
  const names = Object.keys(attributes)
  for (const name of names) {
    if (!name.includes(':')) demandAttribute(type.schema, name)
    else
      for (const inner of Object.keys(attributes[name] ?? {}))
        demandAttribute(type.schema, `${name}:${inner}`)
  }
  const made = await type.create(attributes)
  const [lost] = differences(type.schema, {}, attributes, made.resource).filter(concerns(names))
  if (lost !== undefined)
    skip(
      `The server does not store ${lost.path} as it was sent (${told(lost)}), so nothing is asked of its PATCH.`,
    )
  return made
}

/** Ends the check as `skip` unless the schema has an attribute that clients can write. */
export function demandAttribute(schema: ResourceSchema, path: string): void {
  const resolved = resolve(schema, parseAttributePath(path))
  const innermost = resolved?.sub ?? resolved?.attribute
  if (innermost === undefined || innermost.mutability !== 'readWrite')
    skip(`The schema of ${schema.resourceType.name} has no attribute ${path} that clients can change.`)
}

/** Ends the check as `skip` when the schema demands a value of an attribute, or of something in it. */
export function demandOptional(schema: ResourceSchema, path: string): void {
  const resolved = resolve(schema, parseAttributePath(path))
  const innermost = resolved?.sub ?? resolved?.attribute
  if (innermost === undefined) return
  const demanded = [innermost, ...(innermost.multiValued ? [] : innermost.subAttributes)]
  if (demanded.some(({ required }) => required))
    skip(`The schema of ${schema.resourceType.name} demands a value of ${path}, so it can not be removed.`)
}

/** Ends the check as `skip` unless the server stores these attributes when a user is created with them. */
export async function demandStored(context: CheckContext, attributes: JsonObject): Promise<void> {
  await userWith(context, attributes)
}

/**
 * Sends operations, which must succeed, and reads back what they made of the resource. Compared are the attributes that
 * it was created with and those of the effect, with the leniency due to servers (ruling C-13): what the server added to
 * what was sent may come and go. Gives the PATCH's answer.
 */
export async function expectEffect(
  { scim, warn }: Pick<CheckContext, 'scim' | 'warn'>,
  type: ResourceFixture,
  made: Created,
  operations: readonly WireOperation[],
  effect: Effect,
): Promise<Answer> {
  const answer = await scim.patch(made, operations)
  const refusal = success().differs(answer)
  if (refusal !== undefined)
    fail({
      reason: effect.reason,
      expected: `2xx, and then ${tell(effect.becomes)}`,
      observed: refusal,
      decisive: [answer.exchange.id],
    })
  const names = [...Object.keys(made.sent), ...Object.keys(effect.becomes)]
  const before = changed(made.resource, made.sent)
  const between = (becomes: State, seen: Answer) =>
    differences(type.schema, before, changed(made.resource, becomes), seen.resource).filter(concerns(names))
  const states = [{ becomes: effect.becomes }, ...(effect.or ?? [])]
  const reached: Matcher = {
    expects: states.map(({ becomes }) => tell(becomes)).join(', or '),
    differs: (seen) => {
      if (seen.status !== 200) return describeAnswer(seen)
      const found = states.map(({ becomes }) => between(becomes, seen))
      if (found.some((one) => one.length === 0)) return undefined
      return (found[0] ?? []).map(told).join('; ')
    },
  }
  const seen = await scim.until(() => type.read(made), reached)
  const observed = reached.differs(seen)
  const decisive = [answer.exchange.id, seen.exchange.id]
  if (observed !== undefined) fail({ reason: effect.reason, expected: reached.expects, observed, decisive })
  const state = states.find(({ becomes }) => between(becomes, seen).length === 0)
  if (state !== undefined && 'warn' in state && state.warn !== undefined)
    warn({ reason: state.warn, expected: tell(effect.becomes), observed: tell(state.becomes), decisive })
  return answer
}

/** Ends the check with `fail` unless a read shows the attributes that the resource was created with as they were. */
export async function expectSame(
  context: Pick<CheckContext, 'scim' | 'warn'>,
  type: ResourceFixture,
  made: Created,
  reason: string,
): Promise<void> {
  const names = Object.keys(made.sent)
  const same: Matcher = {
    expects: 'the resource as it was before',
    differs: (seen) => {
      if (seen.status !== 200) return describeAnswer(seen)
      const found = differences(type.schema, made.resource, made.resource, seen.resource).filter(
        concerns(names),
      )
      return found.length === 0 ? undefined : found.map(told).join('; ')
    },
  }
  const seen = await context.scim.until(() => type.read(made), same)
  const observed = same.differs(seen)
  if (observed !== undefined) fail({ reason, expected: same.expects, observed, decisive: [seen.exchange.id] })
}

/** The resource with other values. */
export function changed(before: Resource, becomes: State): Resource {
  return Object.entries(becomes).reduce<Resource>(
    (state, [name, value]) =>
      value === undefined ? withoutMember(state, name) : withMember(state, name, value),
    before,
  )
}

/** What differs, in words. */
export const told = ({ path, expected, observed }: Difference): string =>
  `${path} is ${shown(observed)} instead of ${shown(expected)}`

const shown = (value: Json | undefined) => (value === undefined ? 'unassigned' : JSON.stringify(value))

const tell = (state: State) =>
  Object.entries(state)
    .map(([name, value]) => `${name} ${shown(value)}`)
    .join(', ')

/** Whether a difference lies in one of the named attributes or containers, or in the id. */
function concerns(names: readonly string[]): (difference: Difference) => boolean {
  const wanted = ['id', ...names].map((name) => name.toLowerCase())
  return ({ path }) => {
    const at = path.toLowerCase()
    return wanted.some((name) => at === name || at.startsWith(`${name}:`) || at.startsWith(`${name}.`))
  }
}

/** A 400 that does not say by a scimType why: a failure where the standard ties one to the refusal (ruling X-04). */
export const UNTYPED: Matcher = {
  expects: '400 without scimType',
  differs: (answer) =>
    answer.status === 400 && answer.scimType === undefined ? undefined : describeAnswer(answer),
}

/** Why a refusal that names another reason than the standard has is a risk. */
export const OTHER_KEYWORD =
  'It is refused, but not with the status and scimType that say why (RFC 7644 §3.12, Table 9).'
