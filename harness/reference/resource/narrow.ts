import type { Filter } from '../../scim/types.ts'
import type { StoredResource } from '../state.ts'

/** From how many resources on a filter first looks at names alone. */
export const MANY = 1000

/** Texts that name a resource: what most filters look for. */
const NAMES = ['userName', 'displayName', 'externalId', 'id'] as const
type Name = (typeof NAMES)[number]

const known = new WeakMap<StoredResource, Map<Name, string>>()

function textOf(stored: StoredResource, name: Name): string {
  const texts = known.get(stored) ?? new Map<Name, string>()
  known.set(stored, texts)
  const before = texts.get(name)
  if (before !== undefined) return before
  const value = name === 'id' ? stored.id : stored.attributes[name]
  const text = typeof value === 'string' ? value.normalize('NFC').toLowerCase() : ''
  texts.set(name, text)
  return text
}

interface Beginning {
  readonly name: Name
  readonly text: string
}

/** What a name of every match is sure to begin with, where the filter says so. */
function beginningIn(filter: Filter): Beginning | undefined {
  if (filter.kind === 'and') return beginningIn(filter.left) ?? beginningIn(filter.right)
  if (filter.kind !== 'compare' || (filter.op !== 'eq' && filter.op !== 'sw')) return undefined
  const { path, value } = filter
  const name = NAMES.find((one) => one.toLowerCase() === path.name.toLowerCase())
  const ofExtension = path.uri !== undefined && !/:core:2\.0:/i.test(path.uri)
  if (name === undefined || path.sub !== undefined || ofExtension) return undefined
  // the lower case of other letters is left to the filter itself
  if (typeof value !== 'string' || value === '' || !/^[ -~]*$/.test(value)) return undefined
  return { name, text: value.toLowerCase() }
}

/** The resources that a filter on the beginning of a name leaves; all others can not match. */
export function narrowed(candidates: readonly StoredResource[], filter: Filter): readonly StoredResource[] {
  const beginning = beginningIn(filter)
  if (beginning === undefined) return candidates
  return candidates.filter((stored) => textOf(stored, beginning.name).startsWith(beginning.text))
}
