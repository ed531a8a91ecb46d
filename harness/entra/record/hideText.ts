import { type AttributePlace, isHarmless, isReference, kindOf } from './attributePlace.ts'
import type { Register } from './register.ts'

/** What stands in place of what. */
export interface Hiding {
  readonly register: Register
  /** Base URLs under which the server is known: its own, and those of the recorder. */
  readonly bases: readonly string[]
}

/** A text with what is somebody's replaced. White space at its ends stays: servers differ in it. */
export function hideText(text: string, place: AttributePlace, hiding: Hiding): string {
  if (isHarmless(text, place)) return text
  const [, before = '', core = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? []
  return before + hideCore(core, place, hiding) + after
}

function hideCore(text: string, place: AttributePlace, hiding: Hiding): string {
  const { register } = hiding
  const bulkId = /^bulkId:(.+)$/.exec(text)?.[1]
  if (bulkId !== undefined) return `bulkId:${register.value(bulkId, 'text')}`
  if (isReference(place)) return register.id(text, place.endpoint)
  return register.value(text, kindOf(text, place))
}
