import { describe, expect, test } from 'vitest'
import { createRecorder } from '../../../harness/entra/record/recorder.ts'
import { exchangesIn, type RecordingEntry } from '../../../harness/entra/record/recordingFile.ts'
import { createRegister } from '../../../harness/entra/record/register.ts'
import type { Playable } from '../../../harness/entra/replay/playable.ts'
import { playReference } from '../../../harness/run/inProcess/inProcess.ts'
import type { Json } from '../../../harness/scim/types.ts'
import { replayedSuite } from './replayedSuite.ts'

const ADA = '7f3c1f8e-aaaa-4bbb-8ccc-1234567890ab'
const BOB = '7f3c1f8e-aaaa-4bbb-8ccc-1234567890ac'
const TEAM = '7f3c1f8e-aaaa-4bbb-8ccc-1234567890ad'
const NOBODY = '7f3c1f8e-aaaa-4bbb-8ccc-1234567890ae'
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'

type Said = readonly [method: string, target: string, body: Json | undefined, status: number, answer?: Json]

/** What a recorder makes of a session that began when people and groups were there already. */
function recorded(said: readonly Said[]): readonly Playable[] {
  const entries: RecordingEntry[] = []
  const recorder = createRecorder({
    hiding: { register: createRegister(), bases: ['https://contoso.com/scim'] },
    journal: { write: (entry) => void entries.push(entry), close: () => undefined },
    sender: 'entra',
    startedAt: '2026-01-01T00:00:00.000Z',
    tool: 'scimproof test',
  })
  const bytes = (json: Json | undefined) => Buffer.from(json === undefined ? '' : JSON.stringify(json))
  for (const [method, target, body, status, answer] of said) {
    const open = recorder.open()
    open.request({ method, target, headers: [['Authorization', 'Bearer x']], body: bytes(body) })
    open.answer({ status, headers: [], body: bytes(answer) })
  }
  return exchangesIn(entries.map((entry) => JSON.stringify(entry)).join('\n')) as unknown as Playable[]
}

const ada = {
  id: ADA,
  userName: 'ada@contoso.com',
  displayName: 'Ada',
  active: true,
  manager: { value: BOB },
}

const SESSION: readonly Said[] = [
  [
    'GET',
    '/Users?filter=userName+eq+%22ada%40contoso.com%22',
    undefined,
    200,
    { schemas: [LIST], totalResults: 1, Resources: [ada] },
  ],
  [
    'PATCH',
    `/Users/${ADA}`,
    { schemas: [PATCH_OP], Operations: [{ op: 'Replace', path: 'title', value: 'Countess' }] },
    204,
  ],
  ['GET', `/Groups/${TEAM}?excludedAttributes=members`, undefined, 200, { id: TEAM, displayName: 'Quartz' }],
  [
    'PATCH',
    `/Groups/${TEAM}`,
    { schemas: [PATCH_OP], Operations: [{ op: 'Remove', path: 'members', value: [{ value: BOB }] }] },
    204,
  ],
  [
    'PATCH',
    `/Groups/${TEAM}`,
    { schemas: [PATCH_OP], Operations: [{ op: 'Add', path: 'members', value: [{ value: ADA }] }] },
    204,
  ],
  ['GET', `/Users/${NOBODY}`, undefined, 404],
  [
    'PATCH',
    `/Users/${ADA}`,
    { schemas: [PATCH_OP], Operations: [{ op: 'Replace', path: 'active', value: 'False' }] },
    500,
  ],
  [
    'GET',
    '/Users?filter=userName+eq+%22ADA%40CONTOSO.COM%22',
    undefined,
    200,
    { schemas: [LIST], totalResults: 1, Resources: [{ ...ada, active: false }] },
  ],
  ['DELETE', `/Users/${ADA}`, undefined, 204],
  [
    'GET',
    '/Users?filter=userName+eq+%22ada%40contoso.com%22',
    undefined,
    200,
    { schemas: [LIST], totalResults: 0 },
  ],
]

const play = async (faults: readonly string[] = [], said = SESSION) =>
  (
    await playReference(
      { faults },
      replayedSuite('tenant', { kind: 'recording', exchanges: recorded(said) }).checks,
    )
  ).outcomes

describe('a recording that began in the middle', () => {
  test('is played on people and groups that are made first; who was not there then is not there now', async () => {
    const outcomes = await play()
    expect(outcomes.map(({ verdict, reason }) => [verdict, reason])).toEqual([
      ['pass', ''],
      ['pass', ''],
    ])
    const session = outcomes.find(({ id }) => id.endsWith('.from-1'))
    expect(session?.cost).toMatchObject({ users: 2, groups: 1 })
  })

  test.each([
    ['entra.remove-with-value-ignored', /PATCH \/Groups\/\{\{id\d+\}\}.*not what Entra meant/],
    ['delete.nothing-happens', /DELETE \/Users.*still there/],
    ['entra.active-text-refused', /PATCH \/Users.*the change never arrives/],
  ])('goes on after a failure and tells the first: %s', async (fault, reason) => {
    const failed = (await play([fault])).filter(({ verdict }) => verdict === 'fail')
    expect(failed).toHaveLength(1)
    expect(failed[0]?.reason).toMatch(reason)
  })

  test('an exchange that speaks of what was never made is left out, the rest is graded', async () => {
    const outcomes = await play(
      [],
      [
        [
          'POST',
          '/Users',
          {
            schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
            userName: 'ada@contoso.com',
            title: 'Countess',
          },
          201,
          ada,
        ],
        [
          'POST',
          '/Users',
          { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ADA@contoso.com' },
          201,
          { ...ada, id: BOB },
        ],
        ['GET', `/Users/${BOB}`, undefined, 200, { ...ada, id: BOB }],
        ['GET', `/Users/${ADA}`, undefined, 200, ada],
      ],
    )
    expect(outcomes.map(({ verdict }) => verdict)).toEqual(['pass'])
    expect(
      (
        await play(
          ['create.duplicate-other-case-accepted'],
          [
            [
              'POST',
              '/Users',
              { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ada@contoso.com' },
              201,
              ada,
            ],
            [
              'POST',
              '/Users',
              { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ADA@contoso.com' },
              201,
              { ...ada, id: BOB },
            ],
          ],
        )
      ).map(({ verdict }) => verdict),
    ).toEqual(['fail'])
  })

  test('a creation that was sent again after a failure is one creation', async () => {
    const body = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ada@contoso.com' }
    const change = { schemas: [PATCH_OP], Operations: [{ op: 'Replace', path: 'active', value: 'False' }] }
    const said = (...failures: readonly number[]): readonly Said[] => [
      ...failures.map((status): Said => ['POST', '/Users', body, status]),
      ['POST', '/Users', body, 201, ada],
      ['PATCH', `/Users/${ADA}`, change, 204],
    ]
    for (const failures of [[429, 503], [500], [500, 429, 500]]) {
      expect((await play([], said(...failures))).map(({ verdict }) => verdict)).toEqual(['pass'])
      const reasons = (await play(['entra.active-text-refused'], said(...failures))).map(
        ({ reason }) => reason,
      )
      expect(reasons).toEqual([expect.stringContaining('PATCH /Users')])
    }
  })

  test('a wrong token is sent as a wrong token', async () => {
    const said: readonly Said[] = [['GET', '/Users?count=1', undefined, 401]]
    expect((await play([], said)).map(({ verdict }) => verdict)).toEqual(['pass'])
    const careless = await play(['auth.open'], said)
    expect(careless.map(({ verdict, reason }) => [verdict, reason])).toEqual([
      ['fail', 'A request without a valid token is served.'],
    ])
  })
})
