/** Names that lead to this machine, or that are reserved and lead nowhere (RFC 2606, RFC 6761). */
const NEAR = /^(localhost|127(\.\d+){3}|\[::1\]|.*\.(localhost|test|example|invalid))$/i

/** How requests to a URL travel: in the clear to this machine only, in the clear to others, or encrypted. */
export function travels(url: string): 'encrypted' | 'within this machine' | 'in the clear' {
  const { protocol, hostname } = new URL(url)
  if (protocol === 'https:') return 'encrypted'
  return NEAR.test(hostname) ? 'within this machine' : 'in the clear'
}

/** The cookies that a Set-Cookie header sets without the attribute Secure. */
export function cookiesWithoutSecure(header: string): string[] {
  return header
    .split(/,(?=\s*[^;,\s=]+=)/)
    .filter((cookie) => !/;\s*secure\s*(;|$)/i.test(cookie))
    .map((cookie) => cookie.replace(/=.*$/s, '').trim())
}
