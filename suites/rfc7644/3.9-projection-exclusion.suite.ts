// RFC 7644 §3.4.2.5 and §3.9: excludedAttributes asks for the default set without the named attributes; what is always
// returned stays. The two parameters exclude each other.
import { answerWhere, grade, refused, status, suite } from '../../harness/check/index.ts'
import { alwaysReturned, demandKept, makeUser, reads, shaped, valueAt } from './projected.ts'

export default suite(
  'Projection by exclusion',
  {
    id: 'rfc7644.projection',
    file: 'suites/rfc7644/3.9-projection-exclusion',
    needs: ['create-user', 'read-user', 'projection'],
  },
  ({ check }) => {
    check(
      'excludedAttributes takes the named attributes away and leaves the others',
      {
        id: 'excluded-attributes-go',
        verifies: ['RFC7644-3.4.2.5-05', 'RFC7644-3.9-08', 'RFC7644-3.4.2.5-01'],
        rulings: ['J-02'],
        impact: 'Entra asks for groups without their members; large groups come whole.',
      },
      async (context) => {
        const user = await makeUser(context)
        demandKept(user, 'title', 'displayName', 'name.givenName', 'name.familyName')
        const without = (excludedAttributes: string, has: readonly string[], lacks: readonly string[]) =>
          reads(
            context,
            user,
            { excludedAttributes },
            shaped({ has: ['id', 'schemas', ...has], lacks }),
            'excludedAttributes takes away what it names, and nothing else (RFC 7644 §3.9).',
          )
        await without('title', ['displayName', 'name.givenName'], ['title'])
        await without('name.givenName,title', ['displayName', 'name.familyName'], ['title', 'name.givenName'])
      },
    )

    check(
      'excludedAttributes does not take away what is always returned',
      {
        id: 'always-returned-stays',
        verifies: ['RFC7644-3.4.2.5-06', 'RFC7644-3.9-07', 'RFC7643-7-34'],
        rulings: ['J-02'],
        severity: 'breaks-provisioning',
        impact: 'The client finds the user and can not address it.',
      },
      async (context) => {
        const user = await makeUser(context)
        await reads(
          context,
          user,
          { excludedAttributes: 'id' },
          shaped({ has: ['id'], lacks: [] }),
          'id is always returned, and can not be excluded (RFC 7644 §3.4.2.5).',
        )
        const named = alwaysReturned(context).filter((name) => valueAt(user.resource, name) !== undefined)
        if (named.length > 0)
          await reads(
            context,
            user,
            { excludedAttributes: named.join() },
            shaped({ has: ['id', ...named], lacks: [] }),
            'What the schema says is always returned can not be excluded (RFC 7644 §3.4.2.5).',
          )
      },
    )

    check(
      'both parameters in one request are refused, or one of them applied',
      { id: 'both-parameters', verifies: ['RFC7644-3.9-03'], rulings: ['J-03'], tags: ['edge'] },
      async (context) => {
        const user = await makeUser(context)
        demandKept(user, 'title', 'displayName')
        grade(await context.scim.get(user.path, { attributes: 'title', excludedAttributes: 'displayName' }))
          .pass(refused())
          .pass(shaped({ has: ['id', 'title'], lacks: ['displayName'] }))
          .warn(status(200), 'Neither of the two parameters was applied.')
          .otherwise.fail(
            'attributes and excludedAttributes exclude each other: 400, or one of them is applied (RFC 7644 §3.9).',
          )
      },
    )

    check(
      'names that the schema does not know are ignored or refused, not broken on',
      { id: 'unknown-names-do-no-harm', verifies: ['RFC7644-3.4.2.5-04'], rulings: ['J-04'], tags: ['edge'] },
      async (context) => {
        const user = await makeUser(context)
        const sound = answerWhere(
          '200 with the user, or a refusal (4xx)',
          (answer) => answer.status === 200 || (answer.status >= 400 && answer.status < 500),
        )
        for (const attributes of ['scimproofNoSuchAttribute', 'name.scimproofNoSuchPart'])
          grade(await context.scim.get(user.path, { attributes }))
            .pass(sound)
            .otherwise.fail(
              `attributes=${attributes}: a name that is not known is ignored or refused with 400; the server breaks on it.`,
            )
      },
    )
  },
)
