import type { CheckContext } from '../../harness/check/index.ts'
import { withValue } from '../../harness/entra/targets.ts'
import { getMember } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import type { Mapped } from './mapping.ts'

const USER_URI = 'urn:ietf:params:scim:schemas:core:2.0:User'

/** What the template puts at the end of a target's name, whatever else the name is. */
const BY_ENDING: readonly (readonly [ending: string, value: string])[] = [
  ['.country', 'US'],
  ['.postalcode', '98052'],
  ['.region', 'WA'],
  ['.locality', 'Redmond'],
  ['.streetaddress', '1 Example Way'],
  ['.formatted', 'Test Test'],
  ['.givenname', 'Test'],
  ['.familyname', 'User'],
  ['locale', 'en-US'],
  ['preferredlanguage', 'en-US'],
  ['timezone', 'America/Los_Angeles'],
  ['usertype', 'Employee'],
  ['title', 'Test Engineer'],
  ['nickname', 'testuser'],
  [':employeenumber', '701984'],
]

/** Eight hexadecimal digits, as the template cuts them off a GUID. */
export const stamp = (context: CheckContext): string => context.identity.guid().slice(-8)

/** What is never part of the template's user. */
const LEFT_OUT = ['id', 'externalId', 'userName', 'active', 'roles']

/**
 * The user that the template builds from the attributes of the job: a value for each by the end of its name, elements of
 * lists with the first one primary.
 */
export function templateUser(context: CheckContext, mapping: readonly Mapped[]): JsonObject {
  const mapped = mapping.filter(
    ({ target, definition }) =>
      !LEFT_OUT.includes(target.text) && definition?.type !== 'reference' && definition?.type !== 'complex',
  )
  const uris = [...new Set(mapped.flatMap(({ target: { uri } }) => uri ?? []))]
  const start: JsonObject = {
    schemas: [USER_URI, ...uris],
    userName: context.identity.userName(),
    active: true,
  }
  return mapped.reduce((body, one) => {
    const { attribute, element } = one.target
    const made = withValue(body, one.target, valueFor(context, one))
    if (element === undefined || getMember(body, attribute) !== undefined) return made
    return withValue(made, { text: attribute, attribute, element }, { primary: true })
  }, start)
}

function valueFor(context: CheckContext, { target, definition }: Mapped): Json {
  const { identity } = context
  const name = target.text.toLowerCase()
  if (definition?.type === 'boolean') return true
  if (name === 'displayname') return identity.displayName('template')
  if (name.includes('emails[')) return identity.email()
  if (name.includes('phonenumbers[')) return identity.phone()
  const [, value] = BY_ENDING.find(([ending]) => name.endsWith(ending)) ?? []
  return value ?? `Test-${target.sub ?? target.attribute}-${stamp(context).slice(0, 6)}`
}

/** The group that the template makes. */
export function templateGroup(context: CheckContext): { displayName: string } & JsonObject {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: context.identity.displayName('template'),
    externalId: stamp(context),
  }
}
