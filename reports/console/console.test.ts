import { describe, expect, test } from 'vitest'
import { interruptedRun, runWith, sampleRun } from '../testdata/sample.ts'
import { progress, renderSummary, wantsColor } from './index.ts'
import { wrap } from './wrap.ts'

const plain = { color: false, width: 120, verbose: false, report: 'scimproof-report/index.html' }
const escape = String.fromCharCode(27)

describe('the summary', () => {
  test.each([
    ['every verdict', sampleRun(), plain],
    ['every verdict, on eighty columns and verbose', sampleRun(), { ...plain, width: 80, verbose: true }],
    ['all green', runWith(['pass', 'skip'], 0), { ...plain, fault: 'patch-remove-wipes-members' }],
    ['warnings only', runWith(['pass', 'warn'], 0), plain],
    ['nothing decided', runWith(['error'], 3), plain],
    ['cut short', interruptedRun(), plain],
  ])('of a run with %s', (_, run, options) => {
    expect(renderSummary(run, options)).toMatchSnapshot()
  })

  test('tells every cause once, worst severity first', () => {
    const lines = renderSummary(sampleRun(), plain).split('\n')
    const severities = lines.filter((line) => line.startsWith('      severity')).map((line) => line.slice(16))
    expect(severities).toEqual([
      'data loss',
      'data loss',
      'breaks provisioning',
      'breaks provisioning',
      'wrong answer',
      'wrong answer',
      'cosmetic',
    ])
  })

  test('holds no control character but the line end, whatever the server said', () => {
    expect(renderSummary(sampleRun(), { ...plain, verbose: true })).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u202e\u2028]/,
    )
  })

  test('in colour says the same as without', () => {
    const coloured = renderSummary(sampleRun(), { ...plain, color: true })
    expect(coloured).toContain(`${escape}[`)
    expect(coloured.replaceAll(new RegExp(`${escape}\\[\\d+m`, 'g'), '')).toBe(
      renderSummary(sampleRun(), plain),
    )
  })

  test('a run cut short does not look green', () => {
    const run = { ...runWith(['pass'], 0), complete: false }
    const text = renderSummary(run, plain)
    expect(text).toMatch(/^INCOMPLETE {2}This run was cut short\./)
    expect(text).not.toContain('Nothing failed')
  })

  test('a run that checked nothing does not look green', () => {
    expect(renderSummary(runWith([], 0), plain)).not.toContain('Nothing failed')
  })
})

describe('colour', () => {
  test.each([
    [{}, true, false, true],
    [{}, false, false, false],
    [{ NO_COLOR: '1' }, true, false, false],
    [{ NO_COLOR: '' }, true, false, true],
    [{ TERM: 'dumb' }, true, false, false],
    [{}, true, true, false],
  ])('environment %j, terminal %j, --no-color %j: %j', (environment, terminal, noColor, wanted) => {
    expect(wantsColor(environment, terminal, noColor)).toBe(wanted)
  })
})

describe('progress', () => {
  const record = (isTTY: boolean, quiet = false) => {
    const written: string[] = []
    let time = 0
    const stream = { isTTY, columns: 60, write: (text: string) => written.push(text) }
    const shown = progress(stream, { color: false, now: () => time, quiet })
    const at = (milliseconds: number, done: number) => {
      time = milliseconds
      shown.update({
        done,
        total: 10,
        failed: done > 4 ? 1 : 0,
        current: `rfc7644.${escape}[2Jpatch.${'x'.repeat(99)}`,
      })
    }
    return { written, at, shown }
  }

  test('on a terminal is one line, redrawn, that never wraps', () => {
    const { written, at, shown } = record(true)
    at(0, 1)
    at(10, 2)
    at(100, 5)
    shown.line('FAIL x')
    shown.end()
    expect(written).toHaveLength(4)
    expect(written[0]).toMatch(/━━─+ 1\/10 {2}rfc7644\.\\u001b\[2Jpatch\./)
    expect(written[1]).toContain('5/10  1 failed')
    for (const line of written.slice(0, 2)) expect(line.replace(/^[^]*?2K/, '').length).toBeLessThan(60)
    expect(written[2]).toBe(`\r${escape}[2K`)
    expect(written[3]).toBe('FAIL x\n')
  })

  test('elsewhere is a plain line every ten seconds', () => {
    const { written, at, shown } = record(false)
    at(0, 1)
    at(9_000, 2)
    at(10_500, 6)
    at(11_000, 7)
    shown.end()
    expect(written).toEqual(['6 of 10 checked, 1 failed, 11 s\n'])
  })

  test('when quiet says nothing', () => {
    const { written, at, shown } = record(true, true)
    at(0, 1)
    shown.end()
    expect(written).toEqual([])
  })
})

test('a long word stands whole on its own line', () => {
  expect(wrap('see https://example.com/a/very/long/path now', 20)).toEqual([
    'see',
    'https://example.com/a/very/long/path',
    'now',
  ])
})
