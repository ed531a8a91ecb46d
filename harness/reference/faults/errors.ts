import { ScimError } from '../../scim/error.ts'
import { edit, faultsIn, issue, omit, withBody } from './touch.ts'

export const errorFaults = faultsIn('errors', [
  {
    id: 'errors.status-number',
    title: 'status in error bodies is a number',
    consequence: 'Strict clients can not read the error.',
    source: 'own',
    violates: ['RFC7644-3.12-03'],
    replace: (seams) => ({
      renderError: (error, call) =>
        withBody(seams.renderError(error, call), (body) => edit(body, 'status', Number)),
    }),
  },
  {
    id: 'errors.no-schemas',
    title: 'Error bodies have no schemas',
    consequence: 'Clients do not take them for SCIM errors.',
    source: issue('DEF-111', 'getsentry/sentry#45484'),
    violates: ['RFC7644-3.12-02'],
    replace: (seams) => ({
      renderError: (error, call) => withBody(seams.renderError(error, call), (body) => omit(body, 'schemas')),
    }),
  },
  {
    id: 'errors.plain-text',
    title: 'Errors have a body of plain text',
    consequence: 'The provisioning log does not show the cause.',
    source: issue('DEF-341', '1Password/scim-examples#82'),
    violates: ['RFC7644-3.12-01', 'RFC7644-3.12-02'],
    replace: (seams) => ({
      renderAnswer: (answer, mediaType, call) =>
        answer.status < 400
          ? seams.renderAnswer(answer, mediaType, call)
          : new Response('Bad Request', {
              status: answer.status,
              headers: { ...answer.headers, 'Content-Type': 'text/plain' },
            }),
    }),
  },
  {
    id: 'errors.empty-404',
    title: 'A 404 has no body',
    consequence: 'Clients can not tell a missing user from a missing endpoint.',
    source: 'own',
    violates: ['RFC7644-3.12-01'],
    replace: (seams) => ({
      renderError: (error, call) => {
        const answer = seams.renderError(error, call)
        return error.status === 404 ? { status: 404, headers: answer.headers } : answer
      },
    }),
  },
  {
    id: 'errors.body-status-differs',
    title: 'status in the body of an error is always "400"',
    consequence: 'Logs that show the body lead astray.',
    source: 'own',
    violates: ['RFC7644-3.12-03', 'RFC7644-3.2-10'],
    replace: (seams) => ({
      renderError: (error, call) =>
        withBody(seams.renderError(error, call), (body) => ({ ...body, status: '400' })),
    }),
  },
  {
    id: 'errors.conflict-without-scim-type',
    title: 'A conflict has no scimType',
    consequence: 'Clients can not tell a duplicate from another conflict.',
    source: 'own',
    violates: ['RFC7644-3.3-11'],
    replace: (seams) => ({
      renderError: (error, call) => {
        const answer = seams.renderError(error, call)
        return error.status === 409 ? withBody(answer, (body) => omit(body, 'scimType')) : answer
      },
    }),
  },
  {
    id: 'errors.scim-type-invented',
    title: 'A refused filter has the scimType "invalid_filter"',
    consequence: 'Clients do not recognise the error.',
    source: 'own',
    violates: ['RFC7644-3.12-17', 'RFC7644-3.4.2.2-43'],
    replace: (seams) => ({
      renderError: (error, call) =>
        withBody(seams.renderError(error, call), (body) =>
          edit(body, 'scimType', (type) => (type === 'invalidFilter' ? 'invalid_filter' : type)),
        ),
    }),
  },
  {
    id: 'errors.status-200',
    title: 'Errors are answered with status 200',
    consequence: 'Clients take failures for success.',
    source: 'own',
    violates: ['RFC7644-3.12-01', 'RFC7644-3.2-10'],
    replace: (seams) => ({
      renderError: (error, call) => ({ ...seams.renderError(error, call), status: 200 }),
    }),
  },
  {
    id: 'errors.bad-json-500',
    title: 'A body that is not JSON is answered with 500',
    consequence: 'The client retries what can not succeed.',
    source: 'own',
    violates: ['RFC7644-3.12-15', 'RFC7644-3.12-08', 'RFC7644-3.12-21'],
    replace: () => ({
      parseJson: (text) => {
        const parsed: ReturnType<typeof JSON.parse> = JSON.parse(text)
        return parsed
      },
    }),
  },
  {
    id: 'errors.unknown-id-400',
    title: 'A read of an id that does not exist is answered with 400',
    consequence: 'Clients do not notice that the user is gone, and do not make it again.',
    source: 'own',
    violates: ['RFC7644-3.4.1-02', 'RFC7644-3.12-11'],
    replace: (seams) => ({
      findResource: (type, id, call) => {
        try {
          return seams.findResource(type, id, call)
        } catch {
          throw new ScimError(400, 'invalidValue', 'No such id.')
        }
      },
    }),
  },
  {
    id: 'errors.html-page',
    title: 'An unknown path is answered with an HTML page',
    consequence: 'Clients stop with a parse error.',
    source: 'own',
    violates: ['RFC7644-3.12-01'],
    replace: (seams) => ({
      renderAnswer: (answer, mediaType, call) =>
        answer.status !== 404
          ? seams.renderAnswer(answer, mediaType, call)
          : new Response('<!doctype html><title>Not found</title>', {
              status: 404,
              headers: { 'Content-Type': 'text/html' },
            }),
    }),
  },
])
