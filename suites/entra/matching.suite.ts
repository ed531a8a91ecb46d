import { all, answerWhere, grade, idsOf, listOf, skip, suite } from '../../harness/check/index.ts'
import { valueAt } from '../../harness/entra/targets.ts'
import { expectKept, expectMatching, matchingRows } from './inForce.ts'
import { createEntraUser, recorded, sendRecorded } from './playing.ts'
import { sampleUser } from './sampleUser.ts'

/** Matching: before it creates, Entra looks for the person by the matching attribute, and links what it finds. */
export default suite(
  'Matching',
  {
    id: 'entra.matching',
    file: 'suites/entra/matching',
    profile: 'entra',
    needs: ['create-user'],
    severity: 'breaks-provisioning',
    impact:
      'Entra does not find the account that exists and creates a second one, or gets 409 in each cycle.',
  },
  ({ check }) => {
    const queries = [
      ['by-user-name', 'userName', 'tut-user-query'],
      ['by-external-id', 'externalId', 'ref-user-query'],
      ['by-external-id-decoded', 'externalId, as provision on demand asks', 'cap-octopus9841-pod'],
    ] as const
    for (const [id, by, original] of queries) {
      check(
        `a user is found by ${by}`,
        { id, verifies: [], rulings: ['EN-00', 'EN-10'], level: 'MUST' },
        async (context) => {
          expectMatching(context, original === 'tut-user-query' ? 'userName' : 'externalId')
          const { scim, users } = context
          const user = await createEntraUser(context)
          await users.create()
          if (original !== 'tut-user-query') expectKept(context, user.resource, 'externalId')
          const values = {
            userName: String(user.sent['userName']),
            externalId: String(user.sent['externalId']),
          }
          const found = all(
            listOf(1),
            answerWhere('the user itself', (answer) => idsOf(answer)[0] === user.id),
          )
          const answer = await scim.until(() => sendRecorded(context, recorded(original), values), found)
          grade(answer)
            .pass(found)
            .otherwise.fail('Entra needs exactly the one user whose matching attribute has this value.')
        },
      )
    }

    check(
      'a user is found by the address at work',
      {
        id: 'by-work-email',
        verifies: [],
        rulings: ['F-07'],
        level: 'SHOULD',
        severity: 'cosmetic',
        impact: 'Only who maps the address as matching attribute suffers.',
      },
      async (context) => {
        expectMatching(context, 'emails[type eq "work"].value')
        const user = await createEntraUser(context)
        expectKept(context, user.resource, 'emails')
        const [email] = user.sent['emails'] as readonly { readonly value: string }[]
        const answer = await sendRecorded(context, recorded('tro-email-match-query'), {
          email: email?.value ?? '',
        })
        grade(answer)
          .pass(listOf(1))
          .otherwise.warn(
            'The filter emails[type eq "work"].value is not understood: don’t map it as matching attribute.',
          )
      },
    )

    check(
      'a user is found by each further attribute that the mapping matches by',
      { id: 'by-the-mapping', verifies: [], rulings: ['EN-10'], level: 'MUST' },
      async (context) => {
        const { scim, users } = context
        const rows = matchingRows(context).filter(({ target }) => !PLAYED.test(target.text))
        if (rows.length === 0) skip('Users are matched by no other attribute (EN-10).')
        const user = await users.create(sampleUser(context, rows))
        for (const { target } of rows) {
          const value = valueAt(user.sent, target)
          const itself = all(
            listOf(1),
            answerWhere('the user itself', (answer) => idsOf(answer)[0] === user.id),
          )
          const filter = `${target.text} eq ${JSON.stringify(value)}`
          const answer = await scim.until(() => scim.get(users.endpoint, { filter }), itself)
          grade(answer)
            .pass(itself)
            .otherwise.fail(`The mapping matches users by ${target.text}, and the user is not found by it.`)
        }
      },
    )
  },
)

/** What the checks above look for. */
const PLAYED = /^(userName|externalId)$/i
