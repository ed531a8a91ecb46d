import type { Json, JsonObject } from '../types.ts'
import { appendElements } from './append.ts'
import type { PatchContext } from './context.ts'
import { elementOf } from './create.ts'
import type { Place } from './place.ts'
import { refuse } from './refusal.ts'
import { applyGiven, readGiven, readValue } from './value.ts'

/**
 * The elements after an add or a replace whose filter selects none of them: refused, left alone, or joined by the one
 * that the filter describes (rulings M-02, M-03, EN-02, EN-09).
 * @throws PatchRefusal `unmatched-add`, `unmatched-replace`
 */
export function unmatched(
  context: PatchContext,
  op: 'add' | 'replace',
  place: Place,
  elements: readonly Json[],
  value: Json,
): readonly Json[] {
  const reading = context.choose(op === 'add' ? 'M-03' : 'M-02')
  if (reading === 'ignore') return elements
  const seed =
    reading === 'create' && place.filter !== undefined ? elementOf(place.attribute, place.filter) : undefined
  if (seed === undefined) {
    return refuse(`unmatched-${op}`, `${place.text} selects none of the ${elements.length} values`)
  }
  return appendElements(context, place.attribute, elements, [created(context, place, seed, value)])
}

function created(context: PatchContext, place: Place, seed: JsonObject, value: Json): Json {
  const { attribute, sub } = place
  if (sub === undefined) return applyGiven(seed, readGiven(context, attribute, value, undefined))
  return applyGiven(seed, [[sub, readValue(context, sub, value)]])
}
