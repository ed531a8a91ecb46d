import { ScimError } from '../../scim/error.ts'
import { getMember } from '../../scim/json.ts'
import type { Seams } from '../seams.ts'
import type { Tenant } from '../state.ts'
import { rawOperations, refusing } from './entraTouch.ts'
import { faultsIn } from './touch.ts'

const TEMPLATE =
  'https://github.com/himanshusainig/SCIMReferenceCode/tree/b60c2290/Microsoft.SCIM.LogicAppValidationTemplate/StandardLogicApp'
const REQUIREMENTS =
  'DEF-260 https://learn.microsoft.com/entra/identity/enterprise-apps/app-gallery-user-provisioning-requirements'

/** Requests that a tenant may send within a second when the rate is limited. */
const ALLOWED = 20

/** Turns requests away when a tenant sends too many within a second. */
function limiting(seams: Seams): Partial<Seams> {
  const sent = new WeakMap<Tenant, number[]>()
  return {
    authenticate: (call) => {
      seams.authenticate(call)
      const now = call.server.clock().getTime()
      const recent = (sent.get(call.tenant) ?? []).filter((time) => now - time < 1000)
      if (recent.length >= ALLOWED) throw new ScimError(429, undefined, 'Too many requests.')
      sent.set(call.tenant, [...recent, now])
    },
    renderError: (error, call) => {
      const answer = seams.renderError(error, call)
      return error.status === 429 ? { ...answer, headers: { ...answer.headers, 'retry-after': '1' } } : answer
    },
  }
}

/** Behaviours on which the SCIM validation Logic App fails a server, and what breaks a declaration to the App Gallery. */
export const microsoftGalleryFaults = faultsIn('microsoft', [
  {
    id: 'microsoft.null-refused',
    title: 'A replace by null is refused with 400',
    consequence: 'The Logic App’s test of empty values fails.',
    source: TEMPLATE,
    violates: ['MS-00'],
    replace: refusing(({ value }) => value === null, 'A value is required.'),
  },
  {
    id: 'microsoft.country-checked',
    title: 'A country that is no code of two letters is refused with 400',
    consequence: 'The Logic App, which writes upd-… into every text, fails; so does the SCIM Validator.',
    source: TEMPLATE,
    violates: ['MS-00'],
    replace: refusing(
      ({ path, value }) => /\.country$/.test(String(path)) && !/^([A-Z]{2}|)$/.test(String(value ?? '')),
      'country must be a code of two letters.',
    ),
  },
  {
    id: 'microsoft.deleted-group-name-blocked',
    title: 'The displayName of a deleted group can not be given again: 409',
    consequence: 'A group that comes back can not be made.',
    source: 'own',
    violates: ['MS-00'],
    replace: (seams) => {
      const gone = new Set<string>()
      return {
        deleteResource: (stored, call) => {
          const { displayName } = stored.attributes
          if (stored.type === 'Group' && typeof displayName === 'string') gone.add(displayName)
          seams.deleteResource(stored, call)
        },
        createResource: (body, type, reservedId, call) => {
          const displayName = getMember(body, 'displayName')
          if (typeof displayName === 'string' && gone.has(displayName))
            throw new ScimError(409, 'uniqueness', 'The name was given before.')
          return seams.createResource(body, type, reservedId, call)
        },
      }
    },
  },
  {
    id: 'microsoft.rate-limited',
    title: `More than ${ALLOWED} requests in a second are answered 429 with Retry-After`,
    consequence: 'Provisioning is late in each cycle.',
    source: REQUIREMENTS,
    violates: ['X-11'],
    replace: limiting,
  },
  {
    id: 'microsoft.schemas-empty',
    title: '/Schemas is a list that holds nothing',
    consequence: 'Entra, the SCIM Validator and the Logic App discover nothing.',
    source: 'own',
    violates: ['MS-00'],
    replace: () => ({ schemaDocuments: () => [] }),
  },
  {
    id: 'microsoft.users-stay',
    title: 'A user can be neither deactivated nor deleted',
    consequence: 'Who left keeps access.',
    source: REQUIREMENTS,
    violates: ['MS-00'],
    replace: (seams) => ({
      deleteResource: (stored, call) => {
        if (stored.type === 'User') throw new ScimError(403, undefined, 'Users stay.')
        seams.deleteResource(stored, call)
      },
      readPatch: (body, call) => {
        if (rawOperations(body).some(({ path }) => path === 'active'))
          throw new ScimError(400, 'mutability', 'Users stay active.')
        return seams.readPatch(body, call)
      },
    }),
  },
])
