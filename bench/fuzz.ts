import { spawn } from 'node:child_process'
import { Agent, request } from 'undici'
import { fuzz } from '../harness/run/fuzz/fuzz.ts'
import { builtInChecks } from '../harness/run/suites.ts'
import { folder } from './recording.ts'

/** How fast the filter property draws, asks and judges beside a bare loop that asks the same with as many lanes. */
export interface FuzzThroughput {
  readonly examples: number
  readonly lanes: number
  /** Examples a second beside requests a second of the loop. */
  readonly ratio: number
  readonly perSecond: { readonly fuzz: number; readonly loop: number }
  /** CPU of this process. */
  readonly cpuPerExampleUs: { readonly fuzz: number; readonly loop: number }
  /** One, unless a filter was asked more than once. */
  readonly requestsPerExample: number
}

const PROPERTY = 'fuzz.filter.selects-what-it-means'
const LANES = 2

async function serve(latencyMs: number) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/slowServer.ts', String(latencyMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((resolve) => child.stdout.setEncoding('utf8').once('data', resolve))
  const [url = '', token = ''] = line.trim().split(' ')
  return { url, token, end: () => child.kill() }
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return user + system
}

async function bareLoop(origin: string, paths: readonly string[], token: string): Promise<number> {
  const dispatcher = new Agent({ connections: LANES })
  const rest = paths.values()
  const begun = performance.now()
  const lane = async () => {
    for (const path of { [Symbol.iterator]: () => rest }) {
      const answer = await request(`${origin}${path}`, {
        headers: { accept: 'application/scim+json', authorization: `Bearer ${token}` },
        dispatcher,
      })
      await answer.body.text()
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  const passed = performance.now() - begun
  await dispatcher.close()
  return passed
}

/** Measures once; take ratios of one measurement only. The first examples warm both up and are not counted. */
export async function fuzzThroughput(latencyMs = 5, examples = 1500): Promise<FuzzThroughput> {
  const { url, token, end } = await serve(latencyMs)
  try {
    const { origin } = new URL(url)
    const asked = async () => (await (await fetch(`${origin}/asked`)).json()) as string[]
    const warmUp = Math.floor(examples / 5)
    let begun = 0
    let ended = 0
    let usage = process.cpuUsage()
    let used = 0
    let played = 0
    const document = await fuzz({
      url,
      token,
      out: folder(),
      subjects: ['filter'],
      skip: fuzzIds().filter((id) => id !== PROPERTY),
      settle: 0,
      examples,
      onExample: () => {
        played += 1
        if (played === warmUp) {
          begun = performance.now()
          usage = process.cpuUsage()
        }
        ended = performance.now()
        used = cpuSince(usage)
      },
    })
    const failed = document.checks.filter(({ verdict }) => verdict !== 'pass')
    if (failed.length > 0) throw new Error(`${failed[0]?.id ?? ''}: ${failed[0]?.reason ?? ''}`)
    const all = (await asked()).slice(-examples)
    const perFuzz = ((played - warmUp) / (ended - begun)) * 1000
    await bareLoop(origin, all.slice(0, warmUp), token)
    const counted = all.slice(warmUp)
    usage = process.cpuUsage()
    const perLoop = (counted.length / (await bareLoop(origin, counted, token))) * 1000
    const sent = document.checks[0]?.requests ?? 0
    return {
      examples: played,
      lanes: LANES,
      ratio: Math.round((perFuzz / perLoop) * 100) / 100,
      perSecond: { fuzz: Math.round(perFuzz), loop: Math.round(perLoop) },
      cpuPerExampleUs: {
        fuzz: Math.round(used / (played - warmUp)),
        loop: Math.round(cpuSince(usage) / counted.length),
      },
      requestsPerExample: Math.round((sent / played) * 100) / 100,
    }
  } finally {
    end()
  }
}

function fuzzIds(): readonly string[] {
  return builtInChecks().flatMap(({ id, tags }) => (tags.includes('fuzz') ? [id] : []))
}
