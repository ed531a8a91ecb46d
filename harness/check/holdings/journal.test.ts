import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fileJournal, type JournalHead, memoryJournal, readJournal } from './journal.ts'

const head: JournalHead = {
  kind: 'run',
  runId: 'abc12345',
  baseUrl: 'http://x.test',
  startedAt: '2026-01-01T00:00:00Z',
  emailDomains: ['example.com'],
}
const fresh = () => join(mkdtempSync(join(tmpdir(), 'journal-')), 'deep', 'journal.ndjson')

describe('the journal', () => {
  test.each([
    ['in memory', () => memoryJournal()],
    ['on disk', () => fileJournal(fresh(), head)],
  ])('%s adds up what is alive and what never was answered', (_, make) => {
    const journal = make()
    for (const ordinal of [1, 2, 3, 4])
      journal.write({ kind: 'intent', ordinal, endpoint: '/Users', names: [`u${ordinal}`] })
    journal.write({ kind: 'made', ordinal: 1, url: 'http://x.test/Users/1' })
    journal.write({ kind: 'made', ordinal: 2, url: 'http://x.test/Users/2' })
    journal.write({ kind: 'refused', ordinal: 3 })
    journal.write({ kind: 'gone', url: 'http://x.test/Users/1' })
    expect(journal.alive()).toEqual(['http://x.test/Users/2'])
    expect(journal.open()).toEqual([{ endpoint: '/Users', names: ['u4'] }])
    journal.close()
  })

  test('what was written before is known after it is opened again, a line cut short passed over', () => {
    const file = fresh()
    const first = fileJournal(file, head)
    first.write({ kind: 'intent', ordinal: 1, endpoint: '/Users', names: ['u1'] })
    first.write({ kind: 'made', ordinal: 1, url: 'http://x.test/Users/1' })
    first.close()
    appendFileSync(file, '{"kind":"gone","ur')
    expect(readJournal(file)).toMatchObject({ head, entries: [{ kind: 'intent' }, { kind: 'made' }] })
    const again = fileJournal(file)
    expect(again.alive()).toEqual(['http://x.test/Users/1'])
    again.write({ kind: 'gone', url: 'http://x.test/Users/1' })
    again.close()
    expect(readJournal(file).entries).toHaveLength(3)
  })

  test('an entry is on disk before write returns', () => {
    const file = fresh()
    const journal = fileJournal(file, head)
    journal.write({ kind: 'intent', ordinal: 1, endpoint: '/Users', names: [] })
    expect(readFileSync(file, 'utf8')).toContain('"intent"')
    journal.close()
  })

  test('a file that is none is refused with its place', () => {
    const file = fresh()
    fileJournal(file, head).close()
    appendFileSync(file, 'nonsense\n{}\n')
    expect(() => readJournal(file)).toThrow(/journal\.ndjson:2 is not JSON/)
  })
})
