import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import type { ExchangeRecord } from '../../model/index.ts'
import { sampleRun } from '../../testdata/sample.ts'
import { curlChain, curlOf, shellQuoted } from './curl.ts'

const base = 'https://scim.example.com/scim/v2'
const shell = (script: string) => execFileSync('sh', ['-c', script], { encoding: 'utf8' })

/** What a command hands to curl, played by a function of that name: its arguments, and what comes through the pipe. */
const handed = (command: string) =>
  shell(
    `SCIM_URL=U SCIM_TOKEN=T ID1=chosen; curl() { for a in "$@"; do printf '%s\\037' "$a"; [ "$a" = @- ] && cat; done; true; }; ${command}`,
  ).split('\u001f')

const exchange = (change: Partial<ExchangeRecord['request']>): ExchangeRecord => ({
  request: {
    method: 'POST',
    url: `${base}/Users`,
    headers: { authorization: '[redacted]', accept: 'a/b', host: 'x' },
    ...change,
  },
  response: null,
  startedAt: 0,
  durationMs: 0,
  scope: 'check',
})

describe('shell quoting', () => {
  test.each(['', `it's`, '$HOME `id` "x" \\', 'a\nb', '🦊', '!x', '-d @file'])('%j comes through', (text) => {
    expect(shell(`printf '%s' ${shellQuoted(text)}`)).toBe(text)
  })
})

describe('an exchange as curl', () => {
  test('sends the same request with the token from the environment', () => {
    const body = `{"userName":"it's \\"ada\\" $HOME"}`
    expect(handed(curlOf(exchange({ url: `${base}/Users?filter=a%20eq%20'b'`, body }), base))).toEqual([
      '-sS',
      '-i',
      '-X',
      'POST',
      "U/Users?filter=a%20eq%20'b'",
      '-H',
      'Authorization: Bearer T',
      '-H',
      'accept: a/b',
      '--data-binary',
      body,
      '',
    ])
  })

  test('sends control characters, NUL too, through a pipe', () => {
    const body = "a\u0000b\u001b[31m \\n 50% 'x'\r\n"
    expect(handed(curlOf(exchange({ body }), base)).at(-1)).toBe(body)
  })

  test('without credentials sends none', () => {
    expect(curlOf(exchange({ headers: {} }), base)).not.toContain('SCIM_TOKEN')
  })

  test('leaves an address elsewhere as it is', () => {
    expect(curlOf(exchange({ url: 'https://other.example/x' }), base)).toContain(`'https://other.example/x'`)
  })
})

describe('a chain', () => {
  test('uses the id that the server chose', () => {
    const id = '2819c223'
    const created = {
      ...exchange({ body: '{"userName":"a"}' }),
      response: { status: 201, headers: {}, body: `{"id":"${id}"}` },
    }
    const patch = exchange({
      method: 'PATCH',
      url: `${base}/Users/${id}?attributes=x`,
      body: `{"members":[{"value":"${id}"}],"n":"x${id}"}`,
    })
    const [first = '', second = ''] = curlChain([created, patch], base)
    expect(first).toMatch(/^ID1=\$\(curl -sS -X POST .*jq -r \.id\)$/s)
    const sent = handed(second)
    expect(sent[4]).toBe('U/Users/chosen?attributes=x')
    expect(sent.at(-2)).toBe(`{"members":[{"value":"chosen"}],"n":"x${id}"}`)
  })

  test('of every check of the sample is a script that a shell can read', () => {
    const run = sampleRun()
    for (const check of run.checks) {
      const script = curlChain(
        check.exchanges.flatMap((id) => run.exchanges[id] ?? []),
        run.target.baseUrl,
      ).join('\n')
      expect(shell(`set -n\n${script}`)).toBe('')
    }
  })
})
