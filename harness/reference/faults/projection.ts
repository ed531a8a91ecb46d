import { isObject } from '../../scim/json.ts'
import { attributesOf } from '../../scim/schema/lookup.ts'
import type { Resource } from '../../scim/types.ts'
import { faultsIn, issue, omit } from './touch.ts'

/** The resource without its extensions. */
function coreOnly(resource: Resource): Resource {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !name.includes(':')))
}

export const projectionFaults = faultsIn('projection', [
  {
    id: 'projection.attributes-ignored',
    title: 'The attributes parameter has no effect',
    consequence: 'Clients get, and must store, data that they did not want.',
    source: issue('DEF-278', 'wso2/product-is#13853'),
    violates: ['RFC7644-3.4.2.5-01', 'RFC7644-3.4.2.5-03', 'RFC7644-3.9-04'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const { attributes: _attributes, ...rest } = selection
        return seams.project(resource, rest, type, call)
      },
    }),
  },
  {
    id: 'projection.excluded-ignored',
    title: 'The excludedAttributes parameter has no effect',
    consequence: 'Groups come with all their members although the client asked to leave them out.',
    source: issue('DEF-058', 'simpleidserver/SimpleIdServer#490'),
    violates: ['RFC7644-3.4.2.5-05', 'RFC7644-3.9-08'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const { excludedAttributes: _excludedAttributes, ...rest } = selection
        return seams.project(resource, rest, type, call)
      },
    }),
  },
  {
    id: 'projection.id-lost',
    title: 'id is missing when attributes does not name it',
    consequence: 'The client finds the user and can not address it.',
    source: issue('DEF-275', 'simpleidserver/SimpleIdServer#45'),
    violates: ['RFC7644-3.4.2.5-03', 'RFC7643-7-34', 'RFC7643-3.1-10'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const projected = seams.project(resource, selection, type, call)
        const named = selection.attributes?.some((name) => name.toLowerCase() === 'id') ?? true
        return named ? projected : omit(projected, 'id')
      },
    }),
  },
  {
    id: 'projection.id-excludable',
    title: 'excludedAttributes=id removes the id',
    consequence: 'The client finds the user and can not address it.',
    source: 'own',
    violates: ['RFC7644-3.4.2.5-06', 'RFC7644-3.9-07', 'RFC7643-7-34'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const projected = seams.project(resource, selection, type, call)
        return selection.excludedAttributes?.includes('id') === true ? omit(projected, 'id') : projected
      },
    }),
  },
  {
    id: 'projection.extensions-always',
    title: 'Extensions are returned although attributes does not name them',
    consequence: 'Clients get data that they did not want.',
    source: issue('DEF-176', 'scimmyjs/scimmy#56'),
    violates: ['RFC7644-3.4.2.5-03', 'RFC7644-3.9-05'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const whole = seams.project(resource, {}, type, call)
        const extensions = Object.entries(whole).filter(
          ([name, value]) => name.includes(':') && isObject(value),
        )
        return { ...seams.project(resource, selection, type, call), ...Object.fromEntries(extensions) }
      },
    }),
  },
  {
    id: 'projection.extensions-lost',
    title: 'With attributes, extension attributes are left out even when they are named',
    consequence: 'Department and manager can not be read.',
    source: issue('DEF-273', 'python-scim/scim2-models#49'),
    violates: ['RFC7644-3.10-03', 'RFC7644-3.9-05'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const projected = seams.project(resource, selection, type, call)
        return selection.attributes === undefined ? projected : coreOnly(projected)
      },
    }),
  },
  {
    id: 'projection.sub-attribute-means-all',
    title: 'A sub-attribute in attributes brings the whole attribute',
    consequence: 'Clients get data that they did not want.',
    source: 'own',
    violates: ['RFC7644-3.9-05'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const { attributes } = selection
        if (attributes === undefined) return seams.project(resource, selection, type, call)
        const whole = attributes.map((name) => (name.includes(':') ? name : name.replace(/\..*$/, '')))
        return seams.project(resource, { ...selection, attributes: whole }, type, call)
      },
    }),
  },
  {
    id: 'projection.case-matters',
    title: 'Names in attributes are compared with regard to case',
    consequence: 'Clients that spell a name otherwise do not get the attribute.',
    source: 'own',
    violates: ['RFC7644-3.10-05', 'RFC7643-2.1-01'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const known = [...attributesOf(type)].map(({ attribute }) => attribute.name)
        const attributes = selection.attributes?.filter(
          (name) => name.includes(':') || known.includes(name.replace(/\..*$/, '')),
        )
        const narrowed =
          attributes === undefined ? selection : { ...selection, attributes: [...attributes, 'id'] }
        return seams.project(resource, narrowed, type, call)
      },
    }),
  },
  {
    id: 'projection.never-returned-on-request',
    title: 'An attribute that is never returned is returned when attributes names it',
    consequence: 'Passwords can be read.',
    source: 'own',
    violates: ['RFC7643-7-35', 'RFC7643-4.1.1-27'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const projected = seams.project(resource, selection, type, call)
        const { password } = resource
        const asked = selection.attributes?.includes('password') === true && password !== undefined
        return asked ? { ...projected, password } : projected
      },
    }),
  },
  {
    id: 'projection.on-request-always',
    title: 'An attribute that is returned on request is returned always',
    consequence: 'Answers are larger, and say more, than the schema promises.',
    source: 'own',
    violates: ['RFC7643-7-38'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const projected = seams.project(resource, selection, type, call)
        if (selection.attributes !== undefined) return projected
        const onRequest = [...attributesOf(type)].filter(({ attribute }) => attribute.returned === 'request')
        const names = onRequest.map(({ attribute }) => attribute.name)
        return {
          ...Object.fromEntries(Object.entries(resource).filter(([name]) => names.includes(name))),
          ...projected,
        }
      },
    }),
  },
  {
    id: 'projection.list-without-members',
    title: 'Lists of groups leave out the members',
    consequence: 'Clients take every group for empty.',
    source: issue('DEF-061', 'graphql-hive/console#8352'),
    violates: ['RFC7644-3.4-02', 'RFC7644-3.9-01'],
    replace: (seams) => ({
      listResponse: (page, resources, call) =>
        seams.listResponse(
          page,
          resources.map((resource) => omit(resource, 'members')),
          call,
        ),
    }),
  },
])
