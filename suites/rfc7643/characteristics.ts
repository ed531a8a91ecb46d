import type { CheckContext, ResourceFixture } from '../../harness/check/index.ts'
import type { AttributeDefinition } from '../../harness/scim/types.ts'
import { creatableTypes } from './definitions.ts'

const OWN = new Set(['id', 'schemas', 'meta', 'externalid'])

/** Core attributes of every published type that have a characteristic, with the fixture of the type. */
export function attributesWith(
  context: CheckContext,
  suits: (attribute: AttributeDefinition) => boolean,
): readonly { readonly type: ResourceFixture; readonly attribute: AttributeDefinition }[] {
  if (context.facts.schemas.length === 0) return []
  return creatableTypes(context).flatMap((type) =>
    type.schema.core.attributes
      .filter((attribute) => !OWN.has(attribute.name.toLowerCase()) && suits(attribute))
      .map((attribute) => ({ type, attribute })),
  )
}

/** Whether an attribute is one text, of any content. */
export const isText = ({ type, multiValued, canonicalValues }: AttributeDefinition) =>
  type === 'string' && !multiValued && canonicalValues.length === 0
