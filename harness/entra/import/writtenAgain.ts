import type { LogEntry } from './logEntry.ts'

/**
 * Attributes that Entra adds to the same object again and again, with the same value: the server accepts them and does
 * not return them (ruling EN-05). One sentence for all.
 */
export function writtenAgain(entries: readonly LogEntry[]): string[] {
  const times = new Map<string, { readonly name: string; count: number }>()
  for (const { status, target, properties } of entries) {
    if (status !== 'success' || target.id === undefined) continue
    for (const { name, before, after } of properties) {
      if (before !== undefined || after === undefined) continue
      const key = JSON.stringify([target.id, name, after])
      const known = times.get(key)
      if (known === undefined) times.set(key, { name, count: 1 })
      else known.count += 1
    }
  }
  const names = [...new Set([...times.values()].filter(({ count }) => count > 1).map(({ name }) => name))]
  return names.length === 0
    ? []
    : [
        `Added to the same object more than once, with the same value: ${names.join(', ')}. The server accepts it and does not return it (EN-05).`,
      ]
}
