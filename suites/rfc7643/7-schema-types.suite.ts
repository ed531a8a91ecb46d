/**
 * RFC 7643 §2.3, §2.4 and §7: an attribute has one of eight data types. Complex attributes have sub-attributes, which
 * are simple; references say what they point to; the sub-attributes type, primary, display and $ref mean the same
 * everywhere; and a characteristic that has no meaning for a type is not given for it.
 */
import { suite } from '../../harness/check/index.ts'
import { getMember, isArray } from '../../harness/scim/json.ts'
import type { Json } from '../../harness/scim/types.ts'
import { definitionsIn, describesDiscovery, type Published, typeOf } from './definitions.ts'
import { adviseNone, demandNone, readResourceTypes, readSchemas, textAt } from './documents.ts'

const TYPES = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'complex', 'binary']
const CHARACTERISTICS = ['type', 'multiValued', 'required', 'mutability', 'returned', 'description']

const oneOf = (words: readonly string[]) => (value: Json) =>
  typeof value === 'string' && words.includes(value)

const isStandard = (uri: string) => uri.startsWith('urn:ietf:params:scim:schemas:')

/** Characteristics that have no meaning for the data type of the attribute. */
function meaningless({ schema, place, definition }: Published): readonly string[] {
  const type = typeOf(definition)
  const uniqueness = getMember(definition, 'uniqueness')
  const caseExact = getMember(definition, 'caseExact')
  const unordered = ['boolean', 'dateTime', 'complex'].includes(type)
  // RFC 7643 §8.7.1 itself publishes binaries of the standard with caseExact false (erratum 6000).
  const foldedBinary = type === 'binary' && caseExact === false && !isStandard(schema)
  return [
    ...((unordered || type === 'binary') && uniqueness !== undefined && uniqueness !== 'none'
      ? [`${place} is ${type} and has uniqueness ${JSON.stringify(uniqueness)}`]
      : []),
    ...(unordered && caseExact === true ? [`${place} is ${type} and has caseExact true`] : []),
    ...(foldedBinary ? [`${place} is binary and has caseExact false`] : []),
  ]
}

export default suite(
  'Data types in schemas',
  {
    id: 'rfc7643.schema-types',
    file: 'suites/rfc7643/7-schema-types',
    needs: ['discovery'],
    impact: 'Schema discovery takes attributes for something they are not, and maps them wrongly.',
  },
  ({ check }) => {
    check(
      'each attribute has one of the eight data types',
      { id: 'have-known-types', verifies: ['RFC7643-7-14', 'RFC7643-2.3-01'], rulings: ['S-05', 'S-06'] },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        const odd = definitionsIn(documents).filter(({ definition }) => {
          const type = getMember(definition, 'type')
          return type !== undefined && !oneOf(TYPES)(type)
        })
        const same = ({ definition }: Published) =>
          TYPES.some((type) => type.toLowerCase() === typeOf(definition).toLowerCase())
        const core = ({ schema }: Published) => isStandard(schema)
        const told = ({ place, definition }: Published) =>
          `${place} has type ${JSON.stringify(getMember(definition, 'type'))}`
        demandNone({
          reason: 'Attributes of the standard schemas have one of the eight data types (RFC 7643 §2.3, §7).',
          expected: TYPES.join(', '),
          problems: odd.filter((one) => core(one) && !same(one)).map(told),
          answers: [answer],
        })
        adviseNone(context, {
          reason: 'Clients know the eight data types, as they are spelt in RFC 7643 §2.3, and no others.',
          expected: TYPES.join(', '),
          problems: odd.map(told),
          answers: [answer],
        })
      },
    )

    check(
      'no sub-attribute is complex',
      { id: 'sub-attributes-are-simple', verifies: ['RFC7643-2.3.8-04'] },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        demandNone({
          reason: 'Complex attributes do not nest: a sub-attribute is never complex (RFC 7643 §2.3.8).',
          expected: 'sub-attributes of simple types',
          problems: definitionsIn(documents)
            .filter(
              ({ schema, inner, definition }) =>
                inner && typeOf(definition) === 'complex' && !describesDiscovery(schema),
            )
            .map(({ place }) => `${place} is complex`),
          answers: [answer],
        })
      },
    )

    check(
      'no simple attribute has sub-attributes',
      { id: 'simple-attributes-have-no-parts', verifies: ['RFC7643-1.2-03'] },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        demandNone({
          reason:
            'Only complex attributes have sub-attributes; a simple one has a single value (RFC 7643 §1.2).',
          expected: 'subAttributes at complex attributes only',
          problems: definitionsIn(documents).flatMap(({ place, definition }) => {
            const parts = getMember(definition, 'subAttributes')
            return typeOf(definition) !== 'complex' && isArray(parts) && parts.length > 0
              ? [`${place} is of type ${typeOf(definition)} and lists ${parts.length} sub-attributes`]
              : []
          }),
          answers: [answer],
        })
      },
    )

    check(
      'each complex attribute lists its sub-attributes',
      { id: 'complex-attributes-list-parts', verifies: ['RFC7643-7-15'] },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        adviseNone(context, {
          reason:
            'A complex attribute lists its sub-attributes, else no client knows what to put into it (RFC 7643 §7).',
          expected: 'subAttributes in each definition of type complex',
          problems: definitionsIn(documents).flatMap(({ place, definition }) => {
            const parts = getMember(definition, 'subAttributes')
            return typeOf(definition) !== 'complex' || (isArray(parts) && parts.length > 0)
              ? []
              : [`${place} lists none`]
          }),
          answers: [answer],
        })
      },
    )

    check(
      'primary is a boolean wherever it is defined',
      { id: 'primary-is-boolean', verifies: ['RFC7643-2.4-02'], rulings: ['S-15'] },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        const published = definitionsIn(documents)
        const named = (name: string) =>
          published.filter(({ inner, place }) => inner && place.toLowerCase().endsWith(`.${name}`))
        const told = ({ place, definition }: Published) => `${place} has type ${typeOf(definition)}`
        const complaint = {
          reason:
            'The sub-attributes type, primary, display and $ref mean the same wherever they are used (RFC 7643 §2.4).',
          answers: [answer],
        }
        demandNone({
          ...complaint,
          expected: 'primary of type boolean',
          problems: named('primary')
            .filter(({ definition }) => typeOf(definition) !== 'boolean')
            .map(told),
        })
        adviseNone(context, {
          ...complaint,
          expected: '$ref of type reference, display of type string',
          problems: [
            ...named('$ref').filter(({ definition }) => typeOf(definition) !== 'reference'),
            ...named('display').filter(({ definition }) => typeOf(definition) !== 'string'),
          ].map(told),
        })
      },
    )

    check(
      'referenceTypes stands at references, and names what is known',
      {
        id: 'reference-types-are-known',
        verifies: ['RFC7643-2.3.7-05', 'RFC7643-7-45', 'RFC7643-7-46'],
        level: 'SHOULD',
      },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        const types = await readResourceTypes(context)
        const known = ['external', 'uri', ...types.documents.map((type) => textAt(type, 'name') ?? '')]
        adviseNone(context, {
          reason:
            'A reference says in referenceTypes what it may point to, and nothing else has that (RFC 7643 §2.3.7, §7).',
          expected: `at references only: ${known.join(', ')}`,
          problems: definitionsIn(documents)
            .filter(({ schema }) => !describesDiscovery(schema))
            .flatMap(({ place, definition }) => {
              const targets = getMember(definition, 'referenceTypes')
              const list: readonly Json[] = isArray(targets) ? targets : []
              if (typeOf(definition) !== 'reference')
                return list.length === 0 ? [] : [`${place} is no reference and has referenceTypes`]
              if (list.length === 0) return [`${place} has no referenceTypes`]
              return list
                .filter((one) => typeof one !== 'string' || !known.includes(one))
                .map((one) => `${place} points to ${JSON.stringify(one)}`)
            }),
          answers: [answer],
        })
      },
    )

    check(
      'each attribute definition gives all its characteristics',
      {
        id: 'definitions-are-explicit',
        verifies: ['RFC7643-7-06', 'RFC7643-7-18'],
        level: 'SHOULD',
        rulings: ['S-06'],
      },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        adviseNone(context, {
          reason:
            'What a definition leaves out has a default; clients that do not know the defaults need it (RFC 7643 §7).',
          expected: CHARACTERISTICS.join(', '),
          problems: definitionsIn(documents).flatMap(({ place, definition }) => {
            const missing = CHARACTERISTICS.filter((name) => getMember(definition, name) === undefined)
            return missing.length === 0 ? [] : [`${place} has no ${missing.join(', ')}`]
          }),
          answers: [answer],
        })
      },
    )

    check(
      'no attribute is given a characteristic that means nothing for its type',
      {
        id: 'characteristics-have-meaning',
        verifies: ['RFC7643-2.3.2-02', 'RFC7643-2.3.5-03', 'RFC7643-2.3.8-03', 'RFC7643-2.3.6-04'],
        level: 'SHOULD',
        rulings: ['S-05'],
      },
      async (context) => {
        const { answer, documents } = await readSchemas(context)
        adviseNone(context, {
          reason:
            'Booleans, times and complex values have neither case nor uniqueness; binaries are compared octet by octet and have no uniqueness (RFC 7643 §2.3).',
          expected: 'uniqueness none or absent, caseExact false or absent (true for binaries)',
          problems: definitionsIn(documents).flatMap(meaningless),
          answers: [answer],
        })
      },
    )
  },
)
