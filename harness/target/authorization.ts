import type { Credentials } from './types.ts'

/** The one Authorization value of a client, and its renewal. */
export interface Authorization {
  header(): Promise<string | undefined>
  /**
   * An answer came to a request that carried `sent`. True when it is worth sending again with what `header` gives now:
   * the answer was 401 and the credentials have changed. Concurrent 401s refresh once; a refresh that did not help
   * is not tried again before the server has taken a token.
   */
  renewed(status: number | undefined, sent: string | undefined): Promise<boolean>
}

/** Wraps credentials for use by many requests at once. */
export function createAuthorization(credentials: Credentials): Authorization {
  let refreshing: Promise<boolean> | undefined
  let lastRefreshed: string | undefined
  let exhausted = false

  async function refresh(): Promise<boolean> {
    const changed = (await credentials.refresh?.()) ?? false
    lastRefreshed = changed ? await credentials.header() : undefined
    return changed
  }

  return {
    header: () => credentials.header(),
    async renewed(status, sent) {
      if (status !== 401) {
        if (status !== undefined && status < 400) exhausted = false
        return false
      }
      if (credentials.refresh === undefined) return false
      const current = await credentials.header()
      if (current !== sent) return true
      if (sent !== undefined && sent === lastRefreshed) exhausted = true
      if (exhausted) return false
      refreshing ??= refresh().finally(() => {
        refreshing = undefined
      })
      return refreshing
    },
  }
}
