import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freshFolder, scimproof } from './spawned.ts'

describe('the command line', () => {
  test.each([['--help'], ['run', '--help'], ['serve', '--help'], ['clean', '--help']])(
    '%s %s',
    async (...args: string[]) => {
      const { code, stdout, stderr } = await scimproof(args.filter((arg) => arg !== undefined))
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toMatchSnapshot()
    },
  )

  test.each<[string, string[], RegExp]>([
    [
      'an unknown option',
      ['run', '--basline', 'x.json'],
      /unknown option '--basline'[^]*Did you mean --baseline\?/,
    ],
    ['an unknown command', ['rum'], /unknown command 'rum'[^]*Did you mean run\?/],
    ['an unknown profile', ['run', '--profile', 'rfx'], /There is no profile rfx\. Profiles: rfc, entra/],
    ['a number that is none', ['run', '--seed', 'x'], /whole number/],
    [
      'a pattern that selects nothing',
      ['run', '--only', 'rfc7644.creat.*'],
      /selects none of \d+ checks\. Nearest: rfc7644\.create\.\*/,
    ],
    ['an unknown fault', ['run', '--fault', 'create.no-locatio'], /create\.no-location/],
    ['an unknown reporter', ['run', '--reporter', 'htm'], /There is no reporter htm\.[^]*html/],
    ['a missing secret', ['run', 'http://127.0.0.1:9/scim', '--token-env', 'NOT_SET'], /NOT_SET is not set/],
    ['a URL that is none', ['run', 'example.com/scim'], /has no scheme/],
    ['a configuration that is absent', ['run', '--config', 'nope.json'], /nope\.json does not exist/],
    ['a threshold that is none', ['run', '--fail-on', 'never-ever'], /fail, warn, never/],
    [
      'an id that explains nothing',
      ['explain', 'RFC7644-3.3-99'],
      /neither a check nor a requirement[^]*RFC7644-3\.3/,
    ],
    ['a folder without a journal', ['clean', 'http://127.0.0.1:9/scim'], /There is no journal/],
  ])('%s is exit 2 and says what to write instead', async (_, args, sentence) => {
    const { code, stdout, stderr } = await scimproof(args)
    expect(stderr).toMatch(sentence)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  test('a misspelt key of a configuration file is named with the right one', async () => {
    const cwd = freshFolder()
    writeFileSync(join(cwd, 'scimproof.config.yaml'), 'profils: [rfc]\n')
    const { code, stderr } = await scimproof(['run'], { cwd })
    expect(stderr).toMatch(/scimproof\.config\.yaml: there is no option profils\. Did you mean profiles\?/)
    expect(code).toBe(2)
  })

  test('a constraint that can not be kept is named with its place', async () => {
    const cwd = freshFolder()
    writeFileSync(join(cwd, 'scimproof.config.yaml'), "constraints: { title: { pattern: '[' } }\n")
    const { code, stdout, stderr } = await scimproof(['run'], { cwd })
    expect(stderr).toMatch(
      /scimproof\.config\.yaml: constraints\.title\.pattern is no regular expression: \[/,
    )
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  test('the command line beats the environment, which beats the file', async () => {
    const cwd = freshFolder()
    writeFileSync(
      join(cwd, 'scimproof.config.ts'),
      "export default { only: ['rfc7644.create.*'], url: 'http://127.0.0.1:9/file' }\n",
    )
    const fromFile = await scimproof(['run'], { cwd })
    expect(fromFile.stderr).toContain('http://127.0.0.1:9/file')
    const fromEnvironment = await scimproof(['run'], {
      cwd,
      env: { SCIM_URL: 'http://127.0.0.1:9/environment' },
    })
    expect(fromEnvironment.stderr).toContain('http://127.0.0.1:9/environment')
    const typed = await scimproof(['run', 'http://127.0.0.1:9/typed'], {
      cwd,
      env: { SCIM_URL: 'http://127.0.0.1:9/environment' },
    })
    expect(typed.stderr).toContain('http://127.0.0.1:9/typed')
  }, 60_000)

  test('a missing token is a notice and exit 0 when that is asked for', async () => {
    const { code, stderr } = await scimproof([
      'run',
      'http://127.0.0.1:9/scim',
      '--token-env',
      'NOT_SET',
      '--skip-without-token',
    ])
    expect(code).toBe(0)
    expect(stderr).toMatch(/NOT_SET is not set.*Nothing was checked/)
  })

  test('a failure shows what was expected and observed, the clause and the command, and is exit 1', async () => {
    const cwd = freshFolder()
    const { code, stdout, stderr } = await scimproof(
      [
        'run',
        '--fault',
        'create.no-location',
        '--only',
        'rfc7644.create.*',
        '--reporter',
        'html,junit,markdown',
      ],
      { cwd },
    )
    expect(stdout).toMatch(/expected/)
    expect(stdout).toMatch(/RFC 7644 §3\.3/)
    expect(stdout).toMatch(/npx scimproof run --fault create\.no-location --only rfc7644\.create\./)
    expect(code).toBe(1)
    expect(stdout + stderr).not.toContain('\u001b[')
    for (const file of ['run.json', 'index.html', 'junit.xml', 'report.md']) {
      expect(existsSync(join(cwd, 'scimproof-report', file)), file).toBe(true)
    }
    expect(readFileSync(join(cwd, 'scimproof-report', 'index.html'), 'utf8')).toContain('rfc7644.create')
  })

  test('a reader that leaves early is no error', async () => {
    expect(await scimproof(['list'], { unread: true })).toMatchObject({ code: 0, stderr: '' })
  })

  test('plan, list and explain print JSON', async () => {
    for (const args of [['plan'], ['list'], ['explain', 'RFC7644-3.3-08']]) {
      const { code, stdout } = await scimproof([...args, '--json'])
      expect(code).toBe(0)
      expect(Object.keys(JSON.parse(stdout) as object).length).toBeGreaterThan(2)
    }
  })
})
