// RFC 7644 §3.9: projection works on every operation that answers with a resource; RFC 7643 §7: what is never returned
// is not, whoever asks, and what is returned on request comes only then.
import {
  type CheckContext,
  fail,
  grade,
  replace,
  type ResourceFixture,
  skip,
  status,
  suite,
  success,
} from '../../harness/check/index.ts'
import type { AttributeDefinition } from '../../harness/scim/types.ts'
import { resourceIn, shaped, valueAt } from './projected.ts'

const NOT_APPLIED =
  'attributes has no effect on this operation; it works on every one that answers with a resource (RFC 7644 §3.9).'

/** An attribute of text that comes on request only, and the type that has it. */
function onRequest(
  context: CheckContext,
): { type: ResourceFixture; attribute: AttributeDefinition } | undefined {
  for (const { resourceType, core } of context.facts.resourceSchemas) {
    const attribute = core.attributes.find(
      (one) =>
        one.returned === 'request' &&
        one.type === 'string' &&
        !one.multiValued &&
        one.mutability === 'readWrite',
    )
    const type = context.resources(resourceType.name)
    if (attribute !== undefined && type !== undefined) return { type, attribute }
  }
  return undefined
}

export default suite(
  'Projection by operation and by definition',
  { id: 'rfc7644.projection', file: 'suites/rfc7644/3.9-projection-verbs', needs: ['users', 'create-user'] },
  ({ check }) => {
    const projected = shaped({ has: ['id', 'userName'], lacks: ['displayName'] })

    check(
      'attributes works on the answer to a POST',
      { id: 'works-on-post', verifies: ['RFC7644-3.9-02'], rulings: ['J-05'], level: 'SHOULD' },
      async ({ scim, users, identity }) => {
        const body = users.payload({ displayName: identity.displayName('user') })
        grade(await scim.post(users.endpoint, body, { query: { attributes: 'userName' } }))
          .pass(projected)
          .warn(success(), NOT_APPLIED)
          .otherwise.warn('A POST is refused when attributes is given.')
      },
    )

    check(
      'attributes and excludedAttributes work on the answer to a PUT',
      {
        id: 'works-on-put',
        verifies: ['RFC7644-3.9-02'],
        rulings: ['J-05'],
        level: 'SHOULD',
        needs: ['replace-user'],
      },
      async ({ scim, users, identity }) => {
        const user = await users.create({ displayName: identity.displayName('user') })
        grade(await scim.put(user, user.sent, { query: { attributes: 'userName' } }))
          .pass(projected)
          .warn(success(), NOT_APPLIED)
          .otherwise.warn('A PUT is refused when attributes is given.')
        grade(await scim.put(user, user.sent, { query: { excludedAttributes: 'displayName' } }))
          .pass(projected)
          .warn(success(), NOT_APPLIED.replace('attributes', 'excludedAttributes'))
          .otherwise.warn('A PUT is refused when excludedAttributes is given.')
      },
    )

    check(
      'a PATCH with attributes is answered 200 with what was asked for',
      {
        id: 'works-on-patch',
        verifies: ['RFC7644-3.5.2-26', 'RFC7644-3.9-02'],
        rulings: ['J-05', 'M-17'],
        needs: ['patch', 'patch-user'],
      },
      async ({ scim, users, identity }) => {
        const user = await users.create({ displayName: identity.displayName('user') })
        const changes = [replace('displayName', identity.displayName('other'))]
        grade(await scim.patch(user, changes, { query: { attributes: 'userName' } }))
          .pass(projected)
          .fail(
            status(204),
            'attributes on a PATCH asks for the resource: the answer is 200 with it, not 204 (RFC 7644 §3.5.2).',
          )
          .warn(status(200), NOT_APPLIED)
          .otherwise.fail(
            'A PATCH with attributes is answered 200 with what was asked for (RFC 7644 §3.5.2).',
          )
      },
    )

    check(
      'what is never returned is not returned to those who ask for it',
      {
        id: 'never-returned-stays-away',
        verifies: ['RFC7643-7-35', 'RFC7643-4.1.1-27'],
        rulings: ['C-16'],
        severity: 'security',
        needs: ['read-user'],
      },
      async ({ scim, users, identity }) => {
        const password = `Aa1!${identity.guid()}`
        const user = await users.create({ password })
        for (const query of [
          { attributes: 'password' },
          { attributes: 'userName,password' },
          { excludedAttributes: 'title' },
        ]) {
          const answer = await scim.get(user, query)
          const shown = resourceIn(answer) ?? {}
          if (valueAt(shown, 'password') === undefined && !answer.text.includes(password)) continue
          fail({
            reason:
              'password is never returned, in any form, also when attributes names it (RFC 7643 §4.1.1).',
            expected: 'no password',
            observed: 'a password',
            decisive: [answer.exchange.id],
          })
        }
      },
    )

    check(
      'what is returned on request comes when attributes names it, and only then',
      { id: 'on-request-comes-on-request', verifies: ['RFC7643-7-38'] },
      async (context) => {
        const found = onRequest(context)
        if (found === undefined)
          skip('No published schema has an attribute of text that is returned on request.')
        const { type, attribute } = found
        const { name } = attribute
        const made = await type.create({ [name]: context.identity.local() })
        grade(await context.scim.get(made))
          .pass(shaped({ has: ['id'], lacks: [name] }))
          .otherwise.fail(`${name} is returned on request, and nobody asked (RFC 7643 §7).`)
        grade(await context.scim.get(made, { attributes: name }))
          .pass(shaped({ has: ['id', name], lacks: [] }))
          .otherwise.fail(`${name} is returned on request, and was asked for (RFC 7643 §7).`)
      },
    )
  },
)
