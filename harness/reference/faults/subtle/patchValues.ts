import { getMember, isObject } from '../../../scim/json.ts'
import { extensionByUri, resolve } from '../../../scim/schema/lookup.ts'
import type { Json } from '../../../scim/types.ts'
import { issue } from '../touch.ts'
import { changed, inTexts, membersOf, replacing, stepwise } from './patched.ts'
import { subtleIn } from './subtleIn.ts'

/** What becomes of the values of operations. */
export const patchValueFaults = subtleIn('patch', [
  {
    id: 'patch.pathless-add-replaces-lists',
    title: 'An add without a path replaces the values of attributes that have several',
    consequence: 'With one new number all old ones are gone.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-03', 'RFC7644-3.5.2.1-08'],
    smallest: {
      operations: 1,
      example: '[{"op":"add","value":{"emails":[{"value":"c@example.com"}]}}]',
    },
    replace: replacing((operation, _, type) => {
      if (operation.op !== 'add' || operation.path !== undefined) return operation
      const hasList = membersOf(operation.value).some(
        ([name]) => resolve(type, { name })?.attribute.multiValued,
      )
      return hasList ? { ...operation, op: 'replace' } : operation
    }),
  },
  {
    id: 'patch.third-member-lost',
    title: 'Of a value without a path, the third attribute and those after it are lost',
    consequence: 'Part of the change does not arrive.',
    source: issue('DEF-124', 'goauthentik/authentik#12321'),
    violates: ['RFC7644-3.5.2.1-03', 'RFC7644-3.5.2.3-01'],
    smallest: {
      operations: 1,
      example: '[{"op":"replace","value":{"title":"a","nickName":"b","displayName":"c"}}]',
    },
    replace: replacing((operation) =>
      operation.path === undefined && isObject(operation.value)
        ? { ...operation, value: Object.fromEntries(Object.entries(operation.value).slice(0, 2)) }
        : operation,
    ),
  },
  {
    id: 'patch.extension-beside-core-lost',
    title: 'Of a value without a path, extensions are lost when there are core attributes beside them',
    consequence: 'The department does not change with the title.',
    source: issue('DEF-091', 'thomaspoignant/scim-patch#20'),
    violates: ['RFC7644-3.5.2.1-04', 'RFC7644-3.5.2.3-02'],
    smallest: {
      operations: 1,
      example:
        '[{"op":"replace","value":{"title":"a","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"b"}}}]',
    },
    replace: replacing((operation, _, type) => {
      if (operation.path !== undefined || !isObject(operation.value)) return operation
      const members = Object.entries(operation.value)
      const core = members.filter(([name]) => extensionByUri(type, name) === undefined)
      return core.length === 0 ? operation : { ...operation, value: Object.fromEntries(core) }
    }),
  },
  {
    id: 'patch.two-extensions-last-only',
    title: 'Of a value without a path that has two extensions, only the last is applied',
    consequence: 'Part of the change does not arrive.',
    source: 'own',
    violates: ['RFC7644-3.5.2.1-04', 'RFC7644-3.5.2.3-02'],
    smallest: {
      operations: 1,
      example:
        '[{"op":"replace","value":{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"b"},"urn:example:params:scim:schemas:extension:workplace:2.0:User":{"desk":"d"}}}]',
    },
    replace: replacing((operation, _, type) => {
      if (operation.path !== undefined || !isObject(operation.value)) return operation
      const isExtension = ([name]: readonly [string, Json]) => extensionByUri(type, name) !== undefined
      const members = Object.entries(operation.value)
      const last = members.filter(isExtension).at(-1)
      return {
        ...operation,
        value: Object.fromEntries(members.filter((one) => !isExtension(one) || one[0] === last?.[0])),
      }
    }),
  },
  {
    id: 'patch.false-and-zero-skipped',
    title: 'The values false and 0 are taken for no value, and nothing changes',
    consequence: 'What was switched on can not be switched off.',
    source: 'own',
    violates: ['RFC7644-3.5.2.3-03', 'RFC7644-3.5.2.1-10'],
    smallest: {
      operations: 1,
      example:
        '[{"op":"replace","path":"urn:example:params:scim:schemas:extension:workplace:2.0:User:remote","value":false}]',
    },
    replace: replacing((operation) =>
      operation.op !== 'remove' && (operation.value === false || operation.value === 0)
        ? undefined
        : operation,
    ),
  },
  {
    id: 'patch.decimals-cut',
    title: 'Numbers in a PATCH lose what stands behind the point',
    consequence: 'Half hours are gone.',
    source: 'own',
    violates: ['RFC7644-3.5.2.3-03', 'RFC7643-2.3.3-01'],
    smallest: {
      operations: 1,
      example:
        '[{"op":"replace","path":"urn:example:params:scim:schemas:extension:workplace:2.0:User:hoursPerWeek","value":12.5}]',
    },
    replace: replacing((operation) =>
      typeof operation.value === 'number' ? { ...operation, value: Math.trunc(operation.value) } : operation,
    ),
  },
  {
    id: 'patch.quotes-and-backslashes-lost',
    title: 'Double quotes and backslashes in the values of a PATCH are dropped',
    consequence: 'Names and titles are mangled.',
    source: 'own',
    violates: ['RFC7644-3.5.2.3-03', 'RFC7643-2.3.1-01'],
    smallest: { operations: 1, example: '[{"op":"replace","path":"title","value":"a\\"b"}]' },
    replace: replacing((operation) =>
      operation.value === undefined || operation.op === 'remove'
        ? operation
        : { ...operation, value: inTexts(operation.value, (text) => text.replace(/["\\]/g, '')) },
    ),
  },
  {
    id: 'patch.complex-of-three-parts-cut',
    title: 'Of a complex value with more than two sub-attributes, the third and those after it are lost',
    consequence: 'Addresses come without their town.',
    source: 'own',
    violates: ['RFC7644-3.5.2.3-06', 'RFC7644-3.5.2.1-07'],
    smallest: {
      operations: 1,
      example: '[{"op":"replace","path":"name","value":{"givenName":"a","familyName":"b","middleName":"c"}}]',
    },
    replace: replacing((operation, { at, path }) =>
      at !== undefined &&
      at.sub === undefined &&
      path?.filter === undefined &&
      !at.attribute.multiValued &&
      isObject(operation.value)
        ? { ...operation, value: Object.fromEntries(Object.entries(operation.value).slice(0, 2)) }
        : operation,
    ),
  },
  {
    id: 'patch.empty-extension-takes-the-other',
    title: 'When the last attribute of an extension is removed, the other extension goes too',
    consequence: 'Data is lost that nobody touched.',
    source: 'own',
    violates: ['RFC7644-3.5.2.2-04'],
    smallest: {
      operations: 1,
      example: '[{"op":"remove","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"}]',
    },
    replace: stepwise(({ operation, state, type, apply }) => {
      const result = apply(operation)
      const uris = type.extensions.map(({ schema }) => schema.id)
      const isGone = uris.some(
        (uri) => getMember(state, uri) !== undefined && getMember(result, uri) === undefined,
      )
      return isGone
        ? Object.fromEntries(Object.entries(result).filter(([name]) => !uris.includes(name)))
        : result
    }),
  },
  {
    id: 'patch.lists-leave-the-version',
    title: 'lastModified and the version stay when only attributes with several values change',
    consequence: 'Clients that read what changed miss it.',
    source: issue('DEF-323', 'wso2/product-is#22244'),
    violates: ['RFC7644-3.1-08', 'RFC7643-3.1-20'],
    smallest: { operations: 1, example: '[{"op":"remove","path":"emails"}]' },
    replace: (seams) => ({
      commit: (stored, attributes, call) => {
        const type = call.server.types.find(({ resourceType }) => resourceType.name === stored.type)
        const moved = type === undefined ? [] : changed(stored.attributes, attributes, type)
        if (
          call.request.method !== 'PATCH' ||
          moved.length === 0 ||
          !moved.every(({ attribute }) => attribute.multiValued)
        )
          return seams.commit(stored, attributes, call)
        const kept = { ...stored, attributes }
        seams.save(kept, call.tenant, call)
        return kept
      },
    }),
  },
])
