import { ScimError } from '../../scim/error.ts'
import { equalJson, getMember, isArray, isObject, isUnassigned } from '../../scim/json.ts'
import { GROUP_SCHEMA, USER_SCHEMA } from '../../scim/schema/core.ts'
import type { JsonObject } from '../../scim/types.ts'
import { mapAttributes } from '../faults/discovery.ts'
import { edit, omit } from '../faults/touch.ts'
import type { Variant } from '../variant.ts'

type Change = (document: JsonObject) => JsonObject

const publishing =
  (change: Change): Variant['replace'] =>
  (seams) => ({ schemaDocuments: (call) => seams.schemaDocuments(call).map(change) })

const configured =
  (change: Change): Variant['replace'] =>
  (seams) => ({ serviceProviderConfig: (call) => change(seams.serviceProviderConfig(call)) })

const ofSchema =
  (id: string, change: Change): Change =>
  (document) =>
    document['id'] === id ? change(document) : document

const common = (name: string, type: string, more: JsonObject): JsonObject => ({
  name,
  type,
  multiValued: false,
  description: 'Common attribute',
  required: false,
  caseExact: true,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...more,
})

/** What is published, and what is stricter than the examples of the standard. */
export const definitionVariants: readonly Variant[] = [
  {
    id: 'discovery.display-immutable',
    title: 'Schemas call display immutable',
    allowedBy: 'S-13, RFC7643-2.4-05',
    grade: 'accept',
    replace: publishing((schema) =>
      mapAttributes(schema, (one) => (one['name'] === 'display' ? { ...one, mutability: 'immutable' } : one)),
    ),
  },
  {
    id: 'discovery.without-canonical-values',
    title: 'Schemas name no canonical values',
    allowedBy: 'S-10, RFC7643-2.4-11',
    grade: 'warn',
    replace: publishing((schema) => mapAttributes(schema, (one) => omit(one, 'canonicalValues'))),
  },
  {
    id: 'discovery.common-attributes-listed',
    title: 'The User schema lists id and meta as §3.1 of RFC 7643 has them',
    allowedBy: 'S-12, RFC7643-3.1-03',
    grade: 'accept',
    replace: publishing(
      ofSchema(USER_SCHEMA.id, (schema) =>
        edit(schema, 'attributes', (list) => [
          common('id', 'string', { mutability: 'readOnly', returned: 'always', uniqueness: 'server' }),
          common('meta', 'complex', {
            mutability: 'readOnly',
            caseExact: false,
            subAttributes: [common('resourceType', 'string', { mutability: 'readOnly' })],
          }),
          ...(isArray(list) ? list : []),
        ]),
      ),
    ),
  },
  {
    id: 'discovery.schemas-unnamed',
    title: 'Schemas have no name and no description',
    allowedBy: 'S-08, RFC7643-7-08, RFC7643-7-09, RFC7643-7-10, RFC7643-7-11',
    grade: 'warn',
    replace: publishing((schema) => omit(schema, 'name', 'description')),
  },
  {
    id: 'discovery.no-empty-extensions',
    title: 'A resource type without extensions has no schemaExtensions, and none has a description',
    allowedBy: 'S-08, RFC7643-6-09, RFC7643-6-05, RFC7643-6-06',
    grade: 'accept',
    replace: (seams) => ({
      resourceTypeDocument: (type, call) => {
        const document = omit(seams.resourceTypeDocument(type, call), 'description')
        const extensions = document['schemaExtensions']
        return isArray(extensions) && extensions.length === 0 ? omit(document, 'schemaExtensions') : document
      },
    }),
  },
  {
    id: 'discovery.bare-configuration',
    title: 'The configuration names no documents',
    allowedBy: 'RFC7643-5-04, RFC7643-5-20',
    grade: 'accept',
    replace: configured((config) =>
      edit(omit(config, 'documentationUri'), 'authenticationSchemes', (schemes) =>
        isArray(schemes)
          ? schemes.map((one) => (isObject(one) ? omit(one, 'specUri', 'documentationUri') : one))
          : schemes,
      ),
    ),
  },
  {
    id: 'discovery.configuration-with-id',
    title: 'The configuration has an id',
    allowedBy: 'RFC7643-5-03',
    grade: 'accept',
    replace: configured((config) => ({ ...config, id: 'ServiceProviderConfig' })),
  },
  {
    id: 'auth.other-schemes-offered',
    title: 'The configuration offers HTTP Basic besides, and challenges name it',
    allowedBy: 'RFC7644-2-02',
    grade: 'accept',
    replace: (seams) => ({
      serviceProviderConfig: (call) =>
        edit(seams.serviceProviderConfig(call), 'authenticationSchemes', (schemes) => [
          { type: 'httpbasic', name: 'HTTP Basic', description: 'A name and a password' },
          ...(isArray(schemes) ? schemes : []),
        ]),
      challenge: (call) => `Basic realm="scim", ${seams.challenge(call)}`,
    }),
  },
  {
    id: 'create.user-type-immutable',
    title: 'userType is published as immutable, and is',
    allowedBy: 'S-05, RFC7643-7-27, RFC7643-8.7.1-01',
    grade: 'accept',
    replace: (seams) => ({
      schemaDocuments: (call) =>
        seams
          .schemaDocuments(call)
          .map(
            ofSchema(USER_SCHEMA.id, (schema) =>
              mapAttributes(schema, (one) =>
                one['name'] === 'userType' ? { ...one, mutability: 'immutable' } : one,
              ),
            ),
          ),
      commit: (stored, attributes, call) => {
        const [old, next] = [getMember(stored.attributes, 'userType'), getMember(attributes, 'userType')]
        if (old !== undefined && !isUnassigned(old) && !equalJson(old, next ?? null))
          throw new ScimError(400, 'mutability', 'userType can not be changed once it is set.')
        return seams.commit(stored, attributes, call)
      },
    }),
  },
  {
    id: 'groups.member-value-required',
    title: 'value of members is published as required, and a member without it is refused with 400',
    allowedBy: 'RFC7643-4.2-08',
    grade: 'accept',
    replace: (seams) => ({
      schemaDocuments: (call) =>
        seams
          .schemaDocuments(call)
          .map(
            ofSchema(GROUP_SCHEMA.id, (schema) =>
              mapAttributes(schema, (one) => (one['name'] === 'value' ? { ...one, required: true } : one)),
            ),
          ),
      readResource: (body, type, call) => {
        const members = type.resourceType.name === 'Group' ? getMember(body, 'members') : undefined
        for (const member of isArray(members) ? members : [])
          if (!isObject(member) || isUnassigned(getMember(member, 'value')))
            throw new ScimError(400, 'invalidValue', 'A member needs a value.')
        return seams.readResource(body, type, call)
      },
    }),
  },
]
