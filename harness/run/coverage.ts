import { allRequirements, type Requirement } from '../check/catalogue.ts'
import type { Check } from '../check/suite.ts'
import { allFaults } from './faults.ts'
import { levelOfRequirement } from './level.ts'

/** What becomes of one requirement. */
export type Fate =
  | 'verified' // a check reads it
  | 'uncovered' // it could be read, and no check does
  | 'needs set-up' // more than one connection, or something a run can not make
  | 'permission' // MAY: held by conforming variants, never scored
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
  }
  /** Ids that checks name and the catalogue does not have. */
  readonly unknown: readonly string[]
}

const NOT_YET = new Set(['RFC9967', 'RFC9944'])

function fateOf(requirement: Requirement, readers: readonly Check[]): { fate: Fate; why?: string } {
  const { testable } = requirement
  const on =
    'on' in testable ? { why: testable.on.join(', ') } : 'why' in testable ? { why: testable.why } : {}
  if (readers.length > 0) return { fate: 'verified', ...on }
  if (NOT_YET.has(requirement.document))
    return { fate: 'not yet', why: `${requirement.document} is not covered yet.` }
  if (requirement.role === 'client') return { fate: 'client', ...on }
  if (testable.kind === 'no') return { fate: 'not testable', ...on }
  if (levelOfRequirement(requirement.id) === 'MAY' || requirement.grade === 'accept')
    return { fate: 'permission', ...on }
  if (testable.kind === 'needs-setup') return { fate: 'needs set-up', ...on }
  return { fate: 'uncovered', ...on }
}

/** The fate of every requirement of the catalogue under some checks. */
export function coverage(checks: readonly Check[]): Coverage {
  const faults = allFaults()
  const all = allRequirements()
  const known = new Set(all.map(({ id }) => id))
  const requirements = all.map((requirement): Covered => {
    const readers = checks.filter((check) => check.verifies.includes(requirement.id))
    return {
      id: requirement.id,
      document: requirement.document,
      section: requirement.section,
      level: requirement.level,
      ...fateOf(requirement, readers),
      checks: readers.map(({ id }) => id),
      faults: faults.filter(({ violates }) => violates.includes(requirement.id)).map(({ id }) => id),
    }
  })
  const demanded = requirements.filter(
    ({ fate, level }) => fate === 'uncovered' || (fate === 'verified' && level !== 'MAY'),
  )
  return {
    requirements,
    totals: {
      demanded: demanded.length,
      verified: demanded.filter(({ fate }) => fate === 'verified').length,
      uncovered: demanded.filter(({ fate }) => fate === 'uncovered').length,
    },
    unknown: [...new Set(checks.flatMap((check) => check.verifies))].filter((id) => !known.has(id)),
  }
}

/** A gap that `coverage --check` fails on. */
export interface Gap {
  readonly id: string
  readonly reason: string
}

/** What is missing: unread MUSTs, unknown ids, and claims that no seeded fault backs. */
export function gapsOf({ requirements, unknown }: Coverage): Gap[] {
  return [
    ...unknown.map((id) => ({ id, reason: 'is named by a check and stands in no catalogue' })),
    ...requirements.flatMap(({ id, level, fate, faults }) => {
      const strong = level.startsWith('MUST') || level === 'IMPLIED'
      if (fate === 'uncovered' && strong) return [{ id, reason: 'is a testable demand that no check reads' }]
      if (fate === 'verified' && level !== 'MAY' && faults.length === 0)
        return [{ id, reason: 'is claimed by checks, and no seeded fault violates it' }]
      return []
    }),
  ]
}
