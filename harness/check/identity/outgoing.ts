import { getMember, isObject } from '../../scim/json.ts'
import type { Json, JsonObject } from '../../scim/types.ts'

/** A request was about to name a person or place that is not ours; the run ends before it leaves. */
export class ForeignAddress extends Error {
  override readonly name = 'ForeignAddress'
  readonly code = 'E_FOREIGN_ADDRESS'
}

/** Top level and second level names that are never delivered to (RFC 2606, RFC 6761). */
const RESERVED = /(^|\.)(example|test|invalid|localhost|example\.(com|net|org))$/i
const ADDRESS =
  /(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]{1,128}@((?:[\w-]{1,63}\.){1,20}[a-z][\w-]+)|@((?:[\w-]{1,63}\.){1,20}[a-z][\w-]+)/gi
const WEB = /\b(?:https?|ftp|wss?|ldaps?):\/\/(?:[^\s/@"']+@)?([\w.-]+|\[[0-9a-f:]+\])(?::\d+)?/gi
const MAILTO = /mailto:/i
/** URIs that name a schema and lead nowhere: Entra's older form of a group states one. */
const NAMES = ['http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/']
const FICTION = /555-?01\d\d$/

/** Which hosts may be named in what is sent. */
export interface OutgoingRules {
  readonly emailDomains: readonly string[]
  /** Host names of the target's own URLs, which stand in `$ref` and `Location`. */
  readonly ownHosts: readonly string[]
}

/**
 * Looks through what is about to be sent: e-mail addresses, URLs and phone numbers.
 *
 * @throws {ForeignAddress} naming what would have left
 */
export function guardOutgoing(text: string, json: Json | undefined, rules: OutgoingRules): void {
  const ours = (host: string) =>
    RESERVED.test(host) || rules.emailDomains.some((domain) => sameOrBelow(host, domain))
  for (const match of text.matchAll(ADDRESS)) {
    const host = match[1] ?? match[2] ?? ''
    if (!ours(host)) refuse(`the address ${match[0]}`)
  }
  for (const match of text.matchAll(WEB)) {
    const host = match[1] ?? ''
    if (NAMES.some((name) => text.startsWith(name, match.index))) continue
    if (!ours(host) && !rules.ownHosts.includes(host.toLowerCase())) refuse(`the URL ${match[0]}`)
  }
  if (json !== undefined) guardNumbers(json, false)
}

function sameOrBelow(host: string, domain: string): boolean {
  const [left, right] = [host.toLowerCase(), domain.toLowerCase()]
  return left === right || left.endsWith(`.${right}`)
}

function refuse(what: string): never {
  throw new ForeignAddress(
    `A request was about to send ${what}, which lies in no reserved or configured domain; the run ended before it left. ` +
      'If it is yours, name its domain with --email-domain.',
  )
}

/** Phone numbers stand in `phoneNumbers` and at PATCH paths into it; words that are no number pass. Any depth will do. */
function guardNumbers(json: Json, within: boolean): void {
  const left: { readonly json: Json; readonly within: boolean }[] = [{ json, within }]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const inside = next.within
    if (typeof next.json === 'string' && inside) guardNumber(next.json)
    if (Array.isArray(next.json))
      for (const element of next.json as readonly Json[]) left.push({ json: element, within: inside })
    else if (isObject(next.json)) left.push(...membersOf(next.json, inside))
  }
}

function membersOf(
  json: JsonObject,
  within: boolean,
): readonly { readonly json: Json; readonly within: boolean }[] {
  const path = getMember(json, 'path')
  const atNumbers = typeof path === 'string' && /phoneNumbers/i.test(path)
  return Object.entries(json).map(([name, value]) => {
    const key = name.toLowerCase()
    const numbers = key.startsWith('phonenumbers') || (atNumbers && key === 'value')
    return { json: value, within: numbers || (within && key === 'value') }
  })
}

function guardNumber(text: string): void {
  const number = text.replace(/^tel:/i, '').replace(/(;ext=\d+| *x\d+)$/i, '')
  if (MAILTO.test(text) || !/^\+?[\d().\s-]{6,}$/.test(number)) return
  const digits = number.replace(/[().\s-]/g, '')
  if (!FICTION.test(number.replace(/[\s.]/g, '-')) && !/55501\d\d$/.test(digits))
    refuse(`the phone number ${text}`)
}
