import { getMember, isArray, isObject } from '../../scim/json.ts'
import type { Json } from '../../scim/types.ts'
import type { RecordedDialect } from '../recordings.ts'
import type { RecordedRequest } from './recordedTypes.ts'
import { isDiscovery } from './hideUrl.ts'

/** Which job of a provisioning service a request does. */
export function jobOf({ method, path, query = '', body }: RecordedRequest): string {
  if (isDiscovery(path)) return 'schema-discovery'
  if (/\/\.search$/.test(path)) return 'search'
  const [, endpoint = '', id] = path.split('/')
  if (/^bulk$/i.test(endpoint)) return 'bulk'
  const subject = /^users$/i.test(endpoint) ? 'user' : /^groups$/i.test(endpoint) ? 'group' : undefined
  if (subject === undefined) return 'other'
  switch (method) {
    case 'GET':
      if (id !== undefined && !/filter=/i.test(query)) return `${subject}-get`
      if (!/filter=/i.test(query)) return 'list'
      return /members|manager/i.test(query) ? `${subject}-reference-query` : `${subject}-query`
    case 'POST':
      return `${subject}-create`
    case 'PUT':
      return `${subject}-update`
    case 'DELETE':
      return `${subject}-delete`
    case 'PATCH':
      return subject === 'user' ? userChange(body) : groupChange(body)
    default:
      return 'other'
  }
}

function operationsIn(body: Json | undefined) {
  const list = isObject(body) ? getMember(body, 'Operations') : undefined
  return (isArray(list) ? list : []).filter(isObject).map((operation) => ({
    op: String(getMember(operation, 'op') ?? ''),
    path: String(getMember(operation, 'path') ?? ''),
    value: getMember(operation, 'value'),
  }))
}

function userChange(body: Json | undefined): string {
  const [only, ...more] = operationsIn(body)
  if (only === undefined || more.length > 0) return 'user-update'
  const set =
    isObject(only.value) && Object.keys(only.value).length === 1 ? getMember(only.value, 'active') : undefined
  const value = /^active$/i.test(only.path) ? only.value : only.path === '' ? set : undefined
  if (/^false$/i.test(String(value))) return 'user-disable'
  return /^true$/i.test(String(value)) ? 'user-enable' : 'user-update'
}

function groupChange(body: Json | undefined): string {
  const [only, ...more] = operationsIn(body)
  if (only === undefined || more.length > 0 || !/^members/i.test(only.path)) return 'group-update'
  if (/^remove$/i.test(only.op)) return 'group-remove-member'
  return /^add$/i.test(only.op) ? 'group-add-member' : 'group-update'
}

/** Which of Entra's ways of writing PATCH a request belongs to. A capital `op` is legacy; small letters are everybody's. */
export function dialectOf(request: RecordedRequest, sender: string): RecordedDialect {
  const operations = request.method === 'PATCH' ? operationsIn(request.body) : []
  if (operations.length === 0) return 'both'
  if (operations.some(({ op }) => /^[A-Z]/.test(op))) return 'legacy'
  return sender === 'entra' ? 'aadOptscim062020' : 'unknown'
}

/** What the sender needs of the answer, and what must be so afterwards, by the method. */
export function needsOf(method: string): { readonly answer: string; readonly state: string } {
  switch (method) {
    case 'POST':
      return {
        answer: '201 with the id by which the resource is addressed from then on; 409 when it exists',
        state: 'The resource exists with every value that was sent and is kept here.',
      }
    case 'PUT':
    case 'PATCH':
      return {
        answer: '200 or 204',
        state:
          'Each attribute that was named has the new value in the next read; no other attribute has changed.',
      }
    case 'DELETE':
      return { answer: '204', state: 'The resource can not be read any more.' }
    default:
      return { answer: '200 with what is there; 404 for what is not', state: 'Nothing has changed.' }
  }
}
