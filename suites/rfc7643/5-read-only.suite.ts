/**
 * RFC 7643 §5, §6 and §7: the discovery documents are the server's; no client changes them. A write is refused, and a
 * later GET shows what it showed before. Nothing is deleted here: a server that obeyed could not be mended.
 */
import { at } from '../../harness/check/at.ts'
import {
  answerWhere,
  block,
  type CheckContext,
  fail,
  grade,
  refused,
  replace,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { equalJson, isObject } from '../../harness/scim/json.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { readResourceTypes, readSchemas, textAt } from './documents.ts'

const MARK = 'Written by scimproof; a client must not be able to.'

/** What of a document may be sent back: no addresses, which could be anybody's. */
function harmless(document: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(document).filter(([, value]) => !/:\/\/|@/.test(JSON.stringify(value))),
  )
}

/** Tries to give a document another text, by PUT and by PATCH. */
async function refusesWrites({ scim, identity }: CheckContext, place: string, name: string): Promise<void> {
  const before = await scim.get(place)
  if (before.status !== 200 || !isObject(before.json)) block(`GET ${place} was answered ${before.status}.`)
  const original: JsonObject = before.json
  const text = name === 'documentationUri' ? identity.url('written') : MARK
  const writes = [
    () => scim.put(place, { ...harmless(original), [name]: text }),
    () => scim.patch(place, [replace(name, text)]),
  ]
  for (const write of writes) {
    const answer = await write()
    const after = await scim.get(place)
    if (!equalJson(at(after.json, name) ?? null, at(original, name) ?? null)) {
      const old = harmless(original)[name]
      if (old !== undefined) await scim.patch(place, [replace(name, old)])
      fail({
        reason: `${place} can not be written by clients, yet ${name} was changed (RFC 7643 §5 to §7).`,
        expected: `${name} ${JSON.stringify(at(original, name) ?? null)}`,
        observed: `${name} ${JSON.stringify(at(after.json, name) ?? null)}`,
        decisive: [answer.exchange.id, after.exchange.id],
      })
    }
    grade(answer)
      .pass(refused())
      .pass(status(501))
      .warn(
        success(),
        `A write to ${place} is answered as if it had been done; a refusal would tell the client.`,
      )
      .pass(answerWhere('a redirection', (one) => one.status >= 300 && one.status < 400))
      .otherwise.fail(`A write to ${place} is refused; it made the server fail (RFC 7643 §5 to §7).`)
  }
}

export default suite(
  'Writes to discovery documents',
  {
    id: 'rfc7643.discovery-writes',
    file: 'suites/rfc7643/5-read-only',
    needs: ['discovery'],
    severity: 'security',
    impact: 'One client changes what all others believe of the server.',
  },
  ({ check }) => {
    check(
      'the configuration can not be written',
      { id: 'config', verifies: ['RFC7643-5-02'], rulings: ['X-07'] },
      async (context) => refusesWrites(context, '/ServiceProviderConfig', 'documentationUri'),
    )

    check(
      'a resource type can not be written',
      { id: 'resource-type', verifies: ['RFC7643-6-01'], rulings: ['X-07'] },
      async (context) => {
        const [type] = (await readResourceTypes(context)).documents
        const id = textAt(type, 'id') ?? textAt(type, 'name') ?? ''
        await refusesWrites(context, `/ResourceTypes/${id}`, 'description')
      },
    )

    check(
      'a schema can not be written',
      { id: 'schema', verifies: ['RFC7643-7-02'], rulings: ['X-07'] },
      async (context) => {
        const [schema] = (await readSchemas(context)).documents
        await refusesWrites(context, `/Schemas/${textAt(schema, 'id') ?? ''}`, 'description')
      },
    )
  },
)
