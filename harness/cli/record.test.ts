import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { request as httpsRequest } from 'node:https'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { fixture, violations } from '../../fixtures/violations.ts'
import { journalOf } from '../entra/record/recordingFile.ts'
import type { RecordingFile } from '../entra/record/recordedTypes.ts'
import { listen, type Listening } from '../reference/listen.ts'
import { createReferenceServer } from '../reference/server.ts'
import { type Ended, freshFolder, scimproof } from './spawned.ts'

const TOKEN = 'token-of-the-test-4711'
const certificate = (name: string) =>
  fileURLToPath(new URL(`../target/testdata/self-signed-${name}.pem`, import.meta.url))

const open: Listening[] = []
const running: (() => void)[] = []
afterEach(async () => {
  for (const end of running.splice(0)) end()
  for (const listening of open.splice(0)) await listening.close()
})

async function reference(): Promise<string> {
  const listening = await listen(createReferenceServer({ seed: 1, token: TOKEN }))
  open.push(listening)
  return listening.baseUrl
}

interface Recording {
  readonly url: string
  readonly introduction: string
  end(signal: NodeJS.Signals): Promise<Ended>
}

/** A recorder as a process of its own, once it says where it is. */
function recorder(cwd: string, args: readonly string[]): Promise<Recording> {
  return new Promise((resolve, reject) => {
    let send: (signal: NodeJS.Signals) => void = () => undefined
    const ended = scimproof(['record', '--out', 'tenant.json', '--port', '0', ...args], {
      cwd,
      onStart: (signal) => (send = signal),
      onOutput: ({ stdout: text }) => {
        const url = /^ {2}(https?:\S+)$/m.exec(text)?.[1]
        if (url === undefined || !text.includes('Ctrl-C')) return
        const end = (signal: NodeJS.Signals) => {
          send(signal)
          return ended
        }
        resolve({ url, introduction: text, end })
      },
    })
    running.push(() => send('SIGKILL'))
    ended.then((over) => reject(new Error(`It ended: ${over.stderr}`)), reject)
  })
}

const recordingIn = (cwd: string) =>
  JSON.parse(readFileSync(join(cwd, 'tenant.json'), 'utf8')) as RecordingFile

const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/scim+json' }

/** Makes so many people, and gives what was answered. */
async function hire(url: string, names: readonly string[]): Promise<readonly number[]> {
  const answers = await Promise.all(
    names.map((name) =>
      fetch(`${url}/Users`, {
        method: 'POST',
        headers,
        body: JSON.stringify({
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
          userName: `${name}@contoso.com`,
          displayName: name,
        }),
      }),
    ),
  )
  return answers.map(({ status }) => status)
}

/** Looks somebody up by name and deletes them. */
async function dismiss(url: string, name: string): Promise<number> {
  const found = await fetch(`${url}/Users?filter=userName+eq+%22${name}%40contoso.com%22`, { headers })
  const { Resources } = (await found.json()) as { Resources: { id: string }[] }
  return (await fetch(`${url}/Users/${Resources[0]?.id}`, { method: 'DELETE', headers })).status
}

describe('scimproof record', () => {
  test('shows the Tenant URL in both forms, ends at Ctrl-C, and leaves a file that is played again', async () => {
    const cwd = freshFolder()
    const recording = await recorder(cwd, ['--upstream', await reference(), '--sender', 'entra'])
    expect(recording.introduction).toContain(`${recording.url}/?aadOptscim062020`)
    expect(recording.introduction).toMatch(
      /Entra calls public https only: give --cert and --key, or [^]*--public-url/,
    )
    expect(new URL(recording.url).pathname).toMatch(/^\/[\w-]{24}$/)
    expect(await hire(recording.url, ['quartz', 'opal'])).toEqual([201, 201])
    expect(await dismiss(recording.url, 'opal')).toBe(204)
    const { code, stdout, stderr } = await recording.end('SIGINT')
    expect(code).toBe(0)
    expect(stdout).toContain(
      'Recorded 4 exchanges (2 user-create, 1 user-query, 1 user-delete); tenant.json holds 4.',
    )
    expect(stdout).toContain('scimproof replay tenant.json URL')
    expect(stdout + stderr).not.toMatch(/quartz|4711/)
    expect(stderr).toContain('POST /Users → 201')
    expect(existsSync(journalOf(join(cwd, 'tenant.json')))).toBe(false)
    const file = recordingIn(cwd)
    expect(violations(fixture('entra/schema.json') as object, file)).toEqual([])
    expect(JSON.stringify(file)).not.toMatch(/quartz|opal|contoso|4711/)

    const good = await scimproof(['replay', 'tenant.json', '--seed', '1'], { cwd })
    expect(good.code, good.stdout + good.stderr).toBe(0)
    expect(good.stdout).toMatch(/entra +pass +2 pass · 0 fail/)
    const failing = await scimproof(['replay', 'tenant.json', '--fault', 'delete.nothing-happens'], { cwd })
    expect(failing.code, failing.stdout + failing.stderr).toBe(1)
    expect(failing.stdout).toMatch(
      /scimproof replay tenant\.json --fault delete\.nothing-happens --only replay\.tenant\.from-\d+/,
    )
  })

  test('speaks https with a certificate of its own', async () => {
    const cwd = freshFolder()
    const tls = ['--cert', certificate('cert'), '--key', certificate('key')]
    const recording = await recorder(cwd, ['--upstream', await reference(), ...tls])
    expect(recording.url).toMatch(/^https:/)
    expect(recording.introduction).not.toContain('Entra calls public https only')
    const status = await new Promise((resolve, reject) => {
      httpsRequest(
        `${recording.url}/Users?count=1`,
        { headers, ca: readFileSync(certificate('cert')), checkServerIdentity: () => undefined },
        (answer) => {
          answer.resume()
          answer.on('end', () => resolve(answer.statusCode))
        },
      )
        .on('error', reject)
        .end()
    })
    expect(status).toBe(200)
    await recording.end('SIGTERM')
    expect(recordingIn(cwd).exchanges.map(({ title }) => title)).toEqual(['GET /Users'])
  })

  test('behind a tunnel it shows the URL of the tunnel, and keeps its path when it is given', async () => {
    const cwd = freshFolder()
    const args = ['--public-url', 'https://abc.tunnel.example/', '--path', 'a-path-that-is-long-enough']
    const recording = await recorder(cwd, ['--upstream', await reference(), ...args])
    expect(recording.url).toBe('https://abc.tunnel.example/a-path-that-is-long-enough')
    const { stdout, code } = await recording.end('SIGINT')
    expect(code).toBe(0)
    expect(stdout).toContain('Nothing was recorded, and no file was written.')
    expect(existsSync(join(cwd, 'tenant.json'))).toBe(false)
  })

  test('a kill loses nothing: the next recording takes it in and goes on, and so does replay', async () => {
    const cwd = freshFolder()
    const upstream = await reference()
    const first = await recorder(cwd, ['--upstream', upstream])
    const names = Array.from({ length: 25 }, (_, index) => `first${index}`)
    expect(new Set(await hire(first.url, names))).toEqual(new Set([201]))
    expect((await first.end('SIGKILL')).code).toBeNull()
    expect(existsSync(join(cwd, 'tenant.json'))).toBe(false)
    writeFileSync(journalOf(join(cwd, 'tenant.json')), '{"kind":"request","exch', { flag: 'a' })

    const second = await recorder(cwd, ['--upstream', upstream])
    expect(second.introduction).toContain('(25 exchanges are there)')
    expect(recordingIn(cwd).exchanges).toHaveLength(25)
    expect(await hire(second.url, ['second'])).toEqual([201])
    await second.end('SIGKILL')

    const played = await scimproof(['replay', 'tenant.json'], { cwd })
    expect(played.code, played.stdout + played.stderr).toBe(0)
    const { exchanges } = recordingIn(cwd)
    expect(exchanges).toHaveLength(26)
    expect(new Set(exchanges.map(({ id }) => id)).size).toBe(26)
    expect(new Set(exchanges.map(({ request }) => request.body?.['userName'])).size).toBe(26)
    expect(existsSync(journalOf(join(cwd, 'tenant.json')))).toBe(false)
  })

  test.each<[string, string[], number, RegExp]>([
    ['no upstream', ['record', '--out', 'x.json'], 2, /--upstream/],
    [
      'an upstream that is none',
      ['record', '--upstream', 'contoso.com', '--out', 'x.json'],
      2,
      /has no scheme/,
    ],
    [
      'half a certificate',
      ['record', '--upstream', 'http://127.0.0.1:9/', '--out', 'x.json', '--cert', 'c.pem'],
      2,
      /--cert and --key belong together/,
    ],
    [
      'a certificate that is not there',
      ['record', '--upstream', 'http://127.0.0.1:9/', '--out', 'x.json', '--cert', 'c.pem', '--key', 'k.pem'],
      2,
      /c\.pem can not be read \(ENOENT\)/,
    ],
    [
      'a path that is guessed',
      ['record', '--upstream', 'http://127.0.0.1:9/', '--out', 'x.json', '--path', 'scim'],
      2,
      /hard to guess/,
    ],
    [
      'a port that is none',
      ['record', '--upstream', 'http://127.0.0.1:9/', '--out', 'x.json', '--port', '70000'],
      2,
      /port from 0 to 65535/,
    ],
    [
      'a file of something else',
      ['record', '--upstream', 'http://127.0.0.1:9/', '--out', 'package.json'],
      2,
      /exists and is no recording/,
    ],
    [
      'a server that is away',
      ['record', '--upstream', 'http://127.0.0.1:9/', '--out', 'x.json'],
      3,
      /E_TARGET_UNREACHABLE.*127\.0\.0\.1:9/,
    ],
    ['a recording that is not there', ['replay', 'nope.json'], 2, /nope\.json can not be read: ENOENT/],
    ['a file that can not be played', ['replay', 'package.json'], 2, /holds no recorded exchanges/],
    ['a file of another kind', ['replay', 'other.json'], 2, /holds nothing that can be played/],
  ])('%s is told in a sentence', async (_, args, expected, sentence) => {
    const cwd = freshFolder()
    writeFileSync(join(cwd, 'package.json'), '{"name":"x"}')
    writeFileSync(join(cwd, 'other.json'), '{"kind":"other"}')
    const { code, stdout, stderr } = await scimproof(args, { cwd })
    expect(stderr).toMatch(sentence)
    expect(code).toBe(expected)
    expect(stdout + stderr).not.toMatch(/\n\s+at /)
    expect(readFileSync(join(cwd, 'package.json'), 'utf8')).toBe('{"name":"x"}')
  })
})
