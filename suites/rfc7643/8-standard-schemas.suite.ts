/**
 * RFC 7643 §8.7: the schemas of the standard are published as the standard has them: those of discovery are fixed, and of
 * the User schema what §4.1 says of userName, password and groups.
 */
import { suite } from '../../harness/check/index.ts'
import { getMember, isArray, sameName } from '../../harness/scim/json.ts'
import {
  RESOURCE_TYPE_SCHEMA,
  SCHEMA_SCHEMA,
  SERVICE_PROVIDER_CONFIG_SCHEMA,
} from '../../harness/scim/schema/core.ts'
import { definitionsIn, type Published, typeOf } from './definitions.ts'
import { adviseNone, readSchemas, textAt } from './documents.ts'

const WITH_USUAL_TYPES = ['emails', 'phoneNumbers', 'addresses', 'photos']

/** What is said otherwise of the schemas that RFC 7643 §8.7.2 fixes. */
function unlikeTheStandard(published: readonly Published[]): readonly string[] {
  return [SERVICE_PROVIDER_CONFIG_SCHEMA, RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA].flatMap((schema) =>
    schema.attributes.flatMap((attribute) => {
      const found = published.find(
        (one) =>
          !one.inner &&
          sameName(one.schema, schema.id) &&
          sameName(textAt(one.definition, 'name') ?? '', attribute.name),
      )
      if (found === undefined || typeOf(found.definition) === attribute.type) return []
      return [`${found.place} has type ${typeOf(found.definition)}, not ${attribute.type}`]
    }),
  )
}

export default suite(
  'Schemas of the standard',
  {
    id: 'rfc7643.schema-types',
    file: 'suites/rfc7643/8-standard-schemas',
    needs: ['discovery'],
    impact: 'Schema discovery takes attributes for something they are not, and maps them wrongly.',
  },
  ({ check }) => {
    check(
      'e-mails, phone numbers, addresses and photos name their usual types',
      { id: 'usual-types-are-named', verifies: ['RFC7643-8.7.2-02'], level: 'SHOULD', rulings: ['S-10'] },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        const published = definitionsIn(documents).filter(({ schema }) =>
          schema.startsWith('urn:ietf:params:scim:schemas:core:'),
        )
        adviseNone(context, {
          reason:
            'Clients offer the canonical values that a schema names, such as work and home (RFC 7643 §8.7.2).',
          expected: 'canonicalValues of the sub-attribute type',
          problems: published.flatMap(({ place, definition }) => {
            const values = getMember(definition, 'canonicalValues')
            return WITH_USUAL_TYPES.some((name) => place.endsWith(` ${name}.type`)) &&
              !(isArray(values) && values.length > 0)
              ? [`${place} names none`]
              : []
          }),
          answers: [answer],
        })
      },
    )

    check(
      'the schemas of the discovery documents are those of the standard',
      {
        id: 'discovery-schemas-are-fixed',
        verifies: ['RFC7643-8.7.2-01'],
        level: 'SHOULD',
        rulings: ['S-03', 'S-05'],
      },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        adviseNone(context, {
          reason:
            'The schemas of ServiceProviderConfig, ResourceType and Schema are fixed (RFC 7643 §8.7.2).',
          expected: 'the data types of the standard',
          problems: unlikeTheStandard(definitionsIn(documents)),
          answers: [answer],
        })
      },
    )

    check(
      'the published User schema keeps to what the standard fixes',
      {
        id: 'user-schema-keeps-to-the-standard',
        verifies: ['RFC7643-4.1.1-03', 'RFC7643-4.1.1-27', 'RFC7643-4.1.2-23'],
        level: 'SHOULD',
        rulings: ['S-05'],
        needs: ['users'],
      },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        const fixed = [
          ['userName', 'required', true],
          ['password', 'mutability', 'writeOnly'],
          ['password', 'returned', 'never'],
          ['groups', 'mutability', 'readOnly'],
        ] as const
        const published = definitionsIn(documents).filter(
          ({ schema, inner }) => !inner && sameName(schema, context.userSchema.core.id),
        )
        adviseNone(context, {
          reason:
            'A client that believes the schema leaves userName out, expects the password back or writes groups (RFC 7643 §4.1).',
          expected: fixed.map((one) => one.join(' ')).join(', '),
          problems: fixed.flatMap(([name, keyword, wanted]) => {
            const found = published.find(({ definition }) => sameName(textAt(definition, 'name') ?? '', name))
            const value = found === undefined ? wanted : (getMember(found.definition, keyword) ?? null)
            return value === wanted ? [] : [`${name} has ${keyword} ${JSON.stringify(value)}`]
          }),
          answers: [answer],
        })
      },
    )
  },
)
