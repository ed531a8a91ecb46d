import { ScimError } from '../../scim/error.ts'
import { faultsIn } from './touch.ts'

export const deleteFaults = faultsIn('delete', [
  {
    id: 'delete.status-200',
    title: 'DELETE is answered with 200 and the resource',
    consequence: 'Clients that wait for 204 take the delete for failed.',
    source: 'own',
    violates: ['RFC7644-3.6-05'],
    replace: (seams) => ({ answerDeleted: (stored, call) => seams.answerRead(stored, {}, call) }),
  },
  {
    id: 'delete.nothing-happens',
    title: 'DELETE is answered with 204 and deletes nothing',
    consequence: 'People who left keep their access.',
    source: 'own',
    violates: ['RFC7644-3.2-07', 'RFC7644-3.6-02', 'RFC7644-3.6-03'],
    replace: () => ({ deleteResource: () => undefined }),
  },
  {
    id: 'delete.only-deactivates',
    title: 'DELETE sets active to false; the resource can still be read',
    consequence: 'The deleted user appears in lists, and the userName is not free.',
    source: 'own',
    violates: ['RFC7644-3.6-02', 'RFC7644-3.6-03'],
    replace: (seams) => ({
      deleteResource: (stored, call) => {
        if (stored.type !== 'User') seams.deleteResource(stored, call)
        else seams.commit(stored, { ...stored.attributes, active: false }, call)
      },
    }),
  },
  {
    id: 'delete.twice-204',
    title: 'A DELETE of what does not exist is answered with 204',
    consequence: 'A client that has the wrong id believes that the user is gone.',
    source: 'own',
    violates: ['RFC7644-3.6-02'],
    replace: (seams) => ({
      findResource: (type, id, call) => {
        try {
          return seams.findResource(type, id, call)
        } catch (thrown) {
          if (call.request.method !== 'DELETE') throw thrown
          const time = seams.stamp(call)
          return {
            id,
            type: type.resourceType.name,
            attributes: {},
            created: time,
            lastModified: time,
            revision: 0,
          }
        }
      },
    }),
  },
  {
    id: 'delete.still-listed',
    title: 'Deleted resources still appear in lists',
    consequence: 'The client takes the deleted user for the one it looks for, and gets 404 at the update.',
    source: 'own',
    violates: ['RFC7644-3.6-03'],
    replace: (seams) => {
      const graves = new WeakMap<object, ReturnType<typeof seams.candidates>>()
      return {
        deleteResource: (stored, call) => {
          seams.deleteResource(stored, call)
          graves.set(call.tenant, [...(graves.get(call.tenant) ?? []), stored])
        },
        candidates: (types, call) => {
          const names = types.map(({ resourceType }) => resourceType.name)
          const dead = (graves.get(call.tenant) ?? []).filter(({ type }) => names.includes(type))
          return [...seams.candidates(types, call), ...dead]
        },
      }
    },
  },
  {
    id: 'delete.read-500',
    title: 'A read of a deleted resource is answered with 500',
    consequence: 'The client retries for ever.',
    source: 'own',
    violates: ['RFC7644-3.6-02', 'RFC7644-3.4.1-02'],
    replace: (seams) => {
      const graves = new WeakMap<object, Set<string>>()
      return {
        deleteResource: (stored, call) => {
          seams.deleteResource(stored, call)
          graves.set(call.tenant, (graves.get(call.tenant) ?? new Set()).add(stored.id))
        },
        findResource: (type, id, call) => {
          if (graves.get(call.tenant)?.has(id) === true) throw new TypeError('row is null')
          return seams.findResource(type, id, call)
        },
      }
    },
  },
  {
    id: 'delete.refused-while-in-group',
    title: 'A user who is in a group can not be deleted: 500',
    consequence: 'People who left keep their account.',
    source: 'own',
    violates: ['RFC7644-3.6-05'],
    replace: (seams) => ({
      deleteResource: (stored, call) => {
        if (seams.groupsOf(stored, call).length > 0) throw new TypeError('foreign key')
        seams.deleteResource(stored, call)
      },
    }),
  },
  {
    id: 'delete.on-endpoint-500',
    title: 'DELETE on the endpoint of a resource type is answered with 500',
    consequence: 'A mistake of the client looks like a mistake of the server.',
    source: 'own',
    violates: ['RFC7644-3.2-08', 'RFC7644-3.12-16'],
    replace: (seams) => ({
      methodNotAllowed: (allowed, call) => {
        if (call.request.method === 'DELETE') throw new ScimError(500, undefined, 'No handler.')
        return seams.methodNotAllowed(allowed, call)
      },
    }),
  },
])
