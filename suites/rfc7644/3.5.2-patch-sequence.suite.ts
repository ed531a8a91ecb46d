// RFC 7644 §3.5.2: the operations of a PATCH are applied one after another, each to what those before it left; all of them
// or none. Setting primary on one value takes it from the others. An add of what is there changes nothing, nor the time.
import {
  add,
  answerWhere,
  type Answer,
  type CheckContext,
  type Created,
  errorBody,
  fail,
  grade,
  refused,
  remove,
  replace,
  skip,
  status,
  success,
  suite,
  type WireOperation,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { isArray, isObject } from '../../harness/scim/json.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { demandStored, expectEffect, expectSame, userWith } from './patching.ts'

const work = ({ identity }: CheckContext): JsonObject => ({ type: 'work', value: identity.email() })
const home = ({ identity }: CheckContext): JsonObject => ({ type: 'home', value: identity.email() })

/** A good operation before a bad one, and the refusal of both together. */
async function failsHalfway(context: CheckContext): Promise<{ user: Created; answer: Answer }> {
  const user = await userWith(context, { displayName: 'Before' })
  const answer = await context.scim.patch(user, [
    replace('displayName', 'After'),
    replace('emails[type eq', context.identity.email()),
  ])
  return { user, answer }
}

/** Addresses of the e-mails that are primary. */
function primariesIn(answer: Answer): string[] {
  const emails = at(answer.json, 'emails')
  return (isArray(emails) ? emails : []).flatMap((one) =>
    isObject(one) && at(one, 'primary') === true ? [String(at(one, 'value'))] : [],
  )
}

/** Sets primary on one of two e-mails, the other of which has it. */
async function movesPrimary(
  context: CheckContext,
  before: readonly JsonObject[],
  operation: WireOperation,
  chosen: string,
): Promise<void> {
  const { scim, users } = context
  const user = await userWith(context, { emails: before })
  const answer = await scim.patch(user, [operation])
  grade(answer)
    .pass(success())
    .otherwise.fail('primary can be set on another value; the server takes it from the one that had it.')
  const only = answerWhere(`primary true on ${chosen} alone`, (seen) => {
    const found = primariesIn(seen)
    return found.length === 1 && found[0]?.toLowerCase() === chosen.toLowerCase()
  })
  const seen = await scim.until(() => users.read(user), only)
  if (only.differs(seen) !== undefined)
    fail({
      reason: 'Setting primary on one value takes it from the others (RFC 7644 §3.5.2).',
      expected: only.expects,
      observed: `primary true on ${primariesIn(seen).join(' and ') || 'none'}`,
      decisive: [answer.exchange.id, seen.exchange.id],
    })
}

/** Times may be kept in whole seconds; milliseconds. */
const SECOND_AND_A_BIT = 1_100

const stampOf = (answer: Answer) => at(answer.json, 'meta', 'lastModified')

export default suite(
  'PATCH as a whole',
  {
    id: 'rfc7644.patch',
    file: 'suites/rfc7644/3.5.2-patch-sequence',
    needs: ['patch', 'users', 'create-user', 'read-user', 'patch-user'],
    severity: 'data-loss',
  },
  ({ check }) => {
    check(
      'operations are applied one after another',
      { id: 'applies-operations-in-order', verifies: ['RFC7644-3.5.2-18'] },
      async (context) => {
        const first = await userWith(context, { displayName: 'Before' })
        await expectEffect(
          context,
          context.users,
          first,
          [replace('displayName', 'Between'), replace('displayName', 'After')],
          {
            becomes: { displayName: 'After' },
            reason: 'Operations are applied in their order, so the last value stays (RFC 7644 §3.5.2).',
          },
        )
        const [old, fresh] = [work(context), home(context)]
        const second = await userWith(context, { emails: [old] })
        await expectEffect(
          context,
          context.users,
          second,
          [add('emails', [fresh]), remove('emails[type eq "work"]')],
          {
            becomes: { emails: [fresh] },
            reason: 'Each operation is applied to what those before it left (RFC 7644 §3.5.2).',
          },
        )
      },
    )

    check(
      'a PATCH of which one operation fails is refused',
      {
        id: 'refuses-when-one-operation-fails',
        verifies: ['RFC7644-3.5.2-22', 'RFC7644-3.5.2-23'],
        rulings: ['M-21'],
      },
      async (context) => {
        const { answer } = await failsHalfway(context)
        grade(answer)
          .pass(refused())
          .otherwise.fail(
            'When one operation fails, the whole PATCH is answered with an error (RFC 7644 §3.5.2).',
          )
        grade(answer)
          .pass(errorBody())
          .otherwise.fail('A PATCH that fails is answered with a SCIM error body (RFC 7644 §3.5.2, §3.12).')
      },
    )

    check(
      'a PATCH of which one operation fails changes nothing',
      {
        id: 'changes-nothing-when-one-operation-fails',
        verifies: ['RFC7644-3.5.2-20', 'RFC7644-3.5.2-21'],
        rulings: ['M-21'],
        impact: 'Entra repeats the whole PATCH; what was applied by halves is applied twice.',
      },
      async (context) => {
        const { users, scim } = context
        const { user, answer } = await failsHalfway(context)
        grade(answer)
          .pass(refused())
          .skip(success(), 'The PATCH was answered with success, which another check reports.')
          .otherwise.fail(
            'When one operation fails, the whole PATCH is refused with a 4xx (RFC 7644 §3.5.2).',
          )
        await expectSame(
          context,
          users,
          user,
          'A PATCH is applied as a whole or not at all; here the operation before the one that failed stayed (RFC 7644 §3.5.2).',
        )
        const seen = await scim.get(user.path)
        const before = at(user.resource, 'meta', 'version')
        if (before === undefined || at(seen.json, 'meta', 'version') === before) return
        context.warn({
          reason: 'A PATCH that failed left another version, though the resource is as it was.',
          expected: `meta.version ${JSON.stringify(before)}`,
          observed: `meta.version ${JSON.stringify(at(seen.json, 'meta', 'version'))}`,
          decisive: [answer.exchange.id, seen.exchange.id],
        })
      },
    )

    check(
      'a new value with primary true takes primary from the one that had it',
      {
        id: 'add-of-a-primary-moves-it',
        verifies: ['RFC7644-3.5.2-19'],
        rulings: ['M-18'],
        severity: 'wrong-answer',
      },
      async (context) => {
        const [first, second] = [work(context), home(context)]
        await demandStored(context, { emails: [work(context), home(context)] })
        await movesPrimary(
          context,
          [{ ...first, primary: true }],
          add('emails', [{ ...second, primary: true }]),
          String(second['value']),
        )
      },
    )

    check(
      'primary set on a value by a filter is taken from the one that had it',
      {
        id: 'replace-of-primary-moves-it',
        verifies: ['RFC7644-3.5.2-19'],
        rulings: ['M-18'],
        severity: 'wrong-answer',
      },
      async (context) => {
        const [first, second] = [work(context), home(context)]
        await movesPrimary(
          context,
          [{ ...first, primary: true }, second],
          replace('emails[type eq "home"].primary', true),
          String(second['value']),
        )
      },
    )

    check(
      'an add of a value that is there already succeeds and keeps it once',
      {
        id: 'add-of-what-is-there',
        verifies: ['RFC7644-3.5.2.1-15', 'RFC7644-3.5.2.1-16'],
        rulings: ['M-06'],
        severity: 'wrong-answer',
      },
      async (context) => {
        const { scim, users, warn } = context
        const email = work(context)
        const user = await userWith(context, { emails: [email] })
        const operation = add('emails', [email])
        const answer = await scim.patch(user, [operation])
        const graded = grade(answer)
          .pass(success())
          .warn(
            refused(),
            'An add of a value that is there already is refused; it should succeed (RFC 7644 §3.5.2.1).',
          )
          .otherwise.fail('An add of a value that is there already succeeds (RFC 7644 §3.5.2.1).')
        if (graded === 'warn') return
        await expectEffect(
          { scim: { ...scim, patch: () => Promise.resolve(answer) }, warn },
          users,
          user,
          [operation],
          {
            becomes: { emails: [email] },
            or: [
              {
                becomes: { emails: [email, email] },
                warn: 'An add of a value that is there already left it twice (RFC 7643 §2.4).',
              },
            ],
            reason: 'An add of a value that is there already changes nothing (RFC 7644 §3.5.2.1).',
          },
        )
      },
    )

    check(
      'an add of a value that is there already leaves lastModified as it is',
      {
        id: 'add-of-what-is-there-is-no-change',
        verifies: ['RFC7644-3.5.2.1-17'],
        rulings: ['M-06', 'G-03'],
        severity: 'wrong-answer',
        impact: 'Clients that read what changed since their last visit read it again.',
        timeoutMs: 60_000,
      },
      async (context) => {
        const { scim, users } = context
        const user = await userWith(context, { displayName: 'Same' })
        const twin = await userWith(context, { displayName: 'Same' })
        const [before, twinBefore] = [await users.read(user), await users.read(twin)]
        if (typeof stampOf(before) !== 'string') skip('The server shows no meta.lastModified.')
        await context.pause(SECOND_AND_A_BIT)
        const answer = await scim.patch(user, [add('displayName', 'Same')])
        if (answer.status >= 300) skip('The add was refused, so nothing can have changed.')
        const [after, twinAfter] = [await users.read(user), await users.read(twin)]
        if (stampOf(twinBefore) !== stampOf(twinAfter))
          skip('lastModified of a user whom nobody touched moved too, so nothing can be said.')
        grade(after)
          .pass(
            answerWhere(
              `meta.lastModified ${String(stampOf(before))}`,
              (seen) => seen.status === 200 && stampOf(seen) === stampOf(before),
            ),
          )
          .skip(status(404), 'The user is gone.')
          .otherwise.fail(
            `An add of a value that is there already does not change lastModified (RFC 7644 §3.5.2.1); it became ${String(stampOf(after))}.`,
          )
      },
    )
  },
)
