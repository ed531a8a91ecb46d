/**
 * RFC 7643 §7: caseExact says whether two values that differ in case only are the same value; filters compare by it.
 */
import { at } from '../../harness/check/at.ts'
import { answerWhere, grade, idsOf, skip, suite } from '../../harness/check/index.ts'
import { attributesWith, isText } from './characteristics.ts'

const MOST = 6

export default suite(
  'Case of values',
  {
    id: 'rfc7643.characteristics',
    file: 'suites/rfc7643/7-case',
    needs: ['users', 'create-user', 'filter', 'filter-eq'],
    impact: 'A client that looks for a value does not find it, or finds another one.',
  },
  ({ check }) => {
    check(
      'filters compare each text as caseExact of its definition says',
      {
        id: 'case-exact-decides',
        verifies: ['RFC7643-7-21'],
        level: 'SHOULD',
        rulings: ['F-11', 'S-05'],
      },
      async (context) => {
        const { scim, identity } = context
        const found = attributesWith(
          context,
          (one) =>
            isText(one) &&
            one.returned !== 'never' &&
            (one.mutability === 'readWrite' || one.mutability === 'immutable'),
        )
        const exact = found.filter(({ attribute }) => attribute.caseExact)
        const others = found.filter(({ attribute }) => !attribute.caseExact && attribute.name !== 'userName')
        const tried = [...exact.slice(0, MOST / 2), ...others.slice(0, MOST / 2)]
        if (tried.length === 0) skip('No schema defines a text that can be written.')
        for (const { type, attribute } of tried) {
          const { name, caseExact } = attribute
          const local = identity.local()
          const made = await type.create({ [name]: `${local}Ab` })
          const matches = (value: string) => scim.get(type.endpoint, { filter: `${name} eq "${value}"` })
          const itself = await scim.until(
            () => matches(`${local}Ab`),
            answerWhere('the resource', (answer) => idsOf(answer).includes(made.id)),
          )
          if (!idsOf(itself).includes(made.id) || at(itself.json, 'totalResults') !== 1) continue
          const wanted = caseExact ? 'no match' : 'the same match'
          grade(await matches(`${local}aB`))
            .pass(answerWhere(wanted, (answer) => idsOf(answer).includes(made.id) !== caseExact))
            .otherwise.warn(
              caseExact
                ? `The schema calls ${name} caseExact, yet a filter finds a value that is spelt in another case (RFC 7643 §7).`
                : `The schema does not call ${name} caseExact, yet a filter misses the value in another case (RFC 7643 §7).`,
            )
        }
      },
    )
  },
)
