// RFC 7644 §3.5.1: readOnly values in a PUT are ignored; an immutable value that is set must be the one that was sent,
// one that is not set yet is taken over; required attributes have to be there.
import {
  any,
  error,
  fail,
  grade,
  refused,
  skip,
  success,
  suite,
  type CheckContext,
  type ResourceFixture,
} from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import type { JsonObject } from '../../harness/scim/types.ts'

/** A resource type with an immutable text attribute, and a fixture for it. */
function immutableText({ facts, resources, users, groups }: CheckContext): {
  readonly fixture: ResourceFixture
  readonly name: string
} {
  for (const schema of facts.resourceSchemas) {
    const attribute = schema.core.attributes.find(
      ({ type, mutability, multiValued, required, canonicalValues }) =>
        type === 'string' &&
        mutability === 'immutable' &&
        !multiValued &&
        !required &&
        canonicalValues.length === 0,
    )
    const type = schema.resourceType.name
    const fixture = type === 'User' ? users : type === 'Group' ? groups : resources(type)
    if (attribute !== undefined && fixture !== undefined) return { fixture, name: attribute.name }
  }
  return skip('The server publishes no immutable attribute of type string that can be left out at first.')
}

export default suite(
  'Mutability and PUT',
  {
    id: 'rfc7644.put-mutability',
    file: 'suites/rfc7644/3.5.1-put-mutability',
    needs: ['create-user', 'read-user', 'replace-user'],
  },
  ({ check }) => {
    check(
      'readOnly values that differ from those of the server are ignored',
      {
        id: 'read-only-ignored',
        verifies: ['RFC7644-3.5.1-11'],
        rulings: ['R-02'],
        severity: 'security',
        advice: 'Drop readOnly attributes from the body before it is compared.',
      },
      async ({ scim, users, identity }) => {
        const user = await users.create()
        const before = (await users.read(user)).resource
        const forged = identity.guid()
        const body: JsonObject = {
          ...user.sent,
          id: forged,
          meta: {
            resourceType: 'Group',
            created: '1999-12-31T23:59:59Z',
            location: identity.url('elsewhere'),
          },
          groups: [{ value: forged, display: 'Administrators' }],
        }
        const answer = await scim.put(user.path, body)
        grade(answer)
          .pass(success())
          .warn(
            error(400),
            'Other values of readOnly attributes are refused; they are to be ignored (RFC 7644 §3.5.1).',
          )
          .otherwise.fail('Other values of readOnly attributes are ignored (RFC 7644 §3.5.1).')
        const seen = await users.read(user)
        const shown = (['id', 'groups'] as const).map((name) => JSON.stringify(at(seen.json, name) ?? null))
        const created = at(seen.json, 'meta', 'created')
        if (shown.some((text) => text.includes(forged)) || created !== at(before, 'meta', 'created'))
          fail({
            reason: 'Values of readOnly attributes that a PUT sends are not stored (RFC 7644 §3.5.1).',
            expected: 'id, groups and meta.created as they were',
            observed: `id ${shown[0]}, groups ${shown[1]}, meta.created ${JSON.stringify(created ?? null)}`,
            decisive: [answer.exchange.id, seen.exchange.id],
          })
      },
    )

    check(
      'a PUT without a required attribute does not take it away',
      {
        id: 'required-demanded',
        verifies: ['RFC7644-3.5.1-12', 'RFC7644-3.12-24'],
        rulings: ['R-05', 'C-07'],
        severity: 'data-loss',
        impact: 'Users are left without a userName, and no client can match them.',
      },
      async ({ scim, users }) => {
        const user = await users.create()
        const { userName, ...body } = user.sent
        const answer = await scim.put(user.path, body)
        const seen = await users.read(user)
        const kept = at(seen.json, 'userName')
        if (typeof kept !== 'string' || kept === '')
          fail({
            reason: 'A PUT without userName took the userName away; it is required (RFC 7644 §3.5.1).',
            expected: `400 invalidValue, or the userName ${JSON.stringify(userName)} kept`,
            observed: `${answer.status}, and no userName`,
            decisive: [answer.exchange.id, seen.exchange.id],
          })
        grade(answer)
          .pass(any(error(400, 'invalidValue'), error(400, 'mutability')))
          .warn(error(400), 'A PUT without userName is refused, but not with scimType invalidValue.')
          .warn(
            success(),
            'A PUT without userName is accepted and the old one kept; it is to be refused with 400.',
          )
          .warn(refused(), 'A PUT without userName is refused, but not with 400.')
          .otherwise.fail('A PUT without a required attribute is refused with 400 (RFC 7644 §3.5.1).')
      },
    )

    check(
      'an immutable attribute may be sent again with the value that it has',
      {
        id: 'immutable-same-value',
        verifies: ['RFC7644-3.5.1-08'],
        rulings: ['R-04'],
      },
      async (context) => {
        const { fixture, name } = immutableText(context)
        const made = await fixture.create({ [name]: context.identity.local() })
        grade(await context.scim.put(made.path, made.sent))
          .pass(success())
          .otherwise.fail(
            `${name} has the value that the resource has already, which is no change (RFC 7644 §3.5.1).`,
          )
      },
    )

    check(
      'another value of an immutable attribute is refused with mutability',
      {
        id: 'immutable-other-value',
        verifies: ['RFC7644-3.5.1-08', 'RFC7644-3.5.1-09', 'RFC7644-3.12-20'],
        rulings: ['R-04', 'X-04'],
        severity: 'data-loss',
      },
      async (context) => {
        const { scim, identity } = context
        const { fixture, name } = immutableText(context)
        const made = await fixture.create({ [name]: identity.local() })
        const answer = await scim.put(made.path, { ...made.sent, [name]: identity.local() })
        const seen = await fixture.read(made)
        if (at(seen.json, name) !== made.sent[name])
          fail({
            reason: `${name} is immutable, and a PUT changed it (RFC 7644 §3.5.1).`,
            expected: `${name} ${JSON.stringify(made.sent[name] ?? null)}`,
            observed: JSON.stringify(at(seen.json, name) ?? null),
            decisive: [answer.exchange.id, seen.exchange.id],
          })
        grade(answer)
          .pass(error(400, 'mutability'))
          .warn(success(), `Another value of ${name} is ignored; it is to be refused with 400 mutability.`)
          .warn(refused(), `Another value of ${name} is refused, but not with 400 mutability.`)
          .otherwise.fail(`Another value of ${name} is refused with 400 mutability (RFC 7644 §3.5.1).`)
      },
    )

    check(
      'an immutable attribute that has no value takes the one that is sent',
      {
        id: 'immutable-first-value',
        verifies: ['RFC7644-3.5.1-10'],
        rulings: ['R-04'],
        severity: 'data-loss',
      },
      async (context) => {
        const { scim, identity } = context
        const { fixture, name } = immutableText(context)
        const made = await fixture.create()
        const value = identity.local()
        grade(await scim.put(made.path, { ...made.sent, [name]: value }))
          .pass(success())
          .otherwise.fail(`${name} has no value yet, so a PUT may set it (RFC 7644 §3.5.1).`)
        await fixture.expectState(
          made,
          { [name]: value },
          `${name} had no value, so it takes the one of the PUT.`,
        )
      },
    )
  },
)
