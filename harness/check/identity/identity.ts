import { fitting, objection } from './constraint.ts'
import { constraintAt, type Constraints } from './constraints.ts'
import { USER_SCHEMA } from '../../scim/schema/core.ts'
import { hash } from '../random.ts'

/** Shape of the userNames that are sent. */
export type UserNameFormat = 'email' | 'upn' | 'plain'

/** How identities are made. */
export interface IdentitySettings {
  /** Domains that addresses may lie in; the first is used. */
  readonly emailDomains: readonly string[]
  readonly userNameFormat: UserNameFormat
  /** From the system's random source, unique to the run: deleted names may stay taken on a server. */
  readonly runId: string
  /** What the server demands of names beyond its schemas. */
  readonly constraints?: Constraints
}

/** The domain used when none is configured: reserved, never delivered to (RFC 2606 §3). */
export const RESERVED_DOMAIN = 'scimproof.example.com'

/** What every name of ours begins with; `clean` knows them by it. */
export const MARK_PREFIX = 'sp-'

/** What one check calls the people and groups it makes; ordinals count within the check. */
export interface Identity {
  /** What all names of this run begin with. */
  readonly runMark: string
  /** What all names of this check begin with. */
  readonly mark: string
  readonly domain: string
  /** A local part that nothing else in any run has. */
  local(): string
  userName(local?: string): string
  email(local?: string): string
  /** From the range kept for fiction (555-0100 to 555-0199). */
  phone(): string
  url(path?: string): string
  externalId(): string
  /** A GUID that no resource has; in lower case, as Entra sends them. */
  guid(): string
  /** Names the domain, so that `clean` knows what is ours by mark and domain together. */
  displayName(kind: string, local?: string): string
}

/**
 * Makes the one place where names, addresses, numbers and URLs come from.
 *
 * @param playing counts how often it was played before: each time has names of its own, since what an earlier one made
 * may still be there
 */
export function identityFor(settings: IdentitySettings, checkId: string, playing = 0): Identity {
  const origin = playing === 0 ? checkId : `${checkId} ${playing}`
  const domain = settings.emailDomains[0] ?? RESERVED_DOMAIN
  const sign = signOf(settings, domain)
  const runMark = `${MARK_PREFIX.replace('-', sign)}${settings.runId}${sign}`
  const mark = `${runMark}${hash(origin)
    .toString(36)
    .padStart(sign === '' ? 7 : 0, '0')}${sign}`
  const counters = new Map<string, number>()
  const next = (kind: string) => {
    const count = (counters.get(kind) ?? 0) + 1
    counters.set(kind, count)
    return count
  }
  const local = () => `${mark}${next('local').toString(36)}`
  const email = (name = local()) => `${name}@${domain}`
  return {
    runMark,
    mark,
    domain,
    local,
    email,
    userName: (name = local()) => {
      const natural = settings.userNameFormat === 'plain' ? name : `${name}@${domain}`
      const constraint = constraintOn(settings, 'userName')
      return String((constraint === undefined ? undefined : fitting(constraint, natural)) ?? natural)
    },
    phone: () => `+1-202-555-01${String(next('phone') % 100).padStart(2, '0')}`,
    url: (path = '') => `https://${domain}/${path}`,
    externalId: () => `${mark}x${next('external').toString(36)}`,
    guid: () => guidOf(`${settings.runId} ${origin} ${next('guid')}`),
    displayName: (kind, name = local()) => `${name} ${kind} of ${domain}`,
  }
}

const constraintOn = ({ constraints = {} }: IdentitySettings, name: string) =>
  constraintAt(constraints, { uri: USER_SCHEMA.id, name })

/** What stands between the parts of a name: the first sign with which the constraints take names of ours. */
function signOf(settings: IdentitySettings, domain: string): string {
  const constraint = constraintOn(settings, 'userName')
  if (constraint === undefined) return '-'
  const at = settings.userNameFormat === 'plain' ? '' : `@${domain}`
  const taken = ['-', '.', '_', ''].find((sign) => {
    const name = ['sp', settings.runId, 'abcdefg', '1z'].join(sign)
    return objection(constraint, `${name}${at}`) === undefined
  })
  return taken ?? '-'
}

/** A version 8 UUID (RFC 9562 §5.8) made from a text. */
export function guidOf(text: string): string {
  const words = [0, 1, 2, 3].map((salt) => hash(`${salt} ${text}`).toString(16).padStart(8, '0')).join('')
  const variant = ((parseInt(words[16] ?? '0', 16) & 0x3) | 0x8).toString(16)
  return `${words.slice(0, 8)}-${words.slice(8, 12)}-8${words.slice(13, 16)}-${variant}${words.slice(17, 20)}-${words.slice(20, 32)}`
}
