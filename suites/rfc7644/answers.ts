import type { Seen, Violation } from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { isObject } from '../../harness/scim/json.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { isOutside } from './outside.ts'

const MESSAGE = 'urn:ietf:params:scim:api:messages:'
const DISCOVERY = /\/(Schemas|ResourceTypes|ServiceProviderConfigs?)(\/[^/?]*)?(\?|$)/i

/** Whether the answer comes from an endpoint that describes the server. */
export const isDiscovery = ({ request }: Seen): boolean => DISCOVERY.test(request.url)

/** Whether the answer is a success of the server's SCIM layer. */
export const succeeded = ({ request, answer }: Seen): boolean =>
  answer.status >= 200 && answer.status < 300 && !isOutside(request.url)

/** The resources in an answer: the one that it is, or those of the list; none in messages of other kinds. */
export function resourcesOf(seen: Seen): readonly JsonObject[] {
  const { json } = seen.answer
  if (!succeeded(seen) || isDiscovery(seen) || !isObject(json)) return []
  const listed = at(json, 'Resources')
  if (Array.isArray(listed)) return listed.filter(isObject)
  const schemas = at(json, 'schemas')
  const message = Array.isArray(schemas) && schemas.some((uri) => String(uri).startsWith(MESSAGE))
  return message || at(json, 'totalResults') !== undefined || at(json, 'Operations') !== undefined
    ? []
    : [json]
}

/** Whether the request asked for a part of each resource only (RFC 7644 §3.9). */
export function isProjected({ request }: Seen): boolean {
  if (/[?&](attributes|excludedAttributes)=/i.test(request.url)) return true
  return typeof request.body === 'string' && /"(attributes|excludedAttributes)"\s*:/i.test(request.body)
}

/** One violation per kind; none when nothing is wrong; `undefined` when there was nothing to look at. */
export function firstOf(
  looked: readonly unknown[],
  violations: readonly (Violation | undefined)[],
): readonly Violation[] | undefined {
  if (looked.length === 0) return undefined
  const found = violations.filter((violation) => violation !== undefined)
  return found.filter((violation, index) => found.findIndex(({ kind }) => kind === violation.kind) === index)
}
