import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { consented, needsConsent } from './consent.ts'

const folder = mkdtempSync(join(tmpdir(), 'consent-'))
afterAll(() => rmSync(folder, { recursive: true }))

const url = 'https://scim.example.com/v2'
const elsewhere = { url, out: join(folder, 'none'), only: ['rfc7644.create.creates-a-user'] }

function someone(said: string | undefined, present = true) {
  const input = new PassThrough()
  const output = new PassThrough()
  if (said === undefined) input.end()
  else input.write(`${said}\n`)
  return { input, output, present, told: () => (output.read() as Buffer | null)?.toString() ?? '' }
}

describe('the question before a first run', () => {
  test.each(['y', 'yes', 'Y', ' YES '])('goes on after %j', async (said) => {
    expect(await consented(elsewhere, someone(said))).toBe(true)
  })

  test.each(['', 'n', 'no', 'yess', undefined])('does not go on after %j', async (said) => {
    const person = someone(said)
    expect(await consented(elsewhere, person)).toBe(false)
    expect(person.told()).toContain('Nothing was sent.')
  })

  test('tells beforehand what will be done', async () => {
    const person = someone('y')
    await consented(elsewhere, person)
    const told = person.told()
    expect(told).toContain(`plan for ${url}`)
    expect(told).toContain('10 a second')
    expect(told).toMatch(/at most \d+ users/)
    expect(told).toContain('scimproof.example')
    expect(told).toContain(`Go on with ${url}? [y/N]`)
  })

  test('is asked of nobody when no person is there', async () => {
    const nobody = someone('n', false)
    expect(await consented(elsewhere, nobody)).toBe(true)
    expect(nobody.told()).toBe('')
  })

  test.each([
    ['the embedded server', {}],
    ['a server on this machine', { url: 'http://127.0.0.1:8080/scim' }],
    ['a server that the command started', { url, command: 'my-server' }],
  ])('is not asked for %s', (_, options) => {
    expect(needsConsent(options)).toBe(false)
  })

  test('is asked once for each server', () => {
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ target: { baseUrl: url } }))
    expect(needsConsent({ url: `${url}/`, out: folder })).toBe(false)
    expect(needsConsent({ url: 'https://other.example.com/v2', out: folder })).toBe(true)
  })

  test('is asked again when the document of the run before is broken', () => {
    writeFileSync(join(folder, 'run.json'), '{"target":')
    expect(needsConsent({ url, out: folder })).toBe(true)
  })
})
