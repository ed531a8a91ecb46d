import { render } from 'preact'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { create } from 'xmlbuilder2'
import type { CheckResult, RunDocument } from '../../model/index.ts'
import { sampleRun } from '../../testdata/sample.ts'
import { Dialects } from './dialects.tsx'

let root: Element

beforeEach(() => {
  const page = create().doc().node as unknown as Document
  vi.stubGlobal('document', page)
  root = page.createElement('div')
})

afterEach(() => {
  render(null, root)
  vi.unstubAllGlobals()
})

function all(within: Node, name: string): Element[] {
  return Array.from(within.childNodes).flatMap((node) => [
    ...(node.nodeName === name ? [node as Element] : []),
    ...all(node, name),
  ])
}

const sample = sampleRun()
const like = sample.checks.find(({ profile }) => profile === 'entra') as CheckResult

function checkOf(id: string, verdict: CheckResult['verdict'], dialect?: string): CheckResult {
  const { dialect: _, ...plain } = like
  return { ...plain, id, verdict, ...(dialect === undefined ? {} : { dialect }) }
}

function rowsOf(checks: readonly CheckResult[]): string[][] {
  const run: RunDocument = { ...sample, checks: [...checks] }
  render(<Dialects run={run} />, root)
  return all(root, 'tr').map((row) =>
    [...all(row, 'th'), ...all(row, 'td')].map((cell) => cell.textContent ?? ''),
  )
}

test('each job has a row, and a check of neither dialect counts in both', () => {
  expect(
    rowsOf(
      [
        checkOf('entra.groups.create', 'pass'),
        checkOf('entra.groups.rename', 'fail', 'legacy'),
        checkOf('entra.update.one', 'pass', 'compliant'),
        checkOf('entra.matching.by-user-name', 'warn'),
        checkOf('rfc7644.patch.add', 'fail', 'legacy'),
      ].map((check) => (check.id.startsWith('rfc') ? { ...check, profile: 'rfc' } : check)),
    ),
  ).toEqual([
    ['Job', 'legacy', 'compliant'],
    ['groups', '1 of 2 fail', 'works'],
    ['update', 'not seen', 'works'],
    ['matching', '1 of 1 warn', '1 of 1 warn'],
  ])
})

test('a cell leads to the checks of its job', () => {
  rowsOf([checkOf('entra.groups.rename', 'fail', 'legacy')])
  expect(all(root, 'a').map((link) => link.getAttribute('href'))).toEqual([
    '#q=profile%3Aentra+id%3Aentra.groups',
  ])
})

test('without a dialect there is no table', () => {
  expect(rowsOf([checkOf('entra.groups.create', 'pass')])).toEqual([])
})
