import { allRequirements, type Requirement } from '../check/catalogue.ts'
import type { Check } from '../check/suite.ts'
import { type Holder, permissions } from '../reference/permissions.ts'
import { variants } from '../reference/variants/index.ts'
import { clientRules } from './clientRules.ts'
import { allFaults } from './inProcess/faults.ts'
import { levelOfRequirement } from './level.ts'
import { type PlayedFixture, playedFixtures } from './inProcess/plays.ts'

/** What becomes of one requirement. */
export type Fate =
  | 'verified' // a check reads it
  | 'uncovered' // it could be read, and no check does
  | 'needs set-up' // more than one connection, or something a run can not make
  | 'permission' // both sides conform: held by conforming servers, never scored
  | 'client' // a rule for what we send
  | 'not testable'
  | 'not yet' // documents that are not covered

/** One requirement with its fate. */
export interface Covered {
  readonly id: string
  readonly document: string
  readonly section: string
  readonly level: string
  readonly fate: Fate
  /** The checks that read it. */
  readonly checks: readonly string[]
  /** Seeded faults that violate it. */
  readonly faults: readonly string[]
  /** Of a permission: the conforming servers on the other side of it than the plain reference server. */
  readonly otherSide?: readonly string[]
  /** Of a rule for clients: what holds it. */
  readonly heldBy?: string
  /** Conditions, or why not. */
  readonly why?: string
}

/** The fates of all requirements, and the counts that matter. */
export interface Coverage {
  readonly requirements: readonly Covered[]
  readonly totals: {
    /** Server requirements above MAY that a black box can see, unconditionally or under a condition that a run can meet. */
    readonly demanded: number
    readonly verified: number
    readonly uncovered: number
    /** Permissions, and those of which conforming servers stand on both sides. */
    readonly permissions: number
    readonly held: number
  }
  /** Ids that checks name and the catalogue does not have. */
  readonly unknown: readonly string[]
  /** The recorded exchanges of Entra and of Microsoft's gates, and who plays them. */
  readonly fixtures: readonly PlayedFixture[]
}

/** What a run can not make for itself, and why a requirement is left that needs it. */
const SET_UP: Readonly<Record<string, string>> = {
  'client-certificate': 'It would take a client certificate that the server asks for.',
  'expired-token': 'It would take a token that was valid once, and the time at which it ends.',
  'permission-change': 'It would take rights that somebody changes while the run walks through pages.',
  'restricted-credential': 'It would take second credentials to the same tenant, with fewer rights.',
  'self-registration': 'It would take credentials of somebody who has no user yet.',
  'short-cursorTimeout': 'It would take a server whose cursors end within seconds; a later end is allowed.',
  tls: 'It is settled where TLS ends, often in front of the server, before a request is sent.',
  'user-credential': 'It would take credentials of a single user instead of a service.',
}

const NOT_YET = new Set(['RFC9967', 'RFC9944'])

const isPermission = ({ id, role, grade, permission }: Requirement) =>
  role !== 'client' && (levelOfRequirement(id) === 'MAY' || grade === 'accept' || permission !== undefined)

function fateOf(requirement: Requirement, readers: readonly Check[]): { fate: Fate; why?: string } {
  const { id, testable, permission } = requirement
  const on =
    'on' in testable ? { why: testable.on.join(', ') } : 'why' in testable ? { why: testable.why } : {}
  if (NOT_YET.has(requirement.document))
    return { fate: 'not yet', why: `${requirement.document} is not covered yet.` }
  const free = isPermission(requirement) && testable.kind !== 'no'
  if (readers.length > 0 && !(free && levelOfRequirement(id) === 'MAY')) return { fate: 'verified', ...on }
  if (requirement.role === 'client') return { fate: 'client', ...on }
  if (testable.kind === 'no') return { fate: 'not testable', ...on }
  if (testable.kind === 'needs-setup' && permissions[id] === undefined)
    return { fate: 'needs set-up', why: testable.on.map((one) => SET_UP[one] ?? one).join(' ') }
  if (free) return { fate: 'permission', ...(permission === undefined ? on : { why: permission }) }
  return { fate: 'uncovered', ...on }
}

/** A conforming server, in words. */
function tell(holder: Holder): string {
  if ('variant' in holder) return holder.variant
  if ('without' in holder) return `without ${holder.without}`
  if ('both' in holder) return `itself: ${holder.both}`
  return Object.entries(holder.made)
    .map(([name, value]) => `with ${name} ${value}`)
    .join(', ')
}

const known = new Set(variants.map(({ id }) => id))
const exists = (holder: Holder) => !('variant' in holder) || known.has(holder.variant)

function heldBy(id: string): string | undefined {
  const rule = clientRules[id]
  if (rule === undefined) return undefined
  if ('check' in rule) return rule.check
  return 'why' in rule ? rule.why : `${rule.file}: ${rule.test}`
}

/** The fate of every requirement of the catalogue under some checks. */
export function coverage(checks: readonly Check[]): Coverage {
  const faults = allFaults()
  const all = allRequirements()
  const ids = new Set(all.map(({ id }) => id))
  const requirements = all.map((requirement): Covered => {
    const { id } = requirement
    const readers = checks.filter((check) => check.verifies.includes(id))
    const fate = fateOf(requirement, readers)
    const held = fate.fate === 'client' ? heldBy(id) : undefined
    return {
      id,
      document: requirement.document,
      section: requirement.section,
      level: requirement.level,
      ...fate,
      checks: readers.map((check) => check.id),
      faults: faults.filter(({ violates }) => violates.includes(id)).map((fault) => fault.id),
      ...(fate.fate === 'permission' ? { otherSide: (permissions[id] ?? []).filter(exists).map(tell) } : {}),
      ...(held === undefined ? {} : { heldBy: held }),
    }
  })
  const demanded = requirements.filter(
    ({ fate, level }) => fate === 'uncovered' || (fate === 'verified' && level !== 'MAY'),
  )
  const free = requirements.filter(({ fate }) => fate === 'permission')
  return {
    requirements,
    totals: {
      demanded: demanded.length,
      verified: demanded.filter(({ fate }) => fate === 'verified').length,
      uncovered: demanded.filter(({ fate }) => fate === 'uncovered').length,
      permissions: free.length,
      held: free.filter(({ otherSide = [] }) => otherSide.length > 0).length,
    },
    unknown: [...new Set(checks.flatMap((check) => check.verifies))].filter((id) => !ids.has(id)),
    fixtures: playedFixtures(checks.map(({ id }) => id)),
  }
}

/** A gap that `coverage --check` fails on. */
export interface Gap {
  readonly id: string
  readonly reason: string
}

function gapIn({ level, fate, faults, otherSide = [], heldBy: held }: Covered): string | undefined {
  switch (fate) {
    case 'uncovered':
      return `is a testable ${level.startsWith('SHOULD') ? 'recommendation' : 'demand'} that no check reads`
    case 'verified':
      return level === 'MAY' || faults.length > 0
        ? undefined
        : 'is claimed by checks, and no seeded fault violates it'
    case 'permission':
      return otherSide.length > 0
        ? undefined
        : 'is a permission, and no conforming server stands on the other side of it'
    case 'client':
      return held === undefined ? 'is a rule for what we send, and no test holds it' : undefined
    default:
      return undefined
  }
}

/** What is missing: recorded exchanges that nothing plays, unread demands, unknown ids, claims that no seeded fault backs, permissions and rules that nothing holds. */
export function gapsOf({ requirements, unknown, fixtures }: Coverage): Gap[] {
  return [
    ...fixtures
      .filter(({ checks, why }) => checks.length === 0 && why === undefined)
      .map(({ id }) => ({ id, reason: 'is a recorded exchange that no check plays, and no reason excuses' })),
    ...unknown.map((id) => ({ id, reason: 'is named by a check and stands in no catalogue' })),
    ...requirements.flatMap((covered) => {
      const reason = gapIn(covered)
      return reason === undefined ? [] : [{ id: covered.id, reason }]
    }),
  ]
}
