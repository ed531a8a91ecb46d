import type { CheckResult, Counterexample } from '../model/index.ts'
import { count } from '../words.ts'

/** The counterexamples of a check, one for each fault, the most telling first. */
export function counterexamplesOf(check: CheckResult): readonly Counterexample[] {
  return check.counterexamples ?? (check.counterexample === null ? [] : [check.counterexample])
}

/** How a counterexample was come by: `60 tried, shrunk 3 times with 41 requests, seed 7; 12 more failed alike`. */
export function storyOf({ tried, shrinks, requests, seed, alike, cut, again }: Counterexample): string {
  const effort = requests === undefined || requests === 0 ? '' : ` with ${count(requests, 'request')}`
  return [
    `${tried} tried, shrunk ${count(shrinks, 'time')}${effort}, seed ${seed}`,
    ...(alike === undefined || alike === 0 ? [] : [`${alike} more failed alike`]),
    ...(cut === true ? ['a smaller one may show the same: making it smaller was cut short'] : []),
    ...(again === false ? ['it did not show when the same was sent once more'] : []),
  ].join('; ')
}

/** What the server held: `1 of 16 resources is enough`, with the parts themselves. */
export function heldBy({
  population,
  state,
}: Counterexample): { readonly text: string; readonly parts: readonly unknown[] } | undefined {
  const held = population ?? state
  if (held === undefined) return undefined
  const noun = population === undefined ? 'attribute' : 'resource'
  const of = held.was === undefined ? count(held.size, noun) : `${held.size} of ${count(held.was, noun)}`
  return { text: `${of} ${held.size === 1 ? 'is' : 'are'} enough`, parts: held.members }
}
