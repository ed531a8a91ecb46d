import { distance } from 'fastest-levenshtein'
import { UsageError } from '../target/errors.ts'

/** Something that the user asked for can not be done; nothing was sent. Ends in exit code 2. */
export const usage = (message: string, remedy = ''): UsageError => new UsageError('E_USAGE', message, remedy)

/** The nearest of some names to one that is unknown, by edit distance; none when all are far. */
export function nearest(unknown: string, names: readonly string[], most = 3): string[] {
  return names
    .map((name) => ({ name, away: distance(unknown.toLowerCase(), name.toLowerCase()) }))
    .filter(({ away }) => away <= Math.max(3, Math.floor(unknown.length / 2)))
    .sort((a, b) => a.away - b.away)
    .slice(0, most)
    .map(({ name }) => name)
}
