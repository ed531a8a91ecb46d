import { grade, listOf, status, suite } from '../../harness/check/index.ts'
import { recorded, sendRecorded } from './playing.ts'

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
          const answer = await sendRecorded(context, recorded(original), {
            guid: context.identity.guid(),
            matchingAttribute: 'userName',
          })
          grade(answer)
            .pass(listOf(0))
            .fail(
              status(404),
              'No match is 200 with an empty list; Entra takes 404 for a server that is not SCIM.',
            )
            .otherwise.fail('Entra needs 200 with totalResults 0 here.')
        },
      )
    }
  },
)
