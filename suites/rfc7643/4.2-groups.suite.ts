/**
 * RFC 7643 §4.2: a group has a displayName, and members whose value is the id of a user or group and whose $ref leads
 * there (§2.3.7).
 */
import { at } from '../../harness/check/at.ts'
import {
  type Answer,
  answerWhere,
  error,
  fail,
  grade,
  replace,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { GROUP_SCHEMA } from '../../harness/scim/schema/core.ts'
import { isArray } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { dereference } from './dereference.ts'

const membersOf = (answer: Answer): readonly Json[] => {
  const members = at(answer.json, 'members')
  return isArray(members) ? members : []
}

export default suite(
  'Groups',
  {
    id: 'rfc7643.groups',
    file: 'suites/rfc7643/4.2-groups',
    needs: ['groups', 'create-group'],
    impact: 'Memberships are lost, or can not be followed.',
  },
  ({ check }) => {
    check(
      'a member needs no more than its value, and the answer to the creation shows it as a GET does',
      {
        id: 'answer-shows-members',
        verifies: ['RFC7643-1.1-01', 'RFC7644-3.1-08', 'RFC7643-4.2-05'],
        needs: ['users', 'create-user'],
        impact: 'Entra sends members with their value only; who sees none in the answer adds them again.',
      },
      async ({ scim, users, groups }) => {
        const user = await users.create()
        const answer = await scim.post(groups.endpoint, groups.payload({ members: [{ value: user.id }] }))
        grade(answer)
          .pass(status(201))
          .otherwise.fail('$ref and type of a member are optional (RFC 7643 §1.1, §4.2): value is enough.')
        const seen = await scim.get(`${groups.endpoint}/${String(at(answer.json, 'id'))}`)
        const count = membersOf(seen).length
        grade(answer)
          .pass(answerWhere(`${count} members, as a GET shows`, (one) => membersOf(one).length === count))
          .otherwise.fail('What a creation answers is the resource as the server holds it (RFC 7644 §3.1).')
      },
    )

    check(
      'a group names the Group schema, and shows its members by id',
      {
        id: 'members-are-ids',
        verifies: ['RFC7643-4.2-01', 'RFC7643-4.2-05', 'RFC7643-2.4-01'],
        needs: ['users', 'create-user'],
      },
      async ({ scim, users, groups }) => {
        const user = await users.create()
        const group = await groups.create({ members: [{ value: user.id }] })
        const shown = answerWhere(`members with value ${user.id}`, (one) =>
          membersOf(one).some((member) => at(member, 'value') === user.id),
        )
        const seen = await scim.until(() => groups.read(group), shown)
        grade(seen)
          .pass(shown)
          .otherwise.fail('value of a member is the id of the user that was added (RFC 7643 §4.2).')
        grade(seen)
          .pass(
            answerWhere(`schemas with ${GROUP_SCHEMA.id}`, ({ json }) => {
              const schemas = at(json, 'schemas')
              return isArray(schemas) && schemas.includes(GROUP_SCHEMA.id)
            }),
          )
          .otherwise.fail('A group has the Group schema in schemas (RFC 7643 §4.2).')
      },
    )

    check(
      '$ref of a member leads to the member',
      {
        id: 'references-lead-there',
        verifies: ['RFC7643-2.3.7-03', 'RFC7643-2.3.7-07', 'RFC7643-4.2-06'],
        needs: ['users', 'create-user'],
      },
      async ({ scim, users, groups }) => {
        const user = await users.create()
        const group = await groups.create({ members: [{ value: user.id }] })
        const seen = await groups.read(group)
        const ref = at(membersOf(seen)[0], '$ref')
        if (ref === undefined || ref === null) {
          grade(seen).otherwise.warn(
            'A member is better given a $ref, the URI of the resource (RFC 7643 §4.2).',
          )
          return
        }
        if (typeof ref !== 'string' || !URL.canParse(ref, `${scim.base}/`))
          fail({
            reason: '$ref of a member is a URI (RFC 7643 §2.3.7).',
            expected: 'a URI',
            observed: JSON.stringify(ref),
            decisive: [seen.exchange.id],
          })
        grade(await dereference(scim, ref))
          .pass(
            answerWhere(
              `200 with id ${user.id}`,
              (one) => one.status === 200 && at(one.json, 'id') === user.id,
            ),
          )
          .pass(status(401, 403, 410))
          .fail(
            status(404),
            '$ref of a member that exists leads nowhere; it is resolved against the base URL (RFC 7643 §2.3.7).',
          )
          .otherwise.fail('A GET of $ref gives the member, or a proper status (RFC 7643 §2.3.7).')
      },
    )

    check(
      'a group without a displayName is refused',
      { id: 'display-name-is-required', verifies: ['RFC7643-4.2-02'], rulings: ['C-18', 'C-07'] },
      async ({ scim, groups, facts }) => {
        const published = facts.schemas
          .find(({ id }) => id === GROUP_SCHEMA.id)
          ?.attributes.find(({ name }) => name === 'displayName')
        const { displayName: _, ...body } = groups.payload()
        const answer = await scim.post(groups.endpoint, body as JsonObject)
        const graded = grade(answer)
          .pass(error(400, 'invalidValue'))
          .warn(error(400), 'A group without a displayName is refused, but not with scimType invalidValue.')
          .warn(error([409, 422]), 'A group without a displayName is refused, but not with 400.')
        const reason = 'A group has a displayName; without one it is refused (RFC 7643 §4.2).'
        if (published?.required === false) graded.otherwise.warn(reason)
        else graded.otherwise.fail(reason)
      },
    )

    check(
      'a group may be a member of a group',
      { id: 'groups-nest', verifies: ['RFC7643-4.2-07'] },
      async ({ scim, groups }) => {
        const inner = await groups.create()
        const answer = await scim.post(groups.endpoint, groups.payload({ members: [{ value: inner.id }] }))
        grade(answer)
          .pass(error(400))
          .pass(status(201))
          .warn(error([403, 404, 409, 422, 501]), 'A group as a member is refused, but not with 400.')
          .otherwise.fail('A group as a member is stored, or refused with 400 (RFC 7643 §4.2).')
        if (answer.status !== 201) return
        const shown = answerWhere(`members with value ${inner.id}`, (one) =>
          membersOf(one).some((member) => at(member, 'value') === inner.id),
        )
        const path = `${groups.endpoint}/${encodeURIComponent(String(at(answer.json, 'id')))}`
        grade(await scim.until(() => scim.get(path), shown))
          .pass(shown)
          .otherwise.fail('A group was accepted as a member, yet it is none (RFC 7643 §4.2).')
      },
    )

    check(
      'a member can not be turned into another one',
      {
        id: 'members-are-immutable',
        verifies: ['RFC7643-4.2-04'],
        rulings: ['M-22'],
        needs: ['users', 'create-user', 'patch'],
      },
      async ({ scim, users, groups }) => {
        const [old, other] = [await users.create(), await users.create()]
        const group = await groups.create({ members: [{ value: old.id }] })
        const answer = await scim.patch(group, [replace(`members[value eq "${old.id}"].value`, other.id)])
        grade(answer)
          .pass(error(400))
          .warn(
            success(),
            'value of a member was replaced; a member is better removed and another one added (RFC 7643 §4.2).',
          )
          .warn(
            error([403, 405, 409, 422, 501]),
            'A change of value of a member is refused, but not with 400 mutability (RFC 7643 §4.2).',
          )
          .otherwise.fail(
            'A change of value of a member is refused with 400 mutability, or carried out (RFC 7643 §4.2).',
          )
        if (answer.status < 400) return
        await groups.expectUnchanged(group)
      },
    )
  },
)
