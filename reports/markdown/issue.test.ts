import { expect, test } from 'vitest'
import { sampleRun } from '../testdata/sample.ts'
import { renderIssue } from './index.ts'

const run = sampleRun()
const issueOf = (id: string) =>
  renderIssue(
    run.checks.find((check) => check.id === id)!,
    run,
  )

test('an issue tells what is wrong, the exchanges and how to reproduce it', () => {
  expect(issueOf('rfc7644.patch.replace-unmatched-filter')).toMatchSnapshot()
})

test('a request without an answer says so', () => {
  expect(issueOf('rfc7644.search.post-search')).toContain(
    'no answer: the connection was cut before an answer came',
  )
})

test('no value of the server becomes markup', () => {
  const outside = issueOf('security.hostile-values.come-back-as-sent').replace(
    /^(`{3,})[a-z]+\n[^]*?\n\1$/gm,
    '',
  )
  expect(outside).not.toMatch(/<(?!\/?(?:details|summary)>)/)
  expect(outside).not.toMatch(/(?<!\\)\]\((?!https:)/)
})
