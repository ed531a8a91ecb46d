import { placeOf, TargetError } from './errors.ts'
import type { ScimRequest } from './types.ts'

/**
 * The absolute URL of a request. A relative path is appended to the base, so it can not leave the base's origin;
 * an absolute URL stays as it is. Characters that can not stand in a request line are percent-encoded, all else is kept.
 */
export function requestUrl(
  base: string,
  request: Pick<ScimRequest, 'path' | 'query'>,
  fixedQuery = '',
): string {
  const absolute = isAbsolute(request.path)
  const start = absolute || /^([/?]|$)/.test(request.path) ? '' : '/'
  const url = absolute ? request.path : base + start + request.path
  const own = absolute || fixedQuery === '' ? [] : [fixedQuery]
  const parameters = [...own, ...encoded(request.query)].join('&')
  const separator = url.includes('?') ? '&' : '?'
  const whole = escaped(parameters === '' ? url : url + separator + parameters)
  if (URL.canParse(whole)) return whole
  throw new TargetError('E_BAD_REQUEST', `A request to ${placeOf(base)} names a URL that can not be read.`, {
    remedy: 'Check the path of the request, and links that the server gave.',
  })
}

/** The request names a host itself. */
export function isAbsolute(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path)
}

function encoded(query: ScimRequest['query']): string[] {
  if (query === undefined || query === '') return []
  if (typeof query === 'string') return [query]
  return Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(wellFormed(String(value)))}`,
  )
}

/** Lone surrogates can not be encoded; they become U+FFFD, as UTF-8 has it. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8')
}

function escaped(url: string): string {
  return url.replace(/[^\x21-\x7e]+/g, (run) =>
    [...Buffer.from(run, 'utf8')]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  )
}
