import type { VariableKind } from './recordedTypes.ts'

/** Where in a message a value stands. Names are in lower case, without schema URI and value filter. */
export interface AttributePlace {
  readonly attribute: string
  /** The attribute that it is a part of; empty when it is none's. */
  readonly parent: string
  /** The endpoint that bare ids here belong to. */
  readonly endpoint: string
}

/** The place that a PATCH path or a member name leads to. */
export function placeOf(path: string, within: AttributePlace): AttributePlace {
  const bare = path.replace(/\[[^\]]*\]?/g, '').trim()
  const names = bare.replace(/^urn:.*:/i, '').split('.')
  const attribute = (names.at(-1) ?? '').toLowerCase()
  const parent = (names.length > 1 ? names.at(-2) : undefined)?.toLowerCase() ?? within.attribute
  return { attribute, parent, endpoint: within.endpoint }
}

/** The top of a message. */
export const topOf = (endpoint: string): AttributePlace => ({ attribute: '', parent: '', endpoint })

const REFERRING = new Set(['members', 'groups', 'manager', 'directreports'])

/** Whether a value here is the id of a resource. */
export function isReference({ attribute, parent }: AttributePlace): boolean {
  return attribute === 'id' || attribute === 'manager' || (attribute === 'value' && REFERRING.has(parent))
}

/** Whether a value here is a place on the server. */
export const isLocation = ({ attribute }: AttributePlace): boolean =>
  attribute === '$ref' || attribute === 'location'

const TYPES =
  /^(work|home|other|mobile|fax|pager|direct|indirect|photo|thumbnail|aim|gtalk|icq|xmpp|msn|skype|qq|yahoo|user|group|windowsazureactivedirectoryrole)$/i
const USER_TYPES = /^(employee|member|guest|contractor|intern|temp|external|unknown)$/i
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)?$/

/** Texts that name nobody, by the attribute that has them: words of the protocol, canonical values, codes of languages. */
const HARMLESS: Readonly<Record<string, RegExp>> = {
  type: TYPES,
  usertype: USER_TYPES,
  op: /^(add|remove|replace)$/i,
  method: /^(get|post|put|patch|delete)$/i,
  schemas: /^(urn:[\w:.-]+|https?:\/\/schemas\.microsoft\.com\/[\w./-]+)$/i,
  schema: /^urn:[\w:.-]+$/i,
  resourcetype: /^[a-z]{1,40}$/i,
  status: /^\d{3}$/,
  scimtype: /^[a-z]{1,40}$/i,
  sortorder: /^(a|de)scending$/i,
  locale: /^[a-z]{2,3}([-_][a-z]{2,4}){0,2}$/i,
  preferredlanguage: /^[a-z]{2,3}([-_][a-z]{2,4}){0,2}$/i,
  timezone: /^[a-z]+(\/[a-z_]+){1,2}$/i,
  country: /^[a-z]{2}$/i,
  created: TIME,
  lastmodified: TIME,
}

/** Whether a text may be written as it stands. Everything else is somebody's. */
export function isHarmless(text: string, { attribute, parent }: AttributePlace): boolean {
  if (text.trim() === '' || /^(true|false)$/i.test(text)) return true
  if ((attribute === 'created' || attribute === 'lastmodified') && parent !== 'meta') return false
  return HARMLESS[attribute]?.test(text) === true
}

const SECRET = /passw|secret|token|assertion|x509|credential|apikey|api_key/
const EMAIL = /^[^\s@"]+@[^\s@"]+$/
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const PHONE = /^(tel:)?\+?\d[\d\s().-]{6,}$/i
const URL_TEXT = /^[a-z][a-z0-9+.-]*:\/\//i

/** What kind of value a text is, by its place first and its shape second. */
export function kindOf(text: string, { attribute, parent }: AttributePlace): VariableKind {
  if (SECRET.test(attribute) || SECRET.test(parent)) return 'secret'
  if (attribute === 'username') return 'userName'
  if (attribute === 'externalid') return 'externalId'
  if (attribute === 'version') return 'version'
  if (attribute.endsWith('cursor')) return 'cursor'
  if (EMAIL.test(text)) return 'email'
  if (GUID.test(text)) return 'guid'
  if (TIME.test(text)) return 'dateTime'
  if (parent === 'phonenumbers' || (PHONE.test(text) && /\D/.test(text))) return 'phone'
  if (URL_TEXT.test(text)) return 'url'
  return attribute === 'displayname' ? 'displayName' : 'text'
}
