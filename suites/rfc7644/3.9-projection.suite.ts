// RFC 7644 §3.4.2.5 and §3.9: attributes asks for the named attributes and the minimum set, in attribute notation, on
// reads and on queries.
import { all, askQuery, grade, listOf, suite } from '../../harness/check/index.ts'
import { getMember } from '../../harness/scim/json.ts'
import { ENTERPRISE_USER_SCHEMA, USER_SCHEMA } from '../../harness/scim/schema/core.ts'
import {
  alwaysReturned,
  demandKept,
  makeUser,
  NO_SCHEMAS,
  only,
  reads,
  shaped,
  withSchemas,
} from './projected.ts'

const SMALL = 'Clients that ask for little get much, which costs time and shows data that nobody needs.'
const LOST = 'The client does not get what it asked for, and takes it for absent.'

/** A sub-attribute that is asked for, and one beside it that is not. */
const PARTS = [
  {
    id: 'sub-attributes-can-be-named',
    title: 'a sub-attribute in attributes brings that sub-attribute only',
    part: 'name.givenName',
    sibling: 'name.familyName',
    reason: 'A sub-attribute can be asked for without its siblings (RFC 7644 §3.9).',
  },
  {
    id: 'sub-attributes-of-several-values',
    title: 'a sub-attribute of several values brings that part of each value',
    part: 'emails.value',
    sibling: 'emails.type',
    reason: 'A sub-attribute of several values can be asked for without its siblings (RFC 7644 §3.9).',
  },
] as const

export default suite(
  'Projection',
  {
    id: 'rfc7644.projection',
    file: 'suites/rfc7644/3.9-projection',
    needs: ['create-user', 'read-user', 'projection'],
  },
  ({ check }) => {
    check(
      'attributes brings the named attribute, the minimum set, and nothing else',
      {
        id: 'attributes-replaces-the-default',
        verifies: ['RFC7644-3.4.2.5-01', 'RFC7644-3.9-04', 'RFC7644-3.4.2.5-03'],
        rulings: ['J-01'],
        impact: SMALL,
      },
      async (context) => {
        const user = await makeUser(context)
        await reads(
          context,
          user,
          { attributes: 'userName' },
          only(['userName'], alwaysReturned(context)),
          'attributes replaces the default set: the answer holds what is named, and what is always returned (RFC 7644 §3.9).',
        )
      },
    )

    check(
      'attributes works on the resources of a list, too',
      {
        id: 'attributes-works-on-lists',
        verifies: ['RFC7644-3.4.2.5-01', 'RFC7644-3.4.2.5-03'],
        rulings: ['J-01', 'P-12'],
        needs: ['filter'],
        impact: SMALL,
      },
      async (context) => {
        const { scim, users } = context
        const user = await makeUser(context)
        demandKept(user, 'title')
        const filter = `userName eq ${JSON.stringify(getMember(user.resource, 'userName') ?? '')}`
        const answer = await scim.until(
          () => askQuery(context, users.endpoint, { filter, attributes: 'title' }),
          listOf(1),
        )
        const expected = only(['title'], alwaysReturned(context))
        grade(answer)
          .pass(all(expected, withSchemas))
          .warn(expected, NO_SCHEMAS)
          .otherwise.fail(
            'attributes on a query: each resource holds what is named and what is always returned (RFC 7644 §3.4.2.5).',
          )
      },
    )

    check(
      'attributes takes several names, joined by commas',
      { id: 'names-are-joined-by-commas', verifies: ['RFC7644-3.9-06'], rulings: ['J-01'], impact: LOST },
      async (context) => {
        const user = await makeUser(context)
        demandKept(user, 'title', 'displayName')
        await reads(
          context,
          user,
          { attributes: 'title,displayName' },
          only(['title', 'displayName'], alwaysReturned(context)),
          'attributes is a list of names, joined by commas (RFC 7644 §3.9).',
        )
      },
    )

    for (const { id, title, part, sibling, reason } of PARTS)
      check(
        title,
        { id, verifies: ['RFC7644-3.9-05', 'RFC7644-3.10-04'], rulings: ['J-01'], impact: SMALL },
        async (context) => {
          const user = await makeUser(context)
          demandKept(user, part, sibling)
          const shape = all(only([part], alwaysReturned(context)), shaped({ has: [], lacks: [sibling] }))
          await reads(context, user, { attributes: part }, shape, reason)
        },
      )

    check(
      'attributes are named under the URI of their schema as well',
      {
        id: 'names-bear-their-schema',
        verifies: ['RFC7644-3.10-01', 'RFC7644-3.4.2.5-04'],
        rulings: ['J-01', 'J-04'],
        impact: LOST,
      },
      async (context) => {
        const user = await makeUser(context)
        demandKept(user, 'title', 'name.givenName')
        const core = USER_SCHEMA.id
        await reads(
          context,
          user,
          { attributes: `${core}:title,${core}:name.givenName` },
          only(['title', 'name.givenName'], alwaysReturned(context)),
          'attributes takes names under the URI of their schema (RFC 7644 §3.10).',
        )
      },
    )

    check(
      'an attribute of an extension is named under its URI',
      {
        id: 'extension-attributes-can-be-named',
        verifies: ['RFC7644-3.10-03', 'RFC7644-3.9-05'],
        rulings: ['J-01'],
        needs: ['enterprise-user'],
        impact: LOST,
      },
      async (context) => {
        const uri = ENTERPRISE_USER_SCHEMA.id
        const user = await context.users.create({ [uri]: { department: 'Proof', costCenter: '4130' } })
        demandKept(user, `${uri}:department`, `${uri}:costCenter`)
        const shape = all(
          only([`${uri}:department`], [uri, ...alwaysReturned(context)]),
          shaped({ has: [], lacks: [`${uri}:costCenter`] }),
        )
        await reads(
          context,
          user,
          { attributes: `${uri}:department` },
          shape,
          'An attribute of an extension is asked for under the URI of its schema (RFC 7644 §3.10).',
        )
      },
    )

    check(
      'an extension that attributes does not name stays away',
      {
        id: 'extensions-stay-away',
        verifies: ['RFC7644-3.4.2.5-03', 'RFC7644-3.9-05'],
        rulings: ['J-01'],
        needs: ['enterprise-user'],
        impact: SMALL,
      },
      async (context) => {
        const uri = ENTERPRISE_USER_SCHEMA.id
        const user = await context.users.create({ [uri]: { department: 'Proof' } })
        demandKept(user, `${uri}:department`)
        await reads(
          context,
          user,
          { attributes: 'userName' },
          only(['userName'], alwaysReturned(context)),
          'An extension that was not asked for is not returned (RFC 7644 §3.9).',
        )
      },
    )

    check(
      'names in attributes are understood in any case',
      {
        id: 'names-ignore-case',
        verifies: ['RFC7644-3.10-05', 'RFC7643-2.1-01'],
        rulings: ['F-11'],
        impact: LOST,
      },
      async (context) => {
        const user = await makeUser(context)
        demandKept(user, 'title', 'name.givenName')
        await reads(
          context,
          user,
          { attributes: 'TITLE,Name.GIVENNAME' },
          only(['title', 'name.givenName'], alwaysReturned(context)),
          'Attribute names ignore case (RFC 7644 §3.10).',
        )
      },
    )

    check(
      'id comes back although attributes does not name it',
      {
        id: 'id-comes-unasked',
        verifies: ['RFC7644-3.9-05', 'RFC7643-7-34', 'RFC7643-3.1-10'],
        rulings: ['J-01'],
        severity: 'breaks-provisioning',
        impact: 'The client finds the user and can not address it.',
      },
      async (context) => {
        const user = await makeUser(context)
        await reads(
          context,
          user,
          { attributes: 'userName' },
          shaped({ has: ['id', 'userName'], lacks: [] }),
          'id is always returned, whatever attributes names (RFC 7643 §3.1).',
        )
      },
    )
  },
)
