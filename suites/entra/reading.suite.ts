import { answerWhere, grade, holding, skip, status, suite } from '../../harness/check/index.ts'
import { getMember, isArray } from '../../harness/scim/json.ts'
import { createEntraUser, recorded, sendRecorded } from './playing.ts'

/** Reads: a user by its id before each change, one who is gone, and the schemas for whom Entra discovers them. */
export default suite(
  'Reading',
  {
    id: 'entra.reading',
    file: 'suites/entra/reading',
    profile: 'entra',
    severity: 'breaks-provisioning',
    impact: 'Entra does not see what is there: it writes again in each cycle, or gives the user up.',
  },
  ({ check }) => {
    check(
      'a user is read by the id that the creation gave',
      { id: 'by-id', verifies: [], rulings: ['EN-00'], level: 'MUST', needs: ['create-user'] },
      async (context) => {
        const user = await createEntraUser(context)
        const itself = holding({ id: user.id })
        const answer = await context.scim.until(
          () => sendRecorded(context, recorded('tut-user-get'), { id: user.id }),
          itself,
        )
        grade(answer).pass(itself).otherwise.fail('Entra reads a user by its id before each update.')
      },
    )

    check(
      'a user who is not there is 404',
      { id: 'nobody', verifies: [], rulings: ['EN-00'], level: 'MUST' },
      async (context) => {
        const unknownId = context.identity.guid()
        const answer = await sendRecorded(context, recorded('tut-user-get-404'), { unknownId })
        grade(answer)
          .pass(status(404, 410))
          .warn(
            status(400),
            'An id that the server would not have given is refused with 400; Entra knows ids from the server only.',
          )
          .otherwise.fail('Entra needs 404 to see that a user was deleted behind its back.')
      },
    )

    check(
      'schemas are listed, as the discovery of Entra’s gallery reads them',
      {
        id: 'schemas',
        verifies: [],
        rulings: ['EN-10'],
        level: 'SHOULD',
        severity: 'cosmetic',
        impact: 'Attributes have to be entered into the mapping by hand.',
      },
      async (context) => {
        const answer = await sendRecorded(context, recorded('tut-schemas'), {})
        if (answer.status === 404 || answer.status === 501)
          skip('Schemas are not published; only applications of the gallery have them discovered.')
        grade(answer)
          .pass(
            answerWhere(
              '200 with a list of schemas',
              (seen) => seen.status === 200 && isArray(getMember(seen.resource, 'Resources')),
            ),
          )
          .otherwise.warn('The schemas are not listed in the form of a query’s answer.')
      },
    )
  },
)
