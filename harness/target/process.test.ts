import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startCommand } from './process.ts'
import { deadPort, rawServer } from './rawServer.ts'

let folder: string
let script: string
let port: number
let url: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scimproof-command-'))
  script = join(folder, 'target.cjs')
  port = await deadPort()
  url = `http://127.0.0.1:${port}/scim`
})
afterEach(() => rm(folder, { recursive: true }))

const node = (file: string) => `"${process.execPath}" "${file}"`

async function target(source: string): Promise<string> {
  await writeFile(script, source)
  return node(script)
}

/** A target that notes its process id, and that it was asked to end. */
const SERVER = (at: number, notes: string) => `
const fs = require('fs')
fs.writeFileSync(${JSON.stringify(notes)}, String(process.pid))
console.log('listening soon')
setTimeout(() => require('http').createServer((q, r) => { r.statusCode = 404; r.end() }).listen(${at}, '127.0.0.1'), 200)
process.on('SIGTERM', () => { fs.appendFileSync(${JSON.stringify(notes)}, ' asked'); process.exit(0) })
`

/** Running, and not merely waiting to be reaped by the init of a container. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    const stat = `/proc/${pid}/stat`
    return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'))
  } catch {
    return false
  }
}

test('a command is awaited, and ended with everything it started', async () => {
  const notes = join(folder, 'notes')
  // `&& true` keeps the shell alive beside its child.
  const command = `${await target(SERVER(port, notes))} && true`
  const before = process.listenerCount('exit')
  const running = await startCommand({ command, waitFor: url, timeoutMs: 10_000 })
  expect((await fetch(url)).status).toBe(404)
  expect(running.output()).toContain('listening soon')
  const pid = Number(await readFile(notes, 'utf8'))
  expect(lives(pid)).toBe(true)
  await running.stop()
  await running.stop()
  expect(await readFile(notes, 'utf8')).toBe(`${pid} asked`)
  expect(lives(pid)).toBe(false)
  await expect(fetch(url)).rejects.toThrow()
  expect(process.listenerCount('exit')).toBe(before)
})

test('a command that ends is told with its last line', async () => {
  const command = await target(`console.error('starting'); console.error('port is taken'); process.exit(7)`)
  await expect(startCommand({ command, waitFor: url, timeoutMs: 10_000 })).rejects.toMatchObject({
    code: 'E_COMMAND_FAILED',
    message: `The command of --command ended (exit code 7) before ${url} answered.`,
    remedy: 'The last line it printed: port is taken',
  })
})

test('a command that never answers is ended', async () => {
  const notes = join(folder, 'notes')
  const other = await deadPort()
  const command = await target(SERVER(other, notes))
  await expect(startCommand({ command, waitFor: url, timeoutMs: 700 })).rejects.toMatchObject({
    code: 'E_COMMAND_FAILED',
    message: `${url} did not answer within 700 ms of starting --command.`,
  })
  expect(lives(Number.parseInt(await readFile(notes, 'utf8'), 10))).toBe(false)
})

test('an abort ends the waiting and the command', async () => {
  const notes = join(folder, 'notes')
  const command = await target(SERVER(await deadPort(), notes))
  const controller = new AbortController()
  const starting = startCommand({ command, waitFor: url, timeoutMs: 10_000, signal: controller.signal })
  setTimeout(() => controller.abort(new Error('Ctrl-C')), 500)
  await expect(starting).rejects.toThrow('Ctrl-C')
  expect(lives(Number.parseInt(await readFile(notes, 'utf8'), 10))).toBe(false)
})

test('a place that answers already is not taken for the command', async () => {
  const server = await rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
  const waitFor = `http://127.0.0.1:${server.port}/`
  await expect(startCommand({ command: 'exit 0', waitFor, timeoutMs: 1000 })).rejects.toMatchObject({
    name: 'UsageError',
    message: `${waitFor} answers already, before --command was started.`,
  })
  await server.close()
})

test('a URL that can not be waited for is refused', async () => {
  await expect(
    startCommand({ command: 'exit 0', waitFor: 'localhost:1', timeoutMs: 1 }),
  ).rejects.toMatchObject({
    code: 'E_USAGE',
  })
})
