import { sameName } from '../../../scim/json.ts'
import { resolve } from '../../../scim/schema/lookup.ts'
import type { AttributePath, Filter, ResourceSchema } from '../../../scim/types.ts'
import type { Seams } from '../../seams.ts'
import { issue } from '../touch.ts'
import { mapFilter } from '../mapFilter.ts'
import { NOTHING } from './deciding.ts'
import { subtleIn } from './subtleIn.ts'

/** Paths that the server does not know what to do with: expressions on them hold of nobody. */
const unknown =
  (isUnknown: (path: AttributePath, type: ResourceSchema) => boolean) =>
  (seams: Seams): Partial<Seams> => ({
    matchFilter: (filter, resource, type, call) => {
      const strange = (one: Filter) => 'path' in one && isUnknown(one.path, type)
      const outside = (one: Filter): Filter => {
        if ('left' in one) return { ...one, left: outside(one.left), right: outside(one.right) }
        if (one.kind === 'not') return { ...one, filter: outside(one.filter) }
        return strange(one) ? NOTHING : one
      }
      return seams.matchFilter(outside(filter), resource, type, call)
    },
  })

const isIn = (uri: string | undefined, { core, extensions }: ResourceSchema) =>
  uri !== undefined && !sameName(uri, core.id) && extensions.some(({ schema }) => sameName(schema.id, uri))

/** By which names filters know attributes. */
export const filterNameFaults = subtleIn('query', [
  {
    id: 'query.sub-attributes-in-one-case',
    title: 'Names of sub-attributes are understood in the case of the schema only',
    consequence: 'Clients that write names otherwise find nobody.',
    source: issue('DEF-308', 'pydantic/logfire#2353'),
    violates: ['RFC7644-3.4.2.2-05'],
    smallest: { example: 'name.FAMILYNAME pr', nodes: 1 },
    replace: unknown((path, type) => {
      const sub = resolve(type, path)?.sub
      return sub !== undefined && sub.name !== path.sub
    }),
  },
  {
    id: 'query.core-urn-with-sub-attribute',
    title: 'Sub-attributes of attributes under the URI of the core schema find nobody',
    consequence: 'Clients that write names in full find nobody.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-37', 'RFC7644-3.10-01'],
    smallest: { example: 'urn:ietf:params:scim:schemas:core:2.0:User:name.familyName pr', nodes: 1 },
    replace: unknown((path, type) => path.sub !== undefined && sameName(path.uri ?? '', type.core.id)),
  },
  {
    id: 'query.extension-stands-first',
    title: 'An attribute of an extension is known only in the first expression of a filter',
    consequence: 'People are not found by their department and their cost centre.',
    source: issue('DEF-351', 'wso2/product-is#11766'),
    violates: ['RFC7644-3.4.2.2-27', 'RFC7644-3.4.2.2-37'],
    smallest: {
      example: 'active pr and urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department pr',
      nodes: 3,
    },
    replace: (seams) => ({
      parseFilter: (text, types, call) => {
        const filter = seams.parseFilter(text, types, call)
        return mapFilter(filter, (one) => {
          if (one.kind !== 'and' && one.kind !== 'or') return one
          const { right } = one
          const isExtended = 'path' in right && types.some((type) => isIn(right.path.uri, type))
          return isExtended ? { ...one, right: NOTHING } : one
        })
      },
    }),
  },
  {
    id: 'query.second-extension-unknown',
    title: 'Only attributes of the first extension can be asked for',
    consequence: 'People are not found by what the second extension says of them.',
    source: issue('DEF-351', 'wso2/product-is#11766'),
    violates: ['RFC7644-3.4.2.2-37', 'RFC7644-3.4.2.2-04'],
    smallest: {
      example: 'urn:example:params:scim:schemas:extension:workplace:2.0:User:desk pr',
      nodes: 1,
    },
    replace: unknown((path, type) => {
      const second = type.extensions[1]?.schema.id
      return second !== undefined && sameName(path.uri ?? '', second)
    }),
  },
  {
    id: 'query.extension-sub-attribute-unknown',
    title: 'Sub-attributes within an extension can not be asked for',
    consequence: 'People are not found by the number of their contract.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-37', 'RFC7644-3.4.2.2-40'],
    smallest: {
      example: 'urn:example:params:scim:schemas:extension:workplace:2.0:User:contract.number pr',
      nodes: 1,
    },
    replace: unknown((path, type) => path.sub !== undefined && isIn(path.uri, type)),
  },
])
