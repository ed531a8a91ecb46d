import { ScimError } from '../../scim/error.ts'
import { getMember, isArray, isObject } from '../../scim/json.ts'
import type { PatchOperation } from '../../scim/types.ts'
import { refusing, skipping } from './entraTouch.ts'
import { faultsIn, issue } from './touch.ts'

/** What the mapping beyond names, and haste, run aground on. */
export const entraMappingFaults = faultsIn('entra', [
  {
    id: 'entra.address-parts-overwrite',
    title: 'Of several parts of an address that is not there yet only the last one stays',
    consequence: 'Addresses are torn.',
    source: issue('DEF-054', 'thomaspoignant/scim-patch#176'),
    violates: ['EN-02'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const parts = patch.operations.filter(({ path }) => path?.startsWith('addresses['))
        const last = parts.at(-1)
        const operations = patch.operations.filter(
          (operation: PatchOperation) => !parts.includes(operation) || operation === last,
        )
        return seams.applyPatch(resource, { ...patch, operations }, type, call)
      },
    }),
  },
  {
    id: 'entra.phone-add-refused',
    title: 'An add of phoneNumbers[type eq "mobile"].value is refused with 400',
    consequence: 'The whole update fails, and the user goes to escrow.',
    source: issue('DEF-211', 'thomaspoignant/scim-patch#42'),
    violates: ['EN-02'],
    replace: refusing(
      ({ path }) => String(path).startsWith('phoneNumbers['),
      'phoneNumbers is a mono valued attribute.',
    ),
  },
  {
    id: 'entra.work-email-filter-refused',
    title: 'The filter emails[type eq "work"].value eq "…" is refused with 400',
    consequence: 'The address can not be the matching attribute.',
    source: issue('DEF-174', 'FusionAuth/fusionauth-issues#2456'),
    violates: ['F-07'],
    replace: (seams) => ({
      parseFilter: (text, types, call) => {
        if (text.startsWith('emails['))
          throw new ScimError(400, 'invalidFilter', 'Brackets are not understood.')
        return seams.parseFilter(text, types, call)
      },
    }),
  },
  {
    id: 'entra.nick-name-ignored',
    title: 'An add of an attribute that has no value yet is answered with success and ignored',
    consequence: 'What is filled in for the first time never arrives.',
    source: 'own',
    violates: ['EN-04'],
    replace: skipping(({ op, path }) => op === 'add' && path === 'nickName'),
  },
  {
    id: 'entra.many-operations-refused',
    title: 'A PATCH of more than nine operations is refused with 413',
    consequence: 'Who changes much at once is never updated.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => ({
      readPatch: (body, call) => {
        const read = seams.readPatch(body, call)
        if (read.operations.length > 9) throw new ScimError(413, undefined, 'Too many operations.')
        return read
      },
    }),
  },
  {
    id: 'entra.path-and-pathless-mixed',
    title: 'An operation without path is ignored when one with a path stands beside it',
    consequence: 'Part of an update is lost, and the provisioning log says success.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const pathed = patch.operations.filter(({ path }) => path !== undefined)
        const operations = pathed.length === 0 ? patch.operations : pathed
        return seams.applyPatch(resource, { ...patch, operations }, type, call)
      },
    }),
  },
  {
    id: 'entra.empty-text-refused',
    title: 'An empty text in a PATCH is refused with 400',
    consequence: 'Where an expression of the mapping comes to nothing, the whole update fails.',
    source: issue('DEF-210', 'simpleidserver/SimpleIdServer#295'),
    violates: ['EN-00'],
    replace: refusing(
      ({ path, value }) => value === '' && path !== undefined && !String(path).endsWith(':manager'),
      'The value is empty.',
    ),
  },
  {
    id: 'entra.empty-text-ignored',
    title: 'An empty text for title is answered with success and ignored',
    consequence: 'The old value stays, and is sent again at every evaluation.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const result = seams.applyPatch(resource, patch, type, call)
        const { title } = resource
        const cleared = result['title'] === undefined || result['title'] === ''
        return cleared && title !== undefined ? { ...result, title } : result
      },
    }),
  },
  {
    id: 'entra.roles-refused',
    title: 'A create with roles is refused with 400',
    consequence: 'Nobody who has a role can be made.',
    source: issue('DEF-096', 'buildbuddy-io/buildbuddy#10578'),
    violates: ['EN-10'],
    replace: (seams) => ({
      createResource: (body, type, reservedId, call) => {
        const roles = getMember(body, 'roles')
        if (isArray(roles) && roles.length > 0)
          throw new ScimError(400, 'invalidValue', 'There is no such role.')
        return seams.createResource(body, type, reservedId, call)
      },
    }),
  },
  {
    id: 'entra.roles-as-text-500',
    title: 'A PATCH of roles whose values are texts with JSON is answered with 500',
    consequence: 'Nobody gets a role, and the whole update fails.',
    source: issue('DEF-095', 'apache/directory-scimple#693'),
    violates: ['EN-10'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        if (patch.operations.some(({ path }) => path === 'roles')) throw new TypeError('no role object')
        return seams.applyPatch(resource, patch, type, call)
      },
    }),
  },
  {
    id: 'entra.address-refused',
    title: 'A create with an address is refused with 400',
    consequence: 'Nobody who has an address can be made.',
    source: issue('DEF-097', 'simpleidserver/SimpleIdServer#733'),
    violates: ['EN-10'],
    replace: (seams) => ({
      createResource: (body, type, reservedId, call) => {
        const addresses = getMember(body, 'addresses')
        if (isArray(addresses) && addresses.some((one) => isObject(one) && one['formatted'] !== undefined))
          throw new ScimError(400, 'invalidValue', 'formatted is unknown.')
        return seams.createResource(body, type, reservedId, call)
      },
    }),
  },
  {
    id: 'entra.active-among-others-ignored',
    title: 'active is ignored when other attributes change with it',
    consequence: 'Who leaves and is renamed in one cycle stays active.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const skipped = patch.operations.length > 1 ? skipping(({ path }) => path === 'active')(seams) : seams
        return (skipped.applyPatch ?? seams.applyPatch)(resource, patch, type, call)
      },
    }),
  },
  {
    id: 'entra.haste-loses-users',
    title: 'Of users who are made in quick succession every third is answered with 201 and not stored',
    consequence: 'Some people never get an account, and the provisioning log says success.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => {
      let made = 0
      return {
        answerCreated: (stored, selection, call) => {
          made += 1
          const answer = seams.answerCreated(stored, selection, call)
          if (stored.type === 'User' && made % 3 === 0) seams.deleteResource(stored, call)
          return answer
        },
      }
    },
  },
  {
    id: 'entra.parallel-members-lost',
    title: 'Changes of one group that arrive together overwrite each other',
    consequence: 'People who joined a group do not get it.',
    source: issue('DEF-185', 'fleetdm/fleet#50724'),
    violates: ['EN-00'],
    replace: (seams) => {
      const last = new Map<string, number>()
      return {
        patchResource: (stored, patch, type, call) => {
          const adds = type.resourceType.name === 'Group' && patch.operations.every(({ op }) => op === 'add')
          const count = (last.get(stored.id) ?? 0) + 1
          last.set(stored.id, count)
          return adds && count === 2 ? stored : seams.patchResource(stored, patch, type, call)
        },
      }
    },
  },
])
