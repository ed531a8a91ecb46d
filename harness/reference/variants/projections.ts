import { ScimError } from '../../scim/error.ts'
import { parseAttributePath } from '../../scim/path.ts'
import { resolve } from '../../scim/schema/lookup.ts'
import { omit } from '../faults/touch.ts'
import type { Variant } from '../variant.ts'

/** What a projection may bring. */
export const projectionVariants: readonly Variant[] = [
  {
    id: 'projection.schemas-left-out',
    title: 'schemas comes only when attributes names it',
    allowedBy: 'J-01, P-12',
    grade: 'warn',
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const projected = seams.project(resource, selection, type, call)
        const named = selection.attributes?.some((name) => name.toLowerCase() === 'schemas') ?? true
        return named ? projected : omit(projected, 'schemas')
      },
    }),
  },
  {
    id: 'projection.meta-always',
    title: 'meta comes whatever attributes names',
    allowedBy: 'J-01',
    grade: 'accept',
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const projected = seams.project(resource, selection, type, call)
        const { meta } = resource
        return meta === undefined || selection.attributes === undefined ? projected : { ...projected, meta }
      },
    }),
  },
  {
    id: 'projection.user-name-stays',
    title: 'userName can not be excluded',
    allowedBy: 'J-02',
    grade: 'accept',
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const { excludedAttributes, ...rest } = selection
        const kept = excludedAttributes?.filter((name) => name.toLowerCase() !== 'username')
        return seams.project(
          resource,
          kept === undefined ? rest : { ...rest, excludedAttributes: kept },
          type,
          call,
        )
      },
    }),
  },
  {
    id: 'projection.attributes-win',
    title: 'Of attributes and excludedAttributes in one request, attributes is applied',
    allowedBy: 'J-03',
    grade: 'accept',
    replace: (seams) => ({
      readSelection: (call) => {
        const url = new URL(call.url)
        if (url.searchParams.has('attributes')) url.searchParams.delete('excludedAttributes')
        return seams.readSelection({ ...call, url })
      },
    }),
  },
  {
    id: 'projection.unknown-names-refused',
    title: 'A name in attributes that the schema does not know is refused with 400',
    allowedBy: 'J-04',
    grade: 'accept',
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const unknown = selection.attributes?.find((name) => {
          const isUri = [type.core.id, ...type.extensions.map(({ schema }) => schema.id)].includes(name)
          return !isUri && resolve(type, parseAttributePath(name)) === undefined
        })
        if (unknown !== undefined)
          throw new ScimError(400, 'invalidValue', `There is no attribute ${unknown}.`)
        return seams.project(resource, selection, type, call)
      },
    }),
  },
  {
    id: 'projection.short-names',
    title: 'Attributes of extensions are understood by their bare name in attributes, too',
    allowedBy: 'J-06',
    grade: 'accept',
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const { attributes } = selection
        if (attributes === undefined) return seams.project(resource, selection, type, call)
        const long = attributes.map((name) => {
          const home = type.extensions.find(({ schema }) =>
            schema.attributes.some((one) => one.name === name),
          )
          return home === undefined ? name : `${home.schema.id}:${name}`
        })
        return seams.project(resource, { ...selection, attributes: long }, type, call)
      },
    }),
  },
  {
    id: 'projection.writes-whole',
    title: 'attributes has no effect on the answers to POST and PUT',
    allowedBy: 'J-05, RFC7644-3.9-02',
    grade: 'warn',
    replace: (seams) => ({
      readSelection: (call) =>
        ['POST', 'PUT'].includes(call.request.method) ? {} : seams.readSelection(call),
    }),
  },
]
