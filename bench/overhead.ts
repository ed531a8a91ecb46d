import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Agent, request } from 'undici'
import type * as Library from '../harness/run/index.ts'
import { folder, record, type Recorded, RUN_ID } from './recording.ts'

/** What the whole run costs beside a bare loop that sends the same requests. */
export interface Overhead {
  readonly requests: number
  /** Time of the checks beside the time of the loop. */
  readonly ratio: number
  readonly runMs: number
  readonly loopMs: number
  /** Until the first check may begin. */
  readonly startUpMs: number
  /** From the first check to the last. */
  readonly cpuPerRequestUs: { readonly run: number; readonly loop: number }
  /** Requests that were not among the recorded ones. */
  readonly unknown: number
}

const CONCURRENCY = 16

/** The built package, as users run it. */
const BUILT = new URL('../dist/harness/run/index.js', import.meta.url).href

async function serve(records: readonly Recorded[], latencyMs: number) {
  const file = join(folder(), 'records.json')
  writeFileSync(file, JSON.stringify(records))
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'bench/fixedServer.ts', file, String(latencyMs)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const port = await new Promise<string>((resolve) => child.stdout.setEncoding('utf8').once('data', resolve))
  return { base: `http://127.0.0.1:${port.trim()}`, end: () => child.kill() }
}

async function loop(base: string, records: readonly Recorded[], token: string): Promise<void> {
  const dispatcher = new Agent({ connections: CONCURRENCY })
  const rest = records.values()
  const lane = async () => {
    for (const { method, path, headers, body } of { [Symbol.iterator]: () => rest }) {
      const answer = await request(`${base}${path}`, {
        method: method as 'GET',
        headers: {
          accept: headers['accept'] ?? '*/*',
          'content-type': headers['content-type'] ?? 'application/scim+json',
          authorization: `Bearer ${token}`,
        },
        ...(body === '' ? {} : { body }),
        dispatcher,
      })
      await answer.body.text()
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, lane))
  await dispatcher.close()
}

const cpu = (before: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(before)
  return user + system
}

/** Measures once; take ratios of one measurement only. */
export async function overhead(latencyMs = 5): Promise<Overhead> {
  const { run } = (await import(BUILT)) as typeof Library
  const { records, token } = await record()
  const looped = await serve(records, latencyMs)
  await loop(looped.base, records.slice(0, 50), token)
  let usage = process.cpuUsage()
  let begun = performance.now()
  await loop(looped.base, records, token)
  const loopMs = performance.now() - begun
  const loopCpu = cpu(usage)
  looped.end()

  const served = await serve(records, latencyMs)
  let first = 0
  let last = 0
  let unknown = 0
  let runCpu = 0
  begun = performance.now()
  const document = await run({
    url: served.base,
    token,
    out: folder(),
    runId: RUN_ID,
    settle: 0,
    concurrency: CONCURRENCY,
    onEvent: ({ kind }) => {
      if (kind === 'started' && first === 0) {
        first = performance.now()
        usage = process.cpuUsage()
      }
      if (kind === 'finished') {
        last = performance.now()
        runCpu = cpu(usage)
      }
    },
  })
  served.end()
  for (const { response } of Object.values(document.exchanges))
    if (response?.headers['x-not-recorded'] === '1') unknown += 1
  const runMs = last - first
  const perRequest = (microseconds: number) => Math.round(microseconds / records.length)
  return {
    requests: records.length,
    ratio: Math.round((runMs / loopMs) * 100) / 100,
    runMs: Math.round(runMs),
    loopMs: Math.round(loopMs),
    startUpMs: Math.round(first - begun),
    cpuPerRequestUs: { run: perRequest(runCpu), loop: perRequest(loopCpu) },
    unknown,
  }
}
