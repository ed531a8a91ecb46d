// Plays the long gates in full and writes their figures, with date and commit, to results/nightly.json.
// Usage: npm run nightly -- [--sample] [--list] [GATE…]; a sample, or some gates only, are played without writing.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { parseArgs, stripVTControlCharacters } from 'node:util'
import { type Gate, gates } from './gates.ts'

interface Outcome {
  readonly gate: string
  readonly passed: boolean
  readonly seconds: number
  readonly figures: readonly string[]
}

const { values, positionals } = parseArgs({
  options: { sample: { type: 'boolean' }, list: { type: 'boolean' } },
  allowPositionals: true,
})
const unknown = positionals.filter((name) => !gates.some((gate) => gate.name === name))
if (unknown.length > 0) {
  console.error(`There is no gate ${unknown.join(', ')}. Gates: ${gates.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}
const chosen = positionals.length === 0 ? gates : gates.filter(({ name }) => positionals.includes(name))

async function play(gate: Gate): Promise<Outcome> {
  const begun = performance.now()
  const sampled = values.sample === true
  if (gate.wants !== undefined && !existsSync(gate.wants))
    return {
      gate: gate.name,
      passed: sampled,
      seconds: 0,
      figures: [`not played: there is no ${gate.wants}`],
    }
  const words = sampled ? (gate.sample ?? gate.whole) : gate.whole
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(sampled ? {} : gate.environment) },
  })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    printed += piece
    process.stdout.write(piece)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return {
    gate: gate.name,
    passed: code === 0,
    seconds: Math.round((performance.now() - begun) / 1000),
    figures: stripVTControlCharacters(printed)
      .split('\n')
      .filter((line) => gate.figures.test(line))
      .map((line) => line.trim()),
  }
}

if (values.list === true) {
  for (const { name } of gates) console.log(name)
} else {
  const outcomes: Outcome[] = []
  for (const gate of chosen) {
    console.log(`=== ${gate.name}`)
    outcomes.push(await play(gate))
  }
  for (const { gate, passed, seconds, figures } of outcomes)
    console.log(
      `${passed ? 'passed' : 'FAILED'}  ${gate}, ${seconds} s\n        ${figures.join('\n        ')}`,
    )
  if (values.sample !== true && positionals.length === 0) {
    const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
    const document = {
      date: new Date().toISOString().slice(0, 10),
      commit,
      node: process.version,
      gates: outcomes,
    }
    writeFileSync('results/nightly.json', `${JSON.stringify(document, null, 2)}\n`)
  }
  const passed = outcomes.filter((outcome) => outcome.passed).length
  console.log(`${passed} passed, ${outcomes.length - passed} failed`)
  process.exitCode = passed === outcomes.length ? 0 : 1
}
