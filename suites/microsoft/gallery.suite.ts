import {
  answerWhere,
  type CheckContext,
  listOf,
  skip,
  status,
  success,
  suite,
} from '../../harness/check/index.ts'
import { getMember, isArray, isObject } from '../../harness/scim/json.ts'
import { createEntraUser, recorded, sendRecorded } from '../entra/playing.ts'
import { memberIds } from '../entra/membership.ts'
import { demand, foretell, object, saw } from './foretelling.ts'
import { expectLifetime, granted } from './grants.ts'
import { expectRate } from './rate.ts'

const GALLERY = 'microsoft.gallery'
const BULK_URI = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'

/** What a vendor declares to Microsoft, since no gate measures it; here it is measured as far as it can be. */
export default suite(
  'App Gallery: requirements that vendors declare',
  {
    id: GALLERY,
    file: 'suites/microsoft/gallery',
    profile: 'microsoft',
    severity: 'breaks-provisioning',
    impact: 'The declaration to Microsoft is not true, and the application may not be listed.',
  },
  ({ check }) => {
    foretell(
      check,
      GALLERY,
      { id: 'requests-per-second', rulings: ['X-11'], tags: ['load'], quiet: true, timeoutMs: 90_000 },
      expectRate,
    )

    foretell(check, GALLERY, { id: 'no-match-is-empty', rulings: ['EN-00'] }, async (context) => {
      const answer = await sendRecorded(context, recorded('tut-user-query-zero'), {})
      demand(answer, listOf(0), 'A query that matches nobody is not answered with 200 and no results.')
    })

    foretell(check, GALLERY, { id: 'schema-discovery' }, async ({ scim }) => {
      const answer = await scim.get('/Schemas')
      demand(answer, status(200), {
        reason: '/Schemas is not there.',
        rfc: 'a server need not publish its schemas (RFC 7644 §4 recommends it).',
      })
      const resources = getMember(answer.resource, 'Resources')
      if (!isArray(resources) || resources.length === 0)
        object({ reason: '/Schemas is no list with schemas in Resources.', ...saw(answer) })
    })

    foretell(
      check,
      GALLERY,
      {
        id: 'soft-or-hard-delete',
        rulings: ['EN-06', 'D-01'],
        needs: ['create-user'],
        severity: 'security',
      },
      async (context, { remark }) => {
        const soft = await softDelete(context)
        const hard = await hardDelete(context)
        remark(
          `Soft deletion ${soft ? 'works' : 'does not work'}, hard deletion ${hard ? 'works' : 'does not work'}.`,
        )
        if (!soft && !hard)
          object({
            reason: 'A user can be neither deactivated nor deleted.',
            expected: 'one of the two',
            observed: 'none',
          })
      },
    )

    foretell(
      check,
      GALLERY,
      { id: 'several-members-in-one-patch', rulings: ['EN-00'], needs: ['groups', 'create-group'] },
      async (context) => {
        const people = [await createEntraUser(context), await createEntraUser(context)]
        const group = await context.groups.create()
        const value = people.map(({ id }) => ({ value: id }))
        const answer = await context.scim.patch(group, [{ op: 'Add', path: 'members', value }])
        demand(answer, success(), 'Two members in one PATCH are refused.')
        const both = answerWhere('both members', ({ json }) =>
          people.every(({ id }) => memberIds(json).includes(id)),
        )
        const read = () => context.scim.get(group, { attributes: 'members' })
        demand(await context.scim.until(read, both), both, 'Of two members in one PATCH not both arrive.')
      },
    )

    foretell(check, GALLERY, { id: 'bulk' }, async (context) => {
      if (!context.facts.capabilities.bulk)
        skip('Bulk is not offered. Microsoft recommends it; nothing depends on it.')
      const data = context.users.payload()
      const answer = await context.scim.post('/Bulk', {
        schemas: [BULK_URI],
        Operations: [{ method: 'POST', path: '/Users', bulkId: 'one', data }],
      })
      demand(answer, status(200), 'Bulk is promised, and refused.')
      const results = getMember(answer.resource, 'Operations')
      const [first] = isArray(results) ? results : []
      const made = isObject(first) ? getMember(first, 'status') : undefined
      if (String(made) !== '201')
        object({
          reason: 'Bulk is promised, and does not make a user.',
          expected: 'status 201 of the operation',
          observed: JSON.stringify(made ?? null),
          decisive: [answer.exchange.id],
        })
    })

    foretell(check, GALLERY, { id: 'client-credentials' }, async (context) => {
      const { tokenType } = await granted(context)
      const answer = await sendRecorded(context, recorded('la-credential-check'), {})
      demand(answer, success(), 'The token that was given does not open the server.')
      if (tokenType !== undefined && tokenType.toLowerCase() !== 'bearer')
        object({
          reason: 'The token endpoint gives a token that is no bearer token.',
          expected: 'token_type Bearer',
          observed: `token_type ${tokenType}`,
        })
    })

    foretell(check, GALLERY, { id: 'token-lifetime' }, async (context) =>
      expectLifetime(await granted(context)),
    )
  },
)

/** Whether a user can be deactivated, in one of Entra's dialects. */
async function softDelete(context: CheckContext): Promise<boolean> {
  const user = await createEntraUser(context)
  for (const original of ['com-legacy-disable', 'com-flag-disable']) {
    await sendRecorded(context, recorded(original), { id: user.id })
    const seen = await context.users.read(user)
    if (isObject(seen.json) && getMember(seen.json, 'active') === false) return true
  }
  return false
}

async function hardDelete(context: CheckContext): Promise<boolean> {
  const user = await createEntraUser(context)
  const answer = await sendRecorded(context, recorded('tut-user-delete'), { id: user.id })
  if (success().differs(answer) !== undefined) return false
  const gone = status(404, 410)
  const seen = await context.scim.until(() => context.users.read(user), gone)
  return gone.differs(seen) === undefined
}
