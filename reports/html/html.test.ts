import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunDocument } from '../model/index.ts'
import { sampleRun } from '../testdata/sample.ts'
import { renderHtml } from './index.ts'
import { dataSlot, inlineJson, pageData, type PageData } from './render.ts'

let template = ''
const outDir = mkdtempSync(join(tmpdir(), 'scimproof-page-'))

beforeAll(async () => {
  const configFile = fileURLToPath(new URL('./vite.config.ts', import.meta.url))
  await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: false } })
  template = readFileSync(join(outDir, 'page.html'), 'utf8')
}, 60_000)

afterAll(() => rmSync(outDir, { recursive: true }))

/** What the page would read: the text of the data element, which ends at the first `</script` as HTML demands. */
function dataOf(html: string): PageData {
  const opening = '<script type="application/json" id="run-document">'
  const begin = html.indexOf(opening) + opening.length
  const text = html.slice(begin)
  return JSON.parse(text.slice(0, text.search(/<\/script/i))) as PageData
}

const scripts = (html: string) => html.match(/<script/gi)?.length

describe('the built page', () => {
  test('is one file that asks nothing of any other', () => {
    expect(template).not.toMatch(/<(?:script|img|iframe)[^>]*\ssrc=/i)
    expect(template).not.toMatch(/<link[^>]*rel="?stylesheet/i)
    expect(template).not.toMatch(/@import|url\(["']?http/i)
    expect(template).toContain("default-src 'none'")
  })

  test('has one slot for the data', () => {
    expect(template.split(dataSlot)).toHaveLength(2)
  })

  test('stays small', () => {
    expect(template.length).toBeLessThan(120_000)
  })
})

describe('a run in the page', () => {
  test('comes out as it went in, hostile values and all', () => {
    const run = sampleRun()
    expect(dataOf(renderHtml(run, template))).toEqual({ run, leftOut: 0 })
  })

  test('adds no element, whatever it holds', () => {
    expect(scripts(renderHtml(sampleRun(), template))).toBe(scripts(template))
  })

  test.each(['</script>', '</SCRIPT >', '<!--<script>', ']]>', '\u2028\u2029', '\u0000', '\ud800', '$&$1$`'])(
    '%j is data',
    (text) => {
      const run: RunDocument = { ...sampleRun(), notes: [text] }
      const html = renderHtml(run, template)
      expect(dataOf(html).run.notes).toEqual([text])
      expect(scripts(html)).toBe(scripts(template))
      expect(inlineJson(text)).not.toMatch(/[<>\u2028\u2029\u0000\ud800]/)
    },
  )

  test.each([
    ['no slot', '<html></html>'],
    ['two slots', ''],
  ])('a template with %s is refused', (name, text) => {
    const wrong = name === 'two slots' ? template + template : text
    expect(() => renderHtml(sampleRun(), wrong)).toThrow(/exactly one slot/)
  })
})

describe('a run that is too large', () => {
  const run = sampleRun()
  const { run: small, leftOut } = pageData(run, 1000)
  const kept = new Set(Object.keys(small.exchanges))

  test('goes without the exchanges of passing checks, and counts them', () => {
    const passing = run.checks.filter((check) => check.verdict === 'pass').flatMap((check) => check.exchanges)
    expect(passing.some((id) => kept.has(id))).toBe(false)
    expect(leftOut).toBe(passing.length)
  })

  test('keeps every exchange of a check that did not pass', () => {
    const needed = run.checks.filter((check) => check.verdict !== 'pass').flatMap((check) => check.exchanges)
    expect(needed.filter((id) => !kept.has(id))).toEqual([])
    expect(needed.length).toBeGreaterThan(0)
  })

  test('a run of common size goes whole', () => {
    expect(pageData(run)).toEqual({ run, leftOut: 0 })
  })
})
