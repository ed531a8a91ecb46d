import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { fixture, violations } from '../../../fixtures/violations.ts'
import { startProxy } from '../../../harness/entra/record/proxy.ts'
import { createRecorder } from '../../../harness/entra/record/recorder.ts'
import type { RecordingFile } from '../../../harness/entra/record/recordedTypes.ts'
import { assemble, openRecordingJournal } from '../../../harness/entra/record/recordingFile.ts'
import { createRegister } from '../../../harness/entra/record/register.ts'
import type { PlayableFile } from '../../../harness/entra/replay/playable.ts'
import { listen } from '../../../harness/reference/listen.ts'
import type { ReferenceOptions } from '../../../harness/reference/options.ts'
import { createReferenceServer } from '../../../harness/reference/server.ts'
import { type RunDocument, run } from '../../../harness/run/index.ts'
import { playReference } from '../../../harness/run/inProcess/inProcess.ts'
import { replayedSuite } from './replayedSuite.ts'

const TOKEN = 'a-token-of-the-test-4711'
const DOMAIN = 'people.of.the.test.example.org'
const RUN_ID = 'marked42'

interface Recorded {
  readonly file: RecordingFile
  readonly text: string
  readonly document: RunDocument
  readonly ids: readonly string[]
}

/** What our own suite says to the reference server, recorded on the way. */
async function recordedRun(): Promise<Recorded> {
  const folder = mkdtempSync(join(tmpdir(), 'scimproof-'))
  const path = join(folder, 'tenant.json')
  const server = createReferenceServer({ seed: 1, token: TOKEN, users: 3 })
  const listening = await listen(server)
  const journal = openRecordingJournal(path)
  const proxy = await startProxy(
    {
      upstream: listening.baseUrl,
      path: '/an-unguessable-path',
      recorder: createRecorder({
        hiding: { register: createRegister(), bases: [listening.baseUrl] },
        journal,
        sender: 'entra',
        startedAt: '2026-01-01T00:00:00.000Z',
        tool: 'scimproof test',
      }),
      silenceMs: 10_000,
      onTrouble: (sentence) => {
        throw new Error(sentence)
      },
    },
    { port: 0, host: '127.0.0.1' },
  )
  const document = await run({
    url: `http://127.0.0.1:${proxy.port}/an-unguessable-path`,
    token: TOKEN,
    profiles: ['entra'],
    engine: 'direct',
    emailDomains: [DOMAIN],
    runId: RUN_ID,
    out: join(folder, 'report'),
  })
  await proxy.close(2000)
  await listening.close()
  journal.close()
  const file = assemble(path)
  if (file === undefined) throw new Error('Nothing was recorded.')
  const ids = [...JSON.stringify(document.exchanges).matchAll(/\/(?:Users|Groups)\/([0-9a-f-]{36})/g)].map(
    ([, id]) => id ?? '',
  )
  return { file, text: readFileSync(path, 'utf8'), document, ids: [...new Set(ids)] }
}

const verdicts = async (file: PlayableFile, server: ReferenceOptions = {}) =>
  (await playReference(server, replayedSuite('tenant', file).checks)).outcomes

describe('our own suite, recorded in front of the reference server', () => {
  let recorded: Recorded
  beforeAll(async () => {
    recorded = await recordedRun()
  }, 60_000)

  test('goes through the recorder as it goes without', () => {
    const { entra } = recorded.document.profiles
    expect(entra).toMatchObject({ fail: 0, error: 0, blocked: 0 })
    expect(recorded.file.exchanges.length).toBeGreaterThanOrEqual(recorded.document.requests.count)
  })

  test('gives a file that is valid by the schema, and names every variable that it uses', () => {
    expect(violations(fixture('entra/schema.json') as object, recorded.file)).toEqual([])
    for (const { id, request, answer, variables } of recorded.file.exchanges) {
      const used = [...JSON.stringify({ request, answer }).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name)
      expect(Object.keys(variables).sort(), id).toEqual([...new Set(used)].sort())
    }
  })

  test('holds no secret and nobody', () => {
    const { text, ids } = recorded
    expect(ids.length).toBeGreaterThan(100)
    for (const [what, pattern] of [
      ['the token', /a-token-of-the-test/i],
      ['the domain of the addresses', /people\.of\.the\.test/i],
      ['the mark of the run', /marked42|sp-/i],
      ['the people of the reference server', /t1\.example\.com/i],
      ['the address of the server or the recorder', /127\.0\.0\.1|localhost|unguessable/i],
      ['names', /\bAda\b|\bGrace\b|\bProof\b|Hansen/],
      ['an address outside the reserved domains', /@(?!example\.com|EXAMPLE\.COM)[\w-]+\./],
      ['a header of credentials', /"authorization"|cookie/i],
    ] as const)
      expect(pattern.exec(text)?.[0], what).toBeUndefined()
    for (const id of ids) expect(text.includes(id), id).toBe(false)
    for (const [guid] of text.matchAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi))
      expect(guid).toMatch(/^(7d2f0c4e|5b0d8e1a)-0000-4000-8000-0{6}/)
    for (const [number] of text.matchAll(/\+\d[\d-]{9,}/g)) expect(number).toMatch(/^\+1-202-555-01\d\d$/)
  })

  test('is played again without a failure, on other resources', async () => {
    const outcomes = await verdicts(recorded.file as unknown as PlayableFile, { users: 3 })
    expect(outcomes.length).toBeGreaterThan(50)
    const others = outcomes.filter(({ verdict }) => verdict !== 'pass')
    expect(others.filter(({ verdict }) => verdict !== 'warn')).toEqual([])
    for (const { warnings } of others)
      for (const { reason } of warnings)
        expect(reason).toMatch(
          /^Refused with 4\d\d, as recorded \(4\d\d\): .* arrived neither then nor now\.$/,
        )
  })

  test.each([
    'entra.remove-with-value-empties',
    'entra.active-text-is-true',
    'entra.add-to-missing-element-ignored',
    'entra.group-filter-ignored',
    'entra.deactivated-hidden',
  ])('fails on a server with the fault %s', async (fault) => {
    const outcomes = await verdicts(recorded.file as unknown as PlayableFile, { faults: [fault] })
    expect(outcomes.filter(({ verdict }) => verdict === 'fail')).not.toEqual([])
    expect(outcomes.filter(({ verdict }) => verdict === 'error')).toEqual([])
  })
})

describe('a creation that was refused when it was recorded', () => {
  const refused = (status: number): PlayableFile => {
    const file = fixture('entra/user-create.both.json') as RecordingFile
    const first = file.exchanges.find(({ form }) => form === 'request')
    if (first === undefined) throw new Error('There is no creation.')
    return { ...file, exchanges: [{ ...first, answer: { status } }] } as unknown as PlayableFile
  }

  test.each([
    [400, { faults: ['create.post-not-found'] }, 'warn'],
    [400, {}, 'pass'],
  ] as const)('with %i, on a server with %j, is told as %s', async (status, server, verdict) => {
    const [outcome] = await verdicts(refused(status), server as ReferenceOptions)
    expect(outcome?.verdict).toBe(verdict)
    if (verdict === 'warn') expect(JSON.stringify(outcome)).toContain('as recorded (400)')
  })
})

describe('the collection of exchanges', () => {
  const folder = new URL('../../../fixtures/entra/', import.meta.url)
  const names = readdirSync(folder).filter(
    (name) => /^[a-z-]+\.[\w-]+\.json$/.test(name) && !name.includes('schema.json'),
  )

  test.each(names)('%s is played without a failure', async (name) => {
    const outcomes = await verdicts(JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as PlayableFile)
    expect(
      outcomes.filter(({ verdict }) => verdict === 'fail' || verdict === 'error' || verdict === 'blocked'),
    ).toEqual([])
    const sent = (fixture(`entra/${name}`) as RecordingFile).exchanges.filter(
      ({ form, job }) => form === 'request' && job !== 'token',
    )
    expect(outcomes.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThanOrEqual(
      Math.floor(sent.length / 2),
    )
  })
})
