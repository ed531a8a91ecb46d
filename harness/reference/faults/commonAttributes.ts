import { ScimError } from '../../scim/error.ts'
import { foldCase, getMember, isArray, isObject } from '../../scim/json.ts'
import type { Json, JsonObject } from '../../scim/types.ts'
import type { Fault } from '../fault.ts'
import type { StoredResource } from '../state.ts'
import { edit, faultsIn, omit, withBody } from './touch.ts'

const isExtension = (name: string) => name.includes(':')

/** Bodies of which some members are not taken. */
const forgetting = (...names: readonly string[]): Fault['replace'] => {
  const forgotten = names.map(foldCase)
  return (seams) => ({
    readResource: (body, type, call) =>
      Object.fromEntries(
        Object.entries(seams.readResource(body, type, call)).filter(
          ([name]) => !forgotten.includes(foldCase(name)),
        ),
      ),
  })
}

/** What is wrong with the common attributes, with schemas and with what is stored (RFC 7643 §3, §4). */
export const commonAttributeFaults = faultsIn('create', [
  {
    id: 'create.schemas-optional',
    title: 'A body without schemas is accepted',
    consequence: 'Mistakes of a client stay unseen.',
    source: 'own',
    violates: ['RFC7643-3-02'],
    replace: () => ({ checkSchemas: () => undefined }),
  },
  {
    id: 'create.extension-must-come-last',
    title: 'An extension that schemas names first is not taken',
    consequence: 'Department and manager are lost.',
    source: 'own',
    violates: ['RFC7643-3-07'],
    replace: (seams) => ({
      readResource: (body, type, call) => {
        const read = seams.readResource(body, type, call)
        const schemas = getMember(body, 'schemas')
        if (!isArray(schemas) || schemas[0] === type.core.id) return read
        return Object.fromEntries(Object.entries(read).filter(([name]) => !isExtension(name)))
      },
    }),
  },
  {
    id: 'create.extension-beside-the-core',
    title: 'Attributes of extensions are returned beside the core attributes',
    consequence: 'Clients look for them in vain where they belong.',
    source: 'own',
    violates: ['RFC7643-3-10', 'RFC7643-3.3-06'],
    replace: (seams) => ({
      project: (resource, selection, type, call) =>
        Object.fromEntries(
          Object.entries(seams.project(resource, selection, type, call)).flatMap(([name, value]) =>
            isExtension(name) && isObject(value) ? Object.entries(value) : [[name, value] as const],
          ),
        ),
    }),
  },
  {
    id: 'create.core-in-a-container',
    title: 'Core attributes are returned in an object under the core URI',
    consequence: 'Clients find no userName.',
    source: 'own',
    violates: ['RFC7643-3-09'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const { schemas, id, meta, ...rest } = seams.project(resource, selection, type, call)
        return { schemas: schemas ?? [], id: id ?? '', meta: meta ?? {}, [type.core.id]: rest }
      },
    }),
  },
  {
    id: 'create.base-schema-unnamed',
    title: 'schemas names a schema of SCIM 1.1 instead of the base schema',
    consequence: 'Clients take the resource for something else.',
    source: 'own',
    violates: ['RFC7643-3.3-03', 'RFC7643-4.1-01', 'RFC7643-4.2-01'],
    replace: () => ({ schemasOf: () => ['urn:scim:schemas:core:1.0'] }),
  },
  {
    id: 'create.extension-hides-the-core',
    title: 'With an extension in use, displayName is not stored',
    consequence: 'Users of the enterprise extension have no name.',
    source: 'own',
    violates: ['RFC7643-3.3-01'],
    replace: (seams) => ({
      readResource: (body, type, call) => {
        const read = seams.readResource(body, type, call)
        return Object.keys(read).some(isExtension) ? omit(read, 'displayName') : read
      },
    }),
  },
  {
    id: 'create.no-meta-of-other-types',
    title: 'Resources that are neither user nor group have no meta',
    consequence: 'Clients can not tell when they changed.',
    source: 'own',
    violates: ['RFC7643-3.1-01', 'RFC7643-3-08'],
    replace: (seams) => ({
      project: (resource, selection, type, call) => {
        const shown = seams.project(resource, selection, type, call)
        return ['User', 'Group'].includes(type.resourceType.name) ? shown : omit(shown, 'meta')
      },
    }),
  },
  {
    id: 'create.one-id-for-all',
    title: 'The answer to each creation has the same id',
    consequence: 'The client writes to somebody else.',
    source: 'own',
    violates: ['RFC7643-3.1-06'],
    replace: (seams) => ({
      answerCreated: (stored, selection, call) =>
        withBody(seams.answerCreated(stored, selection, call), (body) => ({ ...body, id: '1' })),
    }),
  },
  {
    id: 'create.external-id-made-up',
    title: 'A resource without an externalId gets one from the server',
    consequence: 'The client takes the resource for one of its own.',
    source: 'own',
    violates: ['RFC7643-3.1-12'],
    replace: (seams) => ({
      readResource: (body, type, call) => {
        const read = seams.readResource(body, type, call)
        return read['externalId'] === undefined ? { ...read, externalId: 'made-up' } : read
      },
    }),
  },
  {
    id: 'create.external-id-lower-case',
    title: 'externalId is stored in lower case',
    consequence: 'Clients do not recognise their own identifiers.',
    source: 'own',
    violates: ['RFC7643-7-22', 'RFC7643-3.1-15'],
    replace: (seams) => ({
      readResource: (body, type, call) =>
        edit(seams.readResource(body, type, call), 'externalId', (id) => String(id).toLowerCase()),
    }),
  },
  {
    id: 'create.meta-refused',
    title: 'A body with meta is refused',
    consequence: 'Clients that send back what they read can write nothing.',
    source: 'own',
    violates: ['RFC7643-3.1-17'],
    replace: (seams) => ({
      readResource: (body, type, call) => {
        if (getMember(body, 'meta') !== undefined) throw new ScimError(400, 'mutability', 'meta is readOnly.')
        return seams.readResource(body, type, call)
      },
    }),
  },
  {
    id: 'create.version-unshown',
    title: 'Versions are kept, and meta has no version',
    consequence: 'Clients can not guard a change by what a list showed.',
    source: 'own',
    violates: ['RFC7643-3.1-24'],
    replace: (seams) => ({ assignMeta: (stored, call) => omit(seams.assignMeta(stored, call), 'version') }),
  },
  {
    id: 'create.location-is-a-name',
    title: 'meta.location is a URN',
    consequence: 'Clients can not follow it.',
    source: 'own',
    violates: ['RFC7643-2.3.7-06', 'RFC7643-3.1-22'],
    replace: (seams) => ({
      assignMeta: (stored, call) => ({
        ...seams.assignMeta(stored, call),
        location: `urn:scim:${stored.id}`,
      }),
    }),
  },
  {
    id: 'create.rare-attributes-dropped',
    title: 'nickName, title, userType, profileUrl, language, locale and time zone are not stored',
    consequence: 'The client writes them again in each cycle.',
    source: 'own',
    violates: [...['11', '13', '14', '15', '16', '17', '19'].map((number) => `RFC7643-4.1.1-${number}`)],
    replace: forgetting(
      'nickName',
      'title',
      'userType',
      'profileUrl',
      'preferredLanguage',
      'locale',
      'timezone',
    ),
  },
  {
    id: 'create.rare-lists-dropped',
    title: 'Phone numbers, messengers, entitlements and roles are not stored',
    consequence: 'The client writes them again in each cycle.',
    source: 'own',
    violates: ['RFC7643-4.1.2-06', 'RFC7643-4.1.2-09', 'RFC7643-4.1.2-24', 'RFC7643-4.1.2-25'],
    replace: forgetting('phoneNumbers', 'ims', 'entitlements', 'roles'),
  },
  {
    id: 'create.display-name-unique',
    title: 'A displayName that another user has is refused with 409',
    consequence: 'Of two people of one name only one can be provisioned.',
    source: 'own',
    violates: ['RFC7643-7-41'],
    replace: (seams) => ({
      checkUniqueness: (attributes, type, ownId, call) => {
        seams.checkUniqueness(attributes, type, ownId, call)
        const name = attributes['displayName']
        for (const other of call.tenant.resources.values())
          if (name !== undefined && other.id !== ownId && other.attributes['displayName'] === name)
            throw new ScimError(409, 'uniqueness', 'displayName is taken.')
      },
    }),
  },
  {
    id: 'create.other-values-not-unique',
    title: 'Only userName is kept unique, though schemas call other attributes unique too',
    consequence: 'Two things have the same number.',
    source: 'own',
    violates: ['RFC7643-7-42', 'RFC7643-7-44'],
    replace: (seams) => ({
      checkUniqueness: (attributes, type, ownId, call) => {
        if (type.resourceType.name === 'User') seams.checkUniqueness(attributes, type, ownId, call)
      },
    }),
  },
  {
    id: 'create.groups-written-at-the-user',
    title: 'groups in the body of a user makes a member',
    consequence: 'Whoever may write users gives themselves every group.',
    source: 'own',
    violates: ['RFC7643-4.1.2-23', 'RFC7643-7-26'],
    replace: (seams) => {
      const claimed = new WeakMap<StoredResource, readonly Json[]>()
      return {
        createResource: (body, type, reservedId, call) => {
          const stored = seams.createResource(body, type, reservedId, call)
          const groups = getMember(body, 'groups')
          if (type.resourceType.name === 'User' && isArray(groups)) claimed.set(stored, groups)
          return stored
        },
        groupsOf: (stored, call) => [
          ...seams.groupsOf(stored, call),
          ...(claimed.get(stored) ?? []).filter((group): group is JsonObject => isObject(group)),
        ],
      }
    },
  },
  {
    id: 'create.references-below-the-endpoint',
    title: '$ref of members and groups lie below the wrong endpoint',
    consequence: 'Clients that follow them get 404.',
    source: 'own',
    violates: ['RFC7643-2.3.7-03', 'RFC7643-2.3.7-07', 'RFC7643-4.1.2-22'],
    replace: (seams) => ({
      membersOf: (stored, call) =>
        seams
          .membersOf(stored, call)
          .map((member) => edit(member, '$ref', (ref) => String(ref).replace('/Users/', '/Groups/Users/'))),
      groupsOf: (stored, call) =>
        seams
          .groupsOf(stored, call)
          .map((group) => edit(group, '$ref', (ref) => String(ref).replace('/Groups/', '/Users/Groups/'))),
    }),
  },
])
