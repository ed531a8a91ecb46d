import { ScimError } from '../../scim/error.ts'
import { getMember, isArray, isObject } from '../../scim/json.ts'
import { ENTERPRISE_USER_SCHEMA } from '../../scim/schema/core.ts'
import type { Json, JsonObject } from '../../scim/types.ts'
import type { Fault } from '../fault.ts'
import { edit, faultsIn, omit, withBody } from './touch.ts'

const ENTERPRISE = ENTERPRISE_USER_SCHEMA.id

/** Representations in which something reads otherwise; what is stored stays. */
const showing =
  (change: (resource: JsonObject) => JsonObject): Fault['replace'] =>
  (seams) => ({
    project: (resource, selection, type, call) => change(seams.project(resource, selection, type, call)),
  })

/** A value in which each simple part is changed, `meta` aside. */
const simples = (change: (value: Json, name: string) => Json) =>
  function inner(resource: JsonObject): JsonObject {
    const each = (value: Json, name: string): Json =>
      isArray(value)
        ? value.map((one) => each(one, name))
        : isObject(value)
          ? inner(value)
          : change(value, name)
    return Object.fromEntries(
      Object.entries(resource).map(([name, value]) => [name, name === 'meta' ? value : each(value, name)]),
    )
  }

const inExtension = (name: string, change: (value: Json) => Json) =>
  showing((resource) =>
    edit(resource, ENTERPRISE, (extension) =>
      isObject(extension) ? edit(extension, name, change) : extension,
    ),
  )

/** What is wrong with the form of values (RFC 7643 §2, §4). */
export const valueFaults = faultsIn('read', [
  {
    id: 'read.decimals-as-text',
    title: 'Decimals are returned as strings',
    consequence: 'Clients can not compute with them.',
    source: 'own',
    violates: ['RFC7643-2.3.3-01'],
    replace: showing(simples((value) => (typeof value === 'number' ? String(value) : value))),
  },
  {
    id: 'read.integers-with-fraction',
    title: 'itemsPerPage of a list has a fraction',
    consequence: 'Strict clients can not read the list.',
    source: 'own',
    violates: ['RFC7643-2.3.4-01'],
    replace: (seams) => ({
      listResponse: (page, resources, call) =>
        edit(seams.listResponse(page, resources, call), 'itemsPerPage', (count) => Number(count) + 0.5),
    }),
  },
  {
    id: 'read.times-as-numbers',
    title: 'Times are returned as seconds since 1970',
    consequence: 'Clients that read strings fail.',
    source: 'own',
    violates: ['RFC7643-2.3.5-04', 'RFC7643-2.3.5-01'],
    replace: showing(
      simples((value) =>
        typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) / 1000 : value,
      ),
    ),
  },
  {
    id: 'read.binaries-in-hex',
    title: 'Certificates are returned with colons between the octets',
    consequence: 'Clients decode nonsense.',
    source: 'own',
    violates: ['RFC7643-2.3.6-01'],
    replace: showing((resource) =>
      edit(resource, 'x509Certificates', (list) =>
        isArray(list)
          ? list.map((one) => (isObject(one) ? edit(one, 'value', (text) => `30:${String(text)}`) : one))
          : list,
      ),
    ),
  },
  {
    id: 'read.references-in-sentences',
    title: 'A reference is returned within a sentence',
    consequence: 'Clients can not follow it.',
    source: 'own',
    violates: ['RFC7643-2.3.7-02'],
    replace: showing((resource) => edit(resource, 'profileUrl', (url) => `see <${String(url)}>`)),
  },
  {
    id: 'read.names-flattened',
    title: 'The name of a user is returned as one string',
    consequence: 'Clients find neither given name nor family name.',
    source: 'own',
    violates: ['RFC7643-2.3.8-01', 'RFC7643-4.1.1-07'],
    replace: showing((resource) =>
      edit(resource, 'name', (name) => (isObject(name) ? Object.values(name).map(String).join(' ') : name)),
    ),
  },
  {
    id: 'read.formatted-name-of-another',
    title: 'name.formatted tells another name than the parts do',
    consequence: 'People are shown under a wrong name.',
    source: 'own',
    violates: ['RFC7643-4.1.1-06'],
    replace: showing((resource) =>
      edit(resource, 'name', (name) => (isObject(name) ? { ...name, formatted: 'New User' } : name)),
    ),
  },
  {
    id: 'read.all-primary',
    title: 'An element without primary is returned as primary',
    consequence: 'Mail goes to the wrong address.',
    source: 'own',
    violates: ['RFC7643-2.4-04', 'RFC7643-2.4-03', 'RFC7643-8.7.1-02'],
    replace: showing((resource) =>
      edit(resource, 'emails', (list) =>
        isArray(list) ? list.map((one) => (isObject(one) ? { ...one, primary: true } : one)) : list,
      ),
    ),
  },
  {
    id: 'read.emails-mangled',
    title: 'The local part of an e-mail address is cut at the first dash',
    consequence: 'Mail goes nowhere, and the client writes the address again in each cycle.',
    source: 'own',
    violates: ['RFC7643-4.1.2-02'],
    replace: showing((resource) =>
      edit(resource, 'emails', (list) =>
        isArray(list)
          ? list.map((one) =>
              isObject(one) ? edit(one, 'value', (text) => String(text).replace(/-.*@/, '@')) : one,
            )
          : list,
      ),
    ),
  },
  {
    id: 'read.employee-number-as-number',
    title: 'The employee number is returned as a number',
    consequence: 'Leading zeros are lost.',
    source: 'own',
    violates: ['RFC7643-4.3-02'],
    replace: inExtension('employeeNumber', Number),
  },
  {
    id: 'read.departments-shortened',
    title: 'department and costCenter are cut after three letters',
    consequence: 'The client writes them again in each cycle.',
    source: 'own',
    violates: ['RFC7643-4.3-03'],
    replace: inExtension('costCenter', (value) => String(value).slice(0, 3)),
  },
  {
    id: 'read.manager-as-text',
    title: 'manager is returned as the id alone',
    consequence: 'Clients find no manager.',
    source: 'own',
    violates: ['RFC7643-4.3-04'],
    replace: inExtension('manager', (manager) => (isObject(manager) ? (manager['value'] ?? null) : manager)),
  },
  {
    id: 'read.manager-by-name-only',
    title: 'manager is returned with neither value nor $ref',
    consequence: 'Clients can not tell who it is.',
    source: 'own',
    violates: ['RFC7643-4.3-05', 'RFC7643-4.3-06'],
    replace: inExtension('manager', (manager) =>
      isObject(manager) ? { ...omit(manager, 'value', '$ref'), displayName: 'Somebody' } : manager,
    ),
  },
  {
    id: 'read.secrets-in-answers-to-writes',
    title: 'The answer to a creation holds what can only be written',
    consequence: 'Secrets stand in logs.',
    source: 'own',
    violates: ['RFC7643-7-31', 'RFC7643-7-32', 'RFC7643-7-35'],
    replace: (seams) => ({
      answerCreated: (stored, selection, call) =>
        withBody(seams.answerCreated(stored, selection, call), (body) => ({
          ...body,
          ...(getMember(stored.attributes, 'adminPin') === undefined
            ? {}
            : { adminPin: getMember(stored.attributes, 'adminPin') ?? null }),
        })),
    }),
  },
  {
    id: 'read.schemas-must-come-first',
    title: 'A body in which schemas is not the first member is refused',
    consequence: 'Clients whose JSON has another order can write nothing.',
    source: 'own',
    violates: ['RFC7643-2.3.8-02'],
    replace: (seams) => ({
      checkSchemas: (body, type, call) => {
        if (Object.keys(body)[0] !== 'schemas')
          throw new ScimError(400, 'invalidSyntax', 'schemas comes first.')
        seams.checkSchemas(body, type, call)
      },
    }),
  },
])
