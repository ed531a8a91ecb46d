/** A path that no SCIM server has; what answers there may not be its SCIM layer. */
export const NO_SUCH_ENDPOINT = '/NoSuchEndpoint'

/** A version of the protocol that nobody has. */
export const NO_SUCH_VERSION = 'v9'

/** Whether a URL was asked that lies outside the server's SCIM endpoints on purpose. */
export const isOutside = (url: string): boolean =>
  url.includes(NO_SUCH_ENDPOINT) || url.includes(`/${NO_SUCH_VERSION}/`)
