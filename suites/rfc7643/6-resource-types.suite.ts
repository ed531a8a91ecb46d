/**
 * RFC 7643 §6: a resource type has a name, an endpoint below the base URL and a schema, and may have extensions, each
 * said to be required or not. What it refers to exists: the endpoint answers, and the schemas are published.
 */
import { at } from '../../harness/check/at.ts'
import {
  type Answer,
  answerWhere,
  type CheckContext,
  describeAnswer,
  error,
  fail,
  grade,
  isListAnswer,
  skip,
  suite,
} from '../../harness/check/index.ts'
import { ENTERPRISE_USER_SCHEMA } from '../../harness/scim/schema/core.ts'
import { getMember, isArray, isObject, sameName } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { describesDiscovery } from './definitions.ts'
import {
  demandNone,
  documentsOf,
  readResourceTypes,
  RESOURCE_TYPE_URI,
  textAt,
  titleOf,
} from './documents.ts'

/** URIs of the extensions of a resource type. */
function extensionsOf(type: JsonObject): readonly string[] {
  const extensions = getMember(type, 'schemaExtensions')
  const list: readonly Json[] = isArray(extensions) ? extensions : []
  return list.flatMap((extension) => textAt(extension, 'schema') ?? [])
}

/** Whether a schema can be found: in the list of all, or alone. */
async function unpublished(
  { scim }: CheckContext,
  uris: readonly string[],
): Promise<{ readonly missing: readonly string[]; readonly answers: readonly Answer[] }> {
  const list = await scim.get('/Schemas')
  const ids = documentsOf(list).flatMap((document) => textAt(document, 'id') ?? [])
  const answers = [list]
  const missing: string[] = []
  for (const uri of new Set(uris)) {
    if (ids.some((id) => sameName(id, uri))) continue
    const answer = await scim.get(`/Schemas/${uri}`)
    answers.push(answer)
    if (answer.status !== 200 || textAt(answer.json, 'id') !== uri) missing.push(uri)
  }
  return { missing, answers }
}

export default suite(
  'Resource types',
  {
    id: 'rfc7643.resource-types',
    file: 'suites/rfc7643/6-resource-types',
    needs: ['discovery'],
    impact: 'Clients that discover endpoints and attributes do not find some of them.',
  },
  ({ check }) => {
    check(
      'each resource type has a name, an endpoint and a schema',
      {
        id: 'are-complete',
        verifies: ['RFC7643-6-01', 'RFC7643-6-02', 'RFC7643-6-04'],
        rulings: ['S-07', 'S-08', 'S-14'],
      },
      async (context) => {
        const { answer, documents } = await readResourceTypes(context)
        demandNone({
          reason:
            'A resource type names its schema in schemas, and has a name, an endpoint and a schema (RFC 7643 §6).',
          expected: `schemas with ${RESOURCE_TYPE_URI}; name, endpoint and schema as texts that are not empty`,
          problems: documents.flatMap((type) => {
            const schemas = getMember(type, 'schemas')
            return [
              ...(isArray(schemas) && schemas.includes(RESOURCE_TYPE_URI)
                ? []
                : [`schemas of ${titleOf(type)} lacks the ResourceType schema`]),
              ...['name', 'endpoint', 'schema']
                .filter((name) => textAt(type, name) === undefined)
                .map((name) => `${titleOf(type)} has no ${name}`),
            ]
          }),
          answers: [answer],
        })
      },
    )

    check(
      'the name of a resource type stands in meta.resourceType of its resources',
      {
        id: 'name-is-the-type-of-resources',
        verifies: ['RFC7643-3-01', 'RFC7643-3.1-18', 'RFC7643-3.3-03'],
        needs: ['users', 'create-user'],
      },
      async (context) => {
        const { answer, documents } = await readResourceTypes(context)
        const user = await context.users.create()
        const seen = await context.users.read(user)
        const name = at(seen.json, 'meta', 'resourceType')
        const type = documents.find((one) => getMember(one, 'name') === name)
        const finding = {
          observed: `meta.resourceType ${JSON.stringify(name)}`,
          decisive: [answer.exchange.id, seen.exchange.id],
        }
        if (type === undefined)
          fail({
            ...finding,
            reason:
              'meta.resourceType of a resource is the name of a resource type that can be discovered (RFC 7643 §3).',
            expected: documents.map((one) => textAt(one, 'name') ?? '').join(' or '),
          })
        const schema = textAt(type, 'schema') ?? ''
        grade(seen)
          .pass(
            answerWhere(`schemas with ${schema}`, ({ json }) => {
              const schemas = at(json, 'schemas')
              return (
                isArray(schemas) && schemas.some((uri) => typeof uri === 'string' && sameName(uri, schema))
              )
            }),
          )
          .otherwise.fail('schemas of a resource holds the schema of its resource type (RFC 7643 §3.3).')
      },
    )

    check(
      'the endpoint of each resource type answers below the base URL',
      { id: 'endpoints-answer', verifies: ['RFC7643-6-07', 'RFC7644-4-06'], rulings: ['S-07'] },
      async (context) => {
        const { documents } = await readResourceTypes(context)
        for (const type of documents.slice(0, 12)) {
          const endpoint = textAt(type, 'endpoint')
          if (endpoint === undefined || describesDiscovery(textAt(type, 'schema') ?? '')) continue
          const place = endpoint.startsWith('/') ? endpoint : `/${endpoint}`
          const answer = await context.scim.get(place, { count: '1' })
          grade(answer)
            .pass(answerWhere('a list message', isListAnswer))
            .pass(error([400, 401, 403, 405, 501]))
            .otherwise.fail(
              `The endpoint of resource type ${titleOf(type)} is a path below the base URL, where its resources are (RFC 7643 §6).`,
            )
        }
      },
    )

    check(
      'the schema of each resource type is published',
      {
        id: 'schemas-are-published',
        verifies: ['RFC7643-6-08', 'RFC7643-3.2-01', 'RFC7644-4-04'],
        rulings: ['S-03'],
      },
      async (context) => {
        const { answer, documents } = await readResourceTypes(context)
        const { missing, answers } = await unpublished(
          context,
          documents.flatMap((type) => textAt(type, 'schema') ?? []),
        )
        demandNone({
          reason: 'The schema of a resource type is the id of a schema that can be read (RFC 7643 §6).',
          expected: 'each schema under /Schemas',
          problems: missing.map((uri) => `${uri} is not published`),
          answers: [answer, ...answers],
        })
      },
    )

    check(
      'the extensions of each resource type are published',
      {
        id: 'extensions-are-published',
        verifies: ['RFC7643-6-10', 'RFC7643-7-01', 'RFC7644-4-04'],
        rulings: ['S-03'],
      },
      async (context) => {
        const { answer, documents } = await readResourceTypes(context)
        const { missing, answers } = await unpublished(context, documents.flatMap(extensionsOf))
        demandNone({
          reason: 'Each extension of a resource type is the id of a schema that can be read (RFC 7643 §6).',
          expected: 'each extension under /Schemas',
          problems: missing.map((uri) => `${uri} is not published`),
          answers: [answer, ...answers],
        })
      },
    )

    check(
      'extensions stand in an array, each with a schema and a boolean required',
      { id: 'extensions-are-complete', verifies: ['RFC7643-6-13', 'RFC7643-2.4-01'] },
      async (context) => {
        const { answer, documents } = await readResourceTypes(context)
        const problems = documents.flatMap((type) => {
          const extensions = getMember(type, 'schemaExtensions')
          if (extensions === undefined || extensions === null) return []
          if (!isArray(extensions)) return [`schemaExtensions of ${titleOf(type)} is no array`]
          return extensions.flatMap((extension) => [
            ...(textAt(extension, 'schema') === undefined
              ? [`an extension of ${titleOf(type)} has no schema`]
              : []),
            ...(isObject(extension) && typeof getMember(extension, 'required') === 'boolean'
              ? []
              : [`an extension of ${titleOf(type)} has no boolean required`]),
          ])
        })
        demandNone({
          reason: 'schemaExtensions is an array of objects with schema and a boolean required (RFC 7643 §6).',
          expected: 'an array; schema and required in each element',
          problems,
          answers: [answer],
        })
      },
    )

    check(
      'a user has only schemas that the User resource type names',
      {
        id: 'resources-use-named-schemas',
        verifies: ['RFC7643-3-05'],
        needs: ['users', 'create-user'],
      },
      async (context) => {
        const { answer, documents } = await readResourceTypes(context)
        const { id } = ENTERPRISE_USER_SCHEMA
        const known = context.facts.schemas.some((schema) => sameName(schema.id, id))
        const user = await context.users.create(known ? { [id]: { department: 'Proof' } } : {})
        const seen = await context.users.read(user)
        const name = at(seen.json, 'meta', 'resourceType')
        const type = documents.find((one) => getMember(one, 'name') === name)
        if (type === undefined) skip('The resource type of the user is not published.')
        const named = [textAt(type, 'schema') ?? '', ...extensionsOf(type)]
        const schemas = at(seen.json, 'schemas')
        demandNone({
          reason: 'schemas holds only the schema of the resource type and its extensions (RFC 7643 §3).',
          expected: named.join(', '),
          problems: (isArray(schemas) ? schemas : [])
            .filter((uri) => typeof uri !== 'string' || !named.some((one) => sameName(one, uri)))
            .map((uri) => `${JSON.stringify(uri)} is not named`),
          answers: [answer, seen],
        })
      },
    )

    check(
      'a user without a required extension is refused',
      {
        id: 'required-extension-is-required',
        verifies: ['RFC7643-6-11'],
        rulings: ['S-05'],
        needs: ['users', 'create-user'],
        advice: 'Publish the extension with required: false when users may be without it.',
      },
      async ({ scim, users, userSchema }) => {
        const extension = userSchema.extensions.find(({ required }) => required)?.schema.id
        if (extension === undefined) skip('No extension of User is required.')
        const body = users.payload({ [extension]: null, schemas: [userSchema.core.id] })
        const answer = await scim.post(users.endpoint, body)
        grade(answer)
          .pass(error(400))
          .pass(
            answerWhere(`a resource with ${extension} in schemas`, ({ status: code, json }) => {
              const schemas = at(json, 'schemas')
              return code === 201 && isArray(schemas) && schemas.includes(extension)
            }),
          )
          .warn(error([409, 422]), `It is refused with ${describeAnswer(answer)} instead of 400.`)
          .otherwise.fail(
            `The resource type says that ${extension} is required, yet a user is made without it (RFC 7643 §6).`,
          )
      },
    )
  },
)
