/**
 * RFC 7643 §7: what a schema calls unique is not given twice, and what it does not call unique may be used again.
 */
import { at } from '../../harness/check/at.ts'
import {
  type CheckContext,
  error,
  grade,
  type ResourceFixture,
  skip,
  status,
  suite,
} from '../../harness/check/index.ts'
import { isUnassigned } from '../../harness/scim/json.ts'
import type { Json } from '../../harness/scim/types.ts'
import { attributesWith, isText } from './characteristics.ts'

/** Two resources that share a value: the answer to the second. */
async function twice({ scim }: CheckContext, type: ResourceFixture, name: string, value: Json) {
  const first = await type.create({ [name]: value })
  if (isUnassigned(at((await type.read(first)).json, name))) return undefined
  return scim.post(type.endpoint, type.payload({ [name]: value }))
}

export default suite(
  'Uniqueness of values',
  {
    id: 'rfc7643.characteristics',
    file: 'suites/rfc7643/7-uniqueness',
    needs: ['users', 'create-user'],
    impact: 'A client that believes the schema writes what is refused, or misses what it needs.',
  },
  ({ check }) => {
    check(
      'values that need not be unique may be used again',
      {
        id: 'none-permits-repetition',
        verifies: ['RFC7643-7-41'],
        rulings: ['C-05', 'S-05'],
        severity: 'breaks-provisioning',
        impact: 'Of two people with the same name or title only one can be provisioned.',
      },
      async (context) => {
        if (context.facts.schemas.length === 0) skip('No schema says which values are unique.')
        const names = context.users.schema.core.attributes
          .filter((one) => ['displayName', 'title'].includes(one.name) && one.uniqueness === 'none')
          .map(({ name }) => name)
        for (const name of names) {
          const answer = await twice(context, context.users, name, context.identity.displayName('user'))
          if (answer === undefined) continue
          grade(answer)
            .pass(status(201))
            .otherwise.fail(
              `The schema says that ${name} need not be unique, yet a second user with it is refused (RFC 7643 §7).`,
            )
        }
      },
    )

    check(
      'values that must be unique are refused the second time',
      {
        id: 'server-refuses-repetition',
        verifies: ['RFC7643-7-42', 'RFC7643-7-44'],
        rulings: ['C-05', 'Z-05'],
      },
      async (context) => {
        const found = attributesWith(
          context,
          (one) =>
            one.uniqueness !== 'none' &&
            isText(one) &&
            one.mutability !== 'readOnly' &&
            one.name !== 'userName',
        )
        if (found.length === 0) skip('No published attribute but userName is unique.')
        for (const { type, attribute } of found.slice(0, 4)) {
          const answer = await twice(context, type, attribute.name, context.identity.local())
          if (answer === undefined) continue
          grade(answer)
            .pass(error(409, 'uniqueness'))
            .pass(error([400, 409]))
            .otherwise.warn(
              `The schema says that ${attribute.name} is unique, yet two resources have the same (RFC 7643 §7).`,
            )
        }
      },
    )
  },
)
