import { ScimError } from '../../scim/error.ts'
import { getMember, isArray } from '../../scim/json.ts'
import type { Json } from '../../scim/types.ts'
import { faultsIn } from './touch.ts'

/** Bodies that are read too strictly, or not strictly enough (RFC 7643 §2.3.5, §10.2.1). */
export const bodyFaults = faultsIn('create', [
  {
    id: 'create.urns-case-exact',
    title: 'schemas in which urn stands in upper case is refused with 400',
    consequence: 'Clients that spell the URN otherwise can write nothing.',
    source: 'own',
    violates: ['RFC7643-10.2.1-01'],
    replace: (seams) => ({
      checkSchemas: (body, type, call) => {
        const schemas = getMember(body, 'schemas')
        const known = [type.core.id, ...type.extensions.map(({ schema }) => schema.id)]
        if (isArray(schemas) && !schemas.every((uri) => known.includes(String(uri))))
          throw new ScimError(400, 'invalidValue', 'schemas names an unknown schema.')
        seams.checkSchemas(body, type, call)
      },
    }),
  },
  {
    id: 'create.any-text-is-a-time',
    title: 'Any text is stored as a dateTime',
    consequence: 'Clients that read it as a time fail.',
    source: 'own',
    violates: ['RFC7643-2.3.5-02'],
    replace: (seams) => ({
      readResource: (body, type, call) => {
        const texts = type.core.attributes.flatMap(({ name, type: kind }): (readonly [string, Json])[] => {
          const value = getMember(body, name)
          return kind === 'dateTime' && typeof value === 'string' ? [[name, value]] : []
        })
        const times = texts.map(([name]) => [name, '2026-01-01T00:00:00Z'] as const)
        const read = seams.readResource({ ...body, ...Object.fromEntries(times) }, type, call)
        return { ...read, ...Object.fromEntries(texts) }
      },
    }),
  },
])
