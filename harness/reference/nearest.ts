function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= right.length; j += 1) {
      const same = left.charAt(i - 1) === right.charAt(j - 1) ? 0 : 1
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same))
    }
    row = next
  }
  return row[right.length] ?? 0
}

/** The `count` ids that need the fewest edits to become `wanted`, nearest first. */
export function nearest(wanted: string, ids: readonly string[], count = 3): readonly string[] {
  return [...ids]
    .map((id) => ({ id, edits: distance(wanted.toLowerCase(), id.toLowerCase()) }))
    .sort((left, right) => left.edits - right.edits || (left.id < right.id ? -1 : 1))
    .slice(0, count)
    .map(({ id }) => id)
}
