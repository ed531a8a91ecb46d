import type { Check, Profile } from '../check/suite.ts'
import { nearest, usage } from './usage.ts'

/** Which checks are wanted. Patterns may hold `*`. */
export interface Selection {
  readonly profiles: readonly Profile[]
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly requirements: readonly string[]
  readonly tags: readonly string[]
}

/** Matches a check id against a pattern in which `*` stands for anything. */
export function matchesPattern(id: string, pattern: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  return new RegExp(`^${source}$`).test(id)
}

/**
 * The checks that a selection picks, in the order of the registry.
 *
 * @throws {UsageError} when a pattern, requirement or tag picks none: a typo must never be green
 */
export function select(checks: readonly Check[], selection: Selection): readonly Check[] {
  const inProfiles = checks.filter((check) => selection.profiles.includes(check.profile))
  for (const pattern of [...selection.only, ...selection.skip]) {
    if (!checks.some((check) => matchesPattern(check.id, pattern))) throw selectsNothing(pattern, checks)
  }
  const known = new Set(checks.flatMap((check) => check.verifies))
  for (const requirement of selection.requirements) {
    if (!known.has(requirement)) {
      throw usage(
        `--requirement ${requirement} is verified by none of ${checks.length} checks.${suggestion(nearest(requirement, [...known]))}`,
      )
    }
  }
  const tags = new Set(checks.flatMap((check) => check.tags))
  for (const tag of selection.tags) {
    if (!tags.has(tag))
      throw usage(
        `--tag ${tag} is on none of ${checks.length} checks. Known tags: ${[...tags].sort().join(', ')}.`,
      )
  }
  const chosen = inProfiles.filter(
    (check) =>
      (selection.only.length === 0 || selection.only.some((pattern) => matchesPattern(check.id, pattern))) &&
      !selection.skip.some((pattern) => matchesPattern(check.id, pattern)) &&
      (selection.requirements.length === 0 ||
        selection.requirements.some((id) => check.verifies.includes(id))) &&
      (selection.tags.length === 0 || selection.tags.some((tag) => check.tags.includes(tag))),
  )
  if (chosen.length === 0) {
    throw usage(
      `The selection leaves none of ${checks.length} checks (profiles ${selection.profiles.join(', ')}). Nothing was run. See: scimproof list`,
    )
  }
  return chosen
}

function selectsNothing(pattern: string, checks: readonly Check[]): Error {
  const ids = checks.map((check) => check.id)
  const groups = [...new Set(ids.map((id) => `${id.slice(0, id.lastIndexOf('.'))}.*`))]
  const close = pattern.includes('*') ? nearest(pattern, groups) : nearest(pattern, ids)
  const named = close.map((name) => {
    const count = ids.filter((id) => matchesPattern(id, name)).length
    return name.includes('*') ? `${name} (${count})` : name
  })
  return usage(
    `'${pattern}' selects none of ${checks.length} checks.${suggestion(named)} See: scimproof list`,
  )
}

const suggestion = (names: readonly string[]) => (names.length === 0 ? '' : ` Nearest: ${names.join(', ')}.`)
