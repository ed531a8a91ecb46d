import { type CheckContext, status, suite } from '../../harness/check/index.ts'
import { readTarget } from '../../harness/entra/targets.ts'
import { getMember, isArray, isObject } from '../../harness/scim/json.ts'
import type { AttributeDefinition, Json } from '../../harness/scim/types.ts'
import { demand, foretell, object, saw } from './foretelling.ts'
import { VALIDATOR } from './validator.ts'
import { addWith, createWith, type Listed, replaceWith } from './validatorModes.ts'

const USER_URI = 'urn:ietf:params:scim:schemas:core:2.0:User'

/** Never listed: what is not the client's to write, and what the Validator turned down by name. */
const LEFT_OUT = ['id', 'meta', 'schemas', 'userName', 'password', 'groups', 'x509Certificates', 'manager']

/** The words of RFC 7643 §7, spelled as it spells them. */
const SPELLING: Readonly<Record<string, readonly string[]>> = {
  type: ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'complex', 'binary'],
  mutability: ['readOnly', 'readWrite', 'immutable', 'writeOnly'],
  returned: ['always', 'never', 'default', 'request'],
  uniqueness: ['none', 'server', 'global'],
}

/** The attributes that the Validator lists when it reads the published schema of users. */
function discovered({ userSchema }: CheckContext): readonly Listed[] {
  const core = userSchema.core.attributes.flatMap((attribute) => listedOf(attribute, ''))
  const extensions = userSchema.extensions.flatMap(({ schema }) =>
    schema.attributes.flatMap((attribute) => listedOf(attribute, `${schema.id}:`)),
  )
  return [...core, ...extensions]
}

function listedOf(attribute: AttributeDefinition, prefix: string): readonly Listed[] {
  const { name, type, multiValued, subAttributes } = attribute
  if (LEFT_OUT.includes(name) || attribute.mutability === 'readOnly') return []
  if (type !== 'complex') return multiValued ? [] : listed(`${prefix}${name}`, attribute)
  const subs = subAttributes.filter(
    (sub) => sub.mutability !== 'readOnly' && !['type', '$ref'].includes(sub.name) && !sub.multiValued,
  )
  if (!multiValued) return subs.flatMap((sub) => listed(`${prefix}${name}.${sub.name}`, sub))
  const [first, ...others] = subAttributes.find((sub) => sub.name === 'type')?.canonicalValues ?? []
  if (first === undefined) return []
  const kind = [first, ...others].includes('work') ? 'work' : first
  return subs.flatMap((sub) => listed(`${prefix}${name}[type eq "${String(kind)}"].${sub.name}`, sub))
}

function listed(text: string, definition: AttributeDefinition): readonly Listed[] {
  const target = readTarget(text)
  return target === undefined ? [] : [{ target, definition }]
}

/** The SCIM Validator in its mode “Discover schema”: what /Schemas publishes is what is sent, and what must come back. */
export default suite(
  'SCIM Validator: discovered schema',
  {
    id: VALIDATOR,
    file: 'suites/microsoft/validator-discovered',
    profile: 'microsoft',
    severity: 'cosmetic',
    impact: 'The SCIM Validator shows a failed test when it discovers the schema.',
  },
  ({ check }) => {
    foretell(
      check,
      VALIDATOR,
      {
        id: 'discovered-schema',
        advice:
          'Publish no null, and the words of RFC 7643 §7 in their own spelling: readWrite, not readwrite.',
      },
      async ({ scim }, { remark }) => {
        const answer = await scim.get('/Schemas')
        demand(answer, status(200), {
          reason: '/Schemas is not there, so nothing can be discovered.',
          rfc: 'a server need not publish its schemas. Use the default attributes, or an exported schema.',
        })
        const resources = getMember(answer.resource, 'Resources')
        const schemas = isArray(resources) ? resources.filter(isObject) : []
        const users = schemas.find((schema) => getMember(schema, 'id') === USER_URI)
        if (users === undefined)
          return object({ reason: '/Schemas does not have the schema of users.', ...saw(answer) })
        const wrong = schemas.flatMap((schema) =>
          faultsIn(schema, String(getMember(schema, 'name') ?? getMember(schema, 'id'))),
        )
        if (wrong.length > 0)
          object({
            reason: `The Validator can not read the schemas: ${wrong.slice(0, 3).join('; ')}.`,
            expected: 'no null, and the words of RFC 7643 §7 as it spells them',
            observed: `${wrong.length} places`,
            decisive: [answer.exchange.id],
          })
        const attributes = getMember(users, 'attributes')
        const hasPassword =
          isArray(attributes) &&
          attributes.some((one) => isObject(one) && getMember(one, 'name') === 'password')
        if (hasPassword)
          remark(
            'In 2024 the Validator turned down a discovered schema with password, or with display in emails, as “not supported by the SCIM protocol”, though RFC 7643 §4.1 has both: if it still does, take them out of its list.',
          )
      },
    )

    foretell(
      check,
      VALIDATOR,
      { id: 'discovered-create-a-new-user', needs: ['discovery'] },
      (context, telling) => createWith(context, telling, discovered(context)),
    )

    foretell(
      check,
      VALIDATOR,
      { id: 'discovered-patch-user-replace-attributes', needs: ['discovery'] },
      (context) => replaceWith(context, discovered(context)),
    )

    foretell(
      check,
      VALIDATOR,
      { id: 'discovered-patch-user-add-attributes-verbose', needs: ['discovery'] },
      (context) => addWith(context, discovered(context)),
    )
  },
)

/** Places in a schema that the Validator stumbles over. */
function faultsIn(value: Json, place: string): string[] {
  if (value === null) return [`${place} is null`]
  if (isArray(value)) return value.flatMap((element, at) => faultsIn(element, `${place}[${at}]`))
  if (!isObject(value)) return []
  const name = getMember(value, 'name')
  const here = typeof name === 'string' && !place.endsWith(name) ? `${place} ${name}` : place
  return Object.entries(value).flatMap(([member, inner]) => {
    const words = 'mutability' in value || 'subAttributes' in value ? SPELLING[member] : undefined
    if (words !== undefined && typeof inner === 'string' && !words.includes(inner))
      return [`${here} has ${member} ${JSON.stringify(inner)}`]
    return faultsIn(inner, `${here}.${member}`)
  })
}
