// RFC 7644 §3.5.2: the attributes of an extension are reached by their full name, or in a value without a path by the
// container of the extension, also when the resource has nothing of the extension yet.
import {
  add,
  addAll,
  type CheckContext,
  fail,
  grade,
  replaceAll,
  status,
  success,
  suite,
  type WireOperation,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { demandStored, ENTERPRISE, expectEffect, userWith } from './patching.ts'

/** An operation without path on the department in its container: it works, and the employee number stays. */
async function takesContainer(
  context: CheckContext,
  operation: WireOperation,
  clause: string,
): Promise<void> {
  const { scim, users, warn } = context
  const user = await userWith(context, {
    [ENTERPRISE]: { department: 'Before', employeeNumber: '7' },
  })
  const answer = await scim.patch(user, [operation])
  const graded = grade(answer)
    .pass(success())
    .warn(status(400), 'A value without a path that holds the container of an extension is refused.')
    .otherwise.fail(`A value without a path may hold the container of an extension (RFC 7644 ${clause}).`)
  if (graded === 'warn') return
  const seen = await scim.until(() => users.read(user), {
    expects: 'the new department',
    differs: (one) => (at(one.json, ENTERPRISE, 'department') === 'After' ? undefined : 'another'),
  })
  const decisive = [answer.exchange.id, seen.exchange.id]
  const finding = {
    expected: 'department After, employeeNumber 7',
    observed: `${ENTERPRISE} ${JSON.stringify(at(seen.json, ENTERPRISE) ?? null)}`,
    decisive,
  }
  if (at(seen.json, 'userName') === undefined)
    fail({ ...finding, reason: 'A change of an extension took away the userName.' })
  if (at(seen.json, ENTERPRISE, 'department') !== 'After')
    warn({
      ...finding,
      reason:
        'A value without a path that holds the container of an extension is answered with success and ignored.',
    })
  else if (at(seen.json, ENTERPRISE, 'employeeNumber') !== '7')
    warn({ ...finding, reason: 'A change of one attribute of an extension took away another one.' })
}

export default suite(
  'Extensions with PATCH',
  {
    id: 'rfc7644.patch',
    file: 'suites/rfc7644/3.5.2-patch-extension',
    needs: ['patch', 'users', 'create-user', 'read-user', 'patch-user', 'enterprise-user'],
    severity: 'data-loss',
  },
  ({ check }) => {
    check(
      'an add without path takes the container of an extension',
      { id: 'add-takes-an-extension', verifies: ['RFC7644-3.5.2.1-04'], rulings: ['M-19', 'M-07'] },
      async (context) =>
        takesContainer(context, addAll({ [ENTERPRISE]: { department: 'After' } }), '§3.5.2.1'),
    )

    check(
      'a replace without path takes the container of an extension',
      { id: 'replace-takes-an-extension', verifies: ['RFC7644-3.5.2.3-02'], rulings: ['M-19', 'M-07'] },
      async (context) =>
        takesContainer(context, replaceAll({ [ENTERPRISE]: { department: 'After' } }), '§3.5.2.3'),
    )

    check(
      'an attribute of an extension that the user does not have yet is added by its full name',
      {
        id: 'add-brings-the-extension',
        verifies: ['RFC7644-3.5.2-16', 'RFC7644-3.5.2-15'],
        severity: 'breaks-provisioning',
        impact: 'Department and employee number of users made without them never arrive.',
      },
      async (context) => {
        await demandStored(context, { [ENTERPRISE]: { department: 'Before', employeeNumber: '7' } })
        const user = await userWith(context, { displayName: 'Before' })
        const operations = [
          add('displayName', 'After'),
          add(`${ENTERPRISE}:employeeNumber`, '7'),
          add(`${ENTERPRISE}:department`, 'Added'),
        ]
        await expectEffect(context, context.users, user, operations, {
          becomes: { displayName: 'After', [ENTERPRISE]: { employeeNumber: '7', department: 'Added' } },
          reason:
            'An attribute of an extension is added by its full name, though the user has none of it yet (RFC 7644 §3.5.2).',
        })
      },
    )
  },
)
