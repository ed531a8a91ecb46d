/** One way in which valid credentials are made invalid, or are handed over in another manner. */
export type BentCredentials = 'other-scheme' | 'token-cut'

/**
 * The value of an Authorization header (RFC 7235 §4.2) bent in one way.
 *
 * @param header scheme and credentials: `Bearer h480djs93hd8`
 * @returns `other-scheme`: the same credentials under a scheme that they were not issued for; `token-cut`: the first
 *   half of the credentials under the right scheme
 */
export function bend(header: string, how: BentCredentials): string {
  const at = header.indexOf(' ')
  const scheme = at < 0 ? '' : header.slice(0, at)
  const token = header.slice(at + 1).trim()
  if (how === 'other-scheme') return `${scheme.toLowerCase() === 'token' ? 'Bearer' : 'Token'} ${token}`
  return `${scheme} ${token.slice(0, Math.ceil(token.length / 2))}`.trim()
}
