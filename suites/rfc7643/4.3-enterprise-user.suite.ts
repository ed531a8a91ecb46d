/**
 * RFC 7643 §4.3: the enterprise extension adds employeeNumber, costCenter, organization, division and department, all
 * strings, and manager, an object that refers to another user and whose displayName the server writes.
 */
import { at } from '../../harness/check/at.ts'
import { answerWhere, error, grade, skip, status, suite } from '../../harness/check/index.ts'
import { ENTERPRISE_USER_SCHEMA } from '../../harness/scim/schema/core.ts'
import { isObject } from '../../harness/scim/json.ts'
import { adviseNone } from './documents.ts'

const URI = ENTERPRISE_USER_SCHEMA.id

export default suite(
  'Enterprise users',
  {
    id: 'rfc7643.enterprise',
    file: 'suites/rfc7643/4.3-enterprise-user',
    needs: ['users', 'create-user', 'enterprise-user'],
    impact: 'Department, employee number and manager do not reach the application.',
  },
  ({ check }) => {
    check(
      'the employee number is a string that keeps its zeros',
      { id: 'employee-number-is-text', verifies: ['RFC7643-4.3-02', 'RFC7643-4.3-01'], rulings: ['C-14'] },
      async ({ users }) => {
        const user = await users.create({ [URI]: { employeeNumber: '00123' } })
        const seen = await users.read(user)
        if (at(seen.json, URI) === undefined)
          grade(seen).otherwise.fail(
            `Attributes of the enterprise extension stand in an object under ${URI} (RFC 7643 §4.3).`,
          )
        if (at(seen.json, URI, 'employeeNumber') === undefined)
          skip('The server does not keep employeeNumber.')
        grade(seen)
          .pass(
            answerWhere('employeeNumber "00123"', ({ json }) => at(json, URI, 'employeeNumber') === '00123'),
          )
          .otherwise.fail('employeeNumber is a string, and comes back as it was sent (RFC 7643 §4.3).')
      },
    )

    check(
      'cost center, organization, division and department come back as they were sent',
      { id: 'units-come-back', verifies: ['RFC7643-4.3-03'], level: 'SHOULD', rulings: ['C-04'] },
      async (context) => {
        const sent = { costCenter: '4130', organization: 'Proof', division: 'Suites', department: 'Tour' }
        const user = await context.users.create({ [URI]: sent })
        const seen = await context.users.read(user)
        adviseNone(context, {
          reason: 'The strings of the enterprise extension come back as they were sent (RFC 7643 §4.3).',
          expected: JSON.stringify(sent),
          problems: Object.entries(sent).flatMap(([name, value]) => {
            const found = at(seen.json, URI, name)
            return found === value ? [] : [`${name} is ${JSON.stringify(found ?? null)}`]
          }),
          answers: [seen],
        })
      },
    )

    check(
      'manager is an object with the id of another user',
      {
        id: 'manager-is-an-object',
        verifies: ['RFC7643-4.3-04', 'RFC7643-4.3-05', 'RFC7643-4.3-06'],
        rulings: ['C-19', 'S-05'],
      },
      async ({ scim, users }) => {
        const boss = await users.create()
        const answer = await scim.post(
          users.endpoint,
          users.payload({ [URI]: { manager: { value: boss.id } } }),
        )
        grade(answer)
          .pass(status(201))
          .skip(error(400), 'The server does not take this manager.')
          .otherwise.fail('A user with a manager is created (RFC 7643 §4.3).')
        const seen = await scim.get(`${users.endpoint}/${encodeURIComponent(String(at(answer.json, 'id')))}`)
        const manager = at(seen.json, URI, 'manager')
        if (manager === undefined || manager === null) skip('The server does not keep manager.')
        grade(seen)
          .pass(answerWhere('manager as one object', () => isObject(manager)))
          .otherwise.fail(
            'manager is a complex attribute with one value, so it is an object (RFC 7643 §4.3).',
          )
        grade(seen)
          .pass(answerWhere(`manager.value ${boss.id}`, () => at(manager, 'value') === boss.id))
          .otherwise.warn('manager.value is better the id of the manager (RFC 7643 §4.3).')
        grade(seen)
          .pass(answerWhere('manager.$ref', () => typeof at(manager, '$ref') === 'string'))
          .otherwise.warn('manager is better given a $ref, the URI of the manager (RFC 7643 §4.3).')
      },
    )
  },
)
