import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRecorder } from './recorder.ts'
import {
  assemble,
  journalOf,
  NoRecording,
  openRecordingJournal,
  type RecordingJournal,
  writerOf,
} from './recordingFile.ts'
import { createRegister } from './register.ts'

const freshFile = () => join(mkdtempSync(join(tmpdir(), 'scimproof-')), 'tenant.json')

const recorderInto = (journal: RecordingJournal, startedAt = '2026-01-01T00:00:00.000Z') =>
  createRecorder({
    hiding: { register: createRegister(), bases: [] },
    journal,
    sender: 'client',
    startedAt,
    tool: 'scimproof test',
  })

const get = (target: string) => ({ method: 'GET', target, headers: [], body: new Uint8Array() })
const ok = { status: 200, headers: [], body: new Uint8Array() }

test('a file is put together in the order of the requests, once, and for its owner only', () => {
  const file = freshFile()
  const journal = openRecordingJournal(file)
  const recorder = recorderInto(journal)
  const [first, second, third] = [recorder.open(), recorder.open(), recorder.open()]
  third.request(get('/Users?startIndex=3'))
  second.answer(ok)
  second.request(get('/Users?startIndex=2'))
  first.request(get('/Users?startIndex=1'))
  third.answer(ok)
  journal.close()
  const copy = readFileSync(journalOf(file))
  const recording = assemble(file)
  expect(
    recording?.exchanges.map(({ request, answer, note }) => [request.query, answer?.status, note]),
  ).toEqual([
    ['startIndex=1', undefined, 'The recording ended before an answer came.'],
    ['startIndex=2', 200, undefined],
    ['startIndex=3', 200, undefined],
  ])
  expect(statSync(file).mode & 0o077).toBe(0)
  writeFileSync(journalOf(file), copy)
  expect(assemble(file)).toEqual(recording)
  expect(assemble(file)).toEqual(recording)
  expect(existsSync(journalOf(file))).toBe(false)
})

test('what another process still writes is read and left to it', async () => {
  const file = freshFile()
  const journal = openRecordingJournal(file)
  const open = recorderInto(journal).open()
  open.request(get('/Users'))
  const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'])
  const text = readFileSync(journalOf(file), 'utf8')
  writeFileSync(journalOf(file), text.replace(`"pid":${process.pid}`, `"pid":${other.pid}`))
  expect(writerOf(file)).toBe(other.pid)
  expect(assemble(file)?.exchanges[0]?.answer).toBeUndefined()
  expect(existsSync(journalOf(file))).toBe(true)
  open.answer(ok)
  const ended = new Promise((resolve) => other.on('exit', resolve))
  other.kill()
  await ended
  expect(writerOf(file)).toBeUndefined()
  expect(assemble(file)?.exchanges.map(({ answer }) => answer?.status)).toEqual([200])
  expect(existsSync(journalOf(file))).toBe(false)
  journal.close()
})

test('a file of something else is not touched', () => {
  const file = freshFile()
  for (const text of ['{"name":"x"}', 'no JSON', '[]']) {
    writeFileSync(file, text)
    expect(() => assemble(file)).toThrow(NoRecording)
    expect(readFileSync(file, 'utf8')).toBe(text)
  }
})

test('a recording in which nothing was said leaves no file', () => {
  const file = freshFile()
  openRecordingJournal(file).close()
  expect(assemble(file)).toBeUndefined()
  expect(existsSync(file)).toBe(false)
  expect(existsSync(journalOf(file))).toBe(false)
})
