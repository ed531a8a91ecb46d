/**
 * RFC 7643 §7: the server does what its schemas say: required attributes are demanded, readOnly ones can not be written,
 * immutable ones not changed, writeOnly ones not read, and unique values are not given twice.
 */
import { at } from '../../harness/check/at.ts'
import {
  answerWhere,
  type CheckContext,
  error,
  grade,
  holding,
  type ResourceFixture,
  skip,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { getMember, isObject, isUnassigned } from '../../harness/scim/json.ts'
import type { AttributeDefinition, Json } from '../../harness/scim/types.ts'
import { creatableTypes } from './definitions.ts'
import { specimenOf } from './specimen.ts'

const OWN = new Set(['id', 'schemas', 'meta', 'externalid'])

/** Core attributes of every published type that have a characteristic, with the fixture of the type. */
function attributesWith(
  context: CheckContext,
  suits: (attribute: AttributeDefinition) => boolean,
): readonly { readonly type: ResourceFixture; readonly attribute: AttributeDefinition }[] {
  if (context.facts.schemas.length === 0) return []
  return creatableTypes(context).flatMap((type) =>
    type.schema.core.attributes
      .filter((attribute) => !OWN.has(attribute.name.toLowerCase()) && suits(attribute))
      .map((attribute) => ({ type, attribute })),
  )
}

/** A value of an attribute, written or not: what `specimenOf` says as if it were readWrite. */
const valueFor = (attribute: AttributeDefinition, { identity }: CheckContext): Json | undefined =>
  specimenOf({ ...attribute, mutability: 'readWrite' }, identity)

const isText = ({ type, multiValued, canonicalValues }: AttributeDefinition) =>
  type === 'string' && !multiValued && canonicalValues.length === 0

/** Two resources that share a value: the answer to the second. */
async function twice({ scim }: CheckContext, type: ResourceFixture, name: string, value: Json) {
  const first = await type.create({ [name]: value })
  if (isUnassigned(at((await type.read(first)).json, name))) return undefined
  return scim.post(type.endpoint, type.payload({ [name]: value }))
}

export default suite(
  'Characteristics of attributes',
  {
    id: 'rfc7643.characteristics',
    file: 'suites/rfc7643/7-characteristics',
    needs: ['users', 'create-user'],
    impact: 'A client that believes the schema writes what is refused, or misses what it needs.',
  },
  ({ check }) => {
    check(
      'an attribute that the schema calls required is demanded',
      { id: 'required-is-enforced', verifies: ['RFC7643-7-19'], rulings: ['S-05', 'C-07', 'C-18'] },
      async (context) => {
        const required = attributesWith(
          context,
          ({ required: is, mutability }) => is && mutability !== 'readOnly',
        )
        if (required.length === 0) skip('No published attribute is required.')
        for (const { type, attribute } of required.slice(0, 8)) {
          const { name } = attribute
          const answer = await context.scim.post(type.endpoint, type.payload({ [name]: null }))
          grade(answer)
            .pass(error(400, 'invalidValue'))
            .warn(error(400), `A body without ${name} is refused, but not with scimType invalidValue.`)
            .warn(error([409, 422]), `A body without ${name} is refused, but not with 400.`)
            .skip(status(403, 405, 501), 'Resources of this type can not be created.')
            .warn(
              answerWhere(
                `201 with a ${name}`,
                ({ status: code, json }) => code === 201 && !isUnassigned(at(json, name)),
              ),
              `The schema calls ${name} required, yet the server fills it in itself.`,
            )
            .otherwise.fail(
              `The schema of ${type.schema.resourceType.name} calls ${name} required, yet a body without it is accepted (RFC 7643 §7).`,
            )
        }
      },
    )

    check(
      'a readOnly attribute that a client sends is ignored',
      { id: 'read-only-is-ignored', verifies: ['RFC7643-7-26'], rulings: ['C-01', 'S-05'] },
      async (context) => {
        const found = attributesWith(context, ({ mutability }) => mutability === 'readOnly').flatMap(
          (one) => {
            const value = valueFor(one.attribute, context)
            return value === undefined ? [] : [{ ...one, value }]
          },
        )
        if (found.length === 0) skip('No published attribute is readOnly.')
        for (const { type, attribute, value } of found.slice(0, 4)) {
          const { name } = attribute
          const answer = await context.scim.post(type.endpoint, type.payload({ [name]: value }))
          grade(answer)
            .pass(status(201))
            .skip(status(403, 405, 501), 'Resources of this type can not be created.')
            .otherwise.fail(
              `The readOnly attribute ${name} in a body is ignored; it is no error (RFC 7644 §3.3).`,
            )
          const path = `${type.endpoint}/${encodeURIComponent(String(at(answer.json, 'id')))}`
          grade(await context.scim.get(path))
            .pass(
              answerWhere(
                `a ${name} that is not the client's`,
                (seen) => holding({ [name]: value }).differs(seen) !== undefined,
              ),
            )
            .otherwise.fail(`The schema calls ${name} readOnly, yet a client could write it (RFC 7643 §7).`)
        }
      },
    )

    check(
      'an immutable attribute keeps its value',
      {
        id: 'immutable-is-kept',
        verifies: ['RFC7643-7-29'],
        rulings: ['R-04', 'S-05', 'X-13'],
      },
      async (context) => {
        const found = attributesWith(context, (one) => one.mutability === 'immutable' && isText(one))
        if (found.length === 0) skip('No published attribute is immutable.')
        for (const { type, attribute } of found.slice(0, 3)) {
          const { name } = attribute
          const made = await type.create({ [name]: context.identity.local() })
          const kept = at((await type.read(made)).json, name)
          if (kept === undefined) continue
          const answer = await context.scim.put(made, { ...made.sent, [name]: context.identity.local() })
          grade(answer)
            .pass(error(400, 'mutability'))
            .warn(
              error(400),
              `A change of the immutable ${name} is refused, but not with scimType mutability.`,
            )
            .warn(success(), `A change of the immutable ${name} is ignored; a refusal would tell the client.`)
            .skip(status(403, 405, 501), 'The server offers no PUT.')
            .otherwise.fail(`A change of the immutable ${name} is refused with 400 (RFC 7643 §7).`)
          grade(await type.read(made))
            .pass(holding({ [name]: kept }))
            .otherwise.fail(`The schema calls ${name} immutable, yet its value was changed (RFC 7643 §7).`)
        }
      },
    )

    check(
      'a writeOnly attribute is in no answer',
      {
        id: 'write-only-is-never-shown',
        verifies: ['RFC7643-7-31', 'RFC7643-7-32', 'RFC7643-7-35'],
        rulings: ['C-16', 'S-05'],
        severity: 'security',
      },
      async (context) => {
        const { scim, identity } = context
        const secrets = attributesWith(
          context,
          (one) => isText(one) && (one.mutability === 'writeOnly' || one.returned === 'never'),
        )
        if (secrets.length === 0) skip('No published attribute is writeOnly.')
        for (const { type, attribute } of secrets.slice(0, 4)) {
          const { name } = attribute
          const secret = `${identity.local()}-S3cret!`
          const hidden = answerWhere(
            `nothing of ${name}`,
            ({ json, text }) =>
              !text.includes(secret) && isUnassigned(isObject(json) ? getMember(json, name) : undefined),
          )
          const reason = `${name} can be written and never read, so no answer holds it (RFC 7643 §7).`
          const answer = await scim.post(type.endpoint, type.payload({ [name]: secret }))
          if (answer.status !== 201) continue
          grade(answer).pass(hidden).otherwise.fail(reason)
          const path = `${type.endpoint}/${encodeURIComponent(String(at(answer.json, 'id')))}`
          for (const seen of [await scim.get(path), await scim.get(path, { attributes: name })])
            grade(seen).pass(hidden).otherwise.fail(reason)
        }
      },
    )

    check(
      'an attribute that is returned always is there whatever is asked for',
      { id: 'always-is-always', verifies: ['RFC7643-7-34'], rulings: ['J-01', 'J-02'] },
      async (context) => {
        const found = attributesWith(context, (one) => one.returned === 'always' && isText(one))
        if (found.length === 0) skip('No published attribute but id is returned always.')
        for (const { type, attribute } of found.slice(0, 3)) {
          const made = await type.create(
            attribute.required ? {} : { [attribute.name]: context.identity.local() },
          )
          for (const query of [{ attributes: 'meta' }, { excludedAttributes: attribute.name }]) {
            const seen = await context.scim.get(made, query)
            grade(seen)
              .pass(
                answerWhere(
                  `200 with ${attribute.name}`,
                  ({ json }) => !isUnassigned(at(json, attribute.name)),
                ),
              )
              .skip(status(400, 501), 'The server does not answer such a projection.')
              .otherwise.fail(
                `The schema says that ${attribute.name} is returned always, and it is missing (RFC 7643 §7).`,
              )
          }
        }
      },
    )

    check(
      'an attribute that is returned on request is there when it is named, and only then',
      { id: 'request-is-on-request', verifies: ['RFC7643-7-38'], rulings: ['S-05'] },
      async (context) => {
        const found = attributesWith(
          context,
          (one) => one.returned === 'request' && one.mutability === 'readWrite' && isText(one),
        )
        if (found.length === 0) skip('No published attribute is returned on request.')
        for (const { type, attribute } of found.slice(0, 2)) {
          const { name } = attribute
          const made = await type.create({ [name]: context.identity.local() })
          grade(await type.read(made))
            .pass(holding({ [name]: undefined }))
            .otherwise.fail(
              `The schema says that ${name} is returned on request only, and it came unasked (RFC 7643 §7).`,
            )
          grade(await context.scim.get(made, { attributes: name }))
            .pass(answerWhere(`200 with ${name}`, ({ json }) => !isUnassigned(at(json, name))))
            .otherwise.fail(
              `The schema says that ${name} is returned on request, and it is missing (RFC 7643 §7).`,
            )
        }
      },
    )

    check(
      'values that need not be unique may be used again',
      {
        id: 'none-permits-repetition',
        verifies: ['RFC7643-7-41'],
        rulings: ['C-05', 'S-05'],
        severity: 'breaks-provisioning',
        impact: 'Of two people with the same name or title only one can be provisioned.',
      },
      async (context) => {
        if (context.facts.schemas.length === 0) skip('No schema says which values are unique.')
        const names = context.users.schema.core.attributes
          .filter((one) => ['displayName', 'title'].includes(one.name) && one.uniqueness === 'none')
          .map(({ name }) => name)
        for (const name of names) {
          const answer = await twice(context, context.users, name, context.identity.displayName('user'))
          if (answer === undefined) continue
          grade(answer)
            .pass(status(201))
            .otherwise.fail(
              `The schema says that ${name} need not be unique, yet a second user with it is refused (RFC 7643 §7).`,
            )
        }
      },
    )

    check(
      'values that must be unique are refused the second time',
      {
        id: 'server-refuses-repetition',
        verifies: ['RFC7643-7-42', 'RFC7643-7-44'],
        rulings: ['C-05', 'Z-05'],
      },
      async (context) => {
        const found = attributesWith(
          context,
          (one) =>
            one.uniqueness !== 'none' &&
            isText(one) &&
            one.mutability !== 'readOnly' &&
            one.name !== 'userName',
        )
        if (found.length === 0) skip('No published attribute but userName is unique.')
        for (const { type, attribute } of found.slice(0, 4)) {
          const answer = await twice(context, type, attribute.name, context.identity.local())
          if (answer === undefined) continue
          grade(answer)
            .pass(error(409, 'uniqueness'))
            .pass(error([400, 409]))
            .otherwise.warn(
              `The schema says that ${attribute.name} is unique, yet two resources have the same (RFC 7643 §7).`,
            )
        }
      },
    )
  },
)
