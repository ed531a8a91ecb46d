import { createHash } from 'node:crypto'
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createJournalOfExchanges, readExchanges, restoredExchange } from './journalOfExchanges.ts'
import { createMask } from './mask.ts'
import { createRedactor } from './redact.ts'
import type { Exchange } from './types.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scimproof-journal-'))
  file = join(folder, 'exchanges.ndjson')
})
afterEach(() => rm(folder, { recursive: true }))

const exchange = (ordinal: number, body: string | Uint8Array): Exchange => ({
  id: `x${ordinal}`,
  scope: 'check',
  check: 'a.check',
  request: {
    method: 'POST',
    url: 'https://h/scim/Users',
    headers: { accept: 'a' },
    body: '{"userName":"ours"}',
  },
  response: {
    status: 201,
    headers: {},
    body: typeof body === 'string' ? new Uint8Array(Buffer.from(body)) : body,
  },
  startedAt: ordinal,
  durationMs: 1,
})

const journal = () => createJournalOfExchanges(file, createRedactor(['t0ken-of-ours']), createMask())

test('keeps order and content', async () => {
  const open = journal()
  const exchanges = Array.from({ length: 500 }, (_, index) => exchange(index, `{"id":"${index}"}`))
  for (const one of exchanges) open.append(one)
  await open.close()
  const read = (await readExchanges(file)).map(restoredExchange)
  expect(read.map(({ id }) => id)).toEqual(exchanges.map(({ id }) => id))
  expect(Buffer.from(read[7]?.response?.body ?? []).toString()).toBe('{"id":"7"}')
  expect(read[7]?.request).toEqual(exchanges[7]?.request)
})

test('writes neither secrets nor people', async () => {
  const open = journal()
  open.append(exchange(1, '{"id":"1","userName":"ours","password":"hush","note":"t0ken-of-ours"}'))
  const listed = exchange(2, '{"Resources":[{"id":"2","userName":"grace"}]}')
  open.append({ ...listed, request: { ...listed.request, method: 'GET' } })
  await open.close()
  const text = await readFile(file, 'utf8')
  expect(text).not.toMatch(/hush|t0ken|grace/)
  expect(text).toContain('[existing-1]')
})

test('keeps the ends of a long body, its length and its digest', async () => {
  const open = journal()
  const long = `{"id":"1","a":"${'x'.repeat(200_000)}"}`
  open.append(exchange(1, long))
  await open.close()
  const body = (await readExchanges(file))[0]?.response?.body
  expect(body).toMatchObject({ length: long.length, sha256: createHash('sha256').update(long).digest('hex') })
  expect((await readFile(file)).length).toBeLessThan(20_000)
})

test('keeps bytes that are no text', async () => {
  const open = journal()
  const bytes = new Uint8Array([0xff, 0x00, 0x80])
  open.append(exchange(1, bytes))
  await open.close()
  const [stored] = await readExchanges(file)
  if (stored === undefined) throw new Error('nothing was stored')
  expect([...(restoredExchange(stored).response?.body ?? [])]).toEqual([...bytes])
})

test('a last line that was cut short is left away, another broken line is told', async () => {
  const open = journal()
  open.append(exchange(1, '{}'))
  await open.close()
  await appendFile(file, '{"id":"x2","sco')
  expect((await readExchanges(file)).length).toBe(1)
  await writeFile(file, 'broken\n{}\n')
  await expect(readExchanges(file)).rejects.toThrow(`${file}:1: not the JSON of an exchange.`)
})

test('a file that can not be written is told at the end', async () => {
  const open = createJournalOfExchanges(join(folder, 'absent', 'x'), createRedactor([]), createMask())
  open.append(exchange(1, '{}'))
  await expect(open.close()).rejects.toThrow(/ENOENT/)
})
