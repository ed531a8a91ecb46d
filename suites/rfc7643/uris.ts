const VERSION = /\/v\d+(?=\/)/i
const UNRESERVED = /[A-Za-z0-9._~-]/

/** A URI in the normal form of RFC 3986 §6.2; a relative reference is left as it stands. */
export function normalForm(uri: string): string {
  if (!URL.canParse(uri)) return uri
  return new URL(uri).href.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const letter = String.fromCharCode(parseInt(escape.slice(1), 16))
    return UNRESERVED.test(letter) ? letter : escape.toUpperCase()
  })
}

/** The URI of the same resource without the version segment, or with one where it has none (RFC 7644 §3.13). */
export function otherVersion(uri: string): string {
  const url = new URL(uri)
  url.pathname = VERSION.test(url.pathname)
    ? url.pathname.replace(VERSION, '')
    : url.pathname.replace(/(\/[^/]+\/[^/]+)$/, '/v2$1')
  return url.href
}
