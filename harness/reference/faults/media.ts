import { ScimError } from '../../scim/error.ts'
import { faultsIn, issue } from './touch.ts'

export const mediaFaults = faultsIn('media', [
  {
    id: 'media.scim-body-refused',
    title: 'A request body of type application/scim+json is refused with 415',
    consequence: 'Every client that follows the standard fails.',
    source: issue('DEF-062', 'medplum/medplum#4143'),
    violates: ['RFC7644-3.8-07'],
    replace: (seams) => ({
      checkContentType: (call) => {
        if (call.request.headers.get('content-type')?.includes('scim+json') === true) {
          throw new ScimError(415, undefined, 'Only application/json is read.')
        }
        seams.checkContentType(call)
      },
    }),
  },
  {
    id: 'media.charset-refused',
    title: 'A media type with a charset parameter is refused with 415',
    consequence: 'Clients that name the charset fail.',
    source: issue('DEF-062', 'MicrosoftDocs/azure-docs#12728'),
    violates: ['RFC7644-3.8-07', 'RFC7644-3.8-01'],
    replace: (seams) => ({
      checkContentType: (call) => {
        if (call.request.headers.get('content-type')?.includes('charset') === true) {
          throw new ScimError(415, undefined, 'Parameters of the media type are not understood.')
        }
        seams.checkContentType(call)
      },
    }),
  },
  {
    id: 'media.scim-accept-refused',
    title: 'Accept: application/scim+json is answered with 406',
    consequence: 'Every client that follows the standard fails.',
    source: issue('DEF-064', 'wso2/product-is#3374'),
    violates: ['RFC7644-3.8-06'],
    replace: (seams) => ({
      negotiate: (call) => {
        if (call.request.headers.get('accept')?.includes('application/scim+json') === true) {
          throw new ScimError(406, undefined, 'Answers are application/json.')
        }
        return seams.negotiate(call)
      },
    }),
  },
  {
    id: 'media.reversed-name',
    title: 'Answers have the media type application/json+scim',
    consequence: 'Clients do not take the answer for SCIM.',
    source: issue('DEF-066', 'FusionAuth/fusionauth-issues#1769'),
    violates: ['RFC7644-3.1-01', 'RFC7644-8.1-01'],
    replace: (seams) => ({
      renderAnswer: (answer, _mediaType, call) => seams.renderAnswer(answer, 'application/json+scim', call),
    }),
  },
  {
    id: 'media.html',
    title: 'Answers have the media type text/html',
    consequence: 'Clients refuse the answer.',
    source: 'own',
    violates: ['RFC7644-3.1-01', 'RFC7644-3.8-09'],
    replace: (seams) => ({
      renderAnswer: (answer, _mediaType, call) => seams.renderAnswer(answer, 'text/html', call),
    }),
  },
  {
    id: 'media.latin-1',
    title: 'Answers are encoded in ISO 8859-1',
    consequence: 'Names with letters outside ASCII are damaged.',
    source: 'own',
    violates: ['RFC7644-3.8-01', 'RFC7644-3.8-02', 'RFC7643-2.3.1-01'],
    replace: (seams) => ({
      renderAnswer: (answer, mediaType, call) => {
        const response = seams.renderAnswer(answer, mediaType, call)
        if (answer.body === undefined) return response
        const bytes = Buffer.from(JSON.stringify(answer.body), 'latin1')
        return new Response(bytes, { status: response.status, headers: response.headers })
      },
    }),
  },
  {
    id: 'media.empty-body',
    title: 'A query is answered with 200 and an empty body',
    consequence: 'Clients stop: there is nothing to deserialise.',
    source: issue('DEF-136', 'grokability/snipe-it#11094'),
    violates: ['RFC7644-3.2-09', 'RFC7644-3.4.2-04'],
    replace: (seams) => ({
      answerQuery: (query, types, call) => {
        const { status, headers } = seams.answerQuery(query, types, call)
        return { status, headers }
      },
    }),
  },
])
