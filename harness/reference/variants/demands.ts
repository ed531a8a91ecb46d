import { ENTERPRISE_USER_SCHEMA } from '../../scim/schema/core.ts'
import { ScimError } from '../../scim/error.ts'
import { getMember, isObject, isUnassigned } from '../../scim/json.ts'
import type { Json, Resource, ResourceSchema } from '../../scim/types.ts'
import type { Call } from '../state.ts'
import type { Variant } from '../variant.ts'

/** A variant that refuses a user for a reason that no schema tells: `wrong` says which. */
const refusing = (
  more: Pick<Variant, 'id' | 'title' | 'allowedBy' | 'told'>,
  wrong: (user: Resource) => string | undefined,
): Variant => ({
  ...more,
  grade: 'accept',
  replace: (seams) => ({
    readResource: (body, type: ResourceSchema, call: Call) => {
      const read = seams.readResource(body, type, call)
      const detail = type.resourceType.name === 'User' ? wrong(read) : undefined
      if (detail !== undefined) throw new ScimError(400, 'invalidValue', detail)
      return read
    },
  }),
})

const textOf = (value: Json | undefined) => (typeof value === 'string' ? value : '')

function employeeNumber(user: Resource): Json | undefined {
  const extension = getMember(user, ENTERPRISE_USER_SCHEMA.id)
  return isObject(extension) ? getMember(extension, 'employeeNumber') : undefined
}

/** Servers with rules of their own, which a client must be told. */
export const demandVariants: readonly Variant[] = [
  refusing(
    {
      id: 'demands.user-name-pattern',
      title: 'userName may have small letters, digits, dots and one @, and nothing else',
      allowedBy: 'RFC7643-2.3.1-02',
      told: { constraints: { userName: { pattern: '^[a-z0-9.]+@[a-z.]+$' } } },
    },
    (user) =>
      /^[a-z0-9.]+@[a-z.]+$/.test(textOf(user['userName']))
        ? undefined
        : 'userName must match ^[a-z0-9.]+@[a-z.]+$',
  ),
  refusing(
    {
      id: 'demands.employee-number-digits',
      title: 'employeeNumber has six digits',
      allowedBy: 'RFC7643-2.3.1-02',
      told: { constraints: { [`${ENTERPRISE_USER_SCHEMA.id}:employeeNumber`]: { pattern: '^[0-9]{6}$' } } },
    },
    (user) => {
      const number = employeeNumber(user)
      return number === undefined || /^[0-9]{6}$/.test(textOf(number))
        ? undefined
        : 'employeeNumber must have six digits'
    },
  ),
  refusing(
    {
      id: 'demands.no-nick-name',
      title: 'A user with a nickName is refused',
      allowedBy: 'RFC7643-2.3.1-02',
      told: { constraints: { nickName: { send: 'never' } } },
    },
    (user) => (isUnassigned(getMember(user, 'nickName')) ? undefined : 'nickName must not be sent'),
  ),
  refusing(
    {
      id: 'demands.short-titles',
      title: 'A title has at most eight characters',
      allowedBy: 'RFC7643-2.3.1-02',
      told: { constraints: { title: { maxLength: 8 } } },
    },
    (user) =>
      textOf(getMember(user, 'title')).length > 8 ? 'title must have at most 8 characters' : undefined,
  ),
  refusing(
    {
      id: 'demands.user-types',
      title: 'userType is one of three',
      allowedBy: 'RFC7643-2.3.1-02',
      told: { constraints: { userType: { values: ['Employee', 'Contractor', 'Intern'] } } },
    },
    (user) =>
      ['', 'Employee', 'Contractor', 'Intern'].includes(textOf(getMember(user, 'userType')))
        ? undefined
        : 'userType must be Employee, Contractor or Intern',
  ),
]
