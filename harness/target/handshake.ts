import { isIP } from 'node:net'
import { connect, rootCertificates } from 'node:tls'
import { TargetError } from './errors.ts'

/** What came of greeting a server over TLS as Entra does. */
export type Handshake =
  | {
      readonly kind: 'agreed'
      /** OpenSSL's name of the suite that the server chose. */
      readonly cipher: string
      /** Why the chain of certificates can not be trusted, in OpenSSL's words; absent when it can. */
      readonly untrusted?: string
    }
  /** The server ended the greeting: no version or suite in common. */
  | { readonly kind: 'refused'; readonly reason: string }

/** The suites that Entra speaks over TLS 1.2, by Microsoft's list; in OpenSSL's words and in the order of the list. */
export const ENTRA_SUITES = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-SHA256',
  'ECDHE-ECDSA-AES256-SHA384',
  'ECDHE-RSA-AES128-SHA256',
  'ECDHE-RSA-AES256-SHA384',
] as const

/** How a server is greeted. */
export interface HandshakeOptions {
  /** PEM of further certificate authorities to trust. */
  readonly ca?: string
  readonly timeoutMs: number
}

/**
 * Greets a server with TLS 1.2 and the suites of Entra alone (grading X-10), looks at its chain without fetching what it
 * leaves out, and hangs up without a request. Gives `undefined` for a URL that is not https.
 *
 * @throws {TargetError} (E_TARGET_UNREACHABLE) when there is nobody to greet, or the signal's reason
 */
export async function handshakeAsEntra(
  url: string,
  { ca, timeoutMs }: HandshakeOptions,
  signal: AbortSignal,
): Promise<Handshake | undefined> {
  const { protocol, hostname, port } = new URL(url)
  if (protocol !== 'https:') return undefined
  signal.throwIfAborted()
  const host = hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: port === '' ? 443 : Number(port),
      ...(isIP(host) === 0 ? { servername: host } : {}),
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
      ciphers: ENTRA_SUITES.join(':'),
      rejectUnauthorized: false,
      timeout: timeoutMs,
      ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
    })
    let reached = false
    const end = (settle: () => void) => {
      signal.removeEventListener('abort', abort)
      socket.destroy()
      settle()
    }
    const abort = () => end(() => reject(signal.reason as Error))
    const unreachable = (reason: string) =>
      end(() =>
        reject(
          new TargetError('E_TARGET_UNREACHABLE', `${url} could not be greeted over TLS: ${reason}.`, {
            remedy: 'Look whether the server is up, and whether a firewall stands between.',
          }),
        ),
      )
    signal.addEventListener('abort', abort, { once: true })
    socket.once('connect', () => {
      reached = true
    })
    socket.once('timeout', () => unreachable(`no answer in ${timeoutMs} ms`))
    socket.once('error', (error) =>
      reached ? end(() => resolve({ kind: 'refused', reason: error.message })) : unreachable(error.message),
    )
    socket.once('secureConnect', () => {
      const { name } = socket.getCipher()
      const { authorized, authorizationError } = socket
      end(() =>
        resolve({
          kind: 'agreed',
          cipher: name,
          ...(authorized ? {} : { untrusted: String(authorizationError) }),
        }),
      )
    })
  })
}
