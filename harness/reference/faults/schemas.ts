import { isArray, isObject } from '../../scim/json.ts'
import type { JsonObject } from '../../scim/types.ts'
import type { Fault } from '../fault.ts'
import { mapAttributes } from './discovery.ts'
import { edit, faultsIn, omit } from './touch.ts'

/** Schemas that say something else of themselves. */
const saying =
  (change: (schema: JsonObject) => JsonObject): Fault['replace'] =>
  (seams) => ({ schemaDocuments: (call) => seams.schemaDocuments(call).map(change) })

/** Schemas that say something else of an attribute. */
const defining = (change: (attribute: JsonObject) => JsonObject): Fault['replace'] =>
  saying((schema) => mapAttributes(schema, change))

const named =
  (name: string, more: JsonObject) =>
  (attribute: JsonObject): JsonObject =>
    attribute['name'] === name ? { ...attribute, ...more } : attribute

const typed =
  (type: string, more: JsonObject) =>
  (attribute: JsonObject): JsonObject =>
    attribute['type'] === type ? { ...attribute, ...more } : attribute

interface Wrong {
  readonly id: string
  readonly title: string
  readonly violates: readonly string[]
  readonly replace: Fault['replace']
}

const wrong: readonly Wrong[] = [
  {
    id: 'schema-without-attributes',
    title: 'Schemas do not define their attributes',
    violates: ['RFC7643-7-03', 'RFC7643-7-12'],
    replace: saying((schema) => omit(schema, 'attributes')),
  },
  {
    id: 'schema-id-is-a-name',
    title: 'The id of a schema is a name, not a URI',
    violates: ['RFC7643-7-07'],
    replace: saying((schema) => edit(schema, 'id', (id) => String(id).replaceAll(':', '_'))),
  },
  {
    id: 'schema-of-no-schema',
    title: 'Schemas do not say that they are schemas',
    violates: ['RFC7643-7-04'],
    replace: saying((schema) => omit(schema, 'schemas')),
  },
  {
    id: 'schema-without-name',
    title: 'Schemas have no name',
    violates: ['RFC7643-7-08'],
    replace: saying((schema) => omit(schema, 'name')),
  },
  {
    id: 'attribute-twice',
    title: 'Schemas define an attribute twice',
    violates: ['RFC7643-7-13'],
    replace: saying((schema) =>
      edit(schema, 'attributes', (list) => (isArray(list) ? [...list, list[0] ?? {}] : list)),
    ),
  },
  {
    id: 'sub-attribute-without-name',
    title: 'Sub-attributes have no name',
    violates: ['RFC7643-7-16', 'RFC7643-7-13'],
    replace: defining((attribute) =>
      edit(attribute, 'subAttributes', (list) =>
        isArray(list) ? list.map((sub) => (isObject(sub) ? omit(sub, 'name') : sub)) : list,
      ),
    ),
  },
  {
    id: 'attribute-name-with-blank',
    title: 'The name of an attribute holds a blank',
    violates: ['RFC7643-2.1-03'],
    replace: defining(named('nickName', { name: 'nick name' })),
  },
  {
    id: 'unknown-type',
    title: 'Attributes of the User schema have the type text',
    violates: ['RFC7643-7-14'],
    replace: defining(named('title', { type: 'text' })),
  },
  {
    id: 'type-of-its-own',
    title: 'An extension invents a data type',
    violates: ['RFC7643-2.3-01'],
    replace: defining(named('hoursPerWeek', { type: 'duration' })),
  },
  {
    id: 'plurality-as-text',
    title: 'multiValued is a string',
    violates: ['RFC7643-7-17'],
    replace: defining((attribute) => edit(attribute, 'multiValued', String)),
  },
  {
    id: 'required-as-text',
    title: 'required is a string',
    violates: ['RFC7643-7-19'],
    replace: defining((attribute) => edit(attribute, 'required', String)),
  },
  {
    id: 'returned-misspelt',
    title: 'Schemas give returned as "Default"',
    violates: ['RFC7643-7-33'],
    replace: defining((attribute) =>
      attribute['returned'] === 'default' ? { ...attribute, returned: 'Default' } : attribute,
    ),
  },
  {
    id: 'uniqueness-as-boolean',
    title: 'uniqueness is a boolean',
    violates: ['RFC7643-7-39'],
    replace: defining((attribute) => edit(attribute, 'uniqueness', (value) => value !== 'none')),
  },
  {
    id: 'complex-within-complex',
    title: 'A sub-attribute is complex',
    violates: ['RFC7643-2.3.8-04'],
    replace: defining(named('familyName', { type: 'complex', subAttributes: [{ name: 'first' }] })),
  },
  {
    id: 'complex-without-parts',
    title: 'A complex attribute does not list its sub-attributes',
    violates: ['RFC7643-7-15'],
    replace: defining((attribute) =>
      attribute['name'] === 'name' ? omit(attribute, 'subAttributes') : attribute,
    ),
  },
  {
    id: 'primary-as-text',
    title: 'primary is defined as a string',
    violates: ['RFC7643-2.4-02'],
    replace: defining(named('primary', { type: 'string' })),
  },
  {
    id: 'reference-to-anything',
    title: 'References do not say what they point to',
    violates: ['RFC7643-2.3.7-05'],
    replace: defining((attribute) => omit(attribute, 'referenceTypes')),
  },
  {
    id: 'reference-to-unknown',
    title: 'References point to a type that is not published',
    violates: ['RFC7643-7-45'],
    replace: defining(typed('reference', { referenceTypes: ['Nobody'] })),
  },
  {
    id: 'string-with-reference-types',
    title: 'A string says what it points to',
    violates: ['RFC7643-7-46'],
    replace: defining(named('title', { referenceTypes: ['User'] })),
  },
  {
    id: 'bare-definitions',
    title: 'Definitions leave out what has a default, and the description',
    violates: ['RFC7643-7-06', 'RFC7643-7-18'],
    replace: defining((attribute) => omit(attribute, 'description', 'mutability')),
  },
  {
    id: 'boolean-with-case',
    title: 'A boolean is published as caseExact',
    violates: ['RFC7643-2.3.2-02'],
    replace: defining(named('active', { caseExact: true })),
  },
  {
    id: 'time-and-complex-unique',
    title: 'Times and complex attributes are published as unique',
    violates: ['RFC7643-2.3.5-03', 'RFC7643-2.3.8-03'],
    replace: defining((attribute) =>
      attribute['type'] === 'complex' || attribute['type'] === 'dateTime'
        ? { ...attribute, uniqueness: 'server' }
        : attribute,
    ),
  },
  {
    id: 'no-canonical-values',
    title: 'Schemas name no usual types of e-mails and phone numbers',
    violates: ['RFC7643-8.7.2-02'],
    replace: defining((attribute) => omit(attribute, 'canonicalValues')),
  },
  {
    id: 'discovery-schemas-bent',
    title: 'The schema of the configuration gives documentationUri another type',
    violates: ['RFC7643-8.7.2-01'],
    replace: defining(named('documentationUri', { type: 'string', referenceTypes: [] })),
  },
  {
    id: 'password-published-as-readable',
    title: 'The User schema says that the password is returned',
    violates: ['RFC7643-4.1.1-27'],
    replace: defining(named('password', { mutability: 'readWrite', returned: 'default' })),
  },
]

/** What is wrong with `/Schemas`. */
export const schemaFaults = faultsIn(
  'discovery',
  wrong.map(({ id, ...fault }) => ({
    ...fault,
    id: `discovery.${id}`,
    consequence: 'Schema discovery of clients fails, or maps attributes wrongly.',
    source: 'own',
  })),
)
