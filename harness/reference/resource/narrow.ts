import type { Filter } from '../../scim/types.ts'
import type { StoredResource } from '../state.ts'

/** From how many resources on a filter first looks at names alone. */
export const MANY = 1000

const names = new WeakMap<StoredResource, string>()

function nameOf(stored: StoredResource): string {
  const known = names.get(stored)
  if (known !== undefined) return known
  const { userName } = stored.attributes
  const name = typeof userName === 'string' ? userName.normalize('NFC').toLowerCase() : ''
  names.set(stored, name)
  return name
}

/** What the userName of every match is sure to begin with, where the filter says so; empty where it does not. */
function beginningIn(filter: Filter): string {
  if (filter.kind === 'and') return beginningIn(filter.left) || beginningIn(filter.right)
  if (filter.kind !== 'compare' || (filter.op !== 'eq' && filter.op !== 'sw')) return ''
  const { path, value } = filter
  const named = path.name.toLowerCase() === 'username' && path.sub === undefined
  // the lower case of other letters is left to the filter itself
  return named && typeof value === 'string' && /^[ -~]*$/.test(value) ? value.toLowerCase() : ''
}

/** The resources that a filter on the beginning of userName leaves; all others can not match. */
export function narrowed(candidates: readonly StoredResource[], filter: Filter): readonly StoredResource[] {
  const beginning = beginningIn(filter)
  return beginning === '' ? candidates : candidates.filter((stored) => nameOf(stored).startsWith(beginning))
}
