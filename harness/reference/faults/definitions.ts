import { getMember, isArray } from '../../scim/json.ts'
import { USER_SCHEMA } from '../../scim/schema/core.ts'
import type { JsonObject, SchemaDefinition } from '../../scim/types.ts'
import type { Fault } from '../fault.ts'
import { WORKPLACE_SCHEMA } from '../schemas/workplace.ts'
import type { Seams } from '../seams.ts'
import { mapAttributes } from './discovery.ts'
import { edit, faultsIn, omit } from './touch.ts'

/** The published document of one schema, changed. */
const publishing =
  ({ id }: SchemaDefinition, change: (schema: JsonObject) => JsonObject) =>
  (seams: Seams): Pick<Seams, 'schemaDocuments'> => ({
    schemaDocuments: (call) =>
      seams.schemaDocuments(call).map((schema) => (schema['id'] === id ? change(schema) : schema)),
  })

const withAttribute =
  (attribute: JsonObject) =>
  (schema: JsonObject): JsonObject =>
    edit(schema, 'attributes', (list) => (isArray(list) ? [attribute, ...list] : list))

const definition = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  type: 'string',
  multiValued: false,
  description: 'Something',
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...more,
})

const changed =
  (name: string, change: (attribute: JsonObject) => JsonObject) =>
  (schema: JsonObject): JsonObject =>
    mapAttributes(schema, (attribute) => (attribute['name'] === name ? change(attribute) : attribute))

/** Bodies of which one attribute is not taken. */
const dropping = (name: string): Fault['replace'] => {
  return (seams) => ({
    readResource: (body, type, call) => omit(seams.readResource(body, type, call), name),
  })
}

/** Schemas that contradict the standard, or the server (RFC 7643 §1.2, §2.2, §2.3.6, §3.1, §3.3). */
export const definitionFaults = faultsIn('discovery', [
  {
    id: 'discovery.simple-with-parts',
    title: 'A string is published with sub-attributes',
    consequence: 'Clients map parts of the attribute, which can not be written.',
    source: 'own',
    violates: ['RFC7643-1.2-03'],
    replace: publishing(
      USER_SCHEMA,
      changed('title', (title) => ({ ...title, subAttributes: [definition('short')] })),
    ),
  },
  {
    id: 'discovery.binary-unique',
    title: 'Certificates are published as unique',
    consequence: 'Clients expect a conflict that never comes.',
    source: 'own',
    violates: ['RFC7643-2.3.6-04'],
    replace: publishing(USER_SCHEMA, (schema) =>
      mapAttributes(schema, (one) => (one['type'] === 'binary' ? { ...one, uniqueness: 'server' } : one)),
    ),
  },
  {
    id: 'discovery.left-out-and-lost',
    title: 'The definition of nickName leaves out mutability and returned, and what is written to it is lost',
    consequence: 'Clients that know the defaults write it in each cycle.',
    source: 'own',
    violates: ['RFC7643-2.2-01'],
    replace: (seams) => ({
      ...publishing(
        USER_SCHEMA,
        changed('nickName', (one) => omit(one, 'mutability', 'returned')),
      )(seams),
      ...dropping('nickName')(seams),
    }),
  },
  {
    id: 'discovery.id-listed-as-writable',
    title: 'The User schema lists id as readWrite, and the id of the client is taken over',
    consequence: 'A client chooses ids, and two clients choose the same.',
    source: 'own',
    violates: ['RFC7643-3.1-04', 'RFC7643-3.1-08'],
    replace: (seams) => ({
      ...publishing(USER_SCHEMA, withAttribute(definition('id', { caseExact: true })))(seams),
      assignId: (body, type, call) => {
        const id = getMember(body, 'id')
        return typeof id === 'string' && id !== '' ? id : seams.assignId(body, type, call)
      },
    }),
  },
  {
    id: 'discovery.extension-redefines',
    title: 'An extension defines displayName again',
    consequence: 'Clients map one attribute and mean the other.',
    source: 'own',
    violates: ['RFC7643-3.3-04'],
    replace: publishing(WORKPLACE_SCHEMA, withAttribute(definition('displayName'))),
  },
  {
    id: 'discovery.extension-of-its-own-style',
    title: 'An extension names an attribute in capitals, and makes primary a string',
    consequence: 'Clients that treat all attributes alike stumble over it.',
    source: 'own',
    violates: ['RFC7643-3.3-05'],
    replace: publishing(WORKPLACE_SCHEMA, (schema) =>
      withAttribute(definition('COST_UNIT'))(
        mapAttributes(schema, (one) => (one['name'] === 'display' ? { ...one, type: 'integer' } : one)),
      ),
    ),
  },
])
