import { type CheckContext, grade, listOf, status, success, suite } from '../../harness/check/index.ts'
import { getMember } from '../../harness/scim/json.ts'
import { GateObjects } from '../microsoft/foretelling.ts'
import { expectRate, isHere } from '../microsoft/rate.ts'
import { expectGroupsMapped, expectMapped } from './inForce.ts'
import { adapted, createEntraUser, recorded, sendRecorded } from './playing.ts'

/** Members of a large group, and how many of them a server on the same machine gets. */
const LARGE = 10_000
const LARGE_HERE = 100
const FEW = 10
/** So many join by one PATCH. */
const AT_ONCE = 50

/** Much at once: groups whose members nobody reads back, and many queries in a second. */
export default suite(
  'Large groups and rate',
  {
    id: 'entra.load',
    file: 'suites/entra/load',
    profile: 'entra',
    severity: 'breaks-provisioning',
    impact: 'Large tenants never get to the end of a cycle.',
  },
  ({ check }) => {
    const needs = ['groups', 'create-user', 'create-group', 'patch'] as const
    check(
      'ten members join a group whose members are never read back',
      { id: 'group-of-ten', verifies: [], rulings: ['EN-00'], level: 'MUST', needs },
      (context) => fillGroup(context, FEW),
    )

    check(
      'ten thousand members join a group whose members are never read back',
      {
        id: 'group-of-ten-thousand',
        verifies: [],
        rulings: ['EN-00'],
        level: 'MUST',
        needs,
        tags: ['load'],
        quiet: true,
        timeoutMs: 3_600_000,
        cost: { users: LARGE, groups: 1, creates: LARGE + 1, requests: LARGE + LARGE / AT_ONCE + 10 },
      },
      (context) => fillGroup(context, isHere(context.scim.base) ? LARGE_HERE : LARGE),
    )

    check(
      'the query of Test Connection is answered 25 times a second',
      {
        id: 'rate',
        verifies: [],
        rulings: ['X-11'],
        level: 'SHOULD',
        tags: ['load'],
        quiet: true,
        timeoutMs: 90_000,
        impact: 'Entra waits, and cycles of large tenants take longer.',
      },
      async (context) => {
        try {
          await expectRate(context, { remark: context.note })
        } catch (thrown) {
          if (!(thrown instanceof GateObjects)) throw thrown
          context.warn(thrown.objection)
        }
      },
    )
  },
)

/** Fills a group by PATCHes of many members, and does with it what Entra does, without its members in any answer. */
async function fillGroup(context: CheckContext, size: number): Promise<void> {
  expectGroupsMapped(context)
  expectMapped(context, 'members', 'Group')
  const { groups, identity, scim } = context
  const group = await groups.create()
  const path = `${group.path}?excludedAttributes=members`
  let member = ''
  for (let made = 0; made < size; made += AT_ONCE) {
    const count = Math.min(AT_ONCE, size - made)
    const people = await Promise.all(Array.from({ length: count }, () => createEntraUser(context)))
    member = people[0]?.id ?? member
    const recording = recorded('tut-group-add-member')
    const body = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [
        { op: 'Add', path: 'members', value: people.map(({ id }) => ({ $ref: null, value: id })) },
      ],
    }
    grade(await sendRecorded(context, adapted(recording, { body }), { id: group.id }))
      .pass(success())
      .otherwise.fail(`${count} new members are refused when the group has ${made}.`)
  }
  const answer = await sendRecorded(context, recorded('tut-group-get'), { id: group.id })
  grade(answer).pass(status(200)).otherwise.fail(`A group of ${size} members can not be read (${path}).`)
  if (getMember(answer.resource, 'members') !== undefined)
    context.warn(
      'excludedAttributes=members is ignored: every read of a large group carries all its members.',
    )
  const newDisplayName = identity.displayName('renamed')
  grade(await sendRecorded(context, recorded('tut-group-update'), { id: group.id, newDisplayName }))
    .pass(success())
    .otherwise.fail(`A group of ${size} members can not be renamed.`)
  const values = { displayName: newDisplayName }
  grade(await scim.until(() => sendRecorded(context, recorded('ref-group-query'), values), listOf(1)))
    .pass(listOf(1))
    .otherwise.fail(`A group of ${size} members is not found by its name.`)
  grade(
    await sendRecorded(context, recorded('com-flag-group-remove-member'), { id: group.id, memberId: member }),
  )
    .pass(success())
    .otherwise.fail(`One of ${size} members can not be removed.`)
  const query = { id: group.id, memberId: member }
  const isNone = () => sendRecorded(context, recorded('ref-group-member-query'), query)
  grade(await scim.until(isNone, listOf(0)))
    .pass(listOf(0))
    .pass(status(400, 403, 501))
    .otherwise.fail(`One of ${size} members was removed and is still a member.`)
}
