import { ScimError } from '../../scim/error.ts'
import { getMember, isUnassigned } from '../../scim/json.ts'
import { edit, faultsIn, formerStates, issue, omit } from './touch.ts'

export const putFaults = faultsIn('put', [
  {
    id: 'put.active-only',
    title: 'PUT changes active and ignores everything else',
    consequence: 'Names and addresses stay what they were, and the client believes that they changed.',
    source: issue('DEF-068', 'coder/coder#15828'),
    violates: ['RFC7644-3.5.1-04'],
    replace: (seams) => ({
      replaceResource: (stored, body, type, call) => {
        const active = getMember(body, 'active')
        const attributes = typeof active === 'boolean' ? { ...stored.attributes, active } : stored.attributes
        return seams.commit(stored, attributes, call)
      },
    }),
  },
  {
    id: 'put.ignores-active',
    title: 'PUT does not change active',
    consequence: 'People who left keep their access.',
    source: issue('DEF-299', 'gravitee-io/issues#4239'),
    violates: ['RFC7644-3.5.1-04'],
    replace: (seams) => ({
      replaceResource: (stored, body, type, call) => {
        const { active } = stored.attributes
        const kept = active === undefined ? omit(body, 'active') : { ...omit(body, 'active'), active }
        return seams.replaceResource(stored, kept, type, call)
      },
    }),
  },
  {
    id: 'put.external-id-not-written',
    title: 'PUT does not change externalId',
    consequence: 'The user is matched by an identifier that is no longer true.',
    source: issue('DEF-023', 'grokability/snipe-it#12049'),
    violates: ['RFC7644-3.5.1-04', 'RFC7643-3.1-15'],
    replace: (seams) => ({
      replaceResource: (stored, body, type, call) => {
        const { externalId } = stored.attributes
        const rest = omit(body, 'externalId')
        return seams.replaceResource(
          stored,
          externalId === undefined ? rest : { ...rest, externalId },
          type,
          call,
        )
      },
    }),
  },
  {
    id: 'put.read-only-refused',
    title: 'A PUT that carries id and meta is refused with 400',
    consequence: 'Clients that send back what they read can change nothing.',
    source: issue('DEF-197', 'SAP-archive/scimono#176'),
    violates: ['RFC7644-3.1-07', 'RFC7644-3.5.1-11', 'RFC7644-3.5.1-03'],
    replace: (seams) => ({
      replaceResource: (stored, body, type, call) => {
        if (getMember(body, 'meta') !== undefined) throw new ScimError(400, 'mutability', 'meta is readOnly.')
        return seams.replaceResource(stored, body, type, call)
      },
    }),
  },
  {
    id: 'put.id-demanded',
    title: 'A PUT whose body lacks the id is refused with 400',
    consequence: 'Clients that send only what they may write can change nothing.',
    source: 'own',
    violates: ['RFC7644-3.5.1-11', 'RFC7643-3.1-02'],
    replace: (seams) => ({
      replaceResource: (stored, body, type, call) => {
        if (isUnassigned(getMember(body, 'id'))) throw new ScimError(400, 'invalidValue', 'id is required.')
        return seams.replaceResource(stored, body, type, call)
      },
    }),
  },
  {
    id: 'put.required-kept',
    title: 'A PUT without userName is accepted and loses the userName',
    consequence: 'There are users whom no client can match.',
    source: 'own',
    violates: ['RFC7644-3.5.1-12', 'RFC7643-4.1.1-03'],
    replace: (seams) => ({
      checkRequired: (attributes, type, call) => {
        if (call.request.method !== 'PUT') seams.checkRequired(attributes, type, call)
      },
    }),
  },
  {
    id: 'put.immutable-changed',
    title: 'PUT changes an immutable attribute that has a value',
    consequence: 'What was promised to stay does not.',
    source: 'own',
    violates: ['RFC7644-3.5.1-08', 'RFC7643-7-29'],
    replace: () => ({ checkImmutable: () => undefined }),
  },
  {
    id: 'put.creates',
    title: 'PUT to an id that does not exist makes a resource',
    consequence: 'A deleted user comes back to life by a late update.',
    source: 'own',
    violates: ['RFC7644-3.5.1-02', 'RFC7644-3.2-06'],
    replace: (seams) => ({
      findResource: (type, id, call) => {
        if (call.request.method !== 'PUT' || call.tenant.resources.has(id))
          return seams.findResource(type, id, call)
        const time = seams.stamp(call)
        const empty = {
          id,
          type: type.resourceType.name,
          attributes: {},
          created: time,
          lastModified: time,
          revision: 0,
        }
        return empty
      },
    }),
  },
  {
    id: 'put.status-201',
    title: 'PUT is answered with 201',
    consequence: 'Clients take the update for a new resource.',
    source: 'own',
    violates: ['RFC7644-3.5.1-13'],
    replace: (seams) => ({
      answerReplaced: (stored, selection, call) => ({
        ...seams.answerReplaced(stored, selection, call),
        status: 201,
      }),
    }),
  },
  {
    id: 'put.extension-not-written',
    title: 'An extension that PUT sends is not written',
    consequence: 'Department and manager stay what they were.',
    source: 'own',
    violates: ['RFC7644-3.5.1-04'],
    replace: (seams) => ({
      replaceResource: (stored, body, type, call) => {
        const kept = Object.fromEntries(
          Object.entries(stored.attributes).filter(([name]) => name.includes(':')),
        )
        const core = Object.fromEntries(Object.entries(body).filter(([name]) => !name.includes(':')))
        return seams.replaceResource(stored, { ...core, ...kept }, type, call)
      },
    }),
  },
  {
    id: 'put.answer-is-old',
    title: 'The answer to a PUT is the resource as it was before',
    consequence: 'The client takes its update for lost and repeats it.',
    source: 'own',
    violates: ['RFC7644-3.1-08', 'RFC7644-3.5.1-13'],
    replace: (seams) => {
      const former = formerStates()
      return {
        replaceResource: (stored, body, type, call) =>
          former.note(seams.replaceResource(stored, body, type, call), stored),
        answerReplaced: (stored, selection, call) => seams.answerReplaced(former.of(stored), selection, call),
      }
    },
  },
  {
    id: 'put.error-after-write',
    title: 'A PUT that is refused has written its displayName all the same',
    consequence: 'The client believes that nothing changed.',
    source: issue('DEF-165', 'zulip/zulip#39869'),
    violates: ['RFC7644-3.12-08'],
    replace: (seams) => ({
      replaceResource: (stored, body, type, call) => {
        try {
          return seams.replaceResource(stored, body, type, call)
        } catch (thrown) {
          const displayName = getMember(body, 'displayName')
          if (typeof displayName === 'string') {
            seams.commit(
              stored,
              edit({ displayName, ...stored.attributes }, 'displayName', () => displayName),
              call,
            )
          }
          throw thrown
        }
      },
    }),
  },
])
