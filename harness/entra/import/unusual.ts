import { kindOf, placeOf, topOf } from '../record/attributePlace.ts'
import type { Change } from './changes.ts'

/** What no server stumbles over in names and addresses. */
const USUAL = /[A-Za-z0-9 ._@-]/g
const LONGEST = 64

/**
 * A sentence on names and addresses of an odd shape: they are played as plain ones of ours, so that a server that refuses
 * them for their shape takes the fixture. Free texts keep their shape.
 */
export function unusualNote(changes: readonly Change[], endpoint: string): string[] {
  const shapes = changes.flatMap(({ path, after = '' }) => {
    if (kindOf(after, placeOf(path, topOf(endpoint))) === 'text') return []
    const odd = after.replace(USUAL, '')
    const signs = [...new Set(odd.replace(/[\p{L}\p{M}\p{N}\p{Cs}\p{Cc}\p{Cf}]/gu, ''))]
      .slice(0, 12)
      .join(' ')
    const beyond = /[\p{L}\p{M}\p{N}]/u.test(odd) ? ['with letters beyond ASCII'] : []
    const long = after.length > LONGEST ? [`${after.length} characters long`] : []
    const told = [...(signs === '' ? [] : [`with ${signs}`]), ...beyond, ...long]
    return told.length === 0 ? [] : [`${path} ${told.join(', ')}`]
  })
  return shapes.length === 0
    ? []
    : [`Of a shape that a server may refuse, and played as a plain one: ${shapes.join('; ')}.`]
}
