import { getMember, isObject } from '../json.ts'
import type { Json } from '../types.ts'
import type { PatchContext } from './context.ts'
import { assign } from './place.ts'
import { refuse } from './refusal.ts'

/** Whether an element is the preferred one of its attribute (RFC 7643 §2.4). */
export const isPrimary = (element: Json | undefined): boolean =>
  isObject(element) && getMember(element, 'primary') === true

/**
 * The elements with `primary` reset wherever an operation did not set it, if it set it at all (RFC 7644 §3.5.2). Before
 * that, several settings in one operation are brought down to one (ruling M-18).
 * @param set the positions at which the operation gave a value for `primary`
 * @throws PatchRefusal `primaries`
 */
export function withOnePrimary(
  context: PatchContext,
  elements: readonly Json[],
  set: readonly number[],
): readonly Json[] {
  const winner = onePrimary(
    context,
    set.filter((index) => isPrimary(elements[index])),
  )
  if (winner === undefined) return elements
  return elements.map((element, index) =>
    index !== winner && isObject(element) && isPrimary(element) ? assign(element, 'primary', false) : element,
  )
}

function onePrimary(context: PatchContext, positions: readonly number[]): number | undefined {
  if (positions.length < 2) return positions[0]
  switch (context.choose('M-18')) {
    case 'refuse':
      return refuse('primaries', 'at most one value may be primary')
    case 'first':
      return positions[0]
    case 'last':
      return positions.at(-1)
  }
}
