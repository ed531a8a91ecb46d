import { type CheckContext, skip, TargetError, type TokenGrant } from '../../harness/check/index.ts'
import { object } from './foretelling.ts'

/** Shortest and longest life that Microsoft allows an access token, in seconds. */
const SHORTEST = 60 * 60
const LONGEST = 6 * SHORTEST

/** What the token endpoint gives; skips where none was named. */
export async function granted(context: CheckContext): Promise<TokenGrant> {
  try {
    const grant = await context.grant()
    if (grant !== undefined) return grant
  } catch (error) {
    if (!(error instanceof TargetError) || error.code !== 'E_TOKEN_ENDPOINT') throw error
    return object({
      reason: 'The token endpoint gives no token for the client credentials.',
      expected: '200 with access_token',
      observed: error.message,
    })
  }
  return skip(
    'The run goes by a fixed token (--oauth-token-url was not given): nothing is known of client credentials. Microsoft lists no application that has nothing but long-lived tokens.',
  )
}

/** Demands a life between one hour and six. */
export function expectLifetime({ expiresIn }: TokenGrant): void {
  if (expiresIn === undefined)
    object({
      reason: 'The token endpoint does not say how long its tokens live.',
      expected: `expires_in from ${SHORTEST} to ${LONGEST}`,
      observed: 'no expires_in',
      rfc: 'expires_in is recommended only (RFC 6749 §5.1).',
    })
  else if (expiresIn < SHORTEST || expiresIn > LONGEST)
    object({
      reason: 'Access tokens live shorter than 60 minutes, or longer than six hours.',
      expected: `expires_in from ${SHORTEST} to ${LONGEST}`,
      observed: `expires_in ${expiresIn}`,
      rfc: 'RFC 6749 leaves the life of a token to the server.',
    })
}
