import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { JsonObject } from '../scim/types.ts'

/** How memberships are made. */
export interface MembershipOptions {
  /** The fewest and the most members; default 0 to all. */
  readonly minMembers?: number
  readonly maxMembers?: number
  /** Whether an element may carry `type` as well (RFC 7643 §4.2); default true. */
  readonly withType?: boolean
}

/**
 * Values of `members` of a group (RFC 7643 §4.2): different ones of the given ids, in any order. Shrinks towards few
 * members without `type`.
 *
 * @param ids ids of the resources that may be members
 */
export function membershipOf(
  ids: readonly string[],
  options: MembershipOptions = {},
): Arbitrary<readonly JsonObject[]> {
  const maxLength = Math.min(options.maxMembers ?? ids.length, ids.length)
  const minLength = Math.min(options.minMembers ?? 0, maxLength)
  const typed = options.withType === false ? fc.constant(false) : fc.boolean()
  return fc
    .tuple(fc.shuffledSubarray([...ids], { minLength, maxLength }), typed)
    .map(([chosen, withType]) =>
      chosen.map((value) => (withType ? { value, type: 'User' } : { value }) satisfies JsonObject),
    )
}
