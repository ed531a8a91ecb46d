/**
 * RFC 7643 §2.2: what a definition leaves out has a default: an attribute is a single text that is not required, can be
 * read and written, and is returned unless others are asked for.
 */
import { at } from '../../harness/check/at.ts'
import {
  answerWhere,
  type CheckContext,
  grade,
  skip,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { getMember, isUnassigned } from '../../harness/scim/json.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { creatableTypes, definitionsIn, typeOf } from './definitions.ts'
import { readSchemas, textAt } from './documents.ts'

const WITH_DEFAULT = ['type', 'required', 'caseExact', 'mutability', 'returned', 'uniqueness']
/** What a definition may say and still describe a text that can be read and written like any other. */
const ORDINARY: JsonObject = {
  type: 'string',
  required: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
}

/** Core attributes that are ordinary texts because their definition leaves something out, with the type that has them. */
async function terseTexts(context: CheckContext) {
  const { documents } = await readSchemas(context)
  const published = definitionsIn(documents)
  return creatableTypes(context).flatMap((type) =>
    published.flatMap(({ schema, definition, inner }) => {
      const name = textAt(definition, 'name')
      const left = WITH_DEFAULT.filter((keyword) => getMember(definition, keyword) === undefined)
      const ordinary =
        typeOf(definition) === 'string' &&
        getMember(definition, 'multiValued') !== true &&
        getMember(definition, 'canonicalValues') === undefined &&
        Object.entries(ORDINARY).every(([keyword, value]) => {
          const said = getMember(definition, keyword)
          return said === undefined || said === value
        })
      return name === undefined || inner || schema !== type.schema.core.id || left.length === 0 || !ordinary
        ? []
        : [{ type, name, left }]
    }),
  )
}

export default suite(
  'Defaults of characteristics',
  {
    id: 'rfc7643.schema-defaults',
    file: 'suites/rfc7643/2.2-defaults',
    needs: ['discovery', 'users', 'create-user'],
    impact: 'Clients that know the defaults map the attribute, and it is lost.',
  },
  ({ check }) => {
    check(
      'an attribute whose definition leaves characteristics out is a text that can be written and read',
      { id: 'left-out-is-default', verifies: ['RFC7643-2.2-01'], rulings: ['S-06', 'S-05', 'X-13'] },
      async (context) => {
        const terse = await terseTexts(context)
        if (terse.length === 0) skip('Every definition of a text gives all its characteristics.')
        for (const { type, name, left } of terse.slice(0, 4)) {
          const [old, next] = [context.identity.local(), context.identity.local()]
          const what = `The definition of ${name} leaves out ${left.join(', ')}, so it is a text that clients may read and write`
          const answer = await context.scim.post(type.endpoint, type.payload({ [name]: old }))
          grade(answer)
            .pass(status(201))
            .otherwise.warn(`${what}; a body with it is refused (RFC 7643 §2.2).`)
          if (answer.status !== 201) continue
          const path = `${type.endpoint}/${encodeURIComponent(String(at(answer.json, 'id')))}`
          const shows = (value: string) =>
            answerWhere(`${name} "${value}"`, ({ json }) => at(json, name) === value)
          const seen = await context.scim.get(path)
          grade(seen)
            .pass(shows(old))
            .fail(
              answerWhere('another JSON type', ({ json }) => {
                const value = at(json, name)
                return !isUnassigned(value) && typeof value !== 'string'
              }),
              `${what}; here it comes back as something else than a string (RFC 7643 §2.2).`,
            )
            .otherwise.warn(`${what}; it does not come back as it was sent (RFC 7643 §2.2).`)
          if (at(seen.json, name) !== old) continue
          const replaced = await context.scim.put(path, { ...type.payload(), ...seen.resource, [name]: next })
          grade(replaced)
            .pass(success())
            .pass(status(403, 405, 501))
            .otherwise.warn(`${what}; a change of it is refused (RFC 7643 §2.2).`)
          if (replaced.status >= 300) continue
          grade(await context.scim.get(path))
            .pass(shows(next))
            .otherwise.warn(`${what}; a change of it has no effect (RFC 7643 §2.2).`)
        }
      },
    )
  },
)
