import { foldCase, isArray, isObject } from '../../scim/json.ts'
import type { Json, JsonObject, Resource } from '../../scim/types.ts'
import type { Fault } from '../fault.ts'
import type { Seams } from '../seams.ts'
import type { Answer, Selection } from '../state.ts'
import { edit, faultsIn, omit, withBody } from './touch.ts'

/** Lists are shown with other elements. */
const showing =
  (name: string, change: (elements: readonly JsonObject[]) => readonly Json[]): Fault['replace'] =>
  (seams) => ({
    project: (resource, selection, type, call) =>
      edit(seams.project(resource, selection, type, call), name, (list) =>
        isArray(list) ? change(list.filter(isObject)) : list,
      ),
  })

const textIn = (element: JsonObject, name: string) => String(element[name] ?? '')

/** An attribute is shown only when it is asked for by name. */
const onRequest =
  (name: string): Fault['replace'] =>
  (seams) => ({
    project: (resource: Resource, selection: Selection, type, call) => {
      const shown = seams.project(resource, selection, type, call)
      const asked = (selection.attributes ?? []).some((path) => foldCase(path).startsWith(foldCase(name)))
      return asked ? shown : omit(shown, name)
    },
  })

const withoutSchemas = (answer: Answer) => withBody(answer, (body) => omit(body, 'schemas'))

/** Resources that are shown otherwise than they are (RFC 7643 §2, §3, §4.1.2, §7). */
export const representationFaults = faultsIn('read', [
  {
    id: 'read.meta-on-request',
    title: 'meta is shown only when it is asked for',
    consequence: 'Clients do not learn when a user changed.',
    source: 'own',
    violates: ['RFC7643-3.1-16', 'RFC7643-3.1-01'],
    replace: onRequest('meta'),
  },
  {
    id: 'read.title-on-request',
    title: 'title is shown only when it is asked for, though the schema says that it is returned by default',
    consequence: 'Clients take it for cleared, and write it again.',
    source: 'own',
    violates: ['RFC7643-7-37'],
    replace: onRequest('title'),
  },
  {
    id: 'read.answers-without-schemas',
    title: 'Answers to writes have no schemas',
    consequence: 'Strict clients can not read them.',
    source: 'own',
    violates: ['RFC7643-2.1-02'],
    replace: (seams: Seams) => ({
      answerCreated: (stored, selection, call) =>
        withoutSchemas(seams.answerCreated(stored, selection, call)),
      answerReplaced: (stored, selection, call) =>
        withoutSchemas(seams.answerReplaced(stored, selection, call)),
      answerPatched: (stored, selection, call) =>
        withoutSchemas(seams.answerPatched(stored, selection, call)),
    }),
  },
  {
    id: 'read.references-lower-case',
    title: 'profileUrl is shown in lower case',
    consequence: 'The link of a user leads nowhere.',
    source: 'own',
    violates: ['RFC7643-2.3.7-04'],
    replace: (seams) => ({
      project: (resource, selection, type, call) =>
        edit(seams.project(resource, selection, type, call), 'profileUrl', (url) =>
          String(url).toLowerCase(),
        ),
    }),
  },
  {
    id: 'read.country-names',
    title: 'The country of an address is shown by its name',
    consequence: 'The client writes the code again in each cycle.',
    source: 'own',
    violates: ['RFC7643-4.1.2-17'],
    replace: showing('addresses', (addresses) =>
      addresses.map((address) => edit(address, 'country', () => 'United States')),
    ),
  },
  {
    id: 'read.certificates-in-pem',
    title: 'Certificates are shown as base64 of their PEM text',
    consequence: 'Clients that decode DER fail.',
    source: 'own',
    violates: ['RFC7643-4.1.2-26'],
    replace: showing('x509Certificates', (certificates) =>
      certificates.map((one) =>
        edit(one, 'value', (value) =>
          Buffer.from(`-----BEGIN CERTIFICATE-----\n${String(value)}\n-----END CERTIFICATE-----\n`).toString(
            'base64',
          ),
        ),
      ),
    ),
  },
  {
    id: 'read.certificates-joined',
    title: 'All certificates of a user are shown in one value',
    consequence: 'Clients see the first one only, or fail.',
    source: 'own',
    violates: ['RFC7643-4.1.2-27'],
    replace: showing('x509Certificates', (certificates) => [
      {
        value: Buffer.concat(certificates.map((one) => Buffer.from(textIn(one, 'value'), 'base64'))).toString(
          'base64',
        ),
      },
    ]),
  },
])
