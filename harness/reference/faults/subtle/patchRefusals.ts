import { ScimError } from '../../../scim/error.ts'
import { only } from '../operations.ts'
import { issue } from '../touch.ts'
import { refused, stepwise } from './patched.ts'
import { subtleIn } from './subtleIn.ts'

/** What becomes of a PATCH of which one operation can not be done. */
export const patchRefusalFaults = subtleIn('patch', [
  {
    id: 'patch.refused-keeps-removals',
    title: 'When an operation is refused, the removals before it stay',
    consequence: 'Half a change is done, and the client is told that nothing was.',
    source: issue('DEF-165', 'zulip/zulip#39869'),
    violates: ['RFC7644-3.5.2-20', 'RFC7644-3.5.2-21'],
    smallest: {
      operations: 2,
      example:
        '[{"op":"remove","path":"title"},{"op":"replace","path":"emails[value eq \\"none\\"].display","value":"a"}]',
    },
    replace: (seams) => ({
      patchResource: (stored, patch, type, call) => {
        try {
          return seams.patchResource(stored, patch, type, call)
        } catch (thrown) {
          const end = patch.operations.findIndex(({ op }) => op !== 'remove')
          const kept = patch.operations.slice(0, Math.max(end, 0))
          if (kept.length > 0)
            refused(() => {
              seams.patchResource(stored, only(patch, kept), type, call)
              return {}
            })
          throw thrown
        }
      },
    }),
  },
  {
    id: 'patch.later-without-target-skipped',
    title: 'A replace whose filter selects nothing is refused only where it is the first operation',
    consequence: 'The change is lost and nobody is told.',
    source: 'own',
    violates: ['RFC7644-3.5.2.3-10', 'RFC7644-3.5.2-22'],
    smallest: {
      operations: 2,
      example:
        '[{"op":"replace","path":"title","value":"a"},{"op":"replace","path":"emails[value eq \\"none\\"].display","value":"a"}]',
    },
    replace: stepwise(({ operation, index, state, apply }) => {
      const result = refused(() => apply(operation))
      if (!(result instanceof ScimError)) return result
      if (index > 0 && result.scimType === 'noTarget' && operation.op === 'replace') return state
      throw result
    }),
  },
])
