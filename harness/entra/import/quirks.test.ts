import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../scim/types.ts'
import { errorCodeIn, quirkIn, type Seen } from './quirks.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const patch = (op: string, path: string | undefined, value?: Json): Partial<Seen> => ({
  status: 400,
  request: {
    method: 'PATCH',
    path: '/Users/1',
    body: {
      Operations: [
        { op, ...(path === undefined ? {} : { path }), ...(value === undefined ? {} : { value }) },
      ],
    },
  },
})
const post = (body: JsonObject, more: Partial<Seen> = {}): Partial<Seen> => ({
  status: 400,
  action: 'create',
  request: { method: 'POST', path: '/Users', body },
  ...more,
})
const get = (target: string, status: number): Partial<Seen> => {
  const [path = '', query = ''] = target.split('?')
  return { status, request: { method: 'GET', path, query } }
}

/** Something of each quirk; all that is not named is nothing. */
const EXAMPLES: Readonly<Record<string, Partial<Seen>>> = {
  'entra.active-as-text': patch('Replace', 'active', 'False'),
  'entra.member-removal-by-values': patch('Remove', 'members', [{ value: '1' }]),
  'entra.member-removal-by-filter': patch('remove', 'members[value eq "1"]'),
  'entra.primary-as-text-in-path': patch('Add', 'roles[primary eq "True"].value', 'a'),
  'entra.add-makes-the-element': patch('Add', 'emails[type eq "work"].value', 'a'),
  'entra.replace-without-element': {
    ...patch('Replace', 'emails[type eq "work"].value', 'a'),
    message: 'noTarget',
  },
  'entra.value-path': { ...patch('Replace', 'emails[type eq "work"].value', 'a'), message: 'invalidPath' },
  'entra.manager-as-text': patch('Add', `${ENTERPRISE}:manager`, '1'),
  'entra.role-as-json-text': patch('Add', 'roles', [{ value: '{"id":"1"}' }]),
  'entra.dotted-keys': patch('replace', undefined, { 'name.givenName': 'a' }),
  'entra.capital-op': { ...patch('Replace', 'title', 'a'), message: 'Unsupported patch operation Replace' },
  'entra.meta-in-create': post({ meta: {} }, { message: 'Unknown attribute meta' }),
  'entra.schemas-in-create': post({}, { message: 'schemas must not hold an extension without values' }),
  'entra.deactivated-is-hidden': { ...get('/Users/1', 404), after: 'disable' },
  'entra.special-characters-in-filter': get('/Users?filter=userName+eq+%22a%22b%22', 400),
  'entra.inbound': { system: 'Microsoft Entra ID' },
  'entra.not-a-scim-job': { code: 'AzureActiveDirectoryForbidden' },
  'validator.failed-to-fetch': { by: 'scim-validator', message: 'TypeError: Failed to fetch' },
  'validator.credentials': { by: 'scim-validator', message: 'InvalidCredentials' },
  'validator.role-primary-as-text': {
    by: 'scim-validator',
    ...post({ roles: [{ primary: 'True' }] }),
    answer: 'primary must be a boolean',
  },
  'validator.write-only-expected': {
    by: 'scim-validator',
    message: 'pin is Missing from the fetched Resource',
  },
  'validator.attribute-not-kept': {
    by: 'scim-validator',
    message: 'The value of name.givenName is Missing from the fetched Resource',
  },
  'validator.own-attribute-not-returned': {
    by: 'scim-validator',
    message: 'shoeSize is Missing from the fetched Resource',
  },
  'validator.filter-result': {
    by: 'scim-validator',
    message: 'Total Results should be equal to the count of all the Users that match the filter',
  },
  'validator.list-form': {
    by: 'scim-validator',
    message: 'The response should contain the correct schema URI for a list response',
  },
  'validator.emptied-value-expected': {
    by: 'scim-validator',
    message: 'The value of timezone should be  instead of Africa/Lubumbashi',
  },
  'validator.duplicate-group': { by: 'scim-validator', test: 'microsoft.validator.create-a-duplicate-group' },
  'validator.manager-as-text': {
    by: 'scim-validator',
    test: 'microsoft.validator.patch-user-add-manager',
    status: 400,
  },
  'validator.manager-is-nobody': {
    by: 'scim-validator',
    ...post({ manager: { value: 'X' } }),
    answer: 'manager X is unknown',
  },
  'validator.made-up-values': {
    by: 'scim-validator',
    ...post({ locale: 'RJWNTU' }),
    answer: 'locale is no language tag',
  },
  'validator.empty-operations': {
    by: 'scim-validator',
    status: 400,
    request: { method: 'PATCH', path: '/Users/1', body: { Operations: [] } },
  },
  'validator.unsupported-attribute': {
    by: 'scim-validator',
    status: 200,
    message: 'The attribute emails.display is not supported',
  },
  'logic-app.flag-in-endpoint': {
    by: 'logic-app',
    parameters: '{"scimEndpoint":"https://x.test/?aadOptscim062020"}',
  },
  'logic-app.graph-permission': { by: 'logic-app', status: 403, message: 'Authorization_RequestDenied' },
  'logic-app.static-token': {
    by: 'logic-app',
    test: 'microsoft.logic-app.validate-credentials',
    message: 'scimTokenEndpoint is not configured',
  },
  'logic-app.token-expired': { by: 'logic-app', status: 401 },
  'logic-app.any-text-anywhere': { by: 'logic-app', ...patch('Replace', 'locale', 'upd-0a1b2c3d') },
  'logic-app.schema-not-mapped': { by: 'logic-app', test: 'microsoft.logic-app.schema-discoverability' },
  'logic-app.page-size': { by: 'logic-app', test: 'microsoft.logic-app.scim-user-pagination', status: 200 },
  'logic-app.null-update': { by: 'logic-app', test: 'microsoft.logic-app.scim-null-update' },
  'logic-app.no-groups': { by: 'logic-app', test: 'microsoft.logic-app.create-group', status: 404 },
  'answer.no-match-is-404': get('/Users?filter=userName+eq+%22a%22', 404),
  'answer.groups-are-404': get('/Groups?excludedAttributes=members&filter=displayName+eq+%22a%22', 404),
  'answer.internal-error': { status: 500 },
  'answer.method-missing': { status: 405 },
}

const { quirks } = JSON.parse(
  readFileSync(new URL('../../../fixtures/entra/quirks.json', import.meta.url), 'utf8'),
) as { quirks: { id: string }[] }

const seen = (some: Partial<Seen>): Seen => ({ by: 'entra', message: '', ...some })

describe('quirks', () => {
  test.each(quirks.map(({ id }) => id))('%s is found where it is, and not taken for another one', (id) => {
    expect(quirkIn(seen(EXAMPLES[id] ?? {}))?.quirk).toBe(id)
  })

  test.each<[string, Partial<Seen>]>([
    ['a plain refusal', { ...patch('Replace', 'title', 'a'), message: 'title is too long' }],
    [
      'a wrong value in an element',
      { ...patch('Add', 'emails[type eq "work"].value', 'a'), message: 'invalidValue: no address' },
    ],
    [
      'an element of a user who is gone',
      { ...patch('Replace', 'emails[type eq "work"].value', 'a'), status: 404, message: 'User not found' },
    ],
    ['refused credentials', { ...patch('Replace', 'active', 'False'), status: 401 }],
    ['a limit', { ...patch('Remove', 'members', [{ value: '1' }]), status: 429 }],
    [
      'a create that is refused for something else',
      post(
        { roles: [{ primary: 'True' }] },
        { by: 'scim-validator', answer: '{"scimType":"invalidValue","detail":"userName is no address"}' },
      ),
    ],
    [
      'a server that says something is not supported',
      { by: 'scim-validator', status: 400, message: 'not supported' },
    ],
    ['nothing', {}],
  ])('none is found in %s', (_, some) => {
    expect(quirkIn(seen(some))).toBeUndefined()
  })
})

describe('error codes', () => {
  test('are known with the name of the connector before them, the longest first', () => {
    const fault = (code: string, action: Seen['action'] = 'update') =>
      errorCodeIn(seen({ code, action }))?.title
    expect(fault('ContosoEntryConflict')).toMatch(/value already/)
    expect(fault('ContosoEntryConflict', 'create')).toMatch(/the query before did not find it/)
    expect(fault('SystemForCrossDomainIdentityManagementInvalidCredentials')).toMatch(/Test Connection/)
    expect(fault('InternalServerError')).not.toBe(fault('InternalError'))
    expect(fault('Nonsense')).toBeUndefined()
  })
})
