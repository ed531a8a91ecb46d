/**
 * RFC 7643 §3.3: an extension adds to a resource type and keeps to the conventions of the standard: it defines nothing
 * that the core defines, it has a URN, and its attributes have names and parts as those of the core have.
 */
import { suite } from '../../harness/check/index.ts'
import { getMember, isArray, isObject, sameName } from '../../harness/scim/json.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { definitionsIn, type Published, typeOf } from './definitions.ts'
import { adviseNone, readResourceTypes, readSchemas, textAt, titleOf } from './documents.ts'

const listAt = (document: JsonObject, name: string): readonly JsonObject[] => {
  const list = getMember(document, name)
  return isArray(list) ? list.filter(isObject) : []
}

const byUri = (schemas: readonly JsonObject[], uri: string | undefined) =>
  uri === undefined ? undefined : schemas.find((schema) => sameName(textAt(schema, 'id') ?? '', uri))

const namesOf = (schema: JsonObject | undefined) =>
  schema === undefined ? [] : listAt(schema, 'attributes').flatMap((one) => textAt(one, 'name') ?? [])

/** The types that the sub-attributes of RFC 7643 §2.4 have in the standard; value has any. */
const USUAL_PARTS: Readonly<Record<string, string>> = {
  type: 'string',
  primary: 'boolean',
  display: 'string',
  $ref: 'reference',
}

/** What of an extension's definition is unlike those of the standard. */
function unusual({ place, definition, inner }: Published): readonly string[] {
  const name = textAt(definition, 'name') ?? ''
  const wanted = inner ? USUAL_PARTS[name] : undefined
  return [
    ...(/^[a-z$]/.test(name) ? [] : [`${place} does not begin with a lower-case letter`]),
    ...(wanted === undefined || typeOf(definition) === wanted
      ? []
      : [`${place} has type ${typeOf(definition)}, not ${wanted}`]),
  ]
}

export default suite(
  'Extensions',
  {
    id: 'rfc7643.extensions',
    file: 'suites/rfc7643/3.3-extensions',
    needs: ['discovery'],
    impact: 'Clients map the attribute of the extension to that of the core, or can not name it at all.',
  },
  ({ check }) => {
    check(
      'an extension defines no attribute that its resource type has already',
      { id: 'redefine-nothing', verifies: ['RFC7643-3.3-04'] },
      async (context) => {
        const schemas = await readSchemas(context)
        const types = await readResourceTypes(context)
        adviseNone(context, {
          reason:
            'An extension adds attributes; one that the core has too is better not defined again (RFC 7643 §3.3).',
          expected: 'names that the core schema of the resource type does not have',
          problems: types.documents.flatMap((type) => {
            const core = [
              'id',
              'externalId',
              'meta',
              'schemas',
              ...namesOf(byUri(schemas.documents, textAt(type, 'schema'))),
            ]
            return listAt(type, 'schemaExtensions').flatMap((entry) => {
              const extension = byUri(schemas.documents, textAt(entry, 'schema'))
              return namesOf(extension)
                .filter((name) => core.some((one) => sameName(one, name)))
                .map((name) => `${extension === undefined ? '' : titleOf(extension)} defines ${name} again`)
            })
          }),
          answers: [schemas.answer, types.answer],
        })
      },
    )

    check(
      'an extension has a URN, and names and parts as the standard has them',
      { id: 'follow-conventions', verifies: ['RFC7643-3.3-05'] },
      async (context) => {
        const schemas = await readSchemas(context)
        const types = await readResourceTypes(context)
        const uris = new Set(
          types.documents
            .flatMap((type) => listAt(type, 'schemaExtensions'))
            .flatMap((entry) => textAt(entry, 'schema') ?? []),
        )
        const extensions = schemas.documents.filter((schema) =>
          [...uris].some((uri) => sameName(uri, textAt(schema, 'id') ?? '')),
        )
        adviseNone(context, {
          reason:
            'Extensions follow the conventions of the standard, so that clients can treat them alike (RFC 7643 §3.3).',
          expected:
            'a URN as id; names in camelCase; type and display as strings, primary as boolean, $ref as reference',
          problems: [
            ...[...uris]
              .filter((uri) => !/^urn:[a-z0-9][a-z0-9-]*:\S+$/i.test(uri))
              .map((uri) => `${uri} is no URN`),
            ...definitionsIn(extensions).flatMap(unusual),
          ],
          answers: [schemas.answer, types.answer],
        })
      },
    )
  },
)
