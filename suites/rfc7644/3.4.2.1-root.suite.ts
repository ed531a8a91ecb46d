// RFC 7644 §3.4.2.1: a query of the base URL goes over all resources of all types, by the same rules; a type that lacks
// the attribute of a filter counts as having no value. A server that would return too much refuses with tooMany.
import {
  askQuery,
  answerWhere,
  error,
  fail,
  grade,
  isListAnswer,
  listingOf,
  skip,
  suite,
  walkQuery,
} from '../../harness/check/index.ts'
import type { CheckContext } from '../../harness/check/index.ts'
import { getMember } from '../../harness/scim/json.ts'
import { expectFinds } from './finding.ts'

async function userAndGroup({ users, groups, identity }: CheckContext) {
  const displayName = identity.displayName('both')
  const user = await users.create({ displayName })
  const group = await groups.create({ displayName })
  return { displayName: JSON.stringify(displayName), user, group }
}

export default suite(
  'Queries over all resource types',
  {
    id: 'rfc7644.root',
    file: 'suites/rfc7644/3.4.2.1-root',
    needs: ['users', 'groups', 'filter'],
  },
  ({ check }) => {
    check(
      'a query of the base URL finds users and groups',
      {
        id: 'covers-all-types',
        verifies: ['RFC7644-3.4.2.1-02', 'RFC7644-3.4.2.1-05'],
        rulings: ['Z-02'],
        needs: ['root-query', 'create-user', 'create-group'],
      },
      async (context) => {
        const { displayName, user, group } = await userAndGroup(context)
        const reason =
          'A query of the base URL goes over all resources, by the same filter rules (RFC 7644 §3.4.2.1).'
        await expectFinds(context, `displayName eq ${displayName}`, { finds: [user, group] }, reason, {
          endpoint: '',
        })
        await expectFinds(
          context,
          `displayName eq ${displayName} and id eq ${JSON.stringify(group.id)}`,
          { finds: [group], leavesOut: [user] },
          reason,
          { endpoint: '' },
        )
      },
    )

    check(
      'a type that lacks the attribute of the filter counts as without value',
      {
        id: 'missing-attributes-have-no-value',
        verifies: ['RFC7644-3.4.2.1-06'],
        rulings: ['F-01'],
        needs: ['create-user', 'create-group'],
      },
      async (context) => {
        const { user, group } = await userAndGroup(context)
        const offered = await askQuery(context, '', { filter: `id eq ${JSON.stringify(user.id)}` })
        if (!isListAnswer(offered)) skip('The server does not answer queries of the base URL.')
        const name = JSON.stringify(getMember(user.resource, 'userName') ?? '')
        await expectFinds(
          context,
          `userName eq ${name}`,
          { finds: [user], leavesOut: [group] },
          'Where a type lacks the attribute, it counts as having no value, and the filter is not refused (RFC 7644 §3.4.2.1).',
          { endpoint: '', declined: 'fail' },
        )
      },
    )

    check(
      'a query that finds too much is refused with tooMany, or answered page by page',
      {
        id: 'too-much-is-refused-by-name',
        verifies: ['RFC7644-3.4.2.1-04', 'RFC7644-3.12-18'],
        rulings: ['F-17'],
        needs: ['root-query', 'create-user'],
        severity: 'data-loss',
        impact: 'Users behind the limit do not exist for a client that reads the whole list.',
      },
      async (context) => {
        const { members } = await context.population()
        const answer = await context.scim.get('')
        grade(answer)
          .pass(answerWhere('200', isListAnswer))
          .pass(error(400, 'tooMany'))
          .otherwise.fail(
            'A query that would return too much is refused with 400 tooMany (RFC 7644 §3.4.2.1).',
          )
        const { totalResults, nextCursor } = listingOf(answer)
        if (!isListAnswer(answer) || nextCursor !== undefined || totalResults === undefined) return
        if (totalResults >= members.length) return
        fail({
          reason: 'The list was cut short without a word: totalResults counts all matches (RFC 7644 §3.4.2).',
          expected: `totalResults of ${members.length} at least: so many users were made by this run`,
          observed: `totalResults ${totalResults}`,
          decisive: [answer.exchange.id],
        })
      },
    )

    check(
      'meta.resourceType confines a query of the base URL to one type, where it is understood',
      {
        id: 'resource-type-confines',
        verifies: ['RFC7644-3.4.2.1-05'],
        rulings: ['F-12'],
        needs: ['root-query', 'create-user', 'create-group'],
      },
      async (context) => {
        const { displayName, user, group } = await userAndGroup(context)
        const filter = `displayName eq ${displayName} and meta.resourceType eq "Group"`
        await expectFinds(
          context,
          filter,
          { finds: [group], leavesOut: [user] },
          'A filter on meta.resourceType follows the same rules as any other (RFC 7644 §3.4.2.1).',
          { endpoint: '', declined: 'pass' },
        )
        const { ids } = await walkQuery(context, context.groups.endpoint, { filter })
        if (ids.includes(user.id)) fail('A query of /Groups returned a user.')
      },
    )
  },
)
