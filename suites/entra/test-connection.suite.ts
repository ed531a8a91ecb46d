import {
  type Answer,
  grade,
  holding,
  listOf,
  skip,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { patchOp } from '../../harness/scim/messages/patchOp.ts'
import { expectGroupsMapped, expectMapped, expectMatching, matchingRows } from './inForce.ts'
import { adapted, entraUser, recorded, sendRecorded } from './playing.ts'

/**
 * Test Connection, and the start of every cycle: Entra looks for a user that nobody is, by a random GUID in the matching
 * attribute, and needs 200 with an empty list. 404 quarantines the job.
 */
export default suite(
  'Test Connection',
  {
    id: 'entra.test-connection',
    file: 'suites/entra/test-connection',
    profile: 'entra',
    severity: 'breaks-provisioning',
    impact: 'Test Connection is red and no cycle begins: Entra puts the job into quarantine.',
  },
  ({ check }) => {
    const probes = [
      ['by-user-name', 'userName', 'cap-testconn-94189'],
      ['by-external-id', 'externalId', 'cap-testconn-21660'],
      ['as-documented', 'userName, spelled as the documentation has it', 'tut-test-connection'],
    ] as const
    for (const [id, by, original] of probes) {
      check(
        `looking for nobody by ${by} gives 200 and an empty list`,
        { id, verifies: [], rulings: ['EN-00'], level: 'MUST' },
        async (context) => {
          if (id === 'by-external-id') expectMatching(context, 'externalId')
          const answer = await sendRecorded(context, recorded(original), {
            guid: context.identity.guid(),
            matchingAttribute: matchingRows(context)[0]?.target.text ?? 'userName',
          })
          nobodyFound(answer)
        },
      )
    }

    check(
      'looking for a group that does not exist gives 200 and an empty list, when groups are offered',
      {
        id: 'groups',
        verifies: [],
        rulings: ['EN-08'],
        level: 'MUST',
        impact: 'The job goes into quarantine, users and all, as soon as groups are mapped.',
        advice: 'Serve /Groups, or take Group out of /ResourceTypes and the group mapping out of the job.',
      },
      async (context) => {
        expectGroupsMapped(context)
        if (!context.facts.resourceTypes.some(({ name }) => name === 'Group'))
          skip('Groups are not offered: turn the mapping of groups off in Entra (EN-08).')
        const displayName = context.identity.guid()
        nobodyFound(await sendRecorded(context, recorded('ref-group-query'), { displayName }))
      },
    )

    check(
      'a Tenant URL with the flag of the compliant dialect leads to the same server',
      {
        id: 'with-flag',
        verifies: [],
        rulings: ['EN-11'],
        level: 'SHOULD',
        tags: ['compliant'],
        severity: 'cosmetic',
        impact: 'Should Entra hand the flag through, nothing works with it.',
      },
      async (context) => {
        const answer = await context.scim.send({
          method: 'GET',
          path: '/Users',
          query: `aadOptscim062020&filter=userName+eq+%22${context.identity.guid()}%22`,
        })
        grade(answer)
          .pass(listOf(0))
          .otherwise.warn(
            'A query parameter that the server does not know is not ignored; whether Entra hands the flag through is not published.',
          )
      },
    )

    check(
      'creations, changes and deletions are taken with the flag of the compliant dialect in their query',
      {
        id: 'writes-with-flag',
        verifies: [],
        rulings: ['EN-11', 'X-08'],
        level: 'SHOULD',
        tags: ['compliant'],
        needs: ['create-user', 'read-user', 'patch'],
        severity: 'cosmetic',
        impact: 'Should Entra hand the flag through, nobody is created, changed or removed with it.',
      },
      async (context) => {
        expectMapped(context, 'displayName')
        const { identity, scim, users } = context
        const query = 'aadOptscim062020'
        const displayName = identity.displayName('Renamed')
        const taken = (answer: Answer, what: string) =>
          grade(answer)
            .pass(success())
            .otherwise.warn(
              `${what} is not taken with a query parameter that the server does not know; whether Entra hands the flag through is not published.`,
            ) === 'pass'
        const answer = await scim.post(users.endpoint, users.payload(entraUser(context)), { query })
        if (!taken(answer, 'A creation')) return
        const path = `${users.endpoint}/${encodeURIComponent(String(answer.resource['id']))}`
        const body = patchOp([{ op: 'replace', path: 'displayName', value: displayName }])
        if (!taken(await scim.send({ method: 'PATCH', path, query, body }), 'A change')) return
        const renamed = holding({ displayName })
        grade(await scim.until(() => scim.get(path), renamed))
          .pass(renamed)
          .otherwise.warn('A change with a query parameter that the server does not know has no effect.')
        const deletion = await scim.send({ method: 'DELETE', path, query })
        if (![403, 405, 501].includes(deletion.status)) taken(deletion, 'A deletion')
      },
    )

    check(
      'a request without User-Agent is answered as any other',
      {
        id: 'without-user-agent',
        verifies: [],
        rulings: ['EN-00'],
        level: 'MUST',
        impact: 'A firewall turns Entra away: it names itself in no header.',
        advice: 'Take the rule that demands a User-Agent off the SCIM endpoint.',
      },
      async (context) => {
        const recording = recorded('cap-suna7297-noua')
        const query = `filter=userName eq "${context.identity.guid()}"`
        const headers: Readonly<Record<string, string | null>> = { 'User-Agent': null }
        nobodyFound(await sendRecorded(context, adapted(recording, { query }), {}, headers))
      },
    )

    check(
      'headers as Entra sends them are taken',
      {
        id: 'headers',
        verifies: [],
        rulings: ['EN-00'],
        level: 'MUST',
        impact: 'A firewall or the server itself turns Entra away.',
      },
      async (context) => {
        const answer = await context.scim.send({
          method: 'GET',
          path: '/Users',
          query: `filter=userName+eq+%22${context.identity.guid()}%22`,
          headers: { ADSCIMVersion: '5.0', Accept: 'application/scim+json' },
        })
        nobodyFound(answer)
      },
    )
  },
)

function nobodyFound(answer: Answer): void {
  grade(answer)
    .pass(listOf(0))
    .fail(
      status(301, 302, 303, 307, 308),
      'This is a redirect, and Entra follows none: hand out the URL that it leads to.',
    )
    .fail(status(404), 'No match is 200 with an empty list; Entra takes 404 for a server that is not SCIM.')
    .otherwise.fail('Entra needs 200 with totalResults 0 here.')
}
