import { describe, expect, test } from 'vitest'
import { bodyLines, isAt } from './json-lines.ts'

const body = JSON.stringify({
  id: '1',
  emails: [
    { value: 'ada@scimproof.example', type: 'work', primary: true, display: 'a long one' },
    { value: 'b' },
  ],
  'urn:x:User': { department: null },
  groups: [],
})
const marked = (path: string) =>
  bodyLines(body)
    .filter((line) => isAt(line, path))
    .map((line) => line.text.trim())

describe('the lines of a body', () => {
  test('are JSON with its short parts on one line', () => {
    const text = bodyLines(body)
      .map((line) => line.text)
      .join('\n')
    expect(JSON.parse(text)).toEqual(JSON.parse(body))
    expect(text).toContain('    { "value": "b" }')
    expect(text).toContain('  "groups": []')
  })

  test('that are not JSON stand as they came', () => {
    expect(bodyLines('<html>\n{')).toEqual([{ text: '<html>' }, { text: '{' }])
  })
})

describe('a path marks', () => {
  test.each([
    ['$.id', ['"id": "1",']],
    ['$.ID', ['"id": "1",']],
    ['$.emails[0].type', ['"type": "work",']],
    ['$.emails[1].value', ['{ "value": "b" }']],
    ['$.emails[1]', ['{ "value": "b" }']],
    ['$["urn:x:User"].department', ['"urn:x:User": { "department": null },']],
    ['$.e', []],
    ['$', []],
    ['$.members', []],
  ])('%s', (path, lines) => {
    expect(marked(path)).toEqual(lines)
  })

  test('all lines of what it names', () => {
    expect(marked('$.emails')).toHaveLength(9)
  })
})
