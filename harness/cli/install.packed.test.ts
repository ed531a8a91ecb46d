import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { listen } from '../reference/listen.ts'
import { createReferenceServer } from '../reference/server.ts'
import type { RunDocument } from '../run/index.ts'
import { freshFolder, scimproof } from './spawned.ts'

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
const home = freshFolder()
const main = join(home, 'node_modules', 'scimproof', 'dist', 'harness', 'cli', 'main.js')

beforeAll(() => {
  const packed = execFileSync(npm, ['pack', '--silent', '--pack-destination', home], {
    encoding: 'utf8',
  }).trim()
  writeFileSync(join(home, 'package.json'), '{"private":true,"type":"module"}')
  execFileSync(
    npm,
    ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${packed.split('\n').at(-1) ?? ''}`],
    { cwd: home, stdio: 'pipe' },
  )
})

const documentIn = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'scimproof-report', 'run.json'), 'utf8')) as RunDocument

describe('the packed package, installed elsewhere', () => {
  test('checks the embedded server and leaves a report', async () => {
    const cwd = freshFolder()
    const { code, stdout } = await scimproof(['run', '--quiet'], { main, cwd })
    expect(stdout).toMatch(/Nothing failed/)
    expect(code).toBe(0)
    expect(existsSync(join(cwd, 'scimproof-report', 'index.html'))).toBe(true)
    expect(documentIn(cwd)).toMatchObject({ complete: true, exitCode: 0 })
  })

  test('is a library too: run, checks, protocol and generators', () => {
    writeFileSync(
      join(home, 'use.js'),
      `import { run } from 'scimproof'
       import { suite } from 'scimproof/check'
       import { parseFilter } from 'scimproof/scim'
       import * as generate from 'scimproof/generate'
       const document = await run({ only: ['rfc7644.create.*'], out: 'library' })
       console.log(JSON.stringify({ code: document.exitCode, suite: typeof suite, kind: parseFilter('a pr').kind, arbitraries: Object.keys(generate).length > 5 }))`,
    )
    const said = execFileSync(process.execPath, ['use.js'], { cwd: home, encoding: 'utf8' })
    expect(JSON.parse(said)).toEqual({ code: 0, suite: 'function', kind: 'present', arbitraries: true })
  })

  test('interrupted while a create is in flight it cleans up, writes the document and ends with 130', async () => {
    const server = createReferenceServer()
    const tenant = server.tenants[0]
    if (tenant === undefined) throw new Error('no tenant')
    let interrupt: (() => void) | undefined
    let creates = 0
    const slow: typeof server = {
      ...server,
      fetch: async (request) => {
        if (request.method === 'POST' && request.url.endsWith('/Users')) {
          creates += 1
          if (creates === 5) interrupt?.()
          const answer = await server.fetch(request)
          await new Promise((resolve) => setTimeout(resolve, creates >= 5 ? 300 : 0))
          return answer
        }
        return server.fetch(request)
      },
    }
    const listening = await listen(slow)
    const cwd = freshFolder()
    const { code, stderr } = await scimproof(['run', listening.baseUrl, '--token', tenant.token], {
      main,
      cwd,
      onStart: (signal) => (interrupt = () => signal('SIGINT')),
    })
    const left = [...tenant.resources.values()]
    await listening.close()
    expect(stderr).toMatch(/Interrupted/)
    expect(code).toBe(130)
    expect(documentIn(cwd)).toMatchObject({ complete: false, exitCode: 130, leftovers: [] })
    expect(left).toEqual([])
  })

  describe('the README’s code runs as it stands', () => {
    const readme = readFileSync('README.md', 'utf8')
    const blocks = (language: string) =>
      [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, code]) => code ?? '')
    const played = (name: string, code: string) => {
      writeFileSync(join(home, name), code)
      return execFileSync(process.execPath, [name], { cwd: home, encoding: 'utf8' })
    }

    test('run as a library, and the protocol as functions', () => {
      const scripts = blocks('js').filter((code) => code.includes('console.log'))
      expect(scripts.map((code, index) => played(`readme-${index}.js`, code).trim())).toEqual([
        '0 true',
        'true lovelace@example.com',
      ])
    })

    test('a check of one’s own is played', async () => {
      const [own] = blocks('js').filter((code) => code.includes("from 'scimproof/check'"))
      writeFileSync(join(home, 'acme-checks.js'), own ?? '')
      const { code, stdout } = await scimproof(
        ['run', '--checks', 'acme-checks.js', '--only', 'acme.*', '--quiet'],
        { main, cwd: home },
      )
      expect(stdout).toMatch(/rfc +pass +1 pass/)
      expect(code).toBe(0)
    })

    test('the configuration is read', async () => {
      const cwd = freshFolder()
      const [config] = blocks('ts')
      writeFileSync(join(home, 'scimproof.config.ts'), config ?? '')
      const { code, stdout } = await scimproof(['plan', '--config', join(home, 'scimproof.config.ts')], {
        main,
        cwd,
        env: { SCIM_TOKEN: 'x' },
      })
      expect(stdout).toMatch(/plan for https:\/\/your\.server\/scim\/v2[^]*scim-test\.your-company\.dev/)
      expect(code).toBe(0)
    })
  })
})
