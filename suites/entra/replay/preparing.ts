import type { CheckContext } from '../../../harness/check/index.ts'
import { filledJson } from '../../../harness/entra/recordings.ts'
import { variablesIn } from '../../../harness/entra/record/register.ts'
import type { Playable } from '../../../harness/entra/replay/playable.ts'
import { getMember, isArray, isObject, withoutMember } from '../../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../../harness/scim/types.ts'
import { entraUser } from '../playing.ts'
import type { Values } from './values.ts'
import type { World } from './world.ts'

/** A resource that was there before the exchanges began. */
interface Existing {
  readonly name: string
  readonly kind: 'user' | 'group'
  /** As a recorded answer shows it. */
  readonly shown: JsonObject | undefined
}

const ONLY_ID = /^\{\{(\w+)\}\}$/

/** Makes what was there before the exchanges of a thread began: those whom they speak of and did not make. */
export async function prepare(
  context: CheckContext,
  exchanges: readonly Playable[],
  values: Values,
  world: World,
): Promise<void> {
  const { users, groups } = context
  for (const name of missingIn(exchanges)) values.bind(name, context.identity.guid())
  const existing = existingIn(exchanges).filter(({ name }) => !values.isBound(name))
  for (const { name, shown } of existing.filter(({ kind }) => kind === 'user')) {
    const made = await users.create(shown === undefined ? entraUser(context) : asSent(shown, values))
    values.bind(name, made.id)
    world.add(users, made.id, made.resource)
  }
  for (const { name, shown } of existing.filter(({ kind }) => kind === 'group')) {
    const ids = [...new Set([...membersOf(shown), ...leaversOf(name, exchanges)])].filter((id) =>
      values.isBound(id),
    )
    const members = ids.map((id) => ({ value: values.for(`{{${id}}}`)[id] ?? '' }))
    const made = await groups.create({
      ...(shown === undefined ? {} : withoutMember(asSent(shown, values), 'members')),
      ...(members.length === 0 ? {} : { members }),
    })
    values.bind(name, made.id)
    world.add(groups, made.id, made.resource)
  }
}

/** Ids that no resource has: they were answered 404 before anything else was heard of them. */
function missingIn(exchanges: readonly Playable[]): string[] {
  const heard = new Set<string>()
  const missing = new Set<string>()
  for (const { request, answer } of exchanges) {
    const id = ONLY_ID.exec(request.path.split('/')[2] ?? '')?.[1]
    const unknown = answer?.status === 404 || id?.startsWith('unknown') === true
    if (id !== undefined && unknown && !heard.has(id)) missing.add(id)
    for (const name of variablesIn(JSON.stringify([request, answer?.body]))) heard.add(name)
  }
  return [...missing]
}

/** Who is spoken of before the server gave their id. */
export function existingIn(exchanges: readonly Playable[]): Existing[] {
  const given = new Set<string>()
  const existing = new Map<string, Existing>()
  for (const { request, answer, variables, job } of exchanges) {
    const made = request.method === 'POST' ? ONLY_ID.exec(String(answer?.body?.['id']))?.[1] : undefined
    const own = ONLY_ID.exec(request.path.split('/')[2] ?? '')?.[1]
    const shown = answer?.body === undefined || !/-(query|get)$/.test(job) ? [] : resourcesIn(answer.body)
    const named = [...variablesIn(JSON.stringify(request)), ...shown.flatMap(idVariableOf)]
    for (const name of named) {
      if (variables[name]?.kind !== 'resourceId' || given.has(name) || existing.has(name)) continue
      const isShownGroup =
        shown.some((resource) => idVariableOf(resource).includes(name)) && /^\/groups/i.test(request.path)
      const isGroup = isShownGroup || (name === own && /^\/groups/i.test(request.path))
      existing.set(name, { name, kind: isGroup ? 'group' : 'user', shown: shownIn(exchanges, name) })
    }
    if (made !== undefined) given.add(made)
  }
  return [...existing.values()]
}

function resourcesIn(body: JsonObject): JsonObject[] {
  const list = getMember(body, 'Resources')
  return isArray(list) ? list.filter(isObject) : [body]
}

const idVariableOf = (resource: JsonObject): string[] => {
  const name = ONLY_ID.exec(String(getMember(resource, 'id')))?.[1]
  return name === undefined ? [] : [name]
}

function shownIn(exchanges: readonly Playable[], name: string): JsonObject | undefined {
  return exchanges
    .flatMap(({ answer }) => (answer?.body === undefined ? [] : resourcesIn(answer.body)))
    .find((resource) => idVariableOf(resource).includes(name))
}

/** A representation as a client would send it; what refers to others is left out. */
function asSent(shown: JsonObject, values: Values): JsonObject {
  const kept = Object.entries(shown).filter(
    ([name, value]) =>
      !/^(id|meta|groups|members|schemas)$/i.test(name) && !JSON.stringify(value).includes('$ref'),
  )
  const named = kept.map(([name, value]): [string, Json] => [name, withoutReferences(value, values)])
  return filledJson(Object.fromEntries(named), values.for(JSON.stringify(named))) as JsonObject
}

function withoutReferences(value: Json, values: Values): Json {
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).filter(([name, inner]) => {
      const refers = variablesIn(JSON.stringify(inner)).some((one) => values.kindOf(one) === 'resourceId')
      return !refers && name.toLowerCase() !== 'manager'
    }),
  )
}

function membersOf(group: JsonObject | undefined): string[] {
  const members = group === undefined ? undefined : getMember(group, 'members')
  return isArray(members)
    ? members.filter(isObject).flatMap((member) => variablesIn(JSON.stringify(member['value'] ?? '')))
    : []
}

/** Who is taken out of a group, and so must have been in it. */
function leaversOf(group: string, exchanges: readonly Playable[]): string[] {
  return exchanges
    .filter(({ job, request }) => job === 'group-remove-member' && request.path.includes(`{{${group}}}`))
    .flatMap(({ request, variables }) =>
      variablesIn(JSON.stringify(request.body ?? null)).filter(
        (name) => variables[name]?.kind === 'resourceId',
      ),
    )
}
