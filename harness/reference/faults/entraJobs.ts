import { ScimError } from '../../scim/error.ts'
import { getMember, isArray, isObject } from '../../scim/json.ts'
import type { JsonObject } from '../../scim/types.ts'
import { isList, rawOperations, refusing, skipping } from './entraTouch.ts'
import { faultsIn, issue } from './touch.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const VALIDATED =
  'DEF-262 https://github.com/pranems/SCIMServer/blob/1ab5aa1f/docs/archive/SCIM_VALIDATOR_FALSE_POSITIVES_REPORT.md'

const isCustom = (name: string) => name.startsWith('urn:') && !name.startsWith(ENTERPRISE)

const listAt = (body: JsonObject, name: string) => {
  const value = getMember(body, name)
  return isArray(value) ? value : []
}

/** What single jobs of Entra's run aground on: leaving for good, large groups, further forms of a mapping. */
export const entraJobFaults = faultsIn('entra', [
  {
    id: 'entra.disabling-deletes',
    title: 'A user who is set inactive by PATCH is deleted at once',
    consequence: 'Who comes back within thirty days has lost everything, and gets a second account.',
    source: issue('DEF-100', 'Budibase/budibase#18606'),
    violates: ['EN-06'],
    replace: (seams) => ({
      patchResource: (stored, patch, type, call) => {
        const became = seams.patchResource(stored, patch, type, call)
        if (became.type === 'User' && getMember(became.attributes, 'active') === false)
          seams.deleteResource(became, call)
        return became
      },
    }),
  },
  {
    id: 'entra.user-delete-ignored',
    title: 'DELETE of a user is answered 204, and the user stays',
    consequence: 'Who was deleted in Entra keeps an account.',
    source: VALIDATED,
    violates: ['EN-00'],
    replace: (seams) => ({
      deleteResource: (stored, call) => {
        if (stored.type !== 'User') seams.deleteResource(stored, call)
      },
    }),
  },
  {
    id: 'entra.active-lower-case-text-refused',
    title: 'The text "false" for active is refused with 400, and "False" is taken',
    consequence: 'Who writes active by an expression of his own can disable nobody.',
    source: 'own',
    violates: ['EN-03'],
    replace: refusing(({ path, value }) => path === 'active' && value === 'false', 'active must be "False".'),
  },
  {
    id: 'entra.user-agent-demanded',
    title: 'A request without User-Agent is turned away with 403',
    consequence: 'Entra reports invalid credentials.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => ({
      authenticate: (call) => {
        seams.authenticate(call)
        if (!call.request.headers.has('User-Agent')) throw new ScimError(403, undefined, 'Forbidden.')
      },
    }),
  },
  {
    id: 'entra.unknown-user-500',
    title: 'GET of a user who is not there is answered 500',
    consequence:
      'Entra does not see that somebody was deleted behind its back, and never creates the account anew.',
    source: VALIDATED,
    violates: ['EN-00'],
    replace: (seams) => ({
      findResource: (type, id, call) => {
        try {
          return seams.findResource(type, id, call)
        } catch (error) {
          if (error instanceof ScimError && error.status === 404 && type.resourceType.name === 'User')
            throw new ScimError(500, undefined, 'Nothing was found.')
          throw error
        }
      },
    }),
  },
  {
    id: 'entra.last-modified-never-matches',
    title: 'A filter on meta.lastModified finds nobody',
    consequence: 'Who reads changes from this server never sees one.',
    source: issue('DEF-217', 'thomaspoignant/scim2-parse-filter#170'),
    violates: ['EN-00'],
    replace: (seams) => ({
      answerQuery: (query, types, call) => {
        const answer = seams.answerQuery(query, types, call)
        if (!isList(call, '/Users') || !/lastModified/i.test(call.url.searchParams.get('filter') ?? ''))
          return answer
        return isObject(answer.body)
          ? { ...answer, body: { ...answer.body, totalResults: 0, itemsPerPage: 0, Resources: [] } }
          : answer
      },
    }),
  },
  {
    id: 'entra.five-members-at-most',
    title: 'A PATCH that adds more than five members is refused with 400',
    consequence: 'Large groups never get their members.',
    source: 'DEF-253 https://docs.aws.amazon.com/singlesignon/latest/developerguide/patchgroup.html',
    violates: ['EN-00'],
    replace: refusing(
      ({ path, value }) => path === 'members' && isArray(value) && value.length > 5,
      'There are too many members.',
    ),
  },
  {
    id: 'entra.twenty-members-at-most',
    title: 'A PATCH that adds more than twenty members is refused with 400',
    consequence: 'Large groups never get their members.',
    source: 'DEF-253 https://docs.aws.amazon.com/singlesignon/latest/developerguide/patchgroup.html',
    violates: ['EN-00'],
    replace: refusing(
      ({ path, value }) => path === 'members' && isArray(value) && value.length > 20,
      'There are too many members.',
    ),
  },
  {
    id: 'entra.custom-extension-ignored',
    title: 'Changes of an extension other than the enterprise one are answered with success and ignored',
    consequence: 'Attributes of the vendor’s own never change, and the provisioning log says success.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const operations = patch.operations.flatMap((operation) => {
          if (operation.path !== undefined) return isCustom(operation.path) ? [] : [operation]
          if (!isObject(operation.value ?? null)) return [operation]
          const members = Object.entries(operation.value as JsonObject).filter(([name]) => !isCustom(name))
          return [{ ...operation, value: Object.fromEntries(members) }]
        })
        return seams.applyPatch(resource, { ...patch, operations }, type, call)
      },
    }),
  },
  {
    id: 'entra.leading-blank-refused',
    title: 'A text that begins with a blank is refused with 400',
    consequence: 'Where an expression joins an empty given name and a surname, the whole update is lost.',
    source: 'own',
    violates: ['EN-00'],
    replace: refusing(
      ({ value }) => typeof value === 'string' && value.startsWith(' '),
      'A text begins with a blank.',
    ),
  },
  {
    id: 'entra.primary-role-path-refused',
    title: 'A path with primary eq "True" is refused with noTarget',
    consequence: 'Who maps a role by SingleAppRoleAssignment gets no update through.',
    source: issue('DEF-213', 'pingidentity/scim2#239'),
    violates: ['EN-10'],
    replace: (seams) => ({
      readPatch: (body, call) => {
        if (rawOperations(body).some(({ path }) => /primary eq "true"/i.test(String(path))))
          throw new ScimError(400, 'noTarget', 'Nothing has primary "True".')
        return seams.readPatch(body, call)
      },
    }),
  },
  {
    id: 'entra.roles-without-primary-refused',
    title: 'A creation with roles of which none is primary is refused with 400',
    consequence: 'Who maps several roles gets no account made.',
    source: issue('DEF-096', 'buildbuddy-io/buildbuddy#10578'),
    violates: ['EN-10'],
    replace: (seams) => ({
      createResource: (body, type, reservedId, call) => {
        const roles = listAt(body, 'roles').filter(isObject)
        if (roles.length > 0 && roles.every(({ primary }) => primary !== true))
          throw new ScimError(400, 'invalidValue', 'One role must be primary.')
        return seams.createResource(body, type, reservedId, call)
      },
    }),
  },
  {
    id: 'entra.role-at-creation-refused',
    title: 'A creation with a role is refused with 400',
    consequence: 'Who maps a role gets no account made.',
    source: 'own',
    violates: ['EN-10'],
    replace: (seams) => ({
      createResource: (body, type, reservedId, call) => {
        if (listAt(body, 'roles').length > 0)
          throw new ScimError(400, 'invalidValue', 'Roles are not for you.')
        return seams.createResource(body, type, reservedId, call)
      },
    }),
  },
  {
    id: 'entra.roles-replace-ignored',
    title: 'A replace of all roles is answered with success and ignored',
    consequence: 'Who lost a role in Entra keeps it.',
    source: 'own',
    violates: ['EN-10'],
    replace: skipping(({ op, path }) => op === 'replace' && path === 'roles'),
  },
  {
    id: 'entra.fax-number-refused',
    title: 'A creation with a phone number of type fax is refused with 400',
    consequence: 'Everybody who has one gets no account made.',
    source: 'own',
    violates: ['EN-10'],
    replace: (seams) => ({
      createResource: (body, type, reservedId, call) => {
        if (listAt(body, 'phoneNumbers').some((one) => isObject(one) && one['type'] === 'fax'))
          throw new ScimError(400, 'invalidValue', 'There is no such type.')
        return seams.createResource(body, type, reservedId, call)
      },
    }),
  },
  {
    id: 'entra.unknown-schema-500',
    title: 'A creation that names a schema which is not known is answered 500',
    consequence: 'Entra tries again and again what will never work.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => ({
      checkSchemas: (body, type, call) => {
        try {
          seams.checkSchemas(body, type, call)
        } catch (error) {
          if (error instanceof ScimError) throw new ScimError(500, undefined, 'Something went wrong.')
          throw error
        }
      },
    }),
  },
])
