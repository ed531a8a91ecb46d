import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { logRecord } from '../entra/import/testdata/logRecords.assertions.ts'
import { validatorFile, validatorTest, written } from '../entra/import/testdata/gateFiles.assertions.ts'
import { listen, type Listening } from '../reference/listen.ts'
import { createReferenceServer } from '../reference/server.ts'
import { TargetError } from '../target/errors.ts'
import { importing } from './importing.ts'
import type { TypedOptions } from './options.ts'

const folder = mkdtempSync(join(tmpdir(), 'scimproof-import-replay-'))
const TOKEN = 'import-replay'

const servers: { tolerant?: Listening; strict?: Listening } = {}
const urls = { tolerant: '', strict: '' }
beforeAll(async () => {
  for (const name of ['tolerant', 'strict'] as const) {
    const server = createReferenceServer({ token: TOKEN, entraDialect: name === 'tolerant' })
    const listening = await listen(server, { port: 0, host: '127.0.0.1' })
    servers[name] = listening
    urls[name] = `${listening.url}${server.tenants[0]?.basePath ?? ''}`
  }
})
afterAll(async () => {
  await servers.tolerant?.close()
  await servers.strict?.close()
})

const put = (name: string, content: unknown): string => {
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify(content))
  return file
}
const told = (file: string, url: string, typed: TypedOptions = {}) =>
  importing(file, url, { token: TOKEN, out: join(folder, 'out'), ...typed }, { color: false, width: 120 })

const MANAGER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager'
const LOG = [
  logRecord({ action: 'disable', properties: [['active', 'True', 'False']] }),
  logRecord({
    properties: [
      ['title', 'Engineer', 'Director'],
      ['phoneNumbers[type eq "mobile"].value', null, '+1 212 867 5309'],
    ],
  }),
  logRecord({ type: 'Group', properties: [['members', 'aaaaaaaa-9999-4000-8000-000000000001', null]] }),
  logRecord({ properties: [[MANAGER, null, 'bbbbbbbb-9999-4000-8000-000000000002']] }),
  logRecord({
    action: 'create',
    code: 'Conflict',
    reason: 'HTTP status code 409',
    properties: [
      ['userName', null, 'robin@customer.test'],
      ['title', null, 'Engineer'],
    ],
  }),
  logRecord({ action: 'delete', reason: 'StatusCode: InternalServerError' }),
  logRecord({
    action: 'create',
    failedStep: 'matching',
    reason: 'StatusCode: NotFound',
    properties: [['userName', null, 'robin@customer.test']],
  }),
]

describe('sending again what failed', () => {
  test('works on a server that does what Entra needs, which then has no fault any more', async () => {
    const { text, code } = await told(put('log.json', LOG), urls.tolerant, { json: true })
    const { items } = JSON.parse(text) as {
      items: { name: string; replay?: { verdict: string; observed: string } }[]
    }
    expect(
      items.map(({ name, replay }) =>
        `${name}: ${replay?.verdict} ${replay?.verdict === 'pass' ? '' : replay?.observed}`.trim(),
      ),
    ).toEqual(LOG.map((_, at) => `${items[at]?.name}: pass`))
    expect(code).toBe(0)
  })

  test('shows on another one which faults are its own', async () => {
    const { text, code } = await told(put('log.json', LOG), urls.strict)
    expect(code).toBe(1)
    expect(text).toMatch(/disable of a user.*?replayed {2}fail: .*?400/s)
    expect(text).toContain(
      `scimproof replay ${join(folder, 'out')}/import-0001.user-disable.legacy.json ${urls.strict}`,
    )
  })

  test('plays the checks that foretell a gate, and counts where they agree', async () => {
    const file = put(
      'scim-results.json',
      validatorFile({
        PassedTests: [validatorTest('Create a new User'), validatorTest('Delete a User')],
        FailedTests: [
          validatorTest('Filter for an existing user', {
            HasTestPassed: false,
            RequestBody: written('GET', '/Users?filter=userName+eq+"made.up%40faker.test"'),
            ResponseStatus: '500 InternalServerError',
          }),
        ],
      }),
    )
    const { text } = await told(file, urls.tolerant, { json: true })
    expect(JSON.parse(text)).toMatchObject({
      items: [{ fault: 'server', replay: { verdict: 'pass' } }],
      agreement: {
        compared: 3,
        agreed: 2,
        differences: [{ test: 'Filter for an existing user', gate: 'fail', foretold: 'pass' }],
      },
      exitCode: 0,
    })
  })

  test('tells what the file says when the server can not be asked', async () => {
    const told404 = told(put('log.json', LOG), 'http://127.0.0.1:1/scim', { out: join(folder, 'dead') })
    await expect(told404).rejects.toMatchObject({
      name: 'NotPlayed',
      text: expect.stringMatching(/^provisioning log/),
      cause: expect.any(TargetError),
    })
    expect(existsSync(join(folder, 'dead', 'import-0001.user-disable.legacy.json'))).toBe(true)
  })

  test('tells the file alone when the token is missing and may be', async () => {
    const typed = { token: undefined, tokenEnv: 'NO_SUCH_TOKEN_HERE', out: join(folder, 'no-token') }
    const file = put('log.json', LOG)
    await expect(told(file, urls.strict, typed)).rejects.toMatchObject({ name: 'NotPlayed' })
    const { text, code } = await told(file, urls.strict, { ...typed, skipWithoutToken: true })
    expect([text.includes('sent again'), code]).toEqual([false, 1])
  })

  test('sends nothing when there is nothing to send', async () => {
    const { text, code } = await told(
      put('good.json', [logRecord({ status: 'success' })]),
      'http://127.0.0.1:1/scim',
    )
    expect([text.includes('nothing failed'), code]).toEqual([true, 0])
  })
})
