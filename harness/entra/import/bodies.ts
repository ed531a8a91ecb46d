import { isArray, isObject, sameName } from '../../scim/json.ts'
import { ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA, USER_SCHEMA } from '../../scim/schema/core.ts'
import type { Json, JsonObject } from '../../scim/types.ts'
import type { Change } from './changes.ts'
import { jsonIn } from './jsonText.ts'

/** Which of Entra's two ways of writing PATCH; the flag in the Tenant URL chooses. */
export type WrittenDialect = 'legacy' | 'aadOptscim062020'

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

/** Whether a path names a boolean: these are texts in the log. */
const isBoolean = (path: string) => /(^|[.\]])(active|primary)$/i.test(path)
/** Whether a path names ids of other resources. */
export const isReferencePath = (path: string): boolean => path === 'members' || isManager(path)
const isManager = (path: string) => /(^|:)manager(\.value)?$/i.test(path)
const truth = (text: string) => sameName(text.trim(), 'true')

/** Ids of a list as the log prints it: JSON, or separated by commas. */
export function idsIn(text: string): string[] {
  const value = jsonIn(text)
  if (isArray(value)) return value.map((one) => (isObject(one) ? String(one['value'] ?? '') : String(one)))
  return text.split(/\s*[,;]\s*/).filter((id) => id !== '')
}

/**
 * The PATCH that Entra writes for some changes; undefined when it would write nothing. A value that was cleared is never
 * sent, members aside.
 */
export function patchBody(changes: readonly Change[], dialect: WrittenDialect): JsonObject | undefined {
  const operations = dialect === 'legacy' ? legacy(changes) : compliant(changes)
  return operations.length === 0 ? undefined : { schemas: [PATCH_OP], Operations: operations }
}

/** The user or group that Entra POSTs: elements of one type are one, dotted names are nested, `active` is a boolean. */
export function postBody(changes: readonly Change[], object: 'User' | 'Group'): JsonObject {
  const body: Record<string, Json> = {
    schemas: object === 'User' ? [USER_SCHEMA.id, ENTERPRISE_USER_SCHEMA.id] : [GROUP_SCHEMA.id],
  }
  for (const { path, after } of changes) {
    if (after === undefined) continue
    if (path === 'members') body['members'] = idsIn(after).map((value) => ({ value }))
    else put(body, path, isBoolean(path) ? truth(after) : after)
  }
  return { ...body, meta: { resourceType: object } }
}

function legacy(changes: readonly Change[]): JsonObject[] {
  return changes.flatMap((change) => {
    const { path, before, after } = change
    if (path === 'members') return members(change, 'legacy')
    if (after === undefined) return []
    const value = isBoolean(path) ? (truth(after) ? 'True' : 'False') : after
    return [{ op: before === undefined || isManager(path) ? 'Add' : 'Replace', path, value }]
  })
}

function compliant(changes: readonly Change[]): JsonObject[] {
  const own: JsonObject[] = []
  const together = { replace: {} as Record<string, Json>, add: {} as Record<string, Json> }
  for (const change of changes) {
    const { path, before, after } = change
    if (path === 'members') own.push(...members(change, 'aadOptscim062020'))
    if (path === 'members' || after === undefined) continue
    const op = before === undefined || isManager(path) ? 'add' : 'replace'
    const value = isBoolean(path) ? truth(after) : after
    if (path.includes('[') || path === 'active' || isManager(path)) own.push({ op, path, value })
    else together[op][path] = value
  }
  const { replace, add } = together
  const [only, ...more] = Object.entries(add)
  return [
    ...own,
    ...(Object.keys(replace).length === 0 ? [] : [{ op: 'replace', value: replace }]),
    ...(only === undefined
      ? []
      : more.length === 0
        ? [{ op: 'add', path: only[0], value: only[1] }]
        : [{ op: 'add', value: add }]),
  ]
}

/** Members that came and went, each once. */
function members({ before, after }: Change, dialect: WrittenDialect): JsonObject[] {
  const [had, has] = [idsIn(before ?? ''), idsIn(after ?? '')].map((ids) => ids.filter((id) => id !== ''))
  const came = (has ?? []).filter((id) => !had?.includes(id))
  const went = (had ?? []).filter((id) => !has?.includes(id))
  const [add, remove] = dialect === 'legacy' ? ['Add', 'Remove'] : ['add', 'remove']
  return [
    ...came.map((value) => ({ op: add ?? '', path: 'members', value: [{ $ref: null, value }] })),
    ...went.map((value) =>
      dialect === 'legacy'
        ? { op: remove ?? '', path: 'members', value: [{ value }] }
        : { op: remove ?? '', path: `members[value eq "${value}"]` },
    ),
  ]
}

const ELEMENT =
  /^(?<list>[^[\]]+)\[\s*(?<key>\w+)\s+eq\s+(?:"(?<text>[^"]*)"|(?<word>\w+))\s*\](?:\.(?<sub>\w+))?$/i

/** Puts a value where a path leads to, making what is not there. */
function put(body: Record<string, Json>, path: string, value: Json): void {
  const [urn, rest] = /^urn:/i.test(path)
    ? [path.slice(0, path.lastIndexOf(':')), path.slice(path.lastIndexOf(':') + 1)]
    : [undefined, path]
  const holder =
    urn === undefined || urn === USER_SCHEMA.id || urn === GROUP_SCHEMA.id ? body : child(body, urn)
  const element = ELEMENT.exec(rest)?.groups
  if (element !== undefined) {
    const { list = '', key = '', text, word = '', sub = 'value' } = element
    const wanted = text ?? (/^(true|false)$/i.test(word) ? truth(word) : word)
    const elements = (Array.isArray(holder[list]) ? holder[list] : []) as Record<string, Json>[]
    const known = elements.find((one) => one[key] === wanted)
    const one = known ?? {
      ...(list === 'emails' && wanted === 'work' ? { primary: true } : {}),
      [key]: wanted,
    }
    one[sub.charAt(0).toLowerCase() + sub.slice(1)] = value
    if (known === undefined) elements.push(one)
    holder[list] = elements
    return
  }
  const [head = '', sub] = rest.split('.')
  if (sub === undefined) holder[head] = value
  else child(holder, head)[sub] = value
}

function child(body: Record<string, Json>, name: string): Record<string, Json> {
  const known = body[name]
  const object = (isObject(known) ? known : {}) as Record<string, Json>
  body[name] = object
  return object
}
