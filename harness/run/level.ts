import { requirement, type RequirementLevel } from '../check/catalogue.ts'
import type { Check, Level } from '../check/suite.ts'

const PLAIN: Readonly<Record<RequirementLevel, Level>> = {
  MUST: 'MUST',
  'MUST NOT': 'MUST',
  IMPLIED: 'IMPLIED',
  SHOULD: 'SHOULD',
  'SHOULD NOT': 'SHOULD',
  MAY: 'MAY',
}
const ORDER: readonly Level[] = ['MUST', 'IMPLIED', 'SHOULD', 'MAY']

/** Level of a requirement of the catalogue, a prohibition counting as the demand it is. @throws {RangeError} on an unknown id */
export const levelOfRequirement = (id: string): Level => PLAIN[requirement(id).level]

/** Level of a check: its own word, else the strongest that it verifies, else MUST. */
export function levelOf(check: Check): Level {
  if (check.level !== undefined) return check.level
  const levels = check.verifies.map(levelOfRequirement)
  return ORDER.find((level) => levels.includes(level)) ?? 'MUST'
}
