// RFC 7644 §3.5 and §3.5.2: PATCH changes parts of a resource. It is offered, and success is answered with 200 and the
// whole resource, or with 204 and nothing; a client that names attributes gets 200 and those.
import {
  add,
  all,
  answerWhere,
  describeAnswer,
  fail,
  grade,
  remove,
  replace,
  skip,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { getMember, isUnassigned } from '../../harness/scim/json.ts'
import { differences } from '../../harness/scim/patch/index.ts'
import { expectEffect, told, userWith } from './patching.ts'

export default suite(
  'Modifying with PATCH',
  { id: 'rfc7644.patch', file: 'suites/rfc7644/3.5.2-patch-answer', needs: ['users', 'create-user'] },
  ({ check }) => {
    check(
      'a PATCH replaces an attribute of a user, and a GET shows the new value',
      {
        id: 'replaces-an-attribute',
        verifies: ['RFC7644-3.5.2.3-03'],
        rulings: ['X-13', 'M-17'],
        needs: ['patch', 'read-user'],
        severity: 'data-loss',
        impact: 'Entra sends every update as a PATCH; none arrives.',
      },
      async (context) => {
        const { scim, users } = context
        const user = await userWith(context, { displayName: 'Before' })
        const answer = await scim.patch(user, [replace('displayName', 'After')])
        grade(answer)
          .pass(success())
          .skip(status(403, 405, 501), 'PATCH is not offered for users, which another check reports.')
          .otherwise.fail('A replace of an attribute that the user has is carried out (RFC 7644 §3.5.2.3).')
        await users.expectState(
          user,
          { displayName: 'After' },
          'After a replace that was answered with success the attribute has the new value (RFC 7644 §3.5.2.3).',
        )
      },
    )

    check(
      'PATCH is supported',
      {
        id: 'is-supported',
        verifies: ['RFC7644-3.5-02'],
        rulings: ['X-07', 'X-13'],
        impact: 'Entra updates by PATCH only.',
      },
      async ({ scim, users, facts, warn }) => {
        const user = await users.create()
        const answer = await scim.patch(user, [replace('displayName', 'After')])
        const decisive = [answer.exchange.id]
        const expected = 'patch.supported true, and a PATCH that is looked at'
        if (!facts.capabilities.patch)
          warn({
            reason: 'Servers should support PATCH (RFC 7644 §3.5); this one says that it does not.',
            expected,
            observed: 'patch.supported false',
            decisive,
          })
        else if ([403, 404, 405, 501].includes(answer.status))
          warn({
            reason: 'PATCH is said to be supported, and is not offered for users.',
            expected,
            observed: describeAnswer(answer),
            decisive,
          })
      },
    )

    check(
      'add, remove and replace are understood in lower case',
      {
        id: 'understands-the-three-operations',
        verifies: ['RFC7644-3.5.2-06', 'RFC7644-3.5.2.3-03'],
        rulings: ['M-15'],
        level: 'IMPLIED',
        needs: ['patch-user'],
        severity: 'breaks-provisioning',
      },
      async (context) => {
        const { scim } = context
        const user = await userWith(context, { name: { givenName: 'Ada', familyName: 'Proof' } })
        for (const operation of [
          add('name.familyName', 'Added'),
          replace('name.familyName', 'Replaced'),
          remove('name.givenName'),
        ]) {
          const answer = await scim.patch(user, [operation])
          grade(answer)
            .pass(success())
            .otherwise.fail(
              `The operation ${String(operation['op'])}, spelt as the standard spells it, is understood (RFC 7644 §3.5.2).`,
            )
        }
      },
    )

    check(
      'success is answered with 200 and the whole resource as it is now, or with 204',
      {
        id: 'answers-with-the-whole-or-nothing',
        verifies: ['RFC7644-3.5.2-24'],
        rulings: ['M-17'],
        needs: ['patch-user'],
        impact: 'A client that keeps the answer as the new state keeps a wrong one.',
      },
      async ({ scim, users }) => {
        const user = await users.create({ displayName: 'Before' })
        const answer = await scim.patch(user, [replace('displayName', 'After')])
        grade(answer)
          .pass(status(200, 204))
          .otherwise.fail(
            'A PATCH that succeeded is answered with 200 and the resource, or with 204 (RFC 7644 §3.5.2).',
          )
        if (answer.status === 204) return
        const now = await scim.until(() => users.read(user), {
          expects: 'displayName After',
          differs: (seen) => (at(seen.json, 'displayName') === 'After' ? undefined : 'another'),
        })
        grade(now).pass(status(200)).otherwise.fail('A user that was patched can be read.')
        const missing = Object.entries(now.resource)
          .filter(([name, value]) => !isUnassigned(value) && getMember(answer.resource, name) === undefined)
          .map(([name]) => `no ${name}`)
        const other = differences(users.schema, {}, now.resource, answer.resource).map(told)
        if (missing.length + other.length > 0)
          fail({
            reason:
              'A PATCH answered with 200 shows the entire resource as it is after the change (RFC 7644 §3.5.2).',
            expected: 'the resource that a GET shows right after it',
            observed: [...missing, ...other].join('; '),
            decisive: [answer.exchange.id, now.exchange.id],
          })
      },
    )

    check(
      'a PATCH with the attributes parameter is answered with 200 and those attributes',
      {
        id: 'attributes-parameter-brings-a-body',
        verifies: ['RFC7644-3.5.2-26'],
        rulings: ['M-17', 'J-05'],
        needs: ['patch-user'],
      },
      async ({ scim, users }) => {
        const user = await users.create({ displayName: 'Before' })
        const answer = await scim.patch(user, [replace('displayName', 'After')], {
          query: { attributes: 'userName' },
        })
        grade(answer)
          .pass(
            all(
              status(200),
              answerWhere(
                'the resource with userName',
                ({ json }) => typeof at(json, 'userName') === 'string',
              ),
            ),
          )
          .otherwise.fail(
            'A PATCH with the attributes parameter is answered with 200 and what was asked for (RFC 7644 §3.5.2), not without a body.',
          )
        if (at(answer.json, 'displayName') === undefined) return
        grade(answer).otherwise.warn(
          'The answer holds displayName too, which the attributes parameter leaves out.',
        )
      },
    )

    check(
      'names of attributes and members are understood in any letter case',
      {
        id: 'ignores-letter-case',
        verifies: ['RFC7644-3.5.2-15', 'RFC7644-3.5.2-04'],
        rulings: ['M-15'],
        needs: ['patch-user'],
      },
      async (context) => {
        const { scim, users } = context
        const user = await userWith(context, { displayName: 'Before' })
        await expectEffect(context, users, user, [replace('DISPLAYNAME', 'After')], {
          becomes: { displayName: 'After' },
          reason: 'The name of an attribute in a path counts in any letter case (RFC 7644 §3.10).',
        })
        const answer = await scim.send({
          method: 'PATCH',
          path: user.path,
          body: {
            SCHEMAS: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
            operations: [{ OP: 'replace', Path: 'displayName', VALUE: 'Again' }],
          },
        })
        const graded = grade(answer)
          .pass(success())
          .otherwise.warn(
            'Members of a PATCH body are attributes, whose names count in any letter case (RFC 7643 §2.1); these were refused.',
          )
        if (graded === 'warn') return
        const seen = await users.read(user)
        grade(seen)
          .pass(answerWhere('displayName Again', ({ json }) => at(json, 'displayName') === 'Again'))
          .otherwise.warn('Members of a PATCH body in another letter case are accepted and have no effect.')
      },
    )

    check(
      'a path with the URI of the core schema names the attribute',
      {
        id: 'path-with-core-uri',
        verifies: ['RFC7644-3.5.2-15'],
        needs: ['patch-user'],
      },
      async (context) => {
        const user = await userWith(context, { displayName: 'Before' })
        const { id } = context.users.schema.core
        if (!id.startsWith('urn:')) skip('The core schema of User has no URN.')
        await expectEffect(context, context.users, user, [replace(`${id}:displayName`, 'After')], {
          becomes: { displayName: 'After' },
          reason: 'An attribute may be named with the URI of its schema before it (RFC 7644 §3.10).',
        })
      },
    )
  },
)
