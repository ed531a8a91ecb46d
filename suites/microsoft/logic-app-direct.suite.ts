import { type CheckContext, status, success, suite } from '../../harness/check/index.ts'
import { valueAt, type Target } from '../../harness/entra/targets.ts'
import { getMember, isArray } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { adapted, recorded, sendRecorded } from '../entra/playing.ts'
import { flattened } from './flattened.ts'
import { demand, foretell, object, type Objection, saw } from './foretelling.ts'
import { LOGIC_APP, needGroups, patched } from './logicApp.ts'
import { stamp, templateGroup, templateUser } from './logicAppBodies.ts'
import { type Mapped, mappedOfUsers, wholeMapping, wholeMappingOfGroups } from './mapping.ts'

const created = status(200, 201)

/** The Logic App's tests that speak to the server directly: its schema, creations and updates. */
export default suite(
  'SCIM validation Logic App: straight to the server',
  {
    id: LOGIC_APP,
    file: 'suites/microsoft/logic-app-direct',
    profile: 'microsoft',
    severity: 'breaks-provisioning',
    impact: 'The validation of the App Gallery fails, and the application is not listed.',
  },
  ({ check }) => {
    foretell(
      check,
      LOGIC_APP,
      {
        id: 'schema-discoverability',
        rulings: ['EN-10'],
        severity: 'cosmetic',
        advice:
          'Publish canonicalValues for the type of lists, and externalId among the attributes; take what you lack out of the mapping.',
      },
      async (context) => {
        const answer = await sendRecorded(context, recorded('la-schemas'), {})
        demand(answer, status(200), {
          reason: '/Schemas is not there.',
          rfc: 'a server need not publish its schemas (RFC 7644 §4 recommends it).',
        })
        const listed = getMember(answer.resource, 'Resources')
        if (!isArray(listed) || listed.length === 0)
          object({ reason: '/Schemas is no list with schemas in Resources.', ...saw(answer) })
        const { schemas, capabilities } = context.facts
        const missing = [
          ...absent(wholeMapping(context), flattened(schemas, 'User')),
          ...(capabilities.groups ? absent(wholeMappingOfGroups(context), flattened(schemas, 'Group')) : []),
        ]
        if (missing.length === 0) return
        object({
          reason: `The Logic App does not find ${told(missing)} in /Schemas.`,
          expected: 'each mapped attribute',
          observed: `without ${told(missing)}`,
          decisive: [answer.exchange.id],
          ...reasonFor(missing),
        })
      },
    )

    foretell(
      check,
      LOGIC_APP,
      {
        id: 'scim-null-update',
        rulings: ['EN-00'],
        severity: 'cosmetic',
        advice:
          'Take an empty text, and null, for no value; give null back, or leave the attribute out, not an empty text.',
      },
      async (context, { doubt }) => {
        const mapping = mappedOfUsers(context)
        const user = await makeTemplateUser(context, mapping)
        const optional = mapping.filter(
          ({ target, matching, definition }) =>
            matching === 0 &&
            definition?.required !== true &&
            !['userName', 'active', 'externalId', 'roles', 'manager'].includes(target.attribute),
        )
        for (const [original, value, what] of [
          ['la-null-update-empty', '', 'an empty text'],
          ['la-null-update-null', null, 'null'],
        ] as const) {
          const operations = optional.map(({ target }) => ({ op: 'replace', path: target.text, value }))
          const answer = await patchAs(context, original, user.id, operations)
          demand(answer, patched, {
            reason: `A replace of every optional attribute by ${what} is refused.`,
            ...(value === null
              ? {}
              : { rfc: 'an empty text is a value like any other, and one that a server may not allow.' }),
            production: 'it sends nothing for a value that was cleared.',
          })
          const seen = await sendRecorded(context, recorded('la-user-get'), { id: user.id })
          const filled = optional.filter(({ target }) => !isEmpty(valueAt(seen.resource, target), value))
          const counted = filled.filter(({ target }) => value === '' || target.element === undefined)
          if (counted.length > 0)
            object({
              reason: `After a replace by ${what} there is still a value at ${told(counted)}.`,
              expected: value === '' ? 'no value, null or an empty text' : 'no value, or null',
              observed: counted.map(({ target }) => shown(seen.resource, target)).join(', '),
              decisive: [answer.exchange.id, seen.exchange.id],
              production: 'it sends nothing for a value that was cleared.',
            })
          if (filled.length > 0)
            doubt({
              reason: `it does not look at elements of lists in its second phase; there is still a value at ${told(filled)}, although it was replaced by ${what}.`,
              expected: 'no value, or null',
              observed: filled.map(({ target }) => shown(seen.resource, target)).join(', '),
              decisive: [answer.exchange.id, seen.exchange.id],
            })
        }
      },
    )

    foretell(check, LOGIC_APP, { id: 'scim-user-create' }, async (context) => {
      const body = templateUser(context, mappedOfUsers(context))
      const answer = await context.scim.post('/Users', body)
      demand(answer, created, 'The template’s user is refused.')
      expectRoundTrip(answer.resource, 'userName', String(body['userName']), answer.exchange.id)
    })

    foretell(
      check,
      LOGIC_APP,
      {
        id: 'scim-user-update',
        rulings: ['EN-10'],
        severity: 'cosmetic',
        advice:
          'Values that begin with upd- go into every text, country and language included: take attributes whose form you check out of the mapping, or give values in scimTargetUserValues.',
      },
      async (context) => {
        const mapping = mappedOfUsers(context)
        const user = await makeTemplateUser(context, mapping)
        const operations = mapping.flatMap(({ target, definition }) => {
          const value = updateFor(context, target, definition)
          return value === undefined ? [] : [{ op: 'Replace', path: target.text, value }]
        })
        const answer = await patchAs(context, 'la-user-update', user.id, operations)
        demand(answer, patched, {
          reason: 'A PATCH that gives every text the value upd-… is refused.',
          rfc: 'a server may check the form of countries, languages, addresses and the like.',
          production: 'it sends what the mapping makes of the directory’s values.',
        })
        const seen = await sendRecorded(context, recorded('la-user-get'), { id: user.id })
        const wrong = mapping.filter(({ target }) => {
          const operation = operations.find(({ path }) => path === target.text)
          return operation !== undefined && !arrived(seen.resource, target, operation.value)
        })
        if (wrong.length === 0) return
        object({
          reason: `The update is accepted, and does not arrive at ${told(wrong)}.`,
          expected: 'each value as it was sent',
          observed: wrong.map(({ target }) => shown(seen.resource, target)).join(', '),
          decisive: [answer.exchange.id, seen.exchange.id],
        })
      },
    )

    foretell(check, LOGIC_APP, { id: 'scim-group-create' }, async (context) => {
      needGroups(context)
      const body = templateGroup(context)
      const answer = await context.scim.post('/Groups', body)
      demand(answer, created, 'The template’s group is refused.')
      expectRoundTrip(answer.resource, 'displayName', body.displayName, answer.exchange.id)
    })

    foretell(check, LOGIC_APP, { id: 'scim-group-update', severity: 'cosmetic' }, async (context) => {
      needGroups(context)
      const made = await context.scim.post('/Groups', templateGroup(context))
      demand(made, created, 'The template’s group is refused.')
      const id = String(getMember(made.resource, 'id'))
      const values = { displayName: `upd-${stamp(context)}`, externalId: `upd-${stamp(context)}` }
      const operations = Object.entries(values).map(([path, value]) => ({ op: 'Replace', path, value }))
      const answer = await patchAs(context, 'la-group-update', id, operations)
      demand(answer, patched, 'A PATCH of displayName and externalId of a group is refused.')
      const seen = await context.scim.get(`/Groups/${encodeURIComponent(id)}`)
      demand(seen, success(), 'The group can not be read by its id.')
      for (const [name, value] of Object.entries(values))
        expectRoundTrip(seen.resource, name, value, seen.exchange.id)
    })
  },
)

const absent = (mapping: readonly Mapped[], names: ReadonlySet<string>) =>
  mapping.filter(({ target }) => !names.has(target.text.toLowerCase()))

const told = (mapped: readonly Mapped[]) => mapped.map(({ target }) => target.text).join(', ')

const shown = (resource: JsonObject, target: Target) =>
  `${target.text} ${JSON.stringify(valueAt(resource, target) ?? null)}`

function reasonFor(missing: readonly Mapped[]): Pick<Objection, 'confidence' | 'rfc'> {
  const listed = missing.filter(({ target }) => target.text !== 'externalId')
  if (listed.length === 0)
    return {
      confidence: 'documented',
      rfc: 'externalId is common to all resources and stands in no schema (RFC 7643 §3.1); the template makes an exception for id only.',
    }
  if (listed.every(({ definition }) => definition === undefined))
    return {
      confidence: 'documented',
      rfc: 'a server chooses its attributes. Take these out of the mapping.',
    }
  return {
    rfc: 'the attributes are there, but lists whose type has no canonicalValues, and extensions other than the enterprise one, are not found, though a schema may be like that (RFC 7643 §7).',
  }
}

/** A user by the template's POST. */
async function makeTemplateUser(context: CheckContext, mapping: readonly Mapped[]): Promise<{ id: string }> {
  const answer = await context.scim.post('/Users', templateUser(context, mapping))
  demand(answer, created, 'The template’s user is refused, and this test begins with it.')
  return { id: String(getMember(answer.resource, 'id')) }
}

/** Sends a recorded PATCH, which shows one operation, with all of them. */
function patchAs(context: CheckContext, original: string, id: string, Operations: readonly JsonObject[]) {
  const recording = recorded(original)
  const body = { ...(recording.request.body as JsonObject), Operations }
  return sendRecorded(context, adapted(recording, { body }), { id })
}

const isEmpty = (value: Json | undefined, sent: '' | null) =>
  value === undefined || value === null || (sent === '' && value === '')

/** What the template writes into an attribute; nothing into lists, references, booleans and what is the server's. */
function updateFor(
  context: CheckContext,
  target: Target,
  definition: Mapped['definition'],
): string | number | undefined {
  const { type = 'string', mutability = 'readWrite' } = definition ?? {}
  if (['id', 'schemas', 'meta', 'active', 'groups', 'roles'].includes(target.text)) return undefined
  if (mutability !== 'readWrite' && mutability !== 'writeOnly') return undefined
  if (type === 'integer') return 4711
  return type === 'string' ? `upd-${stamp(context)}` : undefined
}

/** The template looks for the value anywhere in a list, and at its place elsewhere. */
function arrived(resource: JsonObject, target: Target, value: Json): boolean {
  if (target.element === undefined) return String(valueAt(resource, target)) === String(value)
  return JSON.stringify(getMember(resource, target.attribute) ?? []).includes(String(value))
}

function expectRoundTrip(resource: JsonObject, name: string, value: string, exchange: string): void {
  const has = getMember(resource, name)
  const id = getMember(resource, 'id')
  if (typeof id !== 'string' || id === '')
    object({ reason: 'The answer has no id.', expected: 'an id', decisive: [exchange] })
  if (has === value) return
  const cased = typeof has === 'string' && has.toLowerCase() === value.toLowerCase()
  object({
    reason: `${name} is not what was sent.`,
    expected: `${name} ${value}`,
    observed: `${name} ${JSON.stringify(has ?? null)}`,
    decisive: [exchange],
    ...(cased ? { rfc: `${name} has no case, and the server may spell it otherwise.` } : {}),
  })
}
