/** A path that no SCIM server has; what answers there may not be its SCIM layer. */
export const NO_SUCH_ENDPOINT = '/NoSuchEndpoint'

/** A version of the protocol that nobody has. */
export const NO_SUCH_VERSION = 'v9'

/** Whether a URL was asked that lies outside the server's SCIM endpoints on purpose. */
export const isOutside = (url: string): boolean =>
  url.includes(NO_SUCH_ENDPOINT) || url.includes(`/${NO_SUCH_VERSION}/`)

const GATEWAY_STATUSES = new Set([401, 405, 406, 413, 415, 429])

/**
 * Whether an error may come from a gateway or a framework in front of the SCIM layer (ruling X-03): 404 does unless the
 * path is that of a user or a group.
 */
export function mayBeOfGateway(status: number, url: string): boolean {
  const ofResource = /\/(Users|Groups)\/[^/?]+(\?|$)/i.test(url) && !isOutside(url)
  return GATEWAY_STATUSES.has(status) || status >= 500 || isOutside(url) || (status === 404 && !ofResource)
}
