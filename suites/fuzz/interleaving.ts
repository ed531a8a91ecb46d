import { allowedOutcomes, differences } from '../../harness/scim/patch/index.ts'
import type { PatchOperation, Resource, ResourceSchema } from '../../harness/scim/types.ts'
import { isRepeating, values } from './distinct.ts'

/** More states than these are not followed: then nothing is said against the one that is there. */
const MOST_STATES = 64

/** Every order of some things. */
function orders<T>(things: readonly T[]): readonly (readonly T[])[] {
  if (things.length < 2) return [things]
  return things.flatMap((first, at) => orders(things.toSpliced(at, 1)).map((rest) => [first, ...rest]))
}

/**
 * Whether some order of PATCH requests, one after another, explains a state: each of them may have any outcome that the
 * standard allows, but for a refusal.
 */
export function isExplained(
  schema: ResourceSchema,
  before: Resource,
  requests: readonly (readonly PatchOperation[])[],
  after: Resource,
): boolean {
  const isReached = (state: Resource) =>
    differences(schema, before, state, after).length === 0 ||
    (isRepeating(state) && differences(schema, before, values(state), values(after)).length === 0)
  return orders(requests).some((order) => {
    let undecided = false
    const states = order.reduce<readonly Resource[]>(
      (reached, operations) =>
        reached
          .flatMap((state) => {
            const { outcomes, complete } = allowedOutcomes(state, operations, schema, { dialect: 'rfc' })
            undecided ||= !complete
            return outcomes.flatMap((outcome) => (outcome.kind === 'state' ? [outcome.resource] : []))
          })
          .slice(0, MOST_STATES),
      [before],
    )
    undecided ||= states.length >= MOST_STATES
    return undecided || states.some(isReached)
  })
}
