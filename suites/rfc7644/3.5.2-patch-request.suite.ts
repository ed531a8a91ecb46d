// RFC 7644 §3.5.2: a PATCH body names its schema, and holds at least one operation; each has an op that is add, remove
// or replace, a value where it needs one, and a path in the grammar of the clause. What is not so is refused with 400.
import {
  type CheckContext,
  error,
  grade,
  type Matcher,
  refused,
  replace,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import type { Json, ScimType } from '../../harness/scim/types.ts'
import { expectSame, UNTYPED, userWith } from './patching.ts'

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const OTHERWISE_TYPED = 'It is refused, but not with the scimType that says why (RFC 7644 §3.12, Table 9).'
const OTHER_STATUS = 'It is refused, but not with 400 (RFC 7644 §3.5.2).'

/** What a body that must be refused is graded by. */
interface Demand {
  /** What is wrong with it, for the sentence of a failure. */
  readonly reason: string
  readonly scimTypes: readonly ScimType[]
  /** The scimType is tied to the status (ruling X-04): one that is missing is a failure. */
  readonly tied?: boolean
  /** Success is a risk, no failure; the reason why. */
  readonly lenient?: string
}

/** Sends a body against a new user; it must be refused, and the user must stay what it was. */
async function refuses(context: CheckContext, body: Json, demand: Demand): Promise<void> {
  const { scim, users } = context
  const user = await userWith(context, { displayName: 'Before' })
  const answer = await scim.send({ method: 'PATCH', path: user.path, body })
  const typed: Matcher = error(400, demand.scimTypes)
  const grading = grade(answer).pass(typed)
  if (demand.tied === true) grading.fail(UNTYPED, demand.reason)
  grading.warn(status(400), OTHERWISE_TYPED)
  if (demand.tied !== true) grading.warn(refused(), OTHER_STATUS)
  if (demand.lenient !== undefined) grading.warn(success(), demand.lenient)
  grading.otherwise.fail(demand.reason)
  await expectSame(context, users, user, 'A PATCH that is not in order changes nothing (RFC 7644 §3.5.2).')
}

const message = (...operations: Json[]): Json => ({ schemas: [PATCH_OP], Operations: operations })

const BODY: readonly ScimType[] = ['invalidSyntax', 'invalidValue']
const PATH: readonly ScimType[] = ['invalidPath', 'invalidFilter']

export default suite(
  'PATCH requests that are not in order',
  {
    id: 'rfc7644.patch',
    file: 'suites/rfc7644/3.5.2-patch-request',
    needs: ['patch', 'users', 'create-user', 'patch-user'],
  },
  ({ check }) => {
    check(
      'an operation that is none of add, remove and replace is refused',
      {
        id: 'refuses-other-operations',
        verifies: ['RFC7644-3.5.2-02'],
        rulings: ['M-14'],
        severity: 'data-loss',
      },
      async (context) => {
        for (const operation of [
          { op: 'move', from: 'displayName', path: 'title' },
          { op: 'update', path: 'displayName', value: 'After' },
        ])
          await refuses(context, message(operation), {
            reason: `The operation ${operation.op} is none that PATCH has, and is refused with 400 (RFC 7644 §3.5.2).`,
            scimTypes: [...BODY, 'invalidPath'],
          })
      },
    )

    check(
      'an operation without op is refused',
      { id: 'refuses-operation-without-op', verifies: ['RFC7644-3.5.2-05'], rulings: ['M-14'] },
      async (context) =>
        refuses(context, message({ path: 'displayName', value: 'After' }), {
          reason:
            'An operation without op says nothing of what to do, and is refused with 400 (RFC 7644 §3.5.2).',
          scimTypes: BODY,
        }),
    )

    check(
      'a PATCH body that does not name its schema is refused',
      { id: 'refuses-missing-schema', verifies: ['RFC7644-3.5.2-03'], rulings: ['M-16', 'M-14'] },
      async ({ scim, users }) => {
        const user = await users.create({ displayName: 'Before' })
        const body = { Operations: [replace('displayName', 'After')] }
        const answer = await scim.send({ method: 'PATCH', path: user.path, body })
        grade(answer)
          .pass(status(400))
          .warn(success(), 'A PATCH without schemas is accepted; clients have to send it (RFC 7644 §3.5.2).')
          .warn(refused(), OTHER_STATUS)
          .otherwise.fail('A PATCH body without schemas is refused with 400 (RFC 7644 §3.5.2).')
      },
    )

    check(
      'a PATCH body without operations is refused',
      { id: 'refuses-missing-operations', verifies: ['RFC7644-3.5.2-04'], rulings: ['M-16', 'M-14'] },
      async (context) => {
        for (const body of [{ schemas: [PATCH_OP] }, { schemas: [PATCH_OP], Operations: [] }])
          await refuses(context, body, {
            reason: 'A PATCH body holds at least one operation; none is refused with 400 (RFC 7644 §3.5.2).',
            scimTypes: BODY,
            lenient: 'A PATCH without operations is accepted; clients have to send at least one.',
          })
      },
    )

    check(
      'an add without value is refused',
      { id: 'refuses-add-without-value', verifies: ['RFC7644-3.5.2.1-01'], rulings: ['M-14'] },
      async (context) =>
        refuses(context, message({ op: 'add', path: 'displayName' }), {
          reason: 'An add without value has nothing to add, and is refused with 400 (RFC 7644 §3.5.2.1).',
          scimTypes: BODY,
        }),
    )

    check(
      'a replace without path whose value is no object is refused',
      { id: 'refuses-pathless-text', verifies: ['RFC7644-3.5.2.3-01'], rulings: ['M-14'] },
      async (context) =>
        refuses(context, message({ op: 'replace', value: 'After' }), {
          reason:
            'Without a path the value says which attributes to replace, so it is an object (RFC 7644 §3.5.2.3).',
          scimTypes: [...BODY, 'noTarget', 'invalidPath'],
        }),
    )

    check(
      'a remove without path is refused with noTarget',
      {
        id: 'refuses-remove-without-path',
        verifies: ['RFC7644-3.5.2.2-01', 'RFC7644-3.5.2-08'],
        rulings: ['X-04'],
        severity: 'data-loss',
      },
      async (context) => {
        for (const operation of [{ op: 'remove' }, { op: 'remove', value: { displayName: 'Before' } }])
          await refuses(context, message(operation), {
            reason:
              'A remove has to say what to remove; without a path it is refused with 400 noTarget (RFC 7644 §3.5.2.2).',
            scimTypes: ['noTarget'],
            tied: true,
          })
      },
    )

    for (const [id, path, what] of [
      ['refuses-open-bracket', 'emails[type eq "work"', 'a bracket that is not closed'],
      ['refuses-empty-brackets', 'emails[]', 'nothing between its brackets'],
      ['refuses-two-dots', 'name..familyName', 'two dots in a row'],
      ['refuses-glued-sub-attribute', 'emails[type eq "work"]value', 'no dot before the sub-attribute'],
    ] as const) {
      check(
        `a path with ${what} is refused`,
        {
          id,
          verifies: ['RFC7644-3.5.2-09'],
          rulings: ['M-12'],
          severity: 'data-loss',
          cause: 'rfc7644.patch.refuses-malformed-path',
        },
        async (context) =>
          refuses(context, message({ op: 'replace', path, value: 'After' }), {
            reason: `The path ${path} has ${what}; it is refused with 400 invalidPath (RFC 7644 §3.5.2).`,
            scimTypes: PATH,
          }),
      )
    }

    check(
      'a path with an array index is refused',
      { id: 'refuses-array-index', verifies: ['RFC7644-3.5.2-02', 'RFC7644-3.5.2-09'], rulings: ['M-12'] },
      async (context) => {
        for (const path of ['emails[0]', '/emails/0'])
          await refuses(
            context,
            message({ op: 'replace', path, value: { value: context.identity.email() } }),
            {
              reason: `The path ${path} counts elements as JSON Patch does, which SCIM does not have (RFC 7644 §3.5.2).`,
              scimTypes: PATH,
            },
          )
      },
    )
  },
)
