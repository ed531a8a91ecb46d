import { describe, expect, test } from 'vitest'
import type { CheckOutcome } from '../../harness/check/outcome.ts'
import { gateTests } from '../../harness/entra/gates.ts'
import { defaultMapping } from '../../harness/entra/import/mapping.ts'
import { recordings } from '../../harness/entra/recordings.ts'
import { variants } from '../../harness/reference/variants/index.ts'
import { createReferenceServer } from '../../harness/reference/server.ts'
import { allFaults } from '../../harness/run/inProcess/faults.ts'
import { type InProcessOptions, playReference } from '../../harness/run/inProcess/inProcess.ts'
import { resultOf } from '../../harness/run/results.ts'
import { builtInChecks } from '../../harness/run/suites.ts'
import { TargetError } from '../../harness/target/errors.ts'
import type { TokenGrant } from '../../harness/target/types.ts'
import { MADE_FOR } from './madeFor.ts'

const checks = builtInChecks().filter(({ profile }) => profile === 'microsoft')
const byId = new Map(checks.map((check) => [check.id, check]))

/** What asks for more than a reference server and its token. */
const NEEDS_MORE = [
  'microsoft.validator.uploaded-create-a-new-user',
  'microsoft.validator.uploaded-patch-user-replace-attributes',
  'microsoft.validator.uploaded-patch-user-add-attributes-verbose',
  'microsoft.logic-app.validate-credentials',
  'microsoft.logic-app.federated-identity',
  'microsoft.gallery.client-credentials',
  'microsoft.gallery.token-lifetime',
]

async function play(
  id: string,
  reference: Parameters<typeof playReference>[0] = {},
  options: InProcessOptions = {},
): Promise<CheckOutcome> {
  const check = byId.get(id)
  if (check === undefined) throw new Error(`There is no check ${id}.`)
  const { outcomes } = await playReference(reference, [check], options)
  const [outcome] = outcomes
  if (outcome === undefined) throw new Error(`${id} has no outcome.`)
  return outcome
}

describe('the microsoft profile', () => {
  test('has one check for each test of the register, and no other', () => {
    expect(checks.map(({ id }) => id).sort()).toEqual(
      gateTests()
        .map(({ check }) => check)
        .sort(),
    )
  })

  test('plays every exchange of the Validator and the Logic App that was recorded', () => {
    const played = new Set(gateTests().flatMap((one) => one.recordings))
    const recorded = recordings().filter(
      ({ sender }) => sender === 'scim-validator' || sender === 'logic-app',
    )
    expect(recorded.map(({ original }) => original).filter((id) => !played.has(id))).toEqual([])
  })

  test('is passed by the reference server, and says for each test what it foretells, and by what', async () => {
    const { outcomes } = await playReference({}, checks)
    const odd = outcomes.filter(({ verdict }) => verdict !== 'pass')
    expect(odd.map(({ id, verdict, reason }) => `${verdict} ${id} ${reason}`)).toEqual(
      odd.map(({ id, reason }) => `skip ${id} ${reason}`),
    )
    expect(odd.map(({ id }) => id).sort()).toEqual([...NEEDS_MORE].sort())
    for (const { id, verdict, prediction } of outcomes) {
      const expected = gateTests().find(({ check }) => check === id)
      expect(prediction, id).toMatchObject({
        test: expected?.name,
        verdict: verdict === 'skip' ? 'skipped' : 'pass',
        confidence: expected?.confidence,
        basis: { document: expected?.basis.document, date: expected?.basis.date },
      })
    }
  })

  test('never ends in an error on a server without Entra’s dialect, and says where that server is right', async () => {
    const { outcomes } = await playReference({ entraDialect: false }, checks)
    expect(outcomes.filter(({ verdict }) => verdict === 'error')).toEqual([])
    const creation = outcomes.find(({ id }) => id === 'microsoft.validator.create-a-new-user')
    expect(creation).toMatchObject({ verdict: 'fail', prediction: { verdict: 'fail' } })
    expect(creation?.reason).toContain('RFC-correct, but the SCIM Validator fails you: primary is a boolean')
    const later = outcomes.find(({ id }) => id === 'microsoft.validator.update-user-name')
    expect(later).toMatchObject({
      verdict: 'blocked',
      blockedBy: 'microsoft.validator.create-a-new-user',
      prediction: { verdict: 'fail' },
    })
    const disabling = outcomes.find(({ id }) => id === 'microsoft.logic-app.disable-user')
    expect(disabling).toMatchObject({ verdict: 'warn', prediction: { verdict: 'pass' } })
    expect(disabling?.reason).toContain('only with aadOptscim062020 in the Tenant URL')
  })

  test.each(variants.filter((_, index) => index % 20 === 0).map(({ id }) => id))(
    'never ends in an error on the conforming variant %s',
    async (id) => {
      const { outcomes } = await playReference({ variants: [id] }, checks)
      expect(outcomes.filter(({ verdict }) => verdict === 'error')).toEqual([])
    },
    30_000,
  )

  test.each(['patch', 'filter', 'discovery', 'groups', 'enterprise-user', 'bulk'] as const)(
    'never ends in an error on a server without %s',
    async (capability) => {
      const { outcomes } = await playReference({ without: [capability] }, checks)
      expect(outcomes.filter(({ verdict }) => verdict === 'error')).toEqual([])
    },
    30_000,
  )

  test('shows its predictions in the run document', async () => {
    const check = byId.get('microsoft.validator.create-a-duplicate-group')
    if (check === undefined) throw new Error('There is no such check.')
    const outcome = await play(check.id, { faults: ['microsoft.second-group-made'] })
    const result = resultOf(check, outcome, {}, { faults: [], variants: [], without: [], seed: 1 })
    expect(result.prediction).toMatchObject({
      gate: 'SCIM Validator',
      test: 'Create a duplicate Group',
      verdict: 'fail',
      confidence: 'recorded',
    })
    expect(result.prediction?.disagreements[0]).toContain('RFC-correct, but the SCIM Validator fails you')
  })
})

describe('a fault', () => {
  test.each(MADE_FOR)('%s makes %s %s', async (fault, id, verdict, words) => {
    const options = id.includes('.uploaded-') ? { mapping: defaultMapping() } : {}
    const outcome = await play(`microsoft.${id}`, { faults: [fault] }, options)
    expect({ verdict: outcome.verdict, reason: outcome.reason }).toEqual({
      verdict,
      reason: expect.stringContaining(words) as string,
    })
  })

  test('is there for each check', () => {
    const caught = new Set(MADE_FOR.map(([, id]) => `microsoft.${id}`))
    const byGrant = ['microsoft.logic-app.validate-credentials', 'microsoft.logic-app.federated-identity']
    const others = [...byGrant, 'microsoft.gallery.client-credentials', 'microsoft.gallery.token-lifetime']
    expect(checks.map(({ id }) => id).filter((id) => !caught.has(id) && !others.includes(id))).toEqual([])
  })

  test('of this profile has a check that it is made for', () => {
    const named: readonly string[] = MADE_FOR.map(([fault]) => fault)
    const mine = allFaults().flatMap(({ id, area }) => (area === 'microsoft' ? [id] : []))
    expect(mine.filter((id) => !named.includes(id))).toEqual([])
  })
})

describe('the mode of an uploaded schema', () => {
  test('is passed by the reference server', async () => {
    for (const id of NEEDS_MORE.filter((one) => one.includes('.uploaded-')))
      expect((await play(id, {}, { mapping: defaultMapping() })).verdict, id).toBe('pass')
  })
})

describe('credentials', () => {
  const TOKEN_URL = 'http://reference.test/token'
  const granting = (grant: () => Promise<TokenGrant>): InProcessOptions => ({
    credentials: (token) => ({ source: TOKEN_URL, header: () => Promise.resolve(`Bearer ${token}`), grant }),
  })
  const lasting = (expiresIn?: number) =>
    granting(() =>
      Promise.resolve({
        tokenUrl: TOKEN_URL,
        tokenType: 'Bearer',
        ...(expiresIn === undefined ? {} : { expiresIn }),
      }),
    )
  const refused = granting(() =>
    Promise.reject(new TargetError('E_TOKEN_ENDPOINT', 'The token endpoint answered 401.', { remedy: '' })),
  )

  test('that last an hour or six are as Microsoft wants them', async () => {
    for (const seconds of [3600, 21_600])
      for (const id of [
        'logic-app.validate-credentials',
        'gallery.client-credentials',
        'gallery.token-lifetime',
      ])
        expect((await play(`microsoft.${id}`, {}, lasting(seconds))).verdict, id).toBe('pass')
  })

  test.each([
    ['too short', 1800, 'expires_in 1800'],
    ['too long', 86_400, 'expires_in 86400'],
    ['without a word on it', undefined, 'no expires_in'],
  ])('%s are not', async (_, seconds, observed) => {
    const options = lasting(seconds)
    expect(await play('microsoft.logic-app.validate-credentials', {}, options)).toMatchObject({
      verdict: 'fail',
      observed,
    })
    expect(await play('microsoft.gallery.token-lifetime', {}, options)).toMatchObject({
      verdict: 'warn',
      observed,
    })
  })

  test('that the token endpoint refuses are not', async () => {
    expect(await play('microsoft.logic-app.validate-credentials', {}, refused)).toMatchObject({
      verdict: 'fail',
    })
    expect(await play('microsoft.gallery.client-credentials', {}, refused)).toMatchObject({ verdict: 'warn' })
  })

  test('by federation stay open where an unsigned assertion is refused', async () => {
    expect(await play('microsoft.logic-app.federated-identity', {}, lasting(3600))).toMatchObject({
      verdict: 'skip',
      reason: expect.stringContaining('shows only in a tenant') as string,
    })
  })

  test('by federation are in doubt where anybody gets a token', async () => {
    const careless: InProcessOptions['server'] = (options) => {
      const server = createReferenceServer(options)
      const fetch = (request: Request) =>
        request.url === TOKEN_URL
          ? Promise.resolve(Response.json({ access_token: 'for-anybody', token_type: 'Bearer' }))
          : server.fetch(request)
      return { ...server, fetch }
    }
    const options = { ...lasting(3600), server: careless }
    expect(await play('microsoft.logic-app.federated-identity', {}, options)).toMatchObject({
      verdict: 'warn',
      reason: expect.stringContaining('nobody has signed') as string,
    })
  })
})
