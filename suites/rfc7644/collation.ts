/**
 * Whether two texts differ first in two ASCII letters, or one begins with the other: where digits and signs stand
 * between letters is left to the server's collation (F-14).
 */
export function everyCollationDecides(left: string, right: string): boolean {
  const [one, other] = [left.toLowerCase(), right.toLowerCase()]
  let at = 0
  while (at < one.length && at < other.length && one[at] === other[at]) at += 1
  const [a, b] = [one[at], other[at]]
  return a === undefined || b === undefined || (/[a-z]/.test(a) && /[a-z]/.test(b))
}
