import { topOf } from './attributePlace.ts'
import { hideQuery } from './hideQuery.ts'
import type { Hiding } from './hideText.ts'

const ENDPOINT = /^(Users|Groups|Me|Bulk|Schemas|ResourceTypes|ServiceProviderConfigs?)$/i
const DISCOVERY = /^(Schemas|ResourceTypes|ServiceProviderConfigs?)$/i
const TYPE_NAME = /^[A-Z][A-Za-z]{2,39}$/

/** `/Users` of the path below a base URL; empty at the root. */
export function endpointOf(path: string): string {
  const first = path.split('/')[1] ?? ''
  return first === '' || first.startsWith('.') ? '' : `/${first}`
}

/** Whether a path below the base URL is one of discovery (RFC 7644 §4): it tells of no person. */
export const isDiscovery = (path: string): boolean => DISCOVERY.test(path.split('/')[1] ?? '')

/** A path below a base URL, as it stands on the wire, with the ids in it replaced. */
export function hidePath(path: string, { register }: Hiding): string {
  const [, first = ''] = path.split('/')
  return path
    .split('/')
    .map((segment, index) => {
      if (segment === '' || segment === '.search') return segment
      if (index === 1 && (ENDPOINT.test(segment) || TYPE_NAME.test(segment))) return segment
      const text = decoded(segment)
      if (DISCOVERY.test(first) && /^(urn:[\w:.-]+|[A-Za-z]{1,40})$/.test(text)) return segment
      const bulkId = /^bulkId:(.+)$/.exec(text)?.[1]
      if (bulkId !== undefined) return `bulkId:${register.value(bulkId, 'text')}`
      return index === 2 ? register.id(text, endpointOf(path)) : register.value(text, 'text')
    })
    .join('/')
}

/** A URL of the server, absolute or relative, with host and ids replaced; any other URL whole. */
export function hideUrl(url: string, hiding: Hiding): string {
  const base = hiding.bases.find((known) => sameStart(url, known))
  const foreign = /^(?:https?:\/\/[^?#]*?)(?=\/(?:Users|Groups|Schemas|ResourceTypes|Me)(?:[/?]|$))/i.exec(
    url,
  )?.[0]
  const root = base === undefined ? (foreign ?? /^\.\.(?=\/)/.exec(url)?.[0]) : url.slice(0, base.length)
  if (root === undefined && !url.startsWith('/')) return hiding.register.value(url, 'url')
  const rest = url.slice(root?.length ?? 0)
  const [, path = '', query] = /^([^?#]*)(?:\?([^#]*))?/.exec(rest) ?? []
  const start =
    root === undefined || root === '..' ? (root ?? '') : hiding.register.value('baseUrl', 'baseUrl')
  const end = query === undefined ? '' : `?${hideQuery(query, topOf(endpointOf(path)), hiding)}`
  return start + hidePath(path, hiding) + end
}

function sameStart(url: string, base: string): boolean {
  if (url.slice(0, base.length).toLowerCase() !== base.toLowerCase()) return false
  const next = url[base.length]
  return next === undefined || next === '/' || next === '?'
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
