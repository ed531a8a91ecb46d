import fc from 'fast-check'
import { draw } from '../../check/random.ts'
import { compatible } from '../../reference/variants/incompatible.ts'
import { variants } from '../../reference/variants/index.ts'

/** So many variants that one server can have at once, drawn by a seed; in the order in which they are laid on each other. */
export function combinationOf(seed: number, count: number): readonly string[] {
  const all = variants.map(({ id }) => id)
  const order = draw(fc.shuffledSubarray(all, { minLength: all.length }), seed)
  return order
    .reduce<readonly string[]>(
      (chosen, id) => (chosen.every((other) => compatible(other, id)) ? [...chosen, id] : chosen),
      [],
    )
    .slice(0, count)
}
