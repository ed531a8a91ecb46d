// RFC 7644 §3.4.2.2 and §3.10: how attributes and values are written in a filter: names and operators in any case, names
// under their schema's URI, values as JSON literals, and text compared as caseExact says.
import { askQuery, expectSelection, grade, skip, suite } from '../../harness/check/index.ts'
import type { CheckContext, Created } from '../../harness/check/index.ts'
import { parseFilter } from '../../harness/scim/filter/parse.ts'
import { getMember } from '../../harness/scim/json.ts'
import { ENTERPRISE_USER_SCHEMA, USER_SCHEMA } from '../../harness/scim/schema/core.ts'
import type { Json } from '../../harness/scim/types.ts'
import { expectFinds } from './finding.ts'

const NOT_FOUND = 'Entra does not find a user that is there, makes it again, and meets a conflict.'

const quoted = (value: Json | undefined) => JSON.stringify(typeof value === 'string' ? value : '')
const nameOf = ({ resource, sent }: Created) => getMember(resource, 'userName') ?? getMember(sent, 'userName')

/** Text of a value with every character that is no ASCII letter or digit written as an escape. */
const escaped = (text: string) =>
  `"${text.replace(/[^A-Za-z0-9]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`

async function selects(context: CheckContext, texts: readonly string[], reason: string): Promise<void> {
  for (const text of texts) await expectSelection(context, parseFilter(text), { reason, text })
}

/** As above, for filters that a server understands in their usual spelling, so that it can not decline them. */
async function selectsToo(context: CheckContext, texts: readonly string[], reason: string): Promise<void> {
  for (const text of texts)
    await expectSelection(context, parseFilter(text), { reason, text, confined: false, declined: 'fail' })
}

/** The name of somebody in the population, as a literal. */
async function someName(context: CheckContext): Promise<string> {
  const [member] = (await context.population()).members
  return quoted(getMember(member ?? {}, 'userName'))
}

export default suite(
  'Names and values in filters',
  {
    id: 'rfc7644.filter',
    file: 'suites/rfc7644/3.4.2.2-filter-values',
    needs: ['users', 'filter', 'create-user'],
  },
  ({ check }) => {
    check(
      'attribute names are understood in any case',
      {
        id: 'attribute-names-ignore-case',
        verifies: ['RFC7644-3.4.2.2-05', 'RFC7644-3.10-05'],
        rulings: ['F-11'],
        needs: ['filter-eq'],
        impact: NOT_FOUND,
      },
      async (context) => {
        const name = await someName(context)
        const reason = 'Attribute names ignore case (RFC 7644 §3.4.2.2).'
        await selectsToo(context, [`USERNAME eq ${name}`, `username eq ${name}`], reason)
        await selects(context, ['TITLE eq "Director"', 'NAME.givenname eq "Ada"'], reason)
      },
    )

    check(
      'operators are understood in any case',
      {
        id: 'operators-ignore-case',
        verifies: ['RFC7644-3.4.2.2-06'],
        rulings: ['F-11'],
        needs: ['filter-eq'],
        impact: NOT_FOUND,
      },
      async (context) => {
        const name = await someName(context)
        const reason = 'Operators ignore case (RFC 7644 §3.4.2.2).'
        await selectsToo(context, [`userName EQ ${name}`, `userName Eq ${name}`], reason)
        await selects(
          context,
          ['title Pr', 'active eq true AND title pr', 'title Sw "Tour" Or title eq "Director"'],
          reason,
        )
      },
    )

    check(
      'attributes are understood under the URI of their schema',
      { id: 'attributes-bear-their-schema', verifies: ['RFC7644-3.4.2.2-37', 'RFC7644-3.10-01'] },
      async (context) => {
        const core = USER_SCHEMA.id
        await selects(
          context,
          [`${core}:userName eq ${await someName(context)}`, `${core}:name.givenName eq "Ada"`],
          'An attribute may be named under the URI of its schema (RFC 7644 §3.10).',
        )
      },
    )

    check(
      'schema URIs are understood in any case',
      { id: 'schema-uris-ignore-case', verifies: ['RFC7644-3.10-05'], rulings: ['F-11'], level: 'SHOULD' },
      async (context) => {
        const user = await context.users.create()
        await expectFinds(
          context,
          `${USER_SCHEMA.id.toUpperCase()}:userName eq ${quoted(nameOf(user))}`,
          { finds: [user] },
          'Schema URIs are understood only in their own spelling; RFC 7644 §3.10 has them ignore case.',
          { wrong: 'warn' },
        )
      },
    )

    check(
      'attributes of the enterprise extension are found under its URI',
      {
        id: 'extension-attributes-bear-their-schema',
        verifies: ['RFC7644-3.4.2.2-37', 'RFC7644-3.10-03'],
        needs: ['enterprise-user'],
      },
      async (context) => {
        const { users, identity } = context
        const uri = ENTERPRISE_USER_SCHEMA.id
        const department = identity.displayName('department')
        const inside = await users.create({ [uri]: { department } })
        const outside = await users.create({ [uri]: { department: `${department} 2` } })
        await expectFinds(
          context,
          `${uri}:department eq ${quoted(department)}`,
          { finds: [inside], leavesOut: [outside] },
          'Attributes of an extension are named under its URI (RFC 7644 §3.10).',
        )
      },
    )

    check(
      'userName is compared without regard to case',
      {
        id: 'user-names-ignore-case',
        verifies: ['RFC7644-3.4.2.2-44', 'RFC7643-4.1.1-04', 'RFC7643-7-21'],
        rulings: ['F-11'],
        severity: 'breaks-provisioning',
        impact: NOT_FOUND,
      },
      async (context) => {
        const user = await context.users.create()
        const name = String(nameOf(user))
        const reason = 'userName is not case-exact: a filter finds it in any spelling (RFC 7643 §4.1.1).'
        await expectFinds(context, `userName eq ${quoted(name.toUpperCase())}`, { finds: [user] }, reason)
        const start = name.slice(0, Math.ceil(name.length / 2)).toUpperCase()
        await expectFinds(context, `userName sw ${quoted(start)}`, { finds: [user] }, reason)
      },
    )

    check(
      'externalId is compared with regard to case',
      {
        id: 'external-ids-are-case-exact',
        verifies: ['RFC7644-3.4.2.2-44', 'RFC7643-3.1-15', 'RFC7644-3.4.2.2-04', 'RFC7643-7-21'],
        rulings: ['F-11'],
      },
      async (context) => {
        const { users, identity } = context
        const externalId = `${identity.externalId()}-Ab`
        const user = await users.create({ externalId })
        if (getMember(user.resource, 'externalId') !== externalId)
          skip('The server does not keep externalId.')
        await expectFinds(
          context,
          `externalId eq ${quoted(externalId)}`,
          { finds: [user] },
          'externalId can be asked for (RFC 7643 §3.1).',
        )
        await expectFinds(
          context,
          `externalId eq ${quoted(externalId.toUpperCase())}`,
          { finds: [], leavesOut: [user] },
          'externalId is case-exact: another spelling is another value (RFC 7643 §3.1).',
        )
      },
    )

    check(
      'values are JSON literals, escapes included',
      {
        id: 'values-are-json-literals',
        verifies: ['RFC7644-3.4.2.2-36'],
        severity: 'security',
        advice: 'Read the value with a JSON parser and bind it as a parameter; never paste it into a query.',
      },
      async (context) => {
        const { users, identity } = context
        const text = `${identity.local()} "q" \\ / + & = % # é`
        const user = await users.create({ displayName: text })
        const other = await users.create({ displayName: text.replace('é', 'f') })
        if (getMember(user.resource, 'displayName') !== text)
          skip('The server keeps another displayName than was sent.')
        const reason = 'A value is a JSON string, with its escapes (RFC 7644 §3.4.2.2).'
        for (const literal of [JSON.stringify(text), escaped(text)])
          await expectFinds(
            context,
            `displayName eq ${literal}`,
            { finds: [user], leavesOut: [other] },
            reason,
          )
        const mine = `userName sw ${quoted(identity.mark)}`
        const shown = getMember(user.resource, 'active')
        if (typeof shown === 'boolean')
          await expectFinds(
            context,
            `${mine} and active eq ${shown}`,
            { finds: [user] },
            'true and false are literals without quotes (RFC 7644 §3.4.2.2).',
          )
      },
    )

    check(
      'a value holds all that stands between its quotes, and every character for itself',
      {
        id: 'values-end-at-their-quotes',
        verifies: ['RFC7644-3.4.2.2-36'],
        severity: 'security',
        advice:
          'Split a filter into its words after its values are known; escape what a pattern language would read.',
      },
      (context) =>
        selects(
          context,
          [
            'title eq "Director and more"',
            'title eq "Director) or (title pr"',
            'title ew "Director "',
            'title co "T.ur"',
            'title co "T%r"',
          ],
          'A value is a JSON string: words, brackets, blanks and dots in it mean nothing else (RFC 7644 §3.4.2.2).',
        ),
    )

    check(
      'a comparison with null is answered or refused, not broken',
      { id: 'null-is-a-literal', verifies: ['RFC7644-3.4.2.2-36'], rulings: ['F-04'], tags: ['edge'] },
      async (context) => {
        const population = await context.population()
        for (const filter of ['nickName eq null', 'nickName ne null']) {
          const text = `userName sw ${quoted(population.mark)} and ${filter}`
          grade(await askQuery(context, context.users.endpoint, { filter: text, count: 1 }))
            .pass({
              expects: '200 or 400',
              differs: ({ status }) => (status < 500 ? undefined : String(status)),
            })
            .otherwise.fail('null is a literal of the grammar (RFC 7644 §3.4.2.2); the server breaks on it.')
        }
      },
    )

    check(
      'a value that the server filled in can be filtered by',
      { id: 'defaults-can-be-filtered-by', verifies: ['RFC7644-3.4.2.2-41'] },
      async (context) => {
        const { users, identity } = context
        const user = await users.create()
        const active = getMember(user.resource, 'active')
        if (getMember(user.sent, 'active') !== undefined || typeof active !== 'boolean')
          skip('The server shows no default of active.')
        const mine = `userName sw ${quoted(identity.mark)}`
        const reason = 'A filter works on the default that the client was shown (RFC 7644 §3.4.2.2).'
        await expectFinds(context, `${mine} and active eq ${active}`, { finds: [user] }, reason)
        await expectFinds(context, `${mine} and active pr`, { finds: [user] }, reason)
      },
    )

    check(
      'not selects the resources that have no value, too',
      {
        id: 'not-selects-what-has-no-value',
        verifies: ['RFC7644-3.4.2.2-29'],
        rulings: ['F-03', 'F-08'],
        level: 'SHOULD',
      },
      async (context) => {
        const { users, identity } = context
        const without = await users.create()
        if (getMember(without.resource, 'title') !== undefined) skip('The server gives each user a title.')
        await expectFinds(
          context,
          `userName sw ${quoted(identity.mark)} and not (title eq "Director")`,
          { finds: [without] },
          'A user without title is left out by not (title eq …): the expression is false there, so its contrary holds (RFC 7644 §3.4.2.2 Table 4).',
          { wrong: 'warn' },
        )
      },
    )

    check(
      'a complex attribute is not compared without a sub-attribute',
      { id: 'complex-attributes-need-a-sub-attribute', verifies: ['RFC7644-3.4.2.2-40'], rulings: ['F-06'] },
      async (context) => {
        const user = await context.users.create({ name: { givenName: 'Ada', familyName: 'Proof' } })
        const mine = `userName sw ${quoted(context.identity.mark)}`
        await expectFinds(
          context,
          `${mine} and name eq "Nobody"`,
          { finds: [], leavesOut: [user] },
          'A complex attribute is compared by a sub-attribute (RFC 7644 §3.4.2.2); name alone equals nothing.',
          { declined: 'pass' },
        )
      },
    )
  },
)
