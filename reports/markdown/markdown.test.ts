import { describe, expect, test } from 'vitest'
import { interruptedRun, runWith, sampleRun } from '../testdata/sample.ts'
import { codeSpan, escaped, fenced } from './escape.ts'
import { renderMarkdown } from './index.ts'

/** Lines outside fenced blocks, code spans taken away. */
function prose(markdown: string): string {
  let fence: string | undefined
  const kept: string[] = []
  for (const line of markdown.split('\n')) {
    const mark = /^`{3,}/.exec(line)?.[0]
    if (fence === undefined && mark !== undefined) fence = mark
    else if (fence !== undefined && line === fence) fence = undefined
    else if (fence === undefined) kept.push(line)
  }
  return kept.join('\n').replace(/(`+)(?!`)(.+?)(?<!`)\1(?!`)/g, '')
}

describe('Markdown', () => {
  test.each([
    ['every verdict', sampleRun()],
    ['all green', runWith(['pass', 'skip'], 0)],
    ['cut short', interruptedRun()],
  ])('of a run with %s', (_, run) => {
    expect(renderMarkdown(run)).toMatchSnapshot()
  })

  test('no value becomes markup', () => {
    const run = sampleRun()
    const hostile = '<b>x</b> [a](javascript:alert(1)) @ada www.example.com https://example.com `c` | d\n# e'
    const checks = run.checks.map((check) => ({
      ...check,
      title: hostile,
      reason: hostile,
      observed: hostile,
    }))
    const text = prose(renderMarkdown({ ...run, checks, notes: [hostile], causes: [] }))
    expect(text).not.toMatch(/<(?!br)/)
    expect(text).not.toMatch(/(?<!\\)\]\(/)
    expect(text).not.toMatch(/@ada|www\.example|https:\/\/|(?<!\\)`|\n# /)
  })

  test('every row of a table has as many cells as its head', () => {
    const tables = renderMarkdown(sampleRun())
      .split(/\n\n/)
      .filter((part) => part.includes('| ---'))
    expect(tables.length).toBeGreaterThan(0)
    for (const table of tables) {
      const cells = table
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => line.split(/(?<!\\)\|/).length)
      expect(new Set(cells).size).toBe(1)
    }
  })

  test('a run cut short says so above all', () => {
    expect(renderMarkdown(interruptedRun()).split('\n\n')[1]).toMatch(/^> \*\*Incomplete\.\*\*/)
  })
})

describe('escaping', () => {
  test.each([
    ['`', '`` ` ``'],
    ['a``b', '``` a``b ```'],
    ['a|b', '`a\\|b`'],
    ['', '`  `'],
    ['x', '`x`'],
  ])('%j as a code span is %s', (text, span) => {
    expect(codeSpan(text)).toBe(span)
  })

  test('a fenced block can not be closed from within', () => {
    expect(fenced(['```', 'x'])).toBe('````text\n```\nx\n````')
  })

  test.each([
    ['1. one', '1\\. one'],
    ['- item', '\\- item'],
    ['a*b_c', 'a\\*b\\_c'],
    ['&lt;', '&amp;lt;'],
  ])('%j as text is %s', (text, shown) => {
    expect(escaped(text)).toBe(shown)
  })
})
