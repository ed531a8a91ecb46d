import { ScimError } from '../../scim/error.ts'
import { getMember, isArray, isObject } from '../../scim/json.ts'
import { isList } from './entraTouch.ts'
import { faultsIn, issue, omit } from './touch.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const QUARANTINE =
  'DEF-244 https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-quarantine-status'

/** What Entra's looking, creating and deactivating runs aground on. */
export const entraUserFaults = faultsIn('entra', [
  {
    id: 'entra.nobody-is-404',
    title: 'A query of /Users without match is answered 404',
    consequence: 'Test Connection is red, and the job goes into quarantine.',
    source: QUARANTINE,
    violates: ['EN-00'],
    replace: (seams) => ({
      listResponse: (page, resources, call) => {
        if (resources.length === 0 && isList(call, '/Users'))
          throw new ScimError(404, undefined, 'Nobody was found.')
        return seams.listResponse(page, resources, call)
      },
    }),
  },
  {
    id: 'entra.no-group-is-404',
    title: 'A query of /Groups without match is answered 404',
    consequence: 'The job goes into quarantine as soon as groups are mapped.',
    source: QUARANTINE,
    violates: ['EN-08'],
    replace: (seams) => ({
      listResponse: (page, resources, call) => {
        if (resources.length === 0 && isList(call, '/Groups'))
          throw new ScimError(404, undefined, 'No group was found.')
        return seams.listResponse(page, resources, call)
      },
    }),
  },
  {
    id: 'entra.external-id-filter-refused',
    title: 'A filter on externalId is refused with 400',
    consequence:
      'Test Connection is red where externalId is the matching attribute; provision on demand fails.',
    source: issue('DEF-021', 'better-auth/better-auth#10419'),
    violates: ['EN-00'],
    replace: (seams) => ({
      parseFilter: (text, types, call) => {
        if (/^\s*externalId\b/i.test(text))
          throw new ScimError(400, 'invalidFilter', 'externalId can not be asked for.')
        return seams.parseFilter(text, types, call)
      },
    }),
  },
  {
    id: 'entra.user-name-filter-ignored',
    title: 'A filter on userName finds everybody, once somebody has that name',
    consequence: 'Entra finds several accounts and writes to none.',
    source: issue('DEF-151', 'NorthlandPositronics/Cogtrix#124'),
    violates: ['EN-00'],
    replace: (seams) => ({
      selectMatches: (candidates, filter, call) => {
        const matches = seams.selectMatches(candidates, filter, call)
        const byName = call.url.searchParams.get('filter')?.startsWith('userName eq')
        return matches.length > 0 && byName === true ? candidates : matches
      },
    }),
  },
  {
    id: 'entra.unknown-header-refused',
    title: 'A request with the header ADSCIMVersion is turned away with 403',
    consequence: 'Entra reports invalid credentials.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => ({
      authenticate: (call) => {
        seams.authenticate(call)
        if (call.request.headers.has('ADSCIMVersion')) throw new ScimError(403, undefined, 'Forbidden.')
      },
    }),
  },
  {
    id: 'entra.flag-refused',
    title: 'A query parameter that the server does not know is refused with 400',
    consequence: 'Nothing works with the flag in the Tenant URL, should it arrive.',
    source: 'own',
    violates: ['EN-11'],
    replace: (seams) => ({
      authenticate: (call) => {
        seams.authenticate(call)
        if (call.url.searchParams.has('aadOptscim062020'))
          throw new ScimError(400, 'invalidValue', 'aadOptscim062020 is unknown.')
      },
    }),
  },
  {
    id: 'entra.flag-on-writes-refused',
    title: 'A write whose query has the flag is refused with 400',
    consequence: 'Nobody arrives with the flag in the Tenant URL, should it be handed through.',
    source: 'own',
    violates: ['EN-11'],
    replace: (seams) => ({
      authenticate: (call) => {
        seams.authenticate(call)
        if (call.request.method !== 'GET' && call.url.searchParams.has('aadOptscim062020'))
          throw new ScimError(400, 'invalidValue', 'aadOptscim062020 is unknown.')
      },
    }),
  },
  {
    id: 'entra.create-roles-empty-refused',
    title: 'A create with an empty list of roles is refused with 400',
    consequence: 'No user can be made.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => ({
      createResource: (body, type, reservedId, call) => {
        const roles = getMember(body, 'roles')
        if (isArray(roles) && roles.length === 0)
          throw new ScimError(400, 'invalidValue', 'roles must not be empty.')
        return seams.createResource(body, type, reservedId, call)
      },
    }),
  },
  {
    id: 'entra.create-empty-extension-refused',
    title: 'A create that names the enterprise schema without a value of it is refused with 400',
    consequence: 'No user can be made who has neither department nor employee number.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => ({
      checkSchemas: (body, type, call) => {
        const schemas = getMember(body, 'schemas')
        if (isArray(schemas) && schemas.includes(ENTERPRISE) && getMember(body, ENTERPRISE) === undefined)
          throw new ScimError(400, 'invalidValue', 'A schema is named and not used.')
        seams.checkSchemas(body, type, call)
      },
    }),
  },
  {
    id: 'entra.create-without-id',
    title: 'The answer to a create has no id',
    consequence: 'Entra can never change the user again.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => ({
      answerCreated: (stored, selection, call) => {
        const answer = seams.answerCreated(stored, selection, call)
        return isObject(answer.body) ? { ...answer, body: omit(answer.body, 'id') } : answer
      },
    }),
  },
  {
    id: 'entra.create-external-id-lost',
    title: 'externalId and active in a create are ignored',
    consequence: 'Entra adds them again at every evaluation.',
    source: issue('DEF-335', 'BerriAI/litellm-docs#936'),
    violates: ['EN-05'],
    replace: (seams) => ({
      createResource: (body, type, reservedId, call) =>
        seams.createResource(omit(body, 'externalId', 'active'), type, reservedId, call),
    }),
  },
  {
    id: 'entra.create-of-known-makes-another',
    title: 'A create with a userName that is taken makes a second account',
    consequence: 'One person has two accounts.',
    source: 'own',
    violates: ['EN-07'],
    replace: () => ({ checkUniqueness: () => undefined }),
  },
  {
    id: 'entra.create-manager-text-refused',
    title: 'A create with manager as a bare id is refused with 400',
    consequence: 'Who has a manager can not be made.',
    source: issue('DEF-093', 'apache/directory-scimple#1242'),
    violates: ['C-19'],
    replace: (seams) => ({
      createResource: (body, type, reservedId, call) => {
        const extension = getMember(body, ENTERPRISE)
        if (isObject(extension) && typeof getMember(extension, 'manager') === 'string')
          throw new ScimError(400, 'invalidValue', 'manager must be an object.')
        return seams.createResource(body, type, reservedId, call)
      },
    }),
  },
  {
    id: 'entra.active-is-text',
    title: 'active is returned as the text "False"',
    consequence: 'Entra can not read the user any more.',
    source: issue('DEF-245', 'ssoready/ssoready#155'),
    violates: ['EN-03'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const projected = seams.project(resource, selection, type, call)
        return projected['active'] === false ? { ...projected, active: 'False' } : projected
      },
    }),
  },
  {
    id: 'entra.deactivation-ignored',
    title: 'A PATCH of active is answered with success and ignored',
    consequence: 'People who left stay active, and nobody who comes back gets in.',
    source: issue('DEF-004', 'NorthlandPositronics/Cogtrix#122'),
    violates: ['EN-00', 'EN-03', 'EN-06'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const operations = patch.operations.filter(({ path }) => path !== 'active')
        return seams.applyPatch(resource, { ...patch, operations }, type, call)
      },
    }),
  },
  {
    id: 'entra.reactivation-refused',
    title: 'A deactivated user can not be activated again by PATCH: 400',
    consequence: 'Who comes back stays locked out.',
    source: issue('DEF-298', 'FusionAuth/fusionauth-issues#3311'),
    violates: ['EN-06'],
    replace: (seams) => ({
      patchResource: (stored, patch, type, call) => {
        if (stored.attributes['active'] === false)
          throw new ScimError(400, 'invalidValue', 'The user is not active.')
        return seams.patchResource(stored, patch, type, call)
      },
    }),
  },
  {
    id: 'entra.reactivation-text-ignored',
    title: 'active as the string "True" in a PATCH is answered with success and ignored',
    consequence: 'Who comes back stays locked out.',
    source: 'own',
    violates: ['EN-03'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const operations = patch.operations.filter(
          ({ path, value }) => !(path === 'active' && typeof value === 'string' && /^true$/i.test(value)),
        )
        return seams.applyPatch(resource, { ...patch, operations }, type, call)
      },
    }),
  },
  {
    id: 'entra.delete-refused',
    title: 'DELETE of a user is refused with 403',
    consequence: 'Who was deleted in Entra keeps an account.',
    source: 'own',
    violates: ['X-13'],
    replace: (seams) => ({
      deleteResource: (stored, call) => {
        if (stored.type === 'User') throw new ScimError(403, undefined, 'Users stay.')
        seams.deleteResource(stored, call)
      },
    }),
  },
  {
    id: 'entra.deleted-name-blocked',
    title: 'The userName of a deleted user can not be given again: 500',
    consequence: 'Who was deleted and comes back can not be made.',
    source: 'own',
    violates: ['D-02'],
    replace: (seams) => {
      const gone = new Set<string>()
      return {
        deleteResource: (stored, call) => {
          const { userName } = stored.attributes
          if (typeof userName === 'string') gone.add(userName)
          seams.deleteResource(stored, call)
        },
        createResource: (body, type, reservedId, call) => {
          const userName = getMember(body, 'userName')
          if (typeof userName === 'string' && gone.has(userName)) throw new TypeError('duplicate key')
          return seams.createResource(body, type, reservedId, call)
        },
      }
    },
  },
])
