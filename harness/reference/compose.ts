import { faults } from './faults/index.ts'
import { subtleFaults } from './faults/subtle/index.ts'
import { nearest } from './nearest.ts'
import { conformingSeams } from './seams.ts'
import type { Seams } from './seams.ts'
import { variants } from './variants/index.ts'

interface Replacement {
  readonly id: string
  readonly replace: (seams: Seams) => Partial<Seams>
}

function find(kind: string, known: readonly Replacement[], id: string): Replacement {
  const found = known.find((one) => one.id === id)
  if (found !== undefined) return found
  const ids = nearest(
    id,
    known.map((one) => one.id),
  )
  throw new Error(`There is no ${kind} ${id}. Nearest: ${ids.join(', ')}.`)
}

/**
 * The conforming seams, with those that variants and then faults replace; each gets what stands there before it.
 * @throws Error for an unknown id, naming the nearest
 */
export function composeSeams(faultIds: readonly string[], variantIds: readonly string[]): Seams {
  const replacements = [
    ...variantIds.map((id) => find('variant', variants, id)),
    ...faultIds.map((id) => find('fault', [...faults, ...subtleFaults], id)),
  ]
  return replacements.reduce<Seams>(
    (seams, { replace }) => ({ ...seams, ...replace(seams) }),
    conformingSeams,
  )
}
