import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { problemsOfRun } from '../../reports/model/index.ts'
import { createReferenceServer } from '../reference/server.ts'
import { FILES, run, type RunDocument } from './index.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'run-'))
const only = ['rfc7644.create.*', 'rfc7644.read.*', 'rfc7644.patch.replaces-an-attribute']
const verdicts = (document: RunDocument) =>
  Object.fromEntries(document.checks.map(({ id, verdict }) => [id, verdict]))

describe('a run', { timeout: 120_000 }, () => {
  test('in vitest and in process gives the same verdicts, and a document that its schema accepts', async () => {
    const [inVitest, direct] = [
      await run({ out: folder(), only, faults: ['create.no-location'] }),
      await run({ out: folder(), only, faults: ['create.no-location'], engine: 'direct' }),
    ]
    expect(verdicts(inVitest)).toEqual(verdicts(direct))
    expect(Object.values(verdicts(inVitest))).toContain('fail')
    expect(Object.values(verdicts(inVitest))).toContain('pass')
    for (const document of [inVitest, direct]) {
      expect(problemsOfRun(document)).toEqual([])
      expect(document).toMatchObject({ complete: true, exitCode: 1 })
    }
  })

  test('leaves the process as it was, writes nothing outside its folder, and may be called again', async () => {
    const before = {
      environment: { ...process.env },
      exitCode: process.exitCode,
      directory: process.cwd(),
      listeners: ['SIGINT', 'SIGTERM'].map((signal) => process.listenerCount(signal)),
      here: readdirSync('.'),
    }
    const out = folder()
    const documents = [await run({ out, only }), await run({ out, only })]
    expect({
      environment: { ...process.env },
      exitCode: process.exitCode,
      directory: process.cwd(),
      listeners: ['SIGINT', 'SIGTERM'].map((signal) => process.listenerCount(signal)),
      here: readdirSync('.'),
    }).toEqual(before)
    expect(documents.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    expect(documents[0]?.runId).not.toBe(documents[1]?.runId)
    expect(readdirSync(out).sort()).toEqual(Object.values(FILES).sort())
  })

  test('removes what it made, and touches nothing that was there', async () => {
    const server = createReferenceServer({ users: 5 })
    const token = server.tenants[0]?.token ?? ''
    const count = async () => {
      const tenant = server.tenants[0]
      const answer = await server.fetch(
        new Request(`http://x.test${tenant?.basePath ?? ''}/Users?count=100`, {
          headers: { authorization: `Bearer ${token}` },
        }),
      )
      return ((await answer.json()) as { Resources: unknown[] }).Resources
    }
    const before = await count()
    const handler = (request: Request) => {
      const url = new URL(request.url)
      return server.fetch(
        new Request(
          new URL(`${server.tenants[0]?.basePath ?? ''}${url.pathname}${url.search}`, url),
          request,
        ),
      )
    }
    const document = await run({ fetch: handler, token, out: folder(), only, engine: 'direct' })
    expect(document.leftovers).toEqual([])
    expect(await count()).toEqual(before)
  })

  test('writes no secret and no person who was there before', async () => {
    const out = folder()
    const server = createReferenceServer({ users: 3, token: 'very-secret-token-4711' })
    const base = server.tenants[0]?.basePath ?? ''
    const handler = (request: Request) => {
      const url = new URL(request.url)
      return server.fetch(new Request(new URL(`${base}${url.pathname}${url.search}`, url), request))
    }
    await run({ fetch: handler, token: 'very-secret-token-4711', out, engine: 'direct', skip: ['fuzz.*'] })
    const people = await handler(
      new Request('http://x.test/Users', { headers: { authorization: 'Bearer very-secret-token-4711' } }),
    )
    const names = ((await people.json()) as { Resources: { userName: string }[] }).Resources.map(
      ({ userName }) => userName,
    )
    expect(names).toHaveLength(3)
    for (const file of Object.values(FILES)) {
      const text = readFileSync(join(out, file), 'utf8')
      for (const hidden of ['very-secret-token-4711', ...names])
        expect(text.includes(hidden), `${hidden} in ${file}`).toBe(false)
    }
  })

  test('that is aborted cleans up, is incomplete, and ends with 130', async () => {
    const control = new AbortController()
    const document = await run({
      out: folder(),
      only: ['rfc7644.*'],
      signal: control.signal,
      onEvent: (event) => {
        if (event.kind === 'finished') control.abort()
      },
    })
    expect(document).toMatchObject({ complete: false, exitCode: 130, leftovers: [] })
    expect(document.checks.length).toBeLessThan(document.selection.selected)
  })

  test('two at once against one server do not disturb each other', async () => {
    const server = createReferenceServer()
    const { listen } = await import('../reference/listen.ts')
    const listening = await listen(server)
    const options = {
      url: listening.baseUrl,
      token: server.tenants[0]?.token ?? '',
      engine: 'direct' as const,
      profiles: ['rfc'] as const,
      skip: ['fuzz.*'],
    }
    const [one, two] = await Promise.all([
      run({ ...options, out: folder() }),
      run({ ...options, out: folder() }),
    ])
    await listening.close()
    for (const document of [one, two]) {
      expect(document.checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'error')).toEqual([])
    }
  })

  test.each([
    ['an unknown fault', { faults: ['patch.ignores-valu-filter'] }, /patch\./],
    ['a pattern that selects nothing', { only: ['nothing.at.all'] }, /selects none/],
    [
      'a fault on somebody else’s server',
      { url: 'http://127.0.0.1:9/scim', faults: ['create.no-location'] },
      /embedded server only/,
    ],
    ['a baseline that is absent', { baseline: '/nowhere/known.json' }, /does not exist/],
    ['a URL that is none', { url: 'example.com/scim' }, /scheme/],
  ])('%s is refused before anything is sent or written', async (_, options, sentence) => {
    const out = join(folder(), 'fresh')
    await expect(run({ ...options, out })).rejects.toThrow(sentence)
    expect(existsSync(out)).toBe(false)
  })
})
