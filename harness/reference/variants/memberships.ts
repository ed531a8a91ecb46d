import { ENTERPRISE_USER_SCHEMA } from '../../scim/schema/core.ts'
import { isObject } from '../../scim/json.ts'
import type { JsonObject } from '../../scim/types.ts'
import { edit, omit } from '../faults/touch.ts'
import type { Variant } from '../variant.ts'

const managers =
  (change: (manager: JsonObject) => JsonObject): Variant['replace'] =>
  (seams) => ({
    renderResource: (stored, call) =>
      edit(seams.renderResource(stored, call), ENTERPRISE_USER_SCHEMA.id, (extension) =>
        isObject(extension)
          ? edit(extension, 'manager', (manager) => (isObject(manager) ? change(manager) : manager))
          : extension,
      ),
  })

/** How memberships and managers are shown. */
export const membershipVariants: readonly Variant[] = [
  {
    id: 'groups.nested-unshown',
    title: 'groups of a user lists direct memberships only',
    allowedBy: 'RFC7643-4.1.2-20',
    grade: 'accept',
    replace: (seams) => ({
      groupsOf: (stored, call) => seams.groupsOf(stored, call).filter(({ type }) => type === 'direct'),
    }),
  },
  {
    id: 'read.manager-without-reference',
    title: 'A manager is shown by id, with neither $ref nor displayName',
    allowedBy: 'C-19, RFC7643-4.3-06, RFC7643-4.3-07',
    grade: 'accept',
    replace: managers((manager) => omit(manager, '$ref', 'displayName')),
  },
  {
    id: 'read.manager-by-reference',
    title: 'A manager is shown by $ref, without value',
    allowedBy: 'C-19, RFC7643-4.3-05',
    grade: 'warn',
    replace: managers((manager) => omit(manager, 'value')),
  },
]
