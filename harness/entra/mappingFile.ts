import { isArray, isObject, sameName } from '../scim/json.ts'
import type { Json, JsonObject } from '../scim/types.ts'
import { type AttributeMapping, defaultMapping, type MappedAttribute, mappingOf } from './import/mapping.ts'
import { UnreadableFile } from './import/unreadable.ts'
import { readTarget } from './targets.ts'

const FORMS =
  'Give the schema that Entra exports (Attribute mapping > Review your schema here), a list such as ["userName", "displayName"], or { "User": [...], "Group": [...], "matching": ["externalId"] }.'
const TARGETS =
  'Targets look like userName, name.givenName, emails[type eq "work"].value or urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department.'

const KEYS = ['User', 'Group', 'matching']

/**
 * Reads the attribute mapping that is handed out to admins: an exported synchronization schema, or target attributes of
 * users (and of groups) as a list. Users are matched by `userName` where a list does not say otherwise, and groups are
 * mapped as by default where it is silent about them (ruling EN-10).
 *
 * @throws {UnreadableFile} naming the place and what to write instead
 */
export function readMapping(json: Json, name: string): AttributeMapping {
  const mapping = isSchema(json) ? mappingOf(json, name) : listed(json, name)
  for (const object of ['User', 'Group'] as const) {
    mapping[object].forEach(({ target }, index) => expectTarget(target, `${name}: ${object}[${index}]`))
    expectOnce(mapping[object], `${name}: ${object}`)
    if (mapping[object].length > 0 && mapping[object].every(({ matching }) => matching === 0))
      throw new UnreadableFile(
        `${name}: no attribute of ${object} is matched by.`,
        'Entra needs one: give it matchingPriority 1 in the schema, or name it in "matching" of a list.',
      )
  }
  return mapping
}

const isSchema = (json: Json) =>
  isObject(json) && (json['synchronizationRules'] !== undefined || isObject(json['schema']))

function listed(json: Json, name: string): AttributeMapping {
  if (isArray(json)) return listed({ User: json }, name)
  if (!isObject(json)) throw new UnreadableFile(`${name} holds neither an object nor a list.`, FORMS)
  const odd = Object.keys(json).find((key) => !KEYS.includes(key))
  if (odd !== undefined) throw new UnreadableFile(`${name}: there is no key ${odd} in a mapping.`, FORMS)
  const users = textsAt(json, 'User', name)
  if (users === undefined || users.length === 0)
    throw new UnreadableFile(`${name} names no attribute of users.`, FORMS)
  const groups = textsAt(json, 'Group', name)
  const matching = textsAt(json, 'matching', name) ?? ['userName']
  const stranger = matching.find((target) => !users.some((user) => sameName(user, target)))
  if (stranger !== undefined)
    throw new UnreadableFile(
      `${name}: users are matched by ${stranger}, which is not among the attributes of User.`,
      'Add it to User, or name in "matching" the attributes that users are matched by, the first one first.',
    )
  return {
    name,
    User: users.map((target) => row(target, matching)),
    Group:
      groups === undefined ? defaultMapping().Group : groups.map((target) => row(target, ['displayName'])),
  }
}

function textsAt(json: JsonObject, key: string, name: string): readonly string[] | undefined {
  const list = json[key]
  if (list === undefined) return undefined
  if (!isArray(list)) throw new UnreadableFile(`${name}: ${key} is no list of target attributes.`, FORMS)
  return list.map((target, index) => {
    if (typeof target !== 'string')
      throw new UnreadableFile(`${name}: ${key}[${index}] is no text: ${JSON.stringify(target)}.`, TARGETS)
    return target
  })
}

const row = (target: string, matching: readonly string[]): MappedAttribute => ({
  target,
  expression: '',
  matching: matching.findIndex((one) => sameName(one, target)) + 1,
})

function expectTarget(target: string, place: string): void {
  if (readTarget(target) === undefined)
    throw new UnreadableFile(`${place} is no target attribute: ${target}.`, TARGETS)
}

function expectOnce(rows: readonly MappedAttribute[], place: string): void {
  const twice = rows.find(({ target }, index) =>
    rows.slice(0, index).some((before) => sameName(before.target, target)),
  )
  if (twice !== undefined)
    throw new UnreadableFile(
      `${place} has ${twice.target} twice.`,
      'Entra writes each target from one source: keep one.',
    )
}
