/**
 * RFC 7643 §7 and §2: a schema is named by a URI and defines attributes; each definition has a name, a
 * plurality and the characteristics required, caseExact, mutability, returned and uniqueness, each from a fixed set of
 * words. What a definition leaves out has the default of §2.2.
 */
import { type CheckContext, suite } from '../../harness/check/index.ts'
import { getMember, isArray, isObject } from '../../harness/scim/json.ts'
import type { Json } from '../../harness/scim/types.ts'
import { definitionsIn, oddKeywords, type Published } from './definitions.ts'
import { adviseNone, demandNone, readSchemas, textAt, titleOf } from './documents.ts'

const MUTABILITY = ['readOnly', 'readWrite', 'immutable', 'writeOnly']
const RETURNED = ['always', 'never', 'default', 'request']
const UNIQUENESS = ['none', 'server', 'global']
const EXPECTED_WORDS: Readonly<Record<string, readonly string[]>> = {
  mutability: MUTABILITY,
  returned: RETURNED,
  uniqueness: UNIQUENESS,
}

const isBoolean = (value: Json) => typeof value === 'boolean'
const oneOf = (words: readonly string[]) => (value: Json) =>
  typeof value === 'string' && words.includes(value)

/** A characteristic has one of its words, spelt exactly, wherever it is given. */
async function hasWord(
  context: CheckContext,
  keyword: 'mutability' | 'returned' | 'uniqueness',
): Promise<void> {
  const { answer, documents } = await readSchemas(context)
  const words = EXPECTED_WORDS[keyword] ?? []
  demandNone({
    reason: `${keyword} of an attribute is one of ${words.join(', ')}, spelt exactly so (RFC 7643 §7).`,
    expected: words.join(', '),
    problems: oddKeywords(definitionsIn(documents), keyword, oneOf(words)),
    answers: [answer],
  })
}

/** Names that stand twice among siblings, or are missing. */
function oddNames(published: readonly Published[]): readonly string[] {
  const seen = new Set<string>()
  return published.flatMap(({ schema, place, definition }) => {
    if (textAt(definition, 'name') === undefined) return [`${place} in ${schema} has no name`]
    const key = `${schema} ${place}`.toLowerCase()
    if (seen.has(key)) return [`${place} is defined twice`]
    seen.add(key)
    return []
  })
}

export default suite(
  'Schema definitions',
  {
    id: 'rfc7643.schemas',
    file: 'suites/rfc7643/7-schemas',
    needs: ['discovery'],
    impact: 'Schema discovery fails: attributes can not be mapped, or are mapped as something they are not.',
  },
  ({ check }) => {
    check(
      'each schema has a URI of its own and defines attributes',
      {
        id: 'are-complete',
        verifies: ['RFC7643-7-03', 'RFC7643-7-07', 'RFC7643-7-12'],
        rulings: ['S-08', 'S-14'],
      },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        const ids = documents.map((schema) => textAt(schema, 'id')?.toLowerCase())
        demandNone({
          reason: 'A schema has a unique URI as its id, and attributes as an array of objects (RFC 7643 §7).',
          expected: 'id: a URI that no other schema has; attributes: an array of objects',
          problems: documents.flatMap((schema, index) => {
            const id = ids[index]
            const attributes = getMember(schema, 'attributes')
            return [
              ...(id === undefined || !/^[a-z][a-z0-9+.-]*:\S+$/.test(id)
                ? [`the id of ${titleOf(schema)} is no URI`]
                : []),
              ...(id !== undefined && ids.indexOf(id) !== index ? [`${id} is listed twice`] : []),
              ...(isArray(attributes) && attributes.length > 0 && attributes.every(isObject)
                ? []
                : [`${titleOf(schema)} has no attributes`]),
            ]
          }),
          answers: [answer],
        })
      },
    )

    check(
      'each schema says that it is one, and has a name',
      {
        id: 'say-what-they-are',
        verifies: ['RFC7643-7-04', 'RFC7643-7-08'],
        level: 'SHOULD',
        rulings: ['S-05', 'S-08'],
      },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        const uri = 'urn:ietf:params:scim:schemas:core:2.0:Schema'
        adviseNone(context, {
          reason:
            'A schema is a resource too: its schemas holds the Schema URI, and people know it by its name (RFC 7643 §7).',
          expected: `schemas with ${uri}, and a name`,
          problems: documents.flatMap((schema) => {
            const schemas = getMember(schema, 'schemas')
            return [
              ...(isArray(schemas) && schemas.includes(uri)
                ? []
                : [`schemas of ${titleOf(schema)} lacks ${uri}`]),
              ...(textAt(schema, 'name') === undefined ? [`${titleOf(schema)} has no name`] : []),
            ]
          }),
          answers: [answer],
        })
      },
    )

    check(
      'no message is listed among the schemas',
      { id: 'hold-no-messages', verifies: ['RFC7644-3.1-06'], rulings: ['S-03'] },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        demandNone({
          reason:
            'Messages such as PatchOp are no resources, and are not listed under /Schemas (RFC 7644 §3.1).',
          expected: 'no id that begins with urn:ietf:params:scim:api:messages:',
          problems: documents
            .map((schema) => textAt(schema, 'id') ?? '')
            .filter((id) => /^urn:ietf:params:scim:api:messages:/i.test(id))
            .map((id) => `${id} is listed`),
          answers: [answer],
        })
      },
    )

    check(
      'each attribute definition has a name that no sibling has',
      { id: 'attributes-have-names', verifies: ['RFC7643-7-13', 'RFC7643-7-16'] },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        demandNone({
          reason: 'An attribute is known by its name, which no other attribute beside it has (RFC 7643 §7).',
          expected: 'names, none twice',
          problems: oddNames(definitionsIn(documents)),
          answers: [answer],
        })
      },
    )

    check(
      'names of attributes begin with a letter and hold letters, digits, $, - and _ only',
      { id: 'names-follow-the-grammar', verifies: ['RFC7643-2.1-03'], rulings: ['S-11'] },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        demandNone({
          reason:
            'A name of an attribute follows the ATTRNAME rule, else no filter and no path can name it (RFC 7643 §2.1).',
          expected: 'a letter, then letters, digits, $, - and _; or $ref',
          problems: definitionsIn(documents).flatMap(({ place, definition }) => {
            const name = textAt(definition, 'name')
            return name === undefined || /^([A-Za-z][A-Za-z0-9$_-]*|\$ref)$/.test(name)
              ? []
              : [`${place} can not be named`]
          }),
          answers: [answer],
        })
      },
    )

    check(
      'multiValued and required of each attribute are booleans',
      {
        id: 'plurality-and-required-are-booleans',
        verifies: ['RFC7643-7-17', 'RFC7643-7-19'],
        rulings: ['S-06'],
      },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        const published = definitionsIn(documents)
        demandNone({
          reason: 'multiValued, required and caseExact are booleans wherever they are given (RFC 7643 §7).',
          expected: 'true or false',
          problems: ['multiValued', 'required', 'caseExact'].flatMap((keyword) =>
            oddKeywords(published, keyword, isBoolean),
          ),
          answers: [answer],
        })
      },
    )

    check(
      'mutability of each attribute is one of its four words',
      { id: 'mutability-is-known', verifies: ['RFC7643-7-25'], rulings: ['S-06'] },
      async (context) => hasWord(context, 'mutability'),
    )

    check(
      'returned of each attribute is one of its four words',
      { id: 'returned-is-known', verifies: ['RFC7643-7-33'], rulings: ['S-06'] },
      async (context) => hasWord(context, 'returned'),
    )

    check(
      'uniqueness of each attribute is one of its three words',
      { id: 'uniqueness-is-known', verifies: ['RFC7643-7-39'], rulings: ['S-06'] },
      async (context) => hasWord(context, 'uniqueness'),
    )
  },
)
