import { describe, expect, test } from 'vitest'
import { create } from 'xmlbuilder2'
import { interruptedRun, runWith, sampleRun } from '../testdata/sample.ts'
import { renderJunit } from './index.ts'

interface XmlElement {
  readonly nodeName: string
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>
  readonly nodeType: number
  readonly childNodes: Iterable<XmlElement>
  readonly textContent: string | null
  getAttribute(name: string): string | null
}

/** What the JUnit schema of Jenkins allows: attributes (a star where demanded) and children of each element. */
const grammar: Record<string, { attributes: string; children: string }> = {
  testsuites: { attributes: 'name time tests failures errors', children: 'testsuite' },
  testsuite: {
    attributes: 'name* tests* failures* errors* skipped time timestamp hostname id package file',
    children: 'testsuite properties testcase system-out system-err',
  },
  properties: { attributes: '', children: 'property' },
  property: { attributes: 'name* value*', children: '' },
  testcase: {
    attributes: 'name* time classname group',
    children: 'skipped error failure system-out system-err',
  },
  failure: { attributes: 'type message', children: '' },
  error: { attributes: 'type message', children: '' },
  skipped: { attributes: 'type message', children: '' },
  'system-out': { attributes: '', children: '' },
}

const childrenOf = (element: XmlElement) => [...element.childNodes].filter((node) => node.nodeType === 1)

function violations(element: XmlElement): string[] {
  const rule = grammar[element.nodeName]
  if (rule === undefined) return [`element ${element.nodeName}`]
  const names = [...element.attributes].map((attribute) => attribute.name)
  const allowed = rule.attributes.split(' ').map((name) => name.replace('*', ''))
  const demanded = rule.attributes
    .split(' ')
    .flatMap((name) => (name.endsWith('*') ? [name.slice(0, -1)] : []))
  const time = element.getAttribute('time')
  return [
    ...names.filter((name) => !allowed.includes(name)).map((name) => `${element.nodeName}@${name}`),
    ...demanded.filter((name) => !names.includes(name)).map((name) => `${element.nodeName} lacks ${name}`),
    ...(time === null || /^\d*(\.\d{0,3})?$/.test(time) ? [] : [`time ${time}`]),
    ...childrenOf(element).flatMap((child) => [
      ...(rule.children.split(' ').includes(child.nodeName)
        ? []
        : [`${child.nodeName} in ${element.nodeName}`]),
      ...violations(child),
    ]),
  ]
}

const parse = (xml: string) => create(xml).root().node as unknown as XmlElement
const casesOf = (root: XmlElement) =>
  childrenOf(root).flatMap((suite) => childrenOf(suite).filter((child) => child.nodeName === 'testcase'))
const caseOf = (root: XmlElement, id: string) =>
  casesOf(root).find((element) => element.getAttribute('name') === id)
const outcome = (element: XmlElement | undefined) =>
  (element === undefined ? [] : childrenOf(element)).map((child) => child.nodeName)

describe('JUnit', () => {
  test.each([
    ['every verdict', sampleRun()],
    ['passes only', runWith(['pass'], 0)],
    ['nothing', runWith([], 3)],
    ['a cut', interruptedRun()],
  ])('of a run with %s is as the schema demands', (_, run) => {
    expect(violations(parse(renderJunit(run)))).toEqual([])
  })

  test.each([
    ['rfc7644.patch.replace-unmatched-filter', ['failure']],
    ['rfc7644.search.post-search', ['error']],
    ['rfc7644.bulk.fail-on-errors', ['skipped']],
    ['rfc7644.etag.if-none-match', ['skipped']],
    ['rfc7644.error.media-type', ['system-out']],
    ['rfc7644.get.unknown-id', []],
    ['rfc7644.list.start-index-below-one', ['skipped']],
    ['security.hostile-values.come-back-as-sent', ['skipped', 'system-out']],
  ])('%s has %j', (id, children) => {
    expect(outcome(caseOf(parse(renderJunit(sampleRun())), id))).toEqual(children)
  })

  test('a skip says why', () => {
    const skipped = childrenOf(caseOf(parse(renderJunit(sampleRun())), 'rfc7644.bulk.fail-on-errors')!)[0]
    expect(skipped?.getAttribute('message')).toBe('/ServiceProviderConfig says bulk.supported: false')
  })

  test('the totals agree with the cases', () => {
    const root = parse(renderJunit(sampleRun()))
    const having = (name: string) => casesOf(root).filter((element) => outcome(element).includes(name)).length
    expect(root.getAttribute('tests')).toBe(String(casesOf(root).length))
    expect(root.getAttribute('failures')).toBe(String(having('failure')))
    expect(root.getAttribute('errors')).toBe(String(having('error')))
  })

  test('requirement ids stand in the properties of the suite', () => {
    expect(renderJunit(sampleRun())).toContain(
      '<property name="verifies.rfc7644.patch.replace-unmatched-filter" value="RFC7644-3.5.2.3-10"/>',
    )
  })

  test('a run cut short has an error', () => {
    expect(outcome(caseOf(parse(renderJunit(interruptedRun())), 'run.is-complete'))).toEqual(['error'])
  })

  test('hostile values come through as text, without a character that XML forbids', () => {
    const run = sampleRun()
    const hostile = run.checks.find((check) => check.tags.includes('hostile'))!
    const { isNew: _, ...failing } = hostile
    const xml = renderJunit({ ...run, checks: [failing] })
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
    expect(xml).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/)
    const failure = childrenOf(caseOf(parse(xml), hostile.id)!)[0]!
    expect(failure.nodeName).toBe('failure')
    expect(failure.textContent).toContain(
      `<script>alert(1)</script>"'&<!-- ]]> \\u0000\\u001b[31m\\u2028 שלום \\u202e🦊 \\ud800`,
    )
  })
})
