import { foldCase, sameName } from '../../../scim/json.ts'
import { parseAttributePath } from '../../../scim/path.ts'
import { resolve } from '../../../scim/schema/lookup.ts'
import type { AttributePath, ResourceSchema } from '../../../scim/types.ts'
import type { Seams } from '../../seams.ts'
import { typeNamed } from '../../seams/render.ts'
import type { Selection } from '../../state.ts'
import { issue } from '../touch.ts'
import { subtleIn } from './subtleIn.ts'

function pathOf(name: string): AttributePath | undefined {
  try {
    return parseAttributePath(name)
  } catch {
    return undefined
  }
}

type Names = readonly string[] | undefined

/** Names that a client asks for are understood as others. */
const namesAs =
  (
    attributes: (names: readonly string[], type: ResourceSchema) => readonly string[],
    excluded: typeof attributes = (names) => names,
  ) =>
  (seams: Seams): Partial<Seams> => ({
    project: (resource, selection, type, call) => {
      const all = (names: Names, change: typeof attributes) =>
        names === undefined ? undefined : change(names, type)
      const [wanted, unwanted] = [
        all(selection.attributes, attributes),
        all(selection.excludedAttributes, excluded),
      ]
      const changed: Selection = {
        ...selection,
        ...(wanted === undefined ? {} : { attributes: wanted }),
        ...(unwanted === undefined ? {} : { excludedAttributes: unwanted }),
      }
      return seams.project(resource, changed, type, call)
    },
  })

const isOfSecond = (name: string, { extensions }: ResourceSchema): boolean => {
  const uri = extensions[1]?.schema.id
  return uri !== undefined && foldCase(name).startsWith(foldCase(uri))
}

/** What projections do to each other, and to the rest of a query. */
export const projectionFaults = subtleIn('projection', [
  {
    id: 'projection.second-part-lost',
    title: 'Of two sub-attributes of one attribute in attributes, only the first is returned',
    consequence: 'Names come without their second half.',
    source: 'own',
    violates: ['RFC7644-3.9-05', 'RFC7644-3.9-06'],
    smallest: { example: 'attributes=name.givenName,name.familyName', resources: 1 },
    replace: namesAs((names) =>
      names.filter((name, at) => {
        const path = pathOf(name)
        const isLater = names
          .slice(0, at)
          .map(pathOf)
          .some(
            (other) => path?.sub !== undefined && other?.sub !== undefined && sameName(other.name, path.name),
          )
        return !isLater
      }),
    ),
  },
  {
    id: 'projection.excluded-part-takes-the-rest',
    title: 'A sub-attribute in excludedAttributes excludes the whole attribute',
    consequence: 'Clients miss what they did not exclude.',
    source: 'own',
    violates: ['RFC7644-3.9-08'],
    smallest: { example: 'excludedAttributes=name.givenName', resources: 1 },
    replace: namesAs(
      (names) => names,
      (names) => names.map((name) => name.replace(/(:[^:.]*|^[^:.]*)\.[^:.]*$/, '$1')),
    ),
  },
  {
    id: 'projection.second-extension-not-named',
    title: 'Names of attributes of the second extension are not understood',
    consequence: 'Clients miss what they asked for.',
    source: issue('DEF-273', 'python-scim/scim2-models#49'),
    violates: ['RFC7644-3.9-05', 'RFC7644-3.9-08'],
    smallest: {
      example: 'attributes=urn:example:params:scim:schemas:extension:workplace:2.0:User:desk',
      resources: 1,
    },
    replace: namesAs(
      (names, type) => names.map((name) => (isOfSecond(name, type) ? 'id' : name)),
      (names, type) => names.filter((name) => !isOfSecond(name, type)),
    ),
  },
  {
    id: 'projection.excluded-attribute-takes-the-extension',
    title: 'An attribute of an extension in excludedAttributes excludes the whole extension',
    consequence: 'Clients miss what they did not exclude.',
    source: 'own',
    violates: ['RFC7644-3.9-08'],
    smallest: {
      example: 'excludedAttributes=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
      resources: 1,
    },
    replace: namesAs(
      (names) => names,
      (names, type) =>
        names.map(
          (name) =>
            type.extensions.find(({ schema }) => foldCase(name).startsWith(`${foldCase(schema.id)}:`))?.schema
              .id ?? name,
        ),
    ),
  },
  {
    id: 'projection.sub-attributes-in-one-case',
    title: 'Names of sub-attributes are understood in the case of the schema only',
    consequence: 'Clients miss what they asked for.',
    source: 'own',
    violates: ['RFC7644-3.9-05', 'RFC7643-2.1-01'],
    smallest: { example: 'attributes=name.GIVENNAME', resources: 1 },
    replace: namesAs((names, type) =>
      names.map((name) => {
        const path = pathOf(name)
        const sub = path === undefined ? undefined : resolve(type, path)?.sub
        return sub !== undefined && sub.name !== path?.sub ? 'id' : name
      }),
    ),
  },
  {
    id: 'projection.filter-sees-projection',
    title: 'A filter is asked of what attributes leaves of a resource',
    consequence: 'Whoever asks for little finds nobody.',
    source: 'own',
    violates: ['RFC7644-3.4.2.2-04', 'RFC7644-3.9-05'],
    smallest: { example: 'attributes=userName&filter=active eq true', resources: 1 },
    replace: (seams) => ({
      answerQuery: (query, types, call) =>
        seams.answerQuery(query, types, {
          ...call,
          seams: {
            ...call.seams,
            matchFilter: (filter, resource, type, inner) =>
              call.seams.matchFilter(
                filter,
                seams.project(resource, query.selection, type, inner),
                type,
                inner,
              ),
          },
        }),
    }),
  },
  {
    id: 'projection.sort-sees-projection',
    title: 'Resources are sorted by what attributes leaves of them',
    consequence: 'Lists are in no order where the attribute sorted by is not shown.',
    source: 'own',
    violates: ['RFC7644-3.4.2.3-02'],
    smallest: { example: 'attributes=userName&sortBy=displayName', resources: 2 },
    replace: (seams) => ({
      sort: (matches, query, types, call) =>
        seams.sort(matches, query, types, {
          ...call,
          seams: {
            ...call.seams,
            renderResource: (stored, inner) =>
              seams.project(
                call.seams.renderResource(stored, inner),
                query.selection,
                typeNamed(stored.type, inner),
                inner,
              ),
          },
        }),
    }),
  },
  {
    id: 'projection.put-ignores-exclusion',
    title: 'excludedAttributes has no effect on the answer to a PUT',
    consequence: 'Answers are longer than the client can bear.',
    source: 'own',
    violates: ['RFC7644-3.9-08'],
    smallest: { example: 'PUT ?excludedAttributes=title', resources: 1 },
    replace: (seams) => ({
      answerReplaced: (stored, { excludedAttributes: _, ...selection }, call) =>
        seams.answerReplaced(stored, selection, call),
    }),
  },
])
