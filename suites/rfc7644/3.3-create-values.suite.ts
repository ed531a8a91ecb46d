// RFC 7644 §3.3: what becomes of the attributes of a body that creates. Those that are readOnly are ignored, not refused;
// the others are taken over; null and [] mean that there is no value. The server may alter what it is sent.
import {
  all,
  answerWhere,
  any,
  differences,
  error,
  fail,
  grade,
  skip,
  status,
  suite,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { isUnassigned } from '../../harness/scim/json.ts'
import { ENTERPRISE_USER_SCHEMA } from '../../harness/scim/schema/core.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { optionalAttributes, readOnlyPart, writable } from './attributes.ts'

const ENTERPRISE = ENTERPRISE_USER_SCHEMA.id
const ADVICE = 'Drop readOnly attributes from the body before it is validated.'

export default suite(
  'Attributes of a creation',
  { id: 'rfc7644.create-values', file: 'suites/rfc7644/3.3-create-values', needs: ['create-user'] },
  ({ check }) => {
    check(
      'an id that the client sends is not adopted',
      {
        id: 'client-id-not-adopted',
        verifies: ['RFC7644-3.3-03', 'RFC7644-3.3-02'],
        rulings: ['C-01', 'C-02'],
        severity: 'security',
        advice: ADVICE,
      },
      async ({ scim, users, identity }) => {
        const id = identity.guid()
        const answer = await scim.post(users.endpoint, users.payload({ id }))
        grade(answer)
          .pass(
            all(
              status(201),
              answerWhere('an id of the server', ({ json }) => at(json, 'id') !== id),
            ),
          )
          .warn(
            error(400),
            'A creation that carries an id is refused; the id is to be ignored (RFC 7644 §3.3).',
          )
          .otherwise.fail(
            'The id is the server’s to give; one that the client sends is ignored (RFC 7644 §3.3).',
          )
      },
    )

    check(
      'meta and groups that the client sends are ignored',
      {
        id: 'read-only-ignored',
        verifies: ['RFC7644-3.3-03', 'RFC7644-3.3-02'],
        rulings: ['C-01'],
        impact: 'Clients that send back what they once read can create nothing.',
        advice: ADVICE,
      },
      async ({ scim, users, identity }) => {
        const group = identity.guid()
        const time = '1999-12-31T23:59:59Z'
        const location = identity.url('Users/elsewhere')
        const meta = { resourceType: 'User', created: time, lastModified: time, location, version: 'W/"1"' }
        const groups = [{ value: group, display: 'Administrators' }]
        const answer = await scim.post(users.endpoint, users.payload({ meta, groups }))
        grade(answer)
          .pass(status(201))
          .otherwise.fail(
            'readOnly attributes in the body of a creation are ignored, not refused (RFC 7644 §3.3).',
          )
        const path = `${users.endpoint}/${encodeURIComponent(String(at(answer.json, 'id')))}`
        const seen = await scim.until(() => scim.get(path), status(200))
        const shown = JSON.stringify({
          meta: at(seen.json, 'meta') ?? null,
          groups: at(seen.json, 'groups') ?? null,
        })
        if ([group, '1999-12-31', location].some((sent) => shown.includes(sent)))
          fail({
            reason: 'readOnly attributes that a client sends are not stored (RFC 7644 §3.3).',
            expected: 'meta and groups of the server’s own',
            observed: shown,
            decisive: [seen.exchange.id],
          })
      },
    )

    check(
      'a readOnly sub-attribute that the client sends is ignored',
      {
        id: 'read-only-part-ignored',
        verifies: ['RFC7644-3.3-03'],
        rulings: ['C-01', 'C-19', 'S-05'],
        needs: ['enterprise-user'],
        advice: ADVICE,
      },
      async ({ scim, users, identity, userSchema }) => {
        if (!readOnlyPart(userSchema, ENTERPRISE, 'manager', 'displayName'))
          skip('The server publishes no readOnly manager.displayName.')
        const manager = await users.create()
        const displayName = identity.displayName('manager')
        const answer = await scim.post(
          users.endpoint,
          users.payload({ [ENTERPRISE]: { manager: { value: manager.id, displayName } } }),
        )
        grade(answer)
          .pass(
            all(
              status(201),
              answerWhere(
                'another manager.displayName than the one sent',
                ({ json }) => at(json, ENTERPRISE, 'manager', 'displayName') !== displayName,
              ),
            ),
          )
          .otherwise.fail(
            'manager.displayName is the server’s; what a client sends is ignored (RFC 7644 §3.3).',
          )
      },
    )

    check(
      'readWrite attributes of the body are taken over',
      {
        id: 'read-write-taken-over',
        verifies: ['RFC7644-3.3-02'],
        rulings: ['C-04', 'C-13'],
        severity: 'data-loss',
        impact:
          'Entra reads the user at the next cycle, sees the value missing, and writes it again, for ever.',
      },
      async ({ users, identity, userSchema, warn }) => {
        const wanted: JsonObject = {
          externalId: identity.externalId(),
          displayName: identity.displayName('user'),
          title: 'Engineer',
          active: false,
        }
        const sent = Object.fromEntries(
          Object.entries(wanted).filter(([name]) => name === 'externalId' || writable(userSchema, name)),
        )
        const user = await users.create(sent)
        const seen = await users.read(user)
        const lost = differences(seen.resource, sent)
        if (lost.length > 0)
          warn({
            reason:
              'A value that was sent is not what a GET shows; a server may alter it (RFC 7644 §3.3), but clients write it again and again.',
            expected: JSON.stringify(sent),
            observed: lost.join(', '),
            decisive: [seen.exchange.id],
          })
      },
    )

    check(
      'a value that is the empty string is shown',
      {
        id: 'empty-string-shown',
        verifies: ['RFC7644-3.1-08'],
        level: 'SHOULD',
        rulings: ['C-04'],
        severity: 'cosmetic',
      },
      async ({ scim, users, userSchema, warn }) => {
        const { single } = optionalAttributes(userSchema)
        if (single === undefined) skip('The server publishes no optional attribute of type string.')
        const made = await scim.post(users.endpoint, users.payload({ [single]: '' }))
        grade(made)
          .pass(status(201))
          .skip(error(400), `The server refuses ${single} "".`)
          .otherwise.fail('A user whose optional attribute is the empty string is created or refused.')
        if (made.text !== '' && at(made.json, single) !== '')
          warn({
            reason: `${single} was sent as the empty string, which is a value of its own, and it is not shown.`,
            expected: `${single} ""`,
            observed: JSON.stringify(at(made.json, single) ?? null),
            decisive: [made.exchange.id],
          })
      },
    )

    check(
      'null and an empty array mean that there is no value',
      {
        id: 'null-and-empty-array',
        verifies: ['RFC7643-2.5-01', 'RFC7644-3.3-07'],
        rulings: ['C-15'],
        impact: 'Clients that send null for what is empty can create nobody.',
        advice: 'Take null and [] out of the body before it is validated.',
      },
      async ({ scim, users, userSchema }) => {
        const { single = 'nickName', multiple = 'ims' } = optionalAttributes(userSchema)
        const body = { ...users.payload(), [single]: null, [multiple]: [] }
        const answer = await scim.post(users.endpoint, body)
        const empty = answerWhere(`neither ${single} nor ${multiple}`, ({ json }) =>
          [single, multiple].every((name) => isUnassigned(at(json, name))),
        )
        grade(answer)
          .pass(all(status(201), empty))
          .warn(
            status(201),
            'A default took the place of null or []; the client asked for no value (RFC 7644 §3.3).',
          )
          .otherwise.fail(
            'null and [] for an optional attribute mean that it has no value; they are no error (RFC 7643 §2.5).',
          )
      },
    )

    check(
      'a user with the usual attributes of the published schema is created',
      {
        id: 'user-with-everything',
        verifies: ['RFC7644-3.3-01'],
        rulings: ['C-13', 'C-20'],
        severity: 'breaks-provisioning',
      },
      async ({ scim, users, identity, userSchema }) => {
        const full: JsonObject = {
          name: { givenName: 'Ada', familyName: 'Proof', formatted: 'Ada Proof' },
          displayName: identity.displayName('user'),
          emails: [{ value: identity.email(), type: 'work', primary: true }],
          phoneNumbers: [{ value: identity.phone(), type: 'mobile' }],
          addresses: [{ type: 'work', locality: 'London', country: 'GB' }],
          preferredLanguage: 'en-GB',
          active: true,
        }
        const known = Object.fromEntries(Object.entries(full).filter(([name]) => writable(userSchema, name)))
        const answer = await scim.post(users.endpoint, users.payload(known))
        grade(answer)
          .pass(status(201))
          .warn(any(error(400), error(409)), 'A user with the usual attributes is refused.')
          .otherwise.fail('A user with attributes of the published schema is created (RFC 7644 §3.3).')
      },
    )
  },
)
