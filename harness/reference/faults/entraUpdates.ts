import { ScimError } from '../../scim/error.ts'
import { getMember, isArray, isObject } from '../../scim/json.ts'
import type { JsonObject, PatchOperation } from '../../scim/types.ts'
import type { Seams } from '../seams.ts'
import { rawOperations, refusing, skipping } from './entraTouch.ts'
import { faultsIn, issue, omit } from './touch.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const MANAGER = `${ENTERPRISE}:manager`

/** Changes the operations of a PATCH; those without path have their keys changed by `keys`. */
function rewriting(
  keys: (value: JsonObject) => JsonObject,
  paths: (operation: PatchOperation) => PatchOperation = (operation) => operation,
): (seams: Seams) => Partial<Seams> {
  return (seams) => ({
    applyPatch: (resource, patch, type, call) => {
      const operations = patch.operations.map((operation) =>
        operation.path === undefined && isObject(operation.value)
          ? { ...operation, value: keys(operation.value) }
          : paths(operation),
      )
      return seams.applyPatch(resource, { ...patch, operations }, type, call)
    },
  })
}

const without = (value: JsonObject, unwanted: (name: string) => boolean): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !unwanted(name)))

/** Whether a PATCH, as sent, is of the legacy dialect. */
const isLegacy = (body: JsonObject) => rawOperations(body).some(({ op }) => /^[A-Z]/.test(String(op)))

/** What Entra's updates of users run aground on. */
export const entraUpdateFaults = faultsIn('entra', [
  {
    id: 'entra.patch-refused',
    title: 'PATCH is answered with 501',
    consequence: 'No change in Entra ever arrives.',
    source: 'own',
    violates: ['X-13'],
    replace: () => ({
      patchResource: () => {
        throw new ScimError(501, undefined, 'PATCH is not supported.')
      },
    }),
  },
  {
    id: 'entra.pathless-refused',
    title: 'A PATCH operation without path is refused with 400',
    consequence: 'No update arrives with the flag in the Tenant URL.',
    source: issue('DEF-124', 'goauthentik/authentik#12321'),
    violates: ['EN-00'],
    replace: refusing(({ path }) => path === undefined, 'path is missing.'),
  },
  {
    id: 'entra.pathless-replaces-all',
    title: 'A replace without path takes its value for the whole resource',
    consequence: 'An update of one attribute clears all others.',
    source: issue('DEF-074', 'ssoready/ssoready#206'),
    violates: ['EN-00'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const whole = patch.operations.some(({ op, path }) => op === 'replace' && path === undefined)
        const kept = whole ? omit(resource, 'title', 'emails', 'externalId') : resource
        return seams.applyPatch(kept, patch, type, call)
      },
    }),
  },
  {
    id: 'entra.dotted-keys-refused',
    title: 'Dotted keys of a PATCH without path are refused with 400',
    consequence: 'No change of a name arrives with the flag in the Tenant URL.',
    source: issue('DEF-088', 'thomaspoignant/scim-patch#132'),
    violates: ['EN-00'],
    replace: refusing(
      ({ path, value }) =>
        path === undefined &&
        isObject(value ?? null) &&
        Object.keys(value as JsonObject).some((name) => !name.includes(':') && name.includes('.')),
      'There is no such attribute.',
    ),
  },
  {
    id: 'entra.urn-keys-ignored',
    title: 'Keys that are a URN with an attribute are ignored in a PATCH without path',
    consequence: 'Departments and employee numbers never change, and the provisioning log says success.',
    source: issue('DEF-091', 'thomaspoignant/scim-patch#20'),
    violates: ['EN-00'],
    replace: rewriting((value) => without(value, (name) => name.startsWith('urn:'))),
  },
  {
    id: 'entra.urn-path-refused',
    title: 'A path that begins with the URN of the enterprise schema is refused with 400',
    consequence: 'The whole update fails as soon as it holds a department or a manager.',
    source: issue('DEF-047', 'wso2/product-is#6015'),
    violates: ['EN-00'],
    replace: refusing(({ path }) => String(path).startsWith('urn:'), 'The path is not valid.'),
  },
  {
    id: 'entra.urn-path-ignored',
    title: 'A path that begins with the URN of the enterprise schema is answered with success and ignored',
    consequence: 'Departments never change, and the provisioning log says success.',
    source: issue('DEF-046', 'pingidentity/scim2#104'),
    violates: ['EN-00'],
    replace: skipping(({ path }) => path?.startsWith('urn:') ?? false),
  },
  {
    id: 'entra.sub-attribute-path-ignored',
    title: 'A path such as name.givenName is answered with success and ignored',
    consequence: 'Names never change, and the provisioning log says success.',
    source: 'own',
    violates: ['EN-00'],
    replace: skipping(({ path }) => path?.startsWith('name.') ?? false),
  },
  {
    id: 'entra.simple-replace-ignored',
    title: 'A PATCH of userName is answered with success and ignored',
    consequence: 'Who is renamed signs in under the old name.',
    source: 'own',
    violates: ['EN-00'],
    replace: skipping(({ path }) => path === 'userName'),
  },
  {
    id: 'entra.add-keeps-old-value',
    title: 'An add to an attribute that has a value leaves it as it was',
    consequence: 'A change that Entra writes as Add never arrives.',
    source: 'own',
    violates: ['EN-04'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const has = (path: string) => typeof getMember(resource, path) === 'string'
        const operations = patch.operations.map((operation) => {
          const { op, path, value } = operation
          if (op !== 'add') return operation
          if (path !== undefined)
            return has(path) ? { ...operation, path, value: resource[path] ?? '' } : operation
          return isObject(value ?? null)
            ? { ...operation, value: without(value as JsonObject, has) }
            : operation
        })
        return seams.applyPatch(resource, { ...patch, operations }, type, call)
      },
    }),
  },
  {
    id: 'entra.add-of-active-refused',
    title: 'An add to active, which has a value, is refused with 400',
    consequence: 'People who left stay active.',
    source: 'own',
    violates: ['EN-03', 'EN-04'],
    replace: refusing(
      ({ op, path }) => /^add$/i.test(String(op)) && path === 'active',
      'active has a value already.',
    ),
  },
  {
    id: 'entra.value-path-drops-others',
    title: 'A replace of emails[type eq "work"].value removes the other elements',
    consequence: 'Who changes the address at work loses the one at home.',
    source: issue('DEF-326', 'Captain-P-Goldfish/SCIM-SDK#668'),
    violates: ['EN-00'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const result = seams.applyPatch(resource, patch, type, call)
        const narrow = patch.operations.some(
          ({ op, path }) => op === 'replace' && path?.startsWith('emails['),
        )
        const emails = result['emails']
        return narrow && isArray(emails)
          ? { ...result, emails: emails.filter((one) => isObject(one) && one['type'] === 'work') }
          : result
      },
    }),
  },
  {
    id: 'entra.value-path-replace-ignored',
    title: 'A replace of emails[type eq "work"].value is answered with success and ignored',
    consequence: 'E-mail addresses never change, and the provisioning log says success.',
    source: issue('DEF-241', 'onyx-dot-app/onyx#14110'),
    violates: ['EN-00'],
    replace: skipping(({ op, path }) => op === 'replace' && (path?.startsWith('emails[') ?? false)),
  },
  {
    id: 'entra.only-first-operation',
    title: 'Only the first operation of a PATCH is carried out',
    consequence: 'Of several changes one arrives, and the provisioning log says success.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) =>
        seams.applyPatch(resource, { ...patch, operations: patch.operations.slice(0, 1) }, type, call),
    }),
  },
  {
    id: 'entra.envelope-order-matters',
    title: 'A PATCH in which Operations stands before schemas is refused with 400',
    consequence: 'Some updates fail, in a way that nobody can tell from the others.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => ({
      readPatch: (body, call) => {
        if (Object.keys(body)[0] === 'Operations')
          throw new ScimError(400, 'invalidSyntax', 'schemas must come first.')
        return seams.readPatch(body, call)
      },
    }),
  },
  {
    id: 'entra.manager-text-ignored',
    title: 'manager as a bare id is answered with success and ignored',
    consequence: 'No manager arrives, and the provisioning log says success.',
    source: 'own',
    violates: ['EN-00'],
    replace: skipping(({ path, value }) => path === MANAGER && typeof value === 'string'),
  },
  {
    id: 'entra.manager-legacy-refused',
    title: 'manager as a bare id is refused with 400 where the operation is spelt Add or Replace',
    consequence: 'No manager arrives without the flag, and the whole update fails.',
    source: issue('DEF-093', 'apache/directory-scimple#1242'),
    violates: ['EN-00'],
    replace: (seams) => ({
      readPatch: (body, call) => {
        if (isLegacy(body) && rawOperations(body).some(({ path }) => path === MANAGER))
          throw new ScimError(400, 'invalidValue', 'manager must be an object.')
        return seams.readPatch(body, call)
      },
    }),
  },
  {
    id: 'entra.manager-not-changed',
    title: 'A manager who is there is not replaced by another',
    consequence: 'After a move people report to their old manager.',
    source: 'own',
    violates: ['EN-04'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const extension = resource[ENTERPRISE]
        const has = isObject(extension ?? null) && (extension as JsonObject)['manager'] !== undefined
        const operations = patch.operations.filter(
          ({ path, value }) => !(has && path === MANAGER && value !== ''),
        )
        return seams.applyPatch(resource, { ...patch, operations }, type, call)
      },
    }),
  },
  {
    id: 'entra.manager-not-returned',
    title: 'manager is stored and not returned',
    consequence: 'Entra sends the manager again at every evaluation.',
    source: 'own',
    violates: ['EN-05'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const projected = seams.project(resource, selection, type, call)
        const extension = projected[ENTERPRISE]
        return isObject(extension ?? null)
          ? { ...projected, [ENTERPRISE]: omit(extension as JsonObject, 'manager') }
          : projected
      },
    }),
  },
  {
    id: 'entra.manager-clearing-fails',
    title: 'Clearing the manager with an empty string is answered with 500',
    consequence: 'Who has no manager any more can not be updated.',
    source: issue('DEF-325', 'Captain-P-Goldfish/SCIM-SDK#652'),
    violates: ['EN-00'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        if (patch.operations.some(({ path, value }) => path === MANAGER && value === ''))
          throw new TypeError('value is null')
        return seams.applyPatch(resource, patch, type, call)
      },
    }),
  },
])
