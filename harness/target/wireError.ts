import { placeOf, TargetError } from './errors.ts'

const START = "Start the server, or let us: --image REF or --command 'CMD' --wait-for URL."
const NAME = 'Check the host name in the URL, and the DNS of this machine.'
const CUT = 'Look into the log of the server or of the proxy in front of it.'
const HTTP =
  'Check that the URL leads to an HTTP/1.1 server, and look into the log of the proxy in front of it.'

const UNREACHABLE: Readonly<Record<string, readonly [sentence: string, remedy: string]>> = {
  ECONNREFUSED: ['refused the connection: nothing listens on that port', START],
  ENOTFOUND: ['can not be found: no address is known for that name', NAME],
  EAI_AGAIN: ['can not be found: the name service does not answer', NAME],
  EHOSTUNREACH: ['can not be reached: there is no route to that host', 'Check network, VPN and firewall.'],
  ENETUNREACH: ['can not be reached: there is no route to that network', 'Check network, VPN and firewall.'],
  ETIMEDOUT: ['did not accept a connection in time', 'Check port, VPN and firewall.'],
  UND_ERR_CONNECT_TIMEOUT: ['did not accept a connection in time', 'Check port, VPN and firewall.'],
}

const TRUST = 'Give the certificate of its authority with --ca FILE, or use --insecure on a test machine.'

const TLS: Readonly<Record<string, readonly [sentence: string, remedy: string]>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: ['shows a self-signed certificate', TRUST],
  SELF_SIGNED_CERT_IN_CHAIN: ['shows a certificate chain that ends in an unknown authority', TRUST],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['shows a certificate whose authority is unknown here', TRUST],
  UNABLE_TO_GET_ISSUER_CERT: ['shows a certificate whose authority is unknown here', TRUST],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['shows a certificate whose authority is unknown here', TRUST],
  CERT_HAS_EXPIRED: ['shows a certificate that has expired', 'Renew the certificate.'],
  CERT_NOT_YET_VALID: ['shows a certificate that is not valid yet', 'Check the clocks of both machines.'],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'shows a certificate for another host name',
    'Use the host name that the certificate was made for.',
  ],
  ERR_SSL_WRONG_VERSION_NUMBER: [
    'does not speak TLS on that port',
    'Try http:// instead of https://, or another port.',
  ],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: [
    'does not speak TLS on that port',
    'Try http:// instead of https://, or another port.',
  ],
}

const TLS_CLOSED: readonly [string, string] = [
  'closed the connection during the TLS handshake',
  'Check the TLS versions and the certificate of the server.',
]

/** What a request had come to when it failed. */
export type Phase = 'headers' | 'body'

/** The time limit of one request was reached. */
export function timedOut(url: string, phase: Phase, timeoutMs: number): TargetError {
  const where =
    phase === 'headers' ? 'sent no complete response headers' : 'sent headers but did not finish the body'
  return new TargetError('E_TIMED_OUT', `${placeOf(url)} ${where} within ${timeoutMs} ms.`, {
    remedy: 'If the server is slow but well, give it more time with --timeout MS.',
  })
}

/** The body, as sent or unpacked, exceeds the limit. */
export function bodyTooLarge(url: string, limit: number): TargetError {
  return new TargetError(
    'E_BODY_TOO_LARGE',
    `${placeOf(url)} answered with a body of more than ${limit} bytes.`,
    {
      remedy: 'Check that the server bounds its lists with startIndex, count and filter.',
    },
  )
}

/** The answer breaks HTTP itself. */
export function badHttp(url: string, what: string, cause?: unknown): TargetError {
  return new TargetError('E_BAD_HTTP', `${placeOf(url)} ${what}.`, { remedy: HTTP, cause })
}

/** Tells an error of undici, of `node:net` or `node:tls` in the user's words. */
export function wireError(error: unknown, url: string, phase: Phase): TargetError {
  if (error instanceof TargetError) return error
  const place = placeOf(url)
  const { code, name, message } = facts(error)
  const told = (of: TargetError['code'], [sentence, remedy]: readonly [string, string]) =>
    new TargetError(of, `${place} ${sentence}.`, { remedy, cause: error })

  const unreachable = UNREACHABLE[code]
  if (unreachable) return told('E_TARGET_UNREACHABLE', unreachable)
  const tls = TLS[code]
  if (tls) return told('E_TLS_REFUSED', tls)
  if (/wrong version number|packet length too long/i.test(message)) {
    return told('E_TLS_REFUSED', TLS['ERR_SSL_WRONG_VERSION_NUMBER'] ?? TLS_CLOSED)
  }
  if (/before secure TLS connection/i.test(message) || /^(ERR_SSL|ERR_TLS|EPROTO|CERT_)/.test(code)) {
    return told('E_TLS_REFUSED', TLS_CLOSED)
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return badHttp(url, 'sent more response headers than are read', error)
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    return badHttp(url, 'sent a body that is not as long as its Content-Length says', error)
  }
  if (name === 'HTTPParserError' || code.startsWith('HPE_'))
    return badHttp(url, 'answered something that is not HTTP/1.1', error)
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH') {
    return new TargetError('E_BAD_REQUEST', `A request to ${place} can not be put on the wire: ${message}.`, {
      remedy: 'Check the headers and the path of the request.',
      cause: error,
    })
  }
  const where = phase === 'headers' ? 'before it answered' : 'in the middle of the body'
  return told('E_CONNECTION_CUT', [`closed the connection ${where}`, CUT])
}

function facts(error: unknown): { code: string; name: string; message: string } {
  const inner =
    error instanceof AggregateError && error.errors.length > 0 ? (error.errors[0] as unknown) : error
  if (!(inner instanceof Error)) return { code: '', name: '', message: String(inner) }
  const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : ''
  return { code, name: inner.name, message: inner.message }
}
