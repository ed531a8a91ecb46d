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

function checkOf(id: string, more: Partial<CheckResult>): CheckResult {
  return { ...like, id, title: id, verdict: 'fail', ...more }
}

type Job = NonNullable<RunDocument['profiles'][string]['jobs']>[number]

const works: Job['dialects'][string] = { outcome: 'works', checks: 2, failed: [] }

function shown(jobs: readonly Job[] | undefined, checks: readonly CheckResult[] = []): string[] {
  const { jobs: _, ...entra } = sample.profiles['entra'] ?? sample.profiles['rfc']!
  const profiles = {
    ...sample.profiles,
    entra: { ...entra, ...(jobs === undefined ? {} : { jobs: [...jobs] }) },
  }
  const run: RunDocument = { ...sample, profiles, checks: [...checks] }
  render(<Dialects run={run} />, root)
  return all(root, 'tr').map((row) => row.textContent ?? '')
}

const failing: Job = {
  job: 'groups',
  dialects: {
    legacy: { outcome: 'loses data', checks: 3, failed: ['entra.groups.remove'] },
    compliant: works,
  },
}

test('each job has a row that says what becomes of it in each dialect', () => {
  expect(shown([failing, { job: 'delta', dialects: { legacy: works, compliant: works } }])).toEqual([
    'Joblegacycompliant',
    'groupsloses data (1 of 3)works',
    'deltaworksworks',
  ])
})

test('a job that fails is told with what was before, what was meant, and what is there now', () => {
  const change = {
    request: 'PATCH /Groups/1',
    status: 204,
    before: { members: ['a', 'b'] },
    meant: { members: ['a'] },
    after: {},
  }
  const [, , told] = shown([failing], [checkOf('entra.groups.remove', { change })])
  expect(told).toContain('before {"members":["a","b"]}')
  expect(told).toContain('meant {"members":["a"]}')
  expect(told).toContain('after nothing of it')
})

test('a refused write says so in place of the state afterwards, and one that wrote nothing what was expected', () => {
  const change = { request: 'PATCH /Groups/1', status: 400, before: {}, meant: { members: ['a'] } }
  expect(shown([failing], [checkOf('entra.groups.remove', { change })])[2]).toContain(
    'after refused with 400',
  )
  const { change: _, ...plain } = checkOf('entra.groups.remove', { expected: '200', observed: '404' })
  expect(shown([failing], [plain])[2]).toContain('expected 200observed 404')
})

test('a cell leads to the checks of its job', () => {
  shown([{ job: 'groups', dialects: { legacy: works } }])
  expect(all(root, 'a').map((link) => link.getAttribute('href'))).toEqual([
    '#q=profile%3Aentra+id%3Aentra.groups.',
  ])
})

test('without a dialect there is no table', () => {
  expect(shown(undefined)).toEqual([])
})
