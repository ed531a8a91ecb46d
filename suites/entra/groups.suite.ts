import {
  type Answer,
  type CheckContext,
  fail,
  grade,
  holding,
  listOf,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { getMember } from '../../harness/scim/json.ts'
import { expectMembers, groupOf } from './membership.ts'
import { expectGroupsMapped, expectKept } from './inForce.ts'
import { createEntraUser, recorded, sendRecorded } from './playing.ts'

/** Sends a recorded creation of a group, under a name of our own. */
async function groupFrom(context: CheckContext, original: string) {
  expectGroupsMapped(context)
  const { identity } = context
  const displayName = identity.displayName('group')
  const values = { displayName, externalId: identity.externalId(), guid: identity.guid() }
  return { displayName, answer: await sendRecorded(context, recorded(original), values) }
}

/** Demands that a group is there by the id that its creation was answered with. */
async function expectMade(context: CheckContext, answer: Answer, displayName: string): Promise<void> {
  const id = getMember(answer.resource, 'id')
  if (typeof id !== 'string') fail('The answer has no id.')
  const path = `${context.groups.endpoint}/${encodeURIComponent(String(id))}`
  const seen = await context.scim.until(() => context.scim.get(path), status(200))
  grade(seen)
    .pass(holding({ displayName }))
    .otherwise.fail('The new group is not there by the id that the answer gave.')
}

/** Groups: created empty, renamed, members added and removed one PATCH at a time, never read back whole. */
export default suite(
  'Groups',
  {
    id: 'entra.groups',
    file: 'suites/entra/groups',
    profile: 'entra',
    needs: ['groups', 'create-group', 'patch'],
    severity: 'breaks-provisioning',
    impact: 'Group memberships in the application are not those of Entra.',
  },
  ({ check }) => {
    check(
      'a group is created from Entra’s POST',
      { id: 'create', verifies: [], rulings: ['EN-08'], level: 'MUST' },
      async (context) => {
        const { displayName, answer } = await groupFrom(context, 'cap-qa637791-group-create')
        grade(answer).pass(success()).otherwise.fail('Entra needs 201 with the id of the new group.')
        await expectMade(context, answer, displayName)
      },
    )

    const older = [
      ['legacy-create-as-documented', 'tut-group-create', 'with a schema that nobody publishes'],
      ['legacy-create-with-id', 'gui-group-create', 'with such a schema and an id'],
    ] as const
    for (const [id, original, how] of older) {
      check(
        `a POST of a group ${how}, as the documentation has it, is taken or refused as wrong`,
        {
          id,
          verifies: [],
          rulings: ['EN-00', 'EN-08'],
          level: 'SHOULD',
          tags: ['legacy'],
          severity: 'cosmetic',
          impact:
            'Entra has left that schema out since 2018; only who tries the example of the page meets this.',
        },
        async (context) => {
          const { displayName, answer } = await groupFrom(context, original)
          grade(answer)
            .pass(success())
            .pass(status(400, 409, 422))
            .otherwise.warn('It is neither taken nor refused as a wrong request.')
          if (answer.status < 300) await expectMade(context, answer, displayName)
        },
      )
    }

    check(
      'a group gets an externalId later',
      {
        id: 'add-external-id',
        verifies: [],
        rulings: ['EN-00'],
        level: 'MUST',
        tags: ['legacy'],
        impact: 'Entra matches the group by its name again and again.',
      },
      async (context) => {
        const { group } = await groupOf(context, 0)
        const { identity, groups } = context
        const witness = await groups.create({ externalId: identity.externalId() })
        expectKept(context, witness.resource, 'externalId', 'Group')
        const externalId = identity.externalId()
        const answer = await sendRecorded(context, recorded('cap-rancher55776-group-externalid'), {
          id: group.id,
          externalId,
        })
        grade(answer).pass(success()).otherwise.fail('The externalId is refused.')
        await groups.expectState(group, { externalId }, 'The group has not got its externalId.')
      },
    )

    check(
      'a group is read by its id without its members',
      { id: 'read-without-members', verifies: [], rulings: ['EN-00'], level: 'MUST' },
      async (context) => {
        const { group } = await groupOf(context, 1)
        const answer = await sendRecorded(context, recorded('tut-group-get'), { id: group.id })
        grade(answer).pass(status(200)).otherwise.fail('Entra reads a group before it changes its name.')
        if (getMember(answer.resource, 'members') !== undefined)
          context.warn('excludedAttributes=members is ignored: a large group makes every read slow.')
      },
    )

    check(
      'a group is found by displayName without its members',
      { id: 'match', verifies: [], rulings: ['EN-00'], level: 'MUST' },
      async (context) => {
        const { scim } = context
        const { group } = await groupOf(context, 1)
        const values = { displayName: String(group.sent['displayName']) }
        const answer = await scim.until(
          () => sendRecorded(context, recorded('ref-group-query'), values),
          listOf(1),
        )
        grade(answer).pass(listOf(1)).otherwise.fail('Entra needs exactly the one group of this displayName.')
      },
    )

    check(
      'a group is renamed',
      { id: 'rename', verifies: [], rulings: ['EN-00'], level: 'MUST', tags: ['legacy'] },
      async (context) => {
        const { group } = await groupOf(context, 0)
        const name = context.identity.displayName('renamed')
        const answer = await sendRecorded(context, recorded('tut-group-update'), {
          id: group.id,
          newDisplayName: name,
        })
        grade(answer).pass(success()).otherwise.fail('The new name is refused.')
        await context.groups.expectState(group, { displayName: name }, 'The group has not got its new name.')
      },
    )

    check(
      'a group is renamed by a key without path (compliant dialect)',
      { id: 'compliant-rename', verifies: [], rulings: ['EN-00'], level: 'MUST', tags: ['compliant'] },
      async (context) => {
        const { groups, identity, scim } = context
        const { group } = await groupOf(context, 0)
        const displayName = identity.displayName('renamed')
        const answer = await scim.patch(group, [{ op: 'replace', value: { displayName } }])
        grade(answer).pass(success()).otherwise.fail('The new name is refused.')
        await groups.expectState(group, { displayName }, 'The group has not got its new name.')
      },
    )

    check(
      'a member is added and the others stay',
      { id: 'add-member', verifies: [], rulings: ['EN-00'], level: 'MUST', tags: ['legacy'] },
      async (context) => {
        const { group, members } = await groupOf(context, 2)
        const joining = await createEntraUser(context)
        const answer = await sendRecorded(context, recorded('tut-group-add-member'), {
          id: group.id,
          memberId: joining.id,
        })
        grade(answer).pass(success()).otherwise.fail('The new member is refused.')
        await expectMembers(
          context,
          group,
          [...members.map(({ id }) => id), joining.id],
          'The members are not the old ones and the new one.',
        )
      },
    )

    const removals = [
      ['legacy-value-array', 'com-legacy-group-remove-member', 'Remove with a value array', 'legacy'],
      [
        'legacy-value-array-ref',
        'tut-group-remove-member',
        'Remove with a value array whose $ref is null',
        'legacy',
      ],
      ['lower-case-value-array', 'cap-scimple436', 'remove in lower case with a value array', 'legacy'],
      ['compliant-filter', 'com-flag-group-remove-member', 'remove with members[value eq …]', 'compliant'],
    ] as const
    for (const [id, original, how, dialect] of removals) {
      check(
        `${how} removes one of three members and no other (${dialect} dialect)`,
        {
          id: `remove-${id}`,
          verifies: [],
          rulings: ['EN-01'],
          level: 'MUST',
          tags: [dialect],
          severity: 'data-loss',
          impact: 'Everybody loses the group, or who left keeps it.',
          advice: 'Read the value array as the list of members to remove.',
        },
        async (context) => {
          const { group, members } = await groupOf(context, 3)
          const [leaving, ...staying] = members
          const answer = await sendRecorded(context, recorded(original), {
            id: group.id,
            memberId: leaving?.id ?? '',
          })
          grade(answer).pass(success()).otherwise.fail('The removal is refused: who left keeps the group.')
          await expectMembers(
            context,
            group,
            staying.map((member) => member.id),
            'The members are not those who stay.',
          )
        },
      )
    }

    check(
      'a group is deleted',
      { id: 'delete', verifies: [], rulings: ['EN-00'], level: 'MUST' },
      async (context) => {
        const { group } = await groupOf(context, 0)
        grade(await sendRecorded(context, recorded('tut-group-delete'), { id: group.id }))
          .pass(success())
          .skip(status(403, 405, 501), 'Groups can not be deleted here (X-13).')
          .otherwise.fail('The deletion is refused.')
        const seen = await context.scim.until(() => context.groups.read(group), status(404))
        grade(seen).pass(status(404, 410)).otherwise.fail('A deleted group is still there.')
      },
    )
  },
)
