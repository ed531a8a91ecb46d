import type { Answer, ResourceFixture, Scim } from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { status } from '../../harness/check/index.ts'

/** GET of what a POST made, within the time that this server needs until a write is seen. */
export function readNew(scim: Scim, { endpoint }: ResourceFixture, created: Answer): Promise<Answer> {
  const path = `${endpoint}/${encodeURIComponent(String(at(created.json, 'id')))}`
  return scim.until(() => scim.get(path), status(200))
}
