import { describe, expect, test } from 'vitest'
import { commandFor, quoted, startWords } from './reproduce.ts'

const embedded = { faults: [], variants: [], without: [], seed: 7 }

describe('the command that plays a check again', () => {
  test('names the check and the seed', () => {
    expect(commandFor('rfc7644.create.creates-a-user', embedded)).toBe(
      'npx scimproof run --only rfc7644.create.creates-a-user --seed 7',
    )
  })

  test('names the check that sends beside an observer', () => {
    expect(commandFor('observer.of-all', embedded, 'a.b')).toBe(
      'npx scimproof run --only a.b --only observer.of-all --seed 7',
    )
  })

  test('names the server, and what was changed in the embedded one', () => {
    expect(commandFor('a.b', { ...embedded, url: 'https://scim.example.com/v2?x=1' })).toBe(
      "npx scimproof run 'https://scim.example.com/v2?x=1' --only a.b --seed 7",
    )
    expect(commandFor('a.b', { ...embedded, faults: ['f.g'], without: ['patch'] })).toBe(
      'npx scimproof run --fault f.g --without patch --only a.b --seed 7',
    )
  })

  test('starts what was started, without the values of variables', () => {
    const image = { image: 'acme/scim:2', imagePort: 80, imageEnv: { TOKEN: 'secret' }, imagePath: '/v2' }
    expect(commandFor('a.b', { ...embedded, start: startWords(image) ?? '' })).toBe(
      'npx scimproof run --image acme/scim:2 --image-port 80 --image-env "TOKEN=$TOKEN" --image-path /v2 --only a.b --seed 7',
    )
    expect(startWords({ command: 'node server.js', url: 'http://127.0.0.1:1' })).toBe(
      "--command 'node server.js'",
    )
    expect(startWords({ url: 'http://127.0.0.1:1' })).toBeUndefined()
  })

  test.each([
    ['plain/word.ts', 'plain/word.ts'],
    ["it's", `'it'\\''s'`],
    ['$(rm)', `'$(rm)'`],
  ])('%s is quoted for a shell', (word, expected) => {
    expect(quoted(word)).toBe(expected)
  })
})
