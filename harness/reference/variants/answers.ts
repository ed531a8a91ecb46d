import { ScimError } from '../../scim/error.ts'
import { getMember, isArray, isObject } from '../../scim/json.ts'
import { edit, omit, withBody, withoutHeader } from '../faults/touch.ts'
import type { Variant } from '../variant.ts'

/** What answers look like. */
export const answerVariants: readonly Variant[] = [
  {
    id: 'patch.no-content',
    title: 'PATCH is answered with 204, but for one that names attributes',
    allowedBy: 'M-17, RFC7644-3.5.2-25',
    grade: 'accept',
    replace: (seams) => ({
      answerPatched: (stored, selection, call) =>
        selection.attributes === undefined
          ? { status: 204, headers: { ETag: seams.etag(stored, call) } }
          : seams.answerPatched(stored, selection, call),
    }),
  },
  {
    id: 'query.empty-without-resources',
    title: 'A list without matches has no Resources',
    allowedBy: 'P-01',
    grade: 'accept',
    replace: (seams) => ({
      listResponse: (page, resources, call) => {
        const list = seams.listResponse(page, resources, call)
        return resources.length === 0 ? omit(list, 'Resources') : list
      },
    }),
  },
  {
    id: 'query.complete-without-figures',
    title: 'A list that is complete has neither startIndex nor itemsPerPage',
    allowedBy: 'P-08',
    grade: 'accept',
    replace: (seams) => ({
      listResponse: (page, resources, call) => {
        const list = seams.listResponse(page, resources, call)
        return page.totalResults === resources.length ? omit(list, 'startIndex', 'itemsPerPage') : list
      },
    }),
  },
  {
    id: 'read.empty-arrays-shown',
    title: 'A group without members has an empty members array',
    allowedBy: 'RFC7643-2.5-01, RFC7643-2.5-03',
    grade: 'accept',
    replace: (seams) => ({
      renderResource: (stored, call) => {
        const resource = seams.renderResource(stored, call)
        return stored.type === 'Group' ? { members: [], ...resource } : resource
      },
    }),
  },
  {
    id: 'read.attributes-reversed',
    title: 'Attributes come in the opposite order',
    allowedBy: 'RFC7643-2.3.8-02',
    grade: 'accept',
    replace: (seams) => ({
      project: (resource, selection, type, call) =>
        Object.fromEntries(Object.entries(seams.project(resource, selection, type, call)).reverse()),
    }),
  },
  {
    id: 'read.schemas-reversed',
    title: 'Schema URIs in schemas come in the opposite order',
    allowedBy: 'RFC7643-3-07',
    grade: 'accept',
    replace: (seams) => ({
      schemasOf: (attributes, type, call) => [...seams.schemasOf(attributes, type, call)].reverse(),
    }),
  },
  {
    id: 'read.dates-with-offset',
    title: 'Dates of meta have an offset, and no fractions of a second',
    allowedBy: 'RFC7643-2.3.5-01, F-15',
    grade: 'accept',
    replace: (seams) => ({
      assignMeta: (stored, call) => {
        const shifted = (time: string) =>
          new Date(Math.floor(Date.parse(time) / 1000) * 1000 + 7_200_000)
            .toISOString()
            .replace('.000Z', '+02:00')
        return {
          ...seams.assignMeta(stored, call),
          created: shifted(stored.created),
          lastModified: shifted(stored.lastModified),
        }
      },
    }),
  },
  {
    id: 'read.members-minimal',
    title: 'Members of a group have a value and nothing else',
    allowedBy: 'RFC7643-4.2-06',
    grade: 'accept',
    replace: (seams) => ({
      membersOf: (stored, call) => seams.membersOf(stored, call).map(({ value = '' }) => ({ value })),
    }),
  },
  {
    id: 'read.location-relative',
    title: 'The Location header is a relative reference',
    allowedBy: 'C-08',
    grade: 'accept',
    replace: (seams) => ({
      answerCreated: (stored, selection, call) => {
        const answer = seams.answerCreated(stored, selection, call)
        return {
          ...answer,
          headers: { ...answer.headers, Location: new URL(seams.locationOf(stored, call)).pathname },
        }
      },
    }),
  },
  {
    id: 'etag.strong',
    title: 'Entity tags are strong',
    allowedBy: 'RFC7644-3.14-04, E-04',
    grade: 'accept',
    replace: (seams) => ({
      etag: (stored, call) => seams.etag(stored, call).replace('W/', ''),
    }),
  },
  {
    id: 'media.charset',
    title: 'The media type of answers has a charset parameter',
    allowedBy: 'X-01',
    grade: 'accept',
    replace: (seams) => ({
      renderAnswer: (answer, _mediaType, call) =>
        seams.renderAnswer(answer, 'application/scim+json; charset=utf-8', call),
    }),
  },
  {
    id: 'bulk.bodies-returned',
    title: 'Results of a bulk request have the body of what was written',
    allowedBy: 'RFC7644-3.7-15',
    grade: 'accept',
    replace: (seams) => ({
      operationResult: (operation, answer, call) => ({
        ...seams.operationResult(operation, answer, call),
        ...(answer.body === undefined ? {} : { response: answer.body }),
      }),
    }),
  },
  {
    id: 'errors.unknown-id-without-detail',
    title: 'The error for an id that does not exist has no detail',
    allowedBy: 'RFC7644-3.12-05',
    grade: 'accept',
    replace: (seams) => ({
      renderError: (error, call) => {
        const answer = seams.renderError(error, call)
        return error.status === 404 ? withBody(answer, (body) => omit(body, 'detail')) : answer
      },
    }),
  },
  {
    id: 'read.without-location-header',
    title: 'Answers to reads have no Location header',
    allowedBy: 'C-08: only a create demands it',
    grade: 'accept',
    replace: (seams) => ({
      answerRead: (stored, selection, call) =>
        withoutHeader(seams.answerRead(stored, selection, call), 'Location'),
    }),
  },
  {
    id: 'read.email-type-added',
    title: 'The server adds a type to e-mails that have none',
    allowedBy: 'C-13, RFC7643-2.4-08',
    grade: 'accept',
    replace: (seams) => ({
      renderResource: (stored, call) =>
        edit(seams.renderResource(stored, call), 'emails', (emails) =>
          isArray(emails)
            ? emails.map((one) =>
                isObject(one) && getMember(one, 'type') === undefined ? { ...one, type: 'other' } : one,
              )
            : emails,
        ),
    }),
  },
  {
    id: 'delete.members-dangle',
    title: 'A deleted user stays in the members of groups, without $ref',
    allowedBy: 'D-03',
    grade: 'accept',
    replace: () => ({ leaveGroups: () => undefined }),
  },
  {
    id: 'discovery.filter-ignored',
    title: 'A filter on a discovery endpoint is ignored',
    allowedBy: 'S-02',
    grade: 'warn',
    replace: () => ({ refuseFilter: () => undefined }),
  },
  {
    id: 'query.unknown-attribute-matches-nothing',
    title: 'A filter on an attribute that the type does not define matches nothing',
    allowedBy: 'F-01',
    grade: 'accept',
    replace: (seams) => ({
      parseFilter: (text, types, call) =>
        seams.parseFilter(text, types.length === 1 ? [...types, ...types] : types, call),
    }),
  },
  {
    id: 'query.password-sensitive',
    title: 'A filter on password is refused with 403 sensitive',
    allowedBy: 'F-19',
    grade: 'accept',
    replace: (seams) => ({
      parseFilter: (text, types, call) => {
        if (/\bpassword\b/i.test(text))
          throw new ScimError(403, 'sensitive', 'password can not be asked for.')
        return seams.parseFilter(text, types, call)
      },
    }),
  },
]
