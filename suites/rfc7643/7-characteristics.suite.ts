/**
 * RFC 7643 §7: the server does what its schemas say: required attributes are demanded, readOnly ones can not be written,
 * immutable ones not changed, writeOnly ones not read, and each attribute is returned when the schema says so.
 */
import { at } from '../../harness/check/at.ts'
import {
  answerWhere,
  type CheckContext,
  error,
  grade,
  holding,
  skip,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { getMember, isObject, isUnassigned } from '../../harness/scim/json.ts'
import type { AttributeDefinition, Json } from '../../harness/scim/types.ts'
import { attributesWith, isText } from './characteristics.ts'
import { creatableTypes } from './definitions.ts'
import { specimenOf } from './specimen.ts'

/** A value of an attribute, written or not: what `specimenOf` says as if it were readWrite. */
const valueFor = (attribute: AttributeDefinition, { identity }: CheckContext): Json | undefined =>
  specimenOf({ ...attribute, mutability: 'readWrite' }, identity)

export default suite(
  'Characteristics of attributes',
  {
    id: 'rfc7643.characteristics',
    file: 'suites/rfc7643/7-characteristics',
    needs: ['users', 'create-user'],
    tags: ['published'],
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
      'an attribute that is returned by default is there unasked, and not when only others are asked for',
      {
        id: 'default-is-default',
        verifies: ['RFC7643-7-37'],
        rulings: ['J-01', 'S-05'],
        impact:
          'A client that reads the whole resource takes the attribute for cleared, and writes it again.',
      },
      async (context) => {
        const found = attributesWith(
          context,
          (one) => one.returned === 'default' && one.mutability === 'readWrite' && isText(one),
        )
        if (found.length === 0) skip('No published attribute is a text that is returned by default.')
        for (const type of creatableTypes(context)) {
          const names = found
            .filter((one) => one.type.endpoint === type.endpoint && !one.attribute.required)
            .map(({ attribute }) => attribute.name)
            .slice(0, 4)
          const made = await type.create(
            Object.fromEntries(names.map((name) => [name, context.identity.local()])),
          )
          const asked = await context.scim.get(made, { attributes: names.join(',') })
          const kept = names.filter((name) => !isUnassigned(at(asked.json, name)))
          const [first, ...others] = kept
          if (asked.status !== 200 || first === undefined) continue
          grade(await type.read(made))
            .pass(
              answerWhere(`${kept.join(', ')} in the whole resource`, ({ json }) =>
                kept.every((name) => !isUnassigned(at(json, name))),
              ),
            )
            .otherwise.fail(
              `The schema says that ${kept.join(', ')} are returned by default, yet one comes only when it is asked for (RFC 7643 §7).`,
            )
          grade(await context.scim.get(made, { attributes: first }))
            .pass(
              answerWhere(`${first}, and none of ${others.join(', ')}`, ({ json }) =>
                others.every((name) => isUnassigned(at(json, name))),
              ),
            )
            .otherwise.fail(
              `Only ${first} was asked for, yet other attributes that are returned by default came too (RFC 7643 §7).`,
            )
        }
      },
    )
  },
)
