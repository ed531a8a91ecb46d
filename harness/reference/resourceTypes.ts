import {
  ENTERPRISE_USER_SCHEMA,
  GROUP_RESOURCE_TYPE,
  GROUP_SCHEMA,
  USER_RESOURCE_TYPE,
  USER_SCHEMA,
} from '../scim/schema/core.ts'
import { attributeWith } from '../scim/schema/defaults.ts'
import { resourceSchema } from '../scim/schema/lookup.ts'
import type { AttributeDefinition, ResourceSchema, SchemaDefinition } from '../scim/types.ts'
import type { SwitchableCapability } from './options.ts'
import { PRINTER_RESOURCE_TYPE, PRINTER_SCHEMA } from './schemas/printer.ts'
import { WORKPLACE_SCHEMA } from './schemas/workplace.ts'

/** A schema with one more sub-attribute in one of its attributes, unless it has that already. */
function withSub(schema: SchemaDefinition, name: string, sub: AttributeDefinition): SchemaDefinition {
  return {
    ...schema,
    attributes: schema.attributes.map((attribute) =>
      attribute.name !== name || attribute.subAttributes.some((one) => one.name === sub.name)
        ? attribute
        : { ...attribute, subAttributes: [...attribute.subAttributes, sub] },
    ),
  }
}

const groupSchema = withSub(
  GROUP_SCHEMA,
  'members',
  attributeWith({
    name: 'display',
    description: 'Name of the member, kept by the server',
    mutability: 'readOnly',
  }),
)

function userSchema(without: ReadonlySet<SwitchableCapability>): SchemaDefinition {
  const attributes = USER_SCHEMA.attributes
    .filter(({ name }) => !(name === 'password' && without.has('change-password')))
    .filter(({ name }) => !(name === 'groups' && without.has('groups')))
  // RFC 7643 §2.4 gives addresses a primary, which §8.7.1 forgot.
  const primary = attributeWith({
    name: 'primary',
    type: 'boolean',
    description: 'Whether this is the preferred address',
  })
  return withSub({ ...USER_SCHEMA, attributes }, 'addresses', primary)
}

/** The resource types of a server that does without some capabilities. */
export function resourceTypes(without: ReadonlySet<SwitchableCapability>): readonly ResourceSchema[] {
  const extensions = [
    ...(without.has('enterprise-user') ? [] : [ENTERPRISE_USER_SCHEMA]),
    ...(without.has('custom-types') ? [] : [WORKPLACE_SCHEMA]),
  ]
  const user = resourceSchema(
    {
      ...USER_RESOURCE_TYPE,
      schemaExtensions: extensions.map(({ id }) => ({ schema: id, required: false })),
    },
    [userSchema(without), ...extensions],
  )
  return [
    user,
    ...(without.has('groups') ? [] : [resourceSchema(GROUP_RESOURCE_TYPE, [groupSchema])]),
    ...(without.has('custom-types') ? [] : [resourceSchema(PRINTER_RESOURCE_TYPE, [PRINTER_SCHEMA])]),
  ]
}
