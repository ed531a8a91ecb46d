import { describe, expect, test } from 'vitest'
import { runWith, sampleRun } from '../../testdata/sample.ts'
import { parseFilter } from './filter.ts'
import { entriesOf, matches, selected } from './match.ts'

const run = sampleRun()
const entries = entriesOf(run.checks, run.causes)
const found = (text: string) => {
  const { terms } = parseFilter(text)
  return entries.filter((entry) => matches(terms, entry)).map((entry) => entry.check.id)
}

describe('a filter selects', () => {
  test.each([
    ['verdict:error', ['rfc7644.search.post-search']],
    ['verdict:FAIL profile:microsoft', ['microsoft.validator.patch-user-replace']],
    ['verdict:fail dialect:legacy !tag:active', ['entra.group.remove-one-member-legacy']],
    ['level:may', ['rfc7644.group.ten-thousand-members']],
    ['level:m', []],
    ['severity:cosmetic verdict:warn', ['rfc7644.error.media-type']],
    ['id:rfc7644.etag.*', ['rfc7644.etag.if-match-stale', 'rfc7644.etag.if-none-match']],
    ['id:etag', ['rfc7644.etag.if-match-stale', 'rfc7644.etag.if-none-match']],
    ['id:etag.*', []],
    ['requirement:RFC7644-3.5.2.3-10', ['rfc7644.patch.replace-unmatched-filter']],
    ['cause:active-as-string "a user created"', ['entra.user.create-with-active-as-string']],
    ['is:known', ['rfc7644.list.start-index-below-one']],
    ['is:new', ['security.hostile-values.come-back-as-sent']],
    ['"totalresults 0"', ['fuzz.filter.selects-what-it-means']],
    ['id:[', []],
  ])('%s', (text, ids) => {
    expect(found(text)).toEqual(ids)
  })

  test('everything with verdict:*', () => {
    expect(found('verdict:*')).toHaveLength(entries.length)
  })

  test('what is left when it is turned round', () => {
    expect(found('verdict:fail').length + found('!verdict:fail').length).toBe(entries.length)
  })
})

describe('the list', () => {
  const verdictsOf = (list: ReturnType<typeof selected>) => new Set(list.map(({ check }) => check.verdict))

  test('hides passes and skips as long as something failed', () => {
    expect(verdictsOf(selected(entries, [], []))).toEqual(new Set(['fail', 'error', 'blocked', 'warn']))
  })

  test('hides nothing when nothing failed', () => {
    const green = runWith(['pass', 'skip'], 0)
    expect(selected(entriesOf(green.checks, []), [], [])).toHaveLength(green.checks.length)
  })

  test('shows passes when asked for', () => {
    expect(verdictsOf(selected(entries, parseFilter('verdict:pass').terms, []))).toEqual(new Set(['pass']))
  })

  test('never hides what is open', () => {
    const shown = selected(entries, parseFilter('verdict:error').terms, ['entra.user.match'])
    expect(shown.map(({ check }) => check.id)).toEqual(['rfc7644.search.post-search', 'entra.user.match'])
  })

  test('begins with data loss', () => {
    expect(entries.slice(0, 3).map(({ check }) => check.severity)).toEqual([
      'data-loss',
      'data-loss',
      'breaks-provisioning',
    ])
    expect(entries.at(-1)?.check.verdict).toBe('pass')
  })
})
