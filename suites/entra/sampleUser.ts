import type { CheckContext } from '../../harness/check/index.ts'
import { readTarget, valueAt, withValue } from '../../harness/entra/targets.ts'
import { sameName } from '../../harness/scim/json.ts'
import type { AttributeDefinition, Json, JsonObject } from '../../harness/scim/types.ts'
import type { Mapped } from '../microsoft/mapping.ts'
import { ENTERPRISE } from './enterprise.ts'

/** Values whose form a server may check, before and after a change. */
const BY_ENDING: readonly (readonly [ending: string, before: string, after: string])[] = [
  ['country', 'US', 'DE'],
  ['postalCode', '00000', '11111'],
  ['preferredLanguage', 'en-US', 'de-DE'],
  ['locale', 'en-US', 'de-DE'],
  ['timezone', 'America/Los_Angeles', 'Europe/Berlin'],
  ['userType', 'Employee', 'Contractor'],
]

/** What the mapping writes in words of its own: other suites play these. */
const OTHERS = /^(manager|roles|password|groups|members)$/i

/** The rows for which there is something to write: text, numbers, times and truth values that a client may set. */
export function writable(rows: readonly Mapped[]): readonly Mapped[] {
  return rows.filter(
    ({ target, definition }) =>
      !OTHERS.test(target.attribute) &&
      definition?.type !== 'complex' &&
      definition?.mutability !== 'readOnly' &&
      definition?.mutability !== 'immutable' &&
      (target.element !== undefined || target.sub !== undefined || definition?.multiValued !== true),
  )
}

/** A user with a value for each of some rows of a mapping; `after` gives other values. */
export function sampleUser(
  context: CheckContext,
  rows: readonly Mapped[],
  state: 'before' | 'after' = 'before',
): JsonObject {
  const user = writable(rows).reduce<JsonObject>(
    (body, row) => withValue(body, row.target, valueOf(context, row, state)),
    { userName: context.identity.userName() },
  )
  return context.users.fit(user)
}

/** What a sample has for some rows, where the constraints of the server leave it something. */
export function valuesIn(user: JsonObject, rows: readonly Mapped[]): readonly (readonly [Mapped, Json])[] {
  return writable(rows).flatMap((row) => {
    const value = valueAt(user, row.target)
    return value === undefined ? [] : [[row, value] as const]
  })
}

function valueOf(
  { identity }: CheckContext,
  { target, definition }: Mapped,
  state: 'before' | 'after',
): Json {
  const name = target.sub ?? target.attribute
  const before = state === 'before'
  if (sameName(target.attribute, 'emails')) return identity.email()
  if (sameName(target.attribute, 'phoneNumbers')) return identity.phone()
  if (sameName(name, 'userName')) return identity.userName()
  if (sameName(name, 'externalId')) return identity.externalId()
  if (sameName(name, 'displayName')) return identity.displayName(before ? 'sample' : 'changed')
  if (definition?.type === 'boolean' || sameName(name, 'active')) return true
  if (definition?.type === 'integer' || definition?.type === 'decimal') return before ? 7 : 8
  if (definition?.type === 'dateTime') return before ? '2026-01-02T03:04:05Z' : '2026-02-03T04:05:06Z'
  if (definition?.type === 'reference') return identity.url(before ? '/before' : '/after')
  if (definition?.type === 'binary') return before ? 'AAAA' : 'BBBB'
  const [first, second] = definition?.canonicalValues ?? []
  if (first !== undefined) return before ? first : (second ?? first)
  const form = BY_ENDING.find(([ending]) => sameName(ending, name))
  if (form !== undefined) return before ? form[1] : form[2]
  return `${before ? 'Sample' : 'Changed'} ${identity.guid().slice(-8)}`
}

/** The attributes of extensions other than the enterprise one: those of the mapping, else the first that are published. */
export function customRows(context: CheckContext, mapped: readonly Mapped[]): readonly Mapped[] {
  const own = (uri: string | undefined) =>
    uri !== undefined && !sameName(uri, ENTERPRISE) && !sameName(uri, context.userSchema.core.id)
  if (context.settings.mapping !== undefined) return writable(mapped.filter(({ target }) => own(target.uri)))
  const published = context.userSchema.extensions
    .filter(({ schema }) => own(schema.id))
    .flatMap(({ schema }) => schema.attributes.map((definition) => rowOf(schema.id, definition)))
  return writable(published.flat()).slice(0, MOST)
}

const MOST = 3

function rowOf(uri: string, definition: AttributeDefinition): readonly Mapped[] {
  const target = readTarget(`${uri}:${definition.name}`)
  return target === undefined ? [] : [{ target, matching: 0, definition }]
}
