// RFC 7644 §3.5.2.1 to §3.5.2.3 on the members of a group: add joins, remove takes whom its filter selects, replace leaves
// those it names; all others stay members.
import {
  add,
  type Answer,
  answerWhere,
  type CheckContext,
  type Created,
  error,
  fail,
  grade,
  type Matcher,
  refused,
  remove,
  replace,
  skip,
  success,
  suite,
  type WireOperation,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { isArray, isObject } from '../../harness/scim/json.ts'

/** The ids of the members that a group shows, each as often as it stands there. */
function membersIn(answer: Answer): string[] {
  const members = at(answer.json, 'members')
  return (isArray(members) ? members : []).flatMap((one) =>
    isObject(one) && typeof at(one, 'value') === 'string' ? [String(at(one, 'value'))] : [],
  )
}

/** A group, and people of whom the first ones are its members. */
async function groupOf(
  { users, groups }: CheckContext,
  members: number,
  others = 0,
): Promise<{ group: Created; people: readonly string[] }> {
  const people: string[] = []
  for (let count = 0; count < members + others; count += 1) people.push((await users.create()).id)
  const group = await groups.create({ members: people.slice(0, members).map((value) => ({ value })) })
  const seen = await groups.read(group)
  if (membersIn(seen).length !== members)
    skip(
      'The server does not store the members that a group is created with, so nothing is asked of its PATCH.',
    )
  return { group, people }
}

const exactly = (people: readonly string[]): Matcher => ({
  expects:
    people.length === 0 ? 'a group without members' : `these members and no others: ${people.join(', ')}`,
  differs: (answer) => {
    const found = membersIn(answer)
    const same = answer.status === 200 && [...found].sort().join() === [...people].sort().join()
    return same ? undefined : `${answer.status} with ${found.length} members: ${found.join(', ')}`
  },
})

/** Sends operations that must succeed; afterwards the group has these members and no others. */
async function leaves(
  { scim, groups }: CheckContext,
  group: Created,
  operations: readonly WireOperation[],
  people: readonly string[],
  reason: string,
): Promise<void> {
  const answer = await scim.patch(group, operations)
  grade(answer).pass(success()).otherwise.fail(reason)
  const demanded = exactly(people)
  const seen = await scim.until(() => groups.read(group), demanded)
  const observed = demanded.differs(seen)
  if (observed !== undefined)
    fail({ reason, expected: demanded.expects, observed, decisive: [answer.exchange.id, seen.exchange.id] })
}

const byId = (id: string | undefined) => `members[value eq ${JSON.stringify(id ?? '')}]`
const member = (id: string | undefined) => ({ value: id ?? '' })

export default suite(
  'Members of groups with PATCH',
  {
    id: 'rfc7644.patch',
    file: 'suites/rfc7644/3.5.2-patch-members',
    needs: ['patch', 'groups', 'create-user', 'create-group', 'patch-user'],
    severity: 'data-loss',
    impact: 'People get rights that they must not have, or lose those that they need.',
  },
  ({ check }) => {
    check(
      'an add of members joins those who are there',
      { id: 'add-joins-members', verifies: ['RFC7644-3.5.2.1-08', 'RFC7644-3.5.2.1-09'] },
      async (context) => {
        const { group, people } = await groupOf(context, 1, 2)
        const joining = people.slice(1).map(member)
        await leaves(
          context,
          group,
          [add('members', joining)],
          people,
          'An add of members keeps those who are there and takes in all who are named (RFC 7644 §3.5.2.1).',
        )
      },
    )

    check(
      'an add of somebody who is a member already changes nothing',
      {
        id: 'add-of-a-member-who-is-there',
        verifies: ['RFC7644-3.5.2.1-15', 'RFC7644-3.5.2.1-16'],
        rulings: ['M-06'],
        severity: 'breaks-provisioning',
      },
      async (context) => {
        const { scim, groups } = context
        const { group, people } = await groupOf(context, 2)
        const answer = await scim.patch(group, [add('members', [member(people[0])])])
        grade(answer)
          .pass(success())
          .warn(
            refused(),
            'An add of somebody who is a member already is refused; it should succeed (RFC 7644 §3.5.2.1).',
          )
          .otherwise.fail('An add of somebody who is a member already succeeds (RFC 7644 §3.5.2.1).')
        const once = exactly(people)
        const seen = await scim.until(() => groups.read(group), once)
        grade(seen)
          .pass(once)
          .warn(
            answerWhere(
              'the same people',
              (one) => [...new Set(membersIn(one))].sort().join() === [...people].sort().join(),
            ),
            'A member who was added twice stands in the group twice (RFC 7643 §2.4).',
          )
          .otherwise.fail('An add of somebody who is a member already changes nothing (RFC 7644 §3.5.2.1).')
      },
    )

    check(
      'a remove of one member leaves the others',
      { id: 'remove-takes-one-member', verifies: ['RFC7644-3.5.2.2-06'] },
      async (context) => {
        const { group, people } = await groupOf(context, 3)
        await leaves(
          context,
          group,
          [remove(byId(people[1]))],
          people.filter((_, index) => index !== 1),
          'A remove of one member by filter takes that one and leaves the others (RFC 7644 §3.5.2.2).',
        )
      },
    )

    check(
      'a remove of the only member leaves a group without members',
      { id: 'remove-takes-the-last-member', verifies: ['RFC7644-3.5.2.2-07'] },
      async (context) => {
        const { group, people } = await groupOf(context, 1)
        await leaves(
          context,
          group,
          [remove(byId(people[0]))],
          [],
          'When the last member is removed, the group has no members (RFC 7644 §3.5.2.2).',
        )
      },
    )

    check(
      'a remove of members without a filter takes all of them',
      { id: 'remove-takes-all-members', verifies: ['RFC7644-3.5.2.2-05'], rulings: ['M-05'] },
      async (context) => {
        const { group } = await groupOf(context, 2)
        await leaves(
          context,
          group,
          [remove('members')],
          [],
          'A remove of members without a filter takes all of them (RFC 7644 §3.5.2.2).',
        )
      },
    )

    check(
      'a remove of somebody who is no member changes nothing',
      { id: 'remove-of-a-stranger', verifies: ['RFC7644-3.5.2.2-13'], rulings: ['M-01'] },
      async (context) => {
        const { scim, groups } = context
        const { group, people } = await groupOf(context, 1, 1)
        const answer = await scim.patch(group, [remove(byId(people[1]))])
        grade(answer)
          .pass(success())
          .pass(error(400, 'noTarget'))
          .warn(refused(), 'A remove of somebody who is no member is refused, but not with 400 noTarget.')
          .otherwise.fail(
            'A remove of somebody who is no member succeeds and changes nothing (RFC 7644 §3.5.2.2).',
          )
        const same = exactly(people.slice(0, 1))
        const seen = await scim.until(() => groups.read(group), same)
        grade(seen)
          .pass(same)
          .otherwise.fail('A remove of somebody who is no member changed the group (RFC 7644 §3.5.2.2).')
      },
    )

    check(
      'a replace of members leaves those it names and no others',
      { id: 'replace-of-members', verifies: ['RFC7644-3.5.2.3-04'] },
      async (context) => {
        const { group, people } = await groupOf(context, 2, 1)
        await leaves(
          context,
          group,
          [replace('members', [member(people[1]), member(people[2])])],
          people.slice(1),
          'A replace of members leaves those it names, and no others (RFC 7644 §3.5.2.3).',
        )
      },
    )

    check(
      'a replace of members by none empties the group',
      { id: 'replace-of-members-by-none', verifies: ['RFC7644-3.5.2.3-04'], rulings: ['C-15'] },
      async (context) => {
        const { scim, groups } = context
        const { group } = await groupOf(context, 1)
        const answer = await scim.patch(group, [replace('members', [])])
        const graded = grade(answer)
          .pass(success())
          .warn(
            refused(),
            'A replace of members by an empty list is refused, though that is how nobody is named.',
          )
          .otherwise.fail('A replace of members by an empty list empties the group (RFC 7644 §3.5.2.3).')
        if (graded === 'warn') return
        const empty = exactly([])
        const seen = await scim.until(() => groups.read(group), empty)
        grade(seen)
          .pass(empty)
          .otherwise.fail('A replace of members by an empty list empties the group (RFC 7644 §3.5.2.3).')
      },
    )

    check(
      'operations on members are applied one after another',
      { id: 'applies-member-operations-in-order', verifies: ['RFC7644-3.5.2-18'] },
      async (context) => {
        const { group, people } = await groupOf(context, 2, 1)
        await leaves(
          context,
          group,
          [remove('members'), add('members', [member(people[2])])],
          people.slice(2),
          'Operations are applied in their order: after the members were removed, one was added (RFC 7644 §3.5.2).',
        )
      },
    )

    check(
      'a replace of the name of a group leaves its members',
      { id: 'replace-of-a-group-name', verifies: ['RFC7644-3.5.2.3-03'] },
      async (context) => {
        const { group, people } = await groupOf(context, 1)
        const displayName = context.identity.displayName('renamed')
        await leaves(
          context,
          group,
          [replace('displayName', displayName)],
          people,
          'A replace of the name of a group leaves its members (RFC 7644 §3.5.2.3).',
        )
        await context.groups.expectState(
          group,
          { displayName },
          'A replace of the name of a group sets it (RFC 7644 §3.5.2.3).',
        )
      },
    )
  },
)
