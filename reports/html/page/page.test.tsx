import { render, type ComponentChild } from 'preact'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { create } from 'xmlbuilder2'
import type { CheckResult, RunDocument } from '../../model/index.ts'
import { interruptedRun, runWith, sampleRun } from '../../testdata/sample.ts'
import { App } from './app.tsx'
import { CheckDetail } from './check-detail.tsx'

let root: Element

beforeEach(() => {
  const page = create().doc().node as unknown as Document
  vi.stubGlobal('document', page)
  vi.stubGlobal('location', { hash: '' })
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('removeEventListener', () => undefined)
  root = page.createElement('div')
  return () => {
    render(null, root)
    vi.unstubAllGlobals()
  }
})

const drawn = (vnode: ComponentChild): Element => {
  render(vnode, root)
  return root
}

/** Elements of a kind, in the order of the page. */
function all(within: Node, name: string): Element[] {
  return Array.from(within.childNodes).flatMap((node) => [
    ...(node.nodeName === name ? [node as Element] : []),
    ...all(node, name),
  ])
}

const texts = (elements: readonly Element[]) => elements.map((element) => element.textContent ?? '')
const ofClass = (within: Node, tag: string, name: string) =>
  all(within, tag).filter((element) => (element.getAttribute('class') ?? '').split(' ').includes(name))

const run = sampleRun()
const checkOf = (id: string): CheckResult => {
  const check = run.checks.find((each) => each.id === id)
  if (check === undefined) throw new Error(`the sample lacks ${id}`)
  return check
}
const detail = (id: string, leftOut = 0, of: RunDocument = run) =>
  drawn(<CheckDetail run={of} check={checkOf(id)} leftOut={leftOut} />)
const page = (of: RunDocument, hash = '') => {
  vi.stubGlobal('location', { hash })
  return drawn(<App data={{ run: of, leftOut: 0 }} />)
}

describe('a failing check', () => {
  test('is told at three depths, each field in its place', () => {
    const shown = detail('fuzz.filter.selects-what-it-means')
    expect(texts(all(shown, 'h4'))).toEqual(['What is wrong', 'Show me', 'May I trust it'])
    expect(texts(all(shown, 'dt'))).toEqual([
      'Reason',
      'Demanded by',
      'Sent',
      'Expected',
      'Observed',
      'Consequence',
      'This check alone',
      'By hand',
      'Counterexample',
      'Why so',
      'Cause',
      'Ruling',
      'Repeatability',
      'Others',
      'History',
      'Context',
      'Take away',
    ])
  })

  test('says of an empty field why it is empty', () => {
    const missing = texts(ofClass(detail('microsoft.validator.patch-user-replace'), 'div', 'missing'))
    expect(missing).toEqual([
      'Demanded byno clause: the check rests on what Entra sends and needs',
      'Counterexamplenone: this check does not draw its input',
      'Why sono steps: expected and observed say it all',
      'Causeits own: no other check fails for the same reason',
      'Rulingnone needed: the text leaves one reading',
      'Repeatabilitynot tried again in this run',
      'Othersno other server is known to have it',
      'Historynot known before: no baseline entry',
    ])
  })

  test('shows set-up, deciding and read-back exchanges in order, the deciding one open', () => {
    const shown = detail('rfc7644.patch.replace-unmatched-filter')
    expect(texts(ofClass(shown, 'span', 'role'))).toEqual(['set-up', 'deciding', 'read-back'])
    const open = ofClass(shown, 'li', 'exchange').map((item) => all(item, 'details')[0]?.hasAttribute('open'))
    expect(open).toEqual([false, true, false])
    expect(texts(ofClass(shown, 'span', 'marked'))).toEqual(['204'])
  })

  test('marks the value that decided in the body', () => {
    expect(texts(all(detail('fuzz.filter.selects-what-it-means'), 'mark'))).toEqual([
      '  "totalResults": 0,\n',
    ])
  })

  test('says when the deciding value is absent', () => {
    expect(texts(ofClass(detail('entra.group.remove-one-member-legacy'), 'p', 'absent'))).toEqual([
      '$.members is absent',
    ])
  })

  test('shows what a read-back says otherwise than an earlier answer', () => {
    const check = checkOf('rfc7644.patch.replace-unmatched-filter')
    const last = check.exchanges[2]!
    const changed = run.exchanges[last]!
    const body = JSON.stringify({
      ...JSON.parse(String(changed.response?.body)),
      active: false,
      emails: undefined,
    })
    const response = { ...changed.response!, body }
    const shown = detail(check.id, 0, {
      ...run,
      exchanges: { ...run.exchanges, [last]: { ...changed, response } },
    })
    expect(texts(all(shown, 'ins'))).toEqual(['  "active": false,\n'])
    expect(texts(ofClass(shown, 'p', 'differs'))).toEqual(['gone since the earlier answer: $.emails'])
  })

  test('names the other failures of its cause', () => {
    const links = all(detail('entra.user.disable-legacy'), 'a').map((link) => link.getAttribute('href'))
    expect(links).toContain('#q=cause%3Aactive-as-string&open=entra.user.enable-legacy')
  })

  test('links to the clause, and only by http', () => {
    const links = all(detail('rfc7644.patch.replace-unmatched-filter'), 'a').map((link) =>
      link.getAttribute('href'),
    )
    expect(links[0]).toBe('https://www.rfc-editor.org/rfc/rfc7644#section-3.5.2.3')
    const check = checkOf('rfc7644.patch.replace-unmatched-filter')
    const clauses = check.clauses.map((clause) => ({ ...clause, url: 'javascript:alert(1)' }))
    const shown = drawn(<CheckDetail run={run} check={{ ...check, clauses, others: [] }} leftOut={0} />)
    expect(all(shown, 'a').filter((link) => /^javascript/.test(link.getAttribute('href') ?? ''))).toEqual([])
  })
})

describe('a prediction', () => {
  test('names verdict, test, gate, document, confidence, and who sees it otherwise', () => {
    const check: CheckResult = {
      ...checkOf('microsoft.validator.create-user'),
      prediction: {
        gate: 'SCIM Validator',
        test: 'Create a duplicate Group',
        verdict: 'fail',
        basis: {
          document: 'Result files',
          version: 'hosted',
          date: '2026-02-25',
          url: 'https://example.com/results',
        },
        confidence: 'reconstructed',
        disagreements: ['RFC-correct, but the SCIM Validator fails you.'],
      },
    }
    const shown = drawn(<CheckDetail run={run} check={check} leftOut={0} />)
    const field = ofClass(shown, 'div', 'field').find((one) => one.textContent?.startsWith('Predicted'))
    expect(field?.textContent).toBe(
      'Predictedfail in “Create a duplicate Group” of the SCIM Validator, by Result files (hosted, 2026-02-25); pieced together from reportsRFC-correct, but the SCIM Validator fails you.',
    )
    expect(field === undefined ? [] : all(field, 'a').map((link) => link.getAttribute('href'))).toEqual([
      'https://example.com/results',
    ])
  })

  test('is not spoken of where there is none', () => {
    expect(texts(all(detail('microsoft.validator.create-user'), 'dt'))).not.toContain('Predicted')
  })
})

describe('a check without exchanges', () => {
  test.each([
    ['rfc7644.bulk.fail-on-errors', 0, 'nothing was sent for this check'],
    ['rfc7644.get.large-answer', 3, 'left out of this page by size'],
    ['rfc7644.get.large-answer', 0, 'not in the document'],
  ])('%s says why', (id, leftOut, why) => {
    expect(detail(id, leftOut, { ...run, exchanges: {} }).textContent).toContain(why)
  })
})

test('hostile values stand as text, their control characters visible', () => {
  const shown = detail('security.hostile-values.come-back-as-sent')
  expect(all(shown, 'script')).toEqual([])
  expect(shown.textContent).not.toMatch(
    /[\u0000-\u0008\u000b-\u001f\u202e\u2028]|[\ud800-\udbff](?![\udc00-\udfff])/,
  )
  expect(shown.textContent).toContain(
    '<script>alert(1)</script>"\'&<!-- ]]> \\u0000\\u001b[31m\\u2028 שלום \\u202e🦊 \\ud800',
  )
})

describe('the page', () => {
  test('shows no pass and no skip while something failed', () => {
    const verdicts = new Set(
      texts(
        all(ofClass(page(run), 'ul', 'checks')[0]!, 'h3').flatMap((row) => ofClass(row, 'span', 'badge')),
      ),
    )
    expect(verdicts).toEqual(new Set(['fail', 'warn', 'blocked', 'error']))
  })

  test('shows what its address asks for', () => {
    const shown = page(run, '#q=verdict%3Apass+profile%3Aentra&open=entra.user.match')
    expect(texts(ofClass(shown, 'span', 'title'))).toEqual([
      'a user is created',
      'a user is found by the matching attribute',
    ])
    expect(texts(all(shown, 'h4'))).toEqual(['What was checked', 'Show me', 'May I trust it'])
  })

  test('shows what was drawn of each grammar, and nothing where none was counted', () => {
    expect(texts(all(page(run), 'h2'))).toContain('What was drawn')
    expect(texts(all(page(run), 'summary')).join()).toContain('filter: 2 of 3 parts exercised')
    expect(texts(all(page(run), 'td'))).toContain('never')
    const { grammar: _, ...without } = run
    expect(texts(all(page(without), 'h2'))).not.toContain('What was drawn')
  })

  test('tells each cause once', () => {
    expect(ofClass(page(run), 'li', 'cause')).toHaveLength(7)
  })

  test('stamps a run that was cut short', () => {
    const stamps = texts(ofClass(page(interruptedRun()), 'p', 'stamp'))
    expect(stamps).toEqual([expect.stringContaining('22 checks of 26 did not run')])
  })

  test('does not stamp a complete run', () => {
    expect(ofClass(page(run), 'p', 'stamp')).toEqual([])
  })

  test('of a green run has no causes and shows every check', () => {
    const green = runWith(['pass', 'skip'], 0)
    const shown = page(green)
    expect(texts(all(shown, 'h1'))[0]).toMatch(/^Nothing failed/)
    expect(ofClass(shown, 'li', 'cause')).toEqual([])
    expect(ofClass(shown, 'li', 'check')).toHaveLength(green.checks.length)
  })

  test.each([
    ['decided nothing', runWith(['error'], 3), /^Not decided/],
    ['checked nothing', runWith([], 0), /^Not decided/],
    ['was cut short', { ...runWith(['pass'], 0), complete: false }, /^Cut short/],
  ])('of a run that %s does not look green', (_, idle, title) => {
    expect(texts(all(page(idle), 'h1'))[0]).toMatch(title)
  })

  test('draws a long list in steps', () => {
    const [first] = run.checks
    const checks = Array.from({ length: 450 }, (_, at) => ({ ...first!, id: `made.check-${at}` }))
    expect(ofClass(page({ ...run, checks, causes: [] }), 'li', 'check')).toHaveLength(200)
  })

  test('names tool, catalogue, grading, capabilities and selection at its foot', () => {
    const foot = all(page(run), 'footer')[0]?.textContent ?? ''
    for (const part of [
      run.tool.catalogue,
      'grading 1',
      'bulk no',
      'patch yes',
      '26 of 26 selected, complete',
    ])
      expect(foot).toContain(part)
  })
})
