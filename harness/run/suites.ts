import type { Check, Suite } from '../check/suite.ts'
import { suites } from '../../suites/index.ts'

/** All checks of the package, in the order of the standards. */
export function builtInChecks(): readonly Check[] {
  return checksOf(suites)
}

/**
 * All checks of some suites.
 *
 * @throws {Error} when two have one id
 */
export function checksOf(list: readonly Suite[]): readonly Check[] {
  const checks = list.flatMap((suite) => suite.checks)
  const seen = new Set<string>()
  for (const check of checks) {
    if (seen.has(check.id)) throw new Error(`Two checks have the id ${check.id}.`)
    seen.add(check.id)
  }
  return checks
}
