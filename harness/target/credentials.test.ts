import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { literalToken, tokenFromCommand, tokenFromEnvironment, tokenFromFile } from './credentials.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scimproof-token-'))
  file = join(folder, 'token')
})
afterEach(() => rm(folder, { recursive: true }))

const node = (script: string) => `"${process.execPath}" -e "${script}"`

test.each([
  ['abc', 'Bearer abc'],
  ['Bearer abc', 'Bearer abc'],
  [' abc\n', 'Bearer abc'],
])('the token %j is sent as %j', async (token, header) => {
  expect(await literalToken(token).header()).toBe(header)
})

test('a token that no header can carry is refused without being shown', () => {
  expect(() => literalToken('abc def')).toThrow(
    'The token from --token contains characters that no HTTP header can carry.',
  )
  expect(() => literalToken('abc\r\nX-Evil: 1')).toThrow(/^(?!.*Evil)/)
})

describe('the environment', () => {
  test('gives the token', async () => {
    const credentials = tokenFromEnvironment('SCIM_TOKEN', { SCIM_TOKEN: 'abc' })
    expect(await credentials.header()).toBe('Bearer abc')
    expect(credentials.source).toBe('SCIM_TOKEN')
  })

  test.each([
    [{}, 'The environment variable SCIM_TOKEN is not set.'],
    [{ SCIM_TOKEN: '  ' }, 'The environment variable SCIM_TOKEN is empty.'],
  ])('that lacks it: %j', (environment, sentence) => {
    expect(() => tokenFromEnvironment('SCIM_TOKEN', environment)).toThrow(
      expect.objectContaining({ code: 'E_SECRET_MISSING', message: sentence }) as Error,
    )
  })
})

describe('a file', () => {
  test('is read, and read anew on refresh', async () => {
    await writeFile(file, 'one\n')
    const credentials = await tokenFromFile(file)
    expect(await credentials.header()).toBe('Bearer one')
    expect(await credentials.refresh?.()).toBe(false)
    await writeFile(file, 'two')
    expect(await credentials.refresh?.()).toBe(true)
    expect(await credentials.header()).toBe('Bearer two')
  })

  test('that is absent or empty is told', async () => {
    await expect(tokenFromFile(file)).rejects.toThrow(`The token file ${file} can not be read (ENOENT).`)
    await writeFile(file, '\n')
    await expect(tokenFromFile(file)).rejects.toMatchObject({ code: 'E_SECRET_MISSING' })
  })
})

describe('a command', () => {
  test('prints the token, and runs again on refresh', async () => {
    await writeFile(file, '1')
    const script = `const fs=require('fs');const n=+fs.readFileSync('${file}','utf8');fs.writeFileSync('${file}',String(n+1));console.log('t'+n);console.log('more')`
    const credentials = await tokenFromCommand(node(script))
    expect(await credentials.header()).toBe('Bearer t1')
    expect(await credentials.refresh?.()).toBe(true)
    expect(await credentials.header()).toBe('Bearer t2')
  })

  test.each([
    ['that fails', node(`console.error('hush');process.exit(3)`), 'ended with code 3'],
    ['that prints nothing', node(''), 'printed no token'],
    ['that does not end', node('setInterval(()=>0,1000)'), 'did not end within 1000 ms'],
  ])('%s is told, without its error output', async (_, command, told) => {
    const error = await tokenFromCommand(command, 1000).catch((reason: unknown) => reason as Error)
    expect(error).toMatchObject({ code: 'E_SECRET_MISSING' })
    expect((error as Error).message).toContain(told)
  })
})
