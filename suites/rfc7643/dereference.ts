import type { Answer, Scim } from '../../harness/check/index.ts'

/** GET of a reference: relative ones count from the base URL, not from the request (RFC 7643 §2.3.7). */
export async function dereference(scim: Scim, ref: string): Promise<Answer> {
  const url = URL.canParse(ref) ? new URL(ref) : new URL(ref.replace(/^\//, ''), `${scim.base}/`)
  return scim.get(`${new URL(scim.base).origin}${url.pathname}`)
}
