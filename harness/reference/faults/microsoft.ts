import { ScimError } from '../../scim/error.ts'
import { getMember, isArray, isObject } from '../../scim/json.ts'
import type { JsonObject } from '../../scim/types.ts'
import { rawOperations, refusing, skipping } from './entraTouch.ts'
import { edit, faultsIn, issue, omit } from './touch.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** Where a server’s runs of the SCIM Validator are told. */
const runs = (file: string) => `https://github.com/pranems/SCIMServer/blob/1ab5aa1f/docs/archive/${file}`
const FIRST_RUNS = runs('SCIM_VALIDATION_GAP_ANALYSIS.md')
const FALSE_PASSES = runs('SCIM_VALIDATOR_FALSE_POSITIVES_REPORT.md')

/** Whether a body has a role whose primary is a text. */
function hasTextForPrimary(body: JsonObject): boolean {
  const roles = getMember(body, 'roles')
  return isArray(roles) && roles.some((role) => isObject(role) && typeof role['primary'] === 'string')
}

/** Behaviours on which the SCIM Validator fails a server, or which it overlooks. */
export const microsoftFaults = faultsIn('microsoft', [
  {
    id: 'microsoft.role-primary-text-refused',
    title: 'A create whose roles have the text "True" for primary is refused with 400',
    consequence: 'The SCIM Validator fails nearly every test, since each begins with that user.',
    source: runs('SCIM_VALIDATOR_RESULTS_26_ANALYSIS.md'),
    violates: ['MS-00'],
    replace: (seams) => ({
      createResource: (body, type, reservedId, call) => {
        if (hasTextForPrimary(body)) throw new ScimError(400, 'invalidValue', 'primary must be a boolean.')
        return seams.createResource(body, type, reservedId, call)
      },
    }),
  },
  {
    id: 'microsoft.role-primary-text-kept',
    title: 'primary of a role is given back as the text "True"',
    consequence: 'The SCIM Validator can not read the user.',
    source: FIRST_RUNS,
    violates: ['MS-00', 'RFC7643-2.3.2-01'],
    replace: (seams) => ({
      project: (resource, selection, type, call) =>
        edit(seams.project(resource, selection, type, call), 'roles', (roles) =>
          isArray(roles)
            ? roles.map((role) =>
                isObject(role) && role['primary'] === true ? { ...role, primary: 'True' } : role,
              )
            : roles,
        ),
    }),
  },
  {
    id: 'microsoft.role-path-with-text-refused',
    title: 'A value path that compares primary with the text "True" is refused with noTarget',
    consequence: 'Roles can not be changed; the whole PATCH fails.',
    source: issue('DEF-213', 'apache/directory-scimple#1213'),
    violates: ['MS-00', 'EN-02'],
    replace: refusing(
      ({ path }) => /^roles\[primary eq "true"\]/i.test(String(path)),
      'No role matches the filter.',
    ),
  },
  {
    id: 'microsoft.user-name-pathless-ignored',
    title: 'userName in a replace without a path is answered with success and ignored',
    consequence: 'Who is renamed keeps the old name, and Entra looks for the new one in vain.',
    source: FIRST_RUNS,
    violates: ['MS-00', 'EN-00'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const operations = patch.operations.map((operation) =>
          operation.path === undefined && isObject(operation.value ?? null)
            ? { ...operation, value: omit(operation.value as JsonObject, 'userName') }
            : operation,
        )
        return seams.applyPatch(resource, { ...patch, operations }, type, call)
      },
    }),
  },
  {
    id: 'microsoft.manager-left-empty',
    title: 'A manager who was taken away is shown with an empty value',
    consequence: 'Whoever reads the user sees a manager without an id.',
    source: FALSE_PASSES,
    violates: ['MS-00'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const projected = seams.project(resource, selection, type, call)
        const extension = projected[ENTERPRISE]
        if (!isObject(extension) || extension['manager'] !== undefined) return projected
        return { ...projected, [ENTERPRISE]: { ...extension, manager: { value: '' } } }
      },
    }),
  },
  {
    id: 'microsoft.second-group-made',
    title: 'A second group of one displayName is made',
    consequence: 'The SCIM Validator fails a test; nobody else minds.',
    source: FIRST_RUNS,
    violates: ['MS-00'],
    replace: (seams) => ({
      checkUniqueness: (attributes, type, ownId, call) => {
        if (type.resourceType.name !== 'Group') seams.checkUniqueness(attributes, type, ownId, call)
      },
    }),
  },
  {
    id: 'microsoft.group-patch-without-body',
    title: 'A PATCH of a group is answered 200 without a body',
    consequence: 'Clients that read the answer break; the SCIM Validator does not look.',
    source: FALSE_PASSES,
    violates: ['MS-00', 'M-17'],
    replace: (seams) => ({
      answerPatched: (stored, selection, call) => {
        const answer = seams.answerPatched(stored, selection, call)
        if (stored.type !== 'Group') return answer
        const { body: _, ...rest } = answer
        return rest
      },
    }),
  },
  {
    id: 'microsoft.members-replace-refused',
    title: 'A replace of members as a whole is refused with 400',
    consequence: 'The SCIM Validator can put nobody into a group.',
    source: 'own',
    violates: ['MS-00'],
    replace: refusing(
      ({ op, path }) => op === 'replace' && path === 'members',
      'members can only be added and removed.',
    ),
  },
  {
    id: 'microsoft.add-without-path-ignored',
    title: 'An add without a path is answered with success and ignored',
    consequence: 'What is filled in for the first time never arrives.',
    source: 'own',
    violates: ['MS-00', 'EN-00'],
    replace: skipping(({ op, path }) => op === 'add' && path === undefined),
  },
  {
    id: 'microsoft.published-attribute-dropped',
    title: 'nickName is published, taken and never stored',
    consequence: 'Entra adds the value again at every evaluation.',
    source: 'own',
    violates: ['MS-00', 'EN-05', 'RFC7644-3.5.1-04'],
    replace: (seams) => ({
      commit: (stored, attributes, call) => seams.commit(stored, omit(attributes, 'nickName'), call),
      createResource: (body, type, reservedId, call) =>
        seams.createResource(omit(body, 'nickName'), type, reservedId, call),
    }),
  },
  {
    id: 'microsoft.same-attribute-twice-refused',
    title: 'A PATCH that names one attribute in several operations is refused with 400',
    consequence: 'The SCIM Validator fails preview tests.',
    source: 'own',
    violates: ['MS-00'],
    replace: (seams) => ({
      readPatch: (body, call) => {
        const paths = rawOperations(body).map(({ path }) => String(path ?? '').replace(/\[.*$/, ''))
        const twice = paths.some((path, at) => path !== '' && paths.indexOf(path) !== at)
        if (twice && paths.length < 4)
          throw new ScimError(400, 'invalidValue', 'One attribute, one operation.')
        return seams.readPatch(body, call)
      },
    }),
  },
])
