import { ScimError } from '../../scim/error.ts'
import { getMember, isObject } from '../../scim/json.ts'
import type { JsonObject, PatchOperation } from '../../scim/types.ts'
import { isText, rawOperations, refusing, skipping } from './entraTouch.ts'
import { faultsIn, issue } from './touch.ts'

function isCapitalised({ op }: JsonObject): boolean {
  return typeof op === 'string' && /^[A-Z]/.test(op)
}

export const entraFaults = faultsIn('entra', [
  {
    id: 'entra.remove-with-value-empties',
    title: 'A remove of members with a value array removes every member',
    consequence: 'When one person leaves a group, the group is empty.',
    source: issue('DEF-001', 'apache/directory-scimple#436'),
    violates: ['EN-01'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const operations = patch.operations.map((operation): PatchOperation => {
          const { value: _value, ...rest } = operation
          return operation.op === 'remove' ? rest : operation
        })
        return seams.applyPatch(resource, { ...patch, operations }, type, call)
      },
    }),
  },
  {
    id: 'entra.remove-with-value-refused',
    title: 'A remove that carries a value is refused with 400',
    consequence: 'People who left a group keep its rights.',
    source: issue('DEF-002', 'Captain-P-Goldfish/SCIM-SDK#149'),
    violates: ['EN-01'],
    replace: refusing(
      ({ op, value }) => String(op).toLowerCase() === 'remove' && value !== undefined,
      'A remove has no value.',
    ),
  },
  {
    id: 'entra.remove-with-value-ignored',
    title: 'A remove that carries a value is answered with success and ignored',
    consequence: 'People who left a group keep its rights.',
    source: 'own',
    violates: ['EN-01'],
    replace: skipping(({ op, value }) => op === 'remove' && value !== undefined),
  },
  {
    id: 'entra.capitalised-op-refused',
    title: 'Add, Replace and Remove with a capital are refused with 400',
    consequence: 'No update arrives.',
    source: issue('DEF-080', 'thomaspoignant/scim-patch#6'),
    violates: ['M-15', 'EN-00'],
    replace: refusing(isCapitalised, 'op must be add, remove or replace.'),
  },
  {
    id: 'entra.capitalised-op-ignored',
    title: 'Operations with a capital are answered with success and ignored',
    consequence: 'No update arrives, and the provisioning log says success.',
    source: issue('DEF-081', 'ory/polis#4070'),
    violates: ['M-15', 'EN-00'],
    replace: (seams) => ({
      readPatch: (body, call) => {
        const read = seams.readPatch(body, call)
        const raw = rawOperations(body)
        return { ...read, operations: read.operations.filter((_, index) => !isCapitalised(raw[index] ?? {})) }
      },
    }),
  },
  {
    id: 'entra.active-text-refused',
    title: 'active as the string "False" in a PATCH is refused with 400',
    consequence: 'People who left stay active.',
    source: issue('DEF-300', 'rancher/rancher#52996'),
    violates: ['EN-03'],
    replace: refusing(({ path, value }) => path === 'active' && isText(value), 'active must be a boolean.'),
  },
  {
    id: 'entra.active-text-is-true',
    title: 'active as the string "False" becomes true',
    consequence: 'People who left stay active.',
    source: issue('DEF-245', 'ssoready/ssoready#155'),
    violates: ['EN-03'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const operations = patch.operations.map((operation) =>
          operation.path === 'active' && isText(operation.value) ? { ...operation, value: true } : operation,
        )
        return seams.applyPatch(resource, { ...patch, operations }, type, call)
      },
    }),
  },
  {
    id: 'entra.create-active-text-refused',
    title: 'A create with active as the string "True" is refused with 400',
    consequence: 'No user can be made.',
    source: issue('DEF-007', 'AzureAD/SCIMReferenceCode#21'),
    violates: ['EN-03'],
    replace: (seams) => ({
      createResource: (body, type, reservedId, call) => {
        if (isText(getMember(body, 'active')))
          throw new ScimError(400, 'invalidValue', 'active must be a boolean.')
        return seams.createResource(body, type, reservedId, call)
      },
    }),
  },
  {
    id: 'entra.add-to-missing-element-refused',
    title: 'An add to a value path that matches no element is refused with 400 noTarget',
    consequence: 'The whole update fails, and the user goes to escrow.',
    source: issue('DEF-054', 'thomaspoignant/scim-patch#176'),
    violates: ['EN-02'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        for (const { op, path } of patch.operations) {
          const [, name, filter] = /^(\w+)\[(.+)\]/.exec(path ?? '') ?? []
          if (op !== 'add' || name === undefined || filter === undefined) continue
          const probe: PatchOperation = { op: 'replace', path: `${name}[${filter}]`, value: {} }
          seams.applyPatch(resource, { operations: [probe], dialect: 'rfc' }, type, call)
        }
        return seams.applyPatch(resource, patch, type, call)
      },
    }),
  },
  {
    id: 'entra.add-to-missing-element-ignored',
    title: 'An add to a value path that matches no element is answered with success and ignored',
    consequence: 'The e-mail address never arrives, and the provisioning log says success.',
    source: 'own',
    violates: ['EN-02'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const operations = patch.operations.filter(({ op, path }) => {
          const [, name] = /^(\w+)\[/.exec(path ?? '') ?? []
          return op !== 'add' || name === undefined || resource[name] !== undefined
        })
        return seams.applyPatch(resource, { ...patch, operations }, type, call)
      },
    }),
  },
  {
    id: 'entra.value-path-refused',
    title: 'A value path such as emails[type eq "work"].value is refused with 400',
    consequence: 'No address, phone number or e-mail arrives.',
    source: issue('DEF-279', 'Metatavu/keycloak-scim-server#40'),
    violates: ['RFC7644-3.5.2-10', 'RFC7644-3.5.2.3-09', 'EN-02'],
    replace: refusing(({ path }) => String(path).includes('['), 'Brackets are not understood.'),
  },
  {
    id: 'entra.dotted-keys-ignored',
    title: 'Dotted keys of a PATCH without path ("name.givenName") are answered with success and ignored',
    consequence: 'Names never change, and the provisioning log says success.',
    source: issue('DEF-087', 'pond/scimitar#123'),
    violates: ['M-19', 'EN-00'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const operations = patch.operations.map((operation) => {
          const { path, value } = operation
          if (path !== undefined || !isObject(value)) return operation
          const plain = Object.entries(value).filter(([name]) => name.includes(':') || !name.includes('.'))
          return { ...operation, value: Object.fromEntries(plain) }
        })
        return seams.applyPatch(resource, { ...patch, operations }, type, call)
      },
    }),
  },
  {
    id: 'entra.manager-text-refused',
    title: 'manager as a bare id is refused with 400',
    consequence: 'No manager arrives, and the whole update fails.',
    source: issue('DEF-093', 'Captain-P-Goldfish/SCIM-SDK#541'),
    violates: ['EN-00', 'EN-10'],
    replace: refusing(
      ({ path, value }) => String(path).endsWith(':manager') && typeof value === 'string',
      'manager must be an object.',
    ),
  },
  {
    id: 'entra.deactivated-hidden',
    title: 'A user whose active is false can not be found any more',
    consequence: 'The user who comes back can not be activated, nor made again.',
    source: issue('DEF-100', 'fleetdm/fleet#52602'),
    violates: ['EN-06'],
    replace: (seams) => ({
      findResource: (type, id, call) => {
        const stored = seams.findResource(type, id, call)
        if (stored.attributes['active'] === false) throw new ScimError(404, undefined, 'No such user.')
        return stored
      },
      candidates: (types, call) =>
        seams.candidates(types, call).filter(({ attributes }) => attributes['active'] !== false),
    }),
  },
  {
    id: 'entra.groups-missing',
    title: '/Groups does not exist',
    consequence: 'The provisioning job goes into quarantine although users work.',
    source: issue('DEF-135', 'grokability/snipe-it#11913'),
    violates: ['RFC7644-3.2-01', 'EN-08'],
    replace: (seams) => ({
      authenticate: (call) => {
        seams.authenticate(call)
        if (call.url.pathname.includes('/Groups')) throw seams.unknownRoute(call)
      },
    }),
  },
])
