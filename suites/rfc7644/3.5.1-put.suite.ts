// RFC 7644 §3.5.1: PUT replaces the attributes of a resource that exists with those in its body, and answers 200 with
// the whole resource. It never creates. A client may send back all that it read, whatever of it it may write.
import {
  all,
  answerWhere,
  any,
  changesBetween,
  error,
  fail,
  grade,
  refused,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'

const ABSENT =
  'PUT is not offered to this client, though every server has it (RFC 7644 §3.5); what needs it is skipped.'
const ADVICE = 'Drop readOnly attributes from the body before it is validated and compared.'

export default suite(
  'Replacing with PUT',
  { id: 'rfc7644.put', file: 'suites/rfc7644/3.5.1-put', needs: ['create-user', 'read-user'] },
  ({ check }) => {
    check(
      'a PUT replaces the attributes of a user, and a GET shows the new values',
      {
        id: 'replaces-the-resource',
        verifies: ['RFC7644-3.5-01', 'RFC7644-3.5.1-04', 'RFC7644-3.2-08'],
        rulings: ['R-06', 'X-13'],
        severity: 'data-loss',
      },
      async ({ scim, users }) => {
        const user = await users.create({ displayName: 'Before', active: true })
        const answer = await scim.put(user.path, { ...user.sent, displayName: 'After', active: false })
        const graded = grade(answer)
          .pass(any(status(200), status(201)))
          .warn(status(204), 'A PUT that succeeded is answered 204; the standard has 200 with the resource.')
          .warn(status(403, 405, 501), ABSENT)
          .otherwise.fail('A PUT of a valid resource is answered 200 (RFC 7644 §3.5.1).')
        if (graded === 'warn' && answer.status !== 204) return
        await users.expectState(
          user,
          { displayName: 'After', active: false },
          'Values that a PUT sends replace those that were there (RFC 7644 §3.5.1).',
        )
      },
    )

    check(
      'a PUT is answered with 200 and the entire resource as it now is',
      {
        id: 'answers-with-the-resource',
        verifies: ['RFC7644-3.5.1-13', 'RFC7644-3.1-08'],
        rulings: ['R-06'],
        needs: ['replace-user'],
      },
      async ({ scim, users }) => {
        const user = await users.create({ displayName: 'Before' })
        const answer = await scim.put(user.path, { ...user.sent, displayName: 'After' })
        const graded = grade(answer)
          .pass(
            all(
              status(200),
              answerWhere('a body with schemas, id, userName and meta', ({ json }) =>
                ['schemas', 'id', 'userName', 'meta'].every((name) => at(json, name) !== undefined),
              ),
            ),
          )
          .warn(status(204), 'A PUT that succeeded is answered 204; the standard has 200 with the resource.')
          .otherwise.fail('A PUT that succeeded is answered 200 with the entire resource (RFC 7644 §3.5.1).')
        if (graded === 'warn') return
        const same = answerWhere(
          'the resource that the PUT answered with',
          (seen) => seen.status === 200 && changesBetween(answer.resource, seen.resource).length === 0,
        )
        const seen = await scim.until(() => users.read(user), same)
        if (same.differs(seen) !== undefined)
          fail({
            reason:
              'An answer shows the resource as the server has it (RFC 7644 §3.1); a GET shows something else.',
            expected: same.expects,
            observed:
              seen.status === 200
                ? changesBetween(answer.resource, seen.resource).join('; ')
                : `${seen.status}`,
            decisive: [answer.exchange.id, seen.exchange.id],
          })
      },
    )

    check(
      'a user that was read can be sent back whole with one value changed',
      {
        id: 'takes-back-what-it-gave',
        verifies: ['RFC7644-3.1-07', 'RFC7644-3.5.1-11', 'RFC7644-3.5.1-03'],
        rulings: ['R-02'],
        needs: ['replace-user'],
        impact: 'Clients that read, change and write back can change nothing.',
        advice: ADVICE,
      },
      async ({ scim, users }) => {
        const user = await users.create({ displayName: 'Before' })
        const read = await users.read(user)
        const answer = await scim.put(user.path, { ...read.resource, displayName: 'After' })
        grade(answer)
          .pass(success())
          .otherwise.fail(
            'A PUT may carry id, meta and all else that was read; readOnly attributes in it are ignored (RFC 7644 §3.5.1).',
          )
        await users.expectState(
          user,
          { displayName: 'After' },
          'The changed value of a whole document is written.',
        )
      },
    )

    check(
      'a PUT without id and meta in its body is accepted',
      {
        id: 'id-not-demanded',
        verifies: ['RFC7644-3.5.1-11'],
        rulings: ['R-03'],
        advice: 'Take the id from the URL.',
      },
      async ({ scim, users }) => {
        const user = await users.create()
        const { id: _id, meta: _meta, ...body } = user.sent
        grade(await scim.put(user.path, body))
          .pass(success())
          .skip(status(403, 405, 501), ABSENT)
          .otherwise.fail('id is readOnly, so the body of a PUT need not carry it (RFC 7644 §3.5.1).')
      },
    )

    check(
      'a PUT to an id that no user has is answered 404 and creates nobody',
      {
        id: 'never-creates',
        verifies: ['RFC7644-3.5.1-02', 'RFC7644-3.2-06', 'RFC7644-3.12-11'],
        rulings: ['R-06', 'X-06'],
        needs: ['replace-user'],
        impact: 'A late update brings a deleted user back to life.',
      },
      async ({ scim, users, identity }) => {
        const path = `${users.endpoint}/${identity.guid()}`
        const answer = await scim.put(path, users.payload())
        const made = answer.status >= 200 && answer.status < 300
        if (made) await scim.delete(path)
        grade(answer)
          .pass(error(404))
          .warn(refused(), 'A PUT to an id that no resource has is refused, but not with 404.')
          .otherwise.fail(
            'PUT replaces what exists and never creates; an unknown id is answered 404 (RFC 7644 §3.5.1).',
          )
        grade(await scim.get(path))
          .pass(refused())
          .otherwise.fail('The PUT was refused, yet there is a resource under its URL now.')
      },
    )

    check(
      'a PUT that is refused changes nothing',
      {
        id: 'refused-changes-nothing',
        verifies: ['RFC7644-3.12-08'],
        rulings: ['G-01', 'R-05', 'C-14'],
        needs: ['replace-user'],
        severity: 'data-loss',
      },
      async ({ scim, users }) => {
        const user = await users.create({ displayName: 'Before', active: true })
        const answer = await scim.put(user.path, {
          ...user.sent,
          displayName: 'After',
          active: { no: 'boolean' },
        })
        grade(answer)
          .pass(error(400))
          .skip(success(), 'The server takes an object for active, so nothing was refused.')
          .warn(refused(), 'A value of the wrong type is refused, but not with 400.')
          .otherwise.fail('A value of the wrong type is refused with 400 (RFC 7644 §3.12).')
        await users.expectUnchanged(user, 'A PUT was refused, yet part of it was written.')
      },
    )

    check(
      'a PUT with the userName of another user is refused as a conflict',
      {
        id: 'conflict-refused',
        verifies: ['RFC7644-3.12-19'],
        rulings: ['C-05', 'X-04'],
        needs: ['replace-user'],
        severity: 'data-loss',
      },
      async ({ scim, users }) => {
        const first = await users.create()
        const second = await users.create()
        const answer = await scim.put(second.path, {
          ...second.sent,
          userName: first.sent['userName'] ?? null,
        })
        grade(answer)
          .pass(error([409, 400], 'uniqueness'))
          .warn(
            refused(),
            'A userName that is taken is refused, but not with 409 or 400 and scimType uniqueness.',
          )
          .otherwise.fail(
            'No two users have the same userName; a PUT that would lead to it is refused (RFC 7643 §4.1.1).',
          )
        await users.expectUnchanged(second)
      },
    )

    check(
      'a PUT replaces the members of a group',
      {
        id: 'replaces-members',
        verifies: ['RFC7644-3.5.1-04', 'RFC7644-3.2-08'],
        rulings: ['X-13'],
        needs: ['groups', 'create-group'],
        severity: 'data-loss',
      },
      async ({ scim, users, groups }) => {
        const [before, after] = [await users.create(), await users.create()]
        const group = await groups.create({ members: [{ value: before.id }] })
        const answer = await scim.put(group.path, { ...group.sent, members: [{ value: after.id }] })
        const graded = grade(answer)
          .pass(status(200))
          .warn(status(204), 'A PUT that succeeded is answered 204; the standard has 200 with the resource.')
          .warn(status(403, 405, 501), ABSENT)
          .otherwise.fail('A PUT of a valid group is answered 200 (RFC 7644 §3.5.1).')
        if (graded === 'warn' && answer.status !== 204) return
        const only = answerWhere('the one member that was sent', ({ json }) => {
          const members = at(json, 'members')
          return Array.isArray(members) && members.length === 1 && at(members[0], 'value') === after.id
        })
        grade(await scim.until(() => groups.read(group), only))
          .pass(only)
          .otherwise.fail('The members that a PUT sends replace those that were there (RFC 7644 §3.5.1).')
      },
    )
  },
)
