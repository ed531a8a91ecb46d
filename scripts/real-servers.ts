// Runs the suite against real servers and holds the result to what is known of each, in both directions.
// Usage: npm run real-servers -- [--update] [NAME…]; the start scripts lie in SCIM_TARGETS (default ../shared/targets),
// and the ports begin at SCIM_TARGETS_PORT (default 18201).
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { run, type RunDocument } from '../harness/run/index.ts'

const { values, positionals } = parseArgs({
  options: { update: { type: 'boolean' } },
  allowPositionals: true,
})
/** What decides by chance on a server, and so can not be held to what is known of it. */
const unsteady: Readonly<Record<string, readonly string[]>> = {
  // Its store is not made for requests that meet: which of them loses is another one in each run.
  unboundid: ['fuzz.concurrency.*'],
}

const targets = process.env['SCIM_TARGETS'] ?? '../shared/targets'
const names = positionals.length > 0 ? positionals : ['scimmy', 'scim2-server', 'elimity', 'unboundid']
let bad = 0

/** Version of a target, from the head comment of its start script. */
function versionOf(name: string): string {
  return /^# (.*)$/m.exec(readFileSync(join(targets, name, 'up.sh'), 'utf8'))?.[1] ?? ''
}

/** The figures of a run for the table of the README; no run document is kept. */
function writeSummary(name: string, document: RunDocument): void {
  const profiles = Object.fromEntries(
    Object.entries(document.profiles).map(([profile, { pass, fail, warn, skip, blocked }]) => [
      profile,
      { pass, fail, warn, skip, blocked },
    ]),
  )
  const errors = erring(document)
  const summary = {
    server: name,
    version: versionOf(name),
    date: document.startedAt.slice(0, 10),
    profiles,
    ...(errors.length === 0 ? {} : { errors }),
  }
  writeFileSync(join('results', name, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`)
}

/** Checks that came to nothing, since the server cut the connection or alike. */
const erring = ({ checks }: RunDocument): readonly string[] =>
  checks.flatMap(({ id, verdict }) => (verdict === 'error' ? [id] : []))

/** The same, as the last summary of a server has them. */
function knownErrors(name: string): readonly string[] {
  const file = join('results', name, 'summary.json')
  if (!existsSync(file)) return []
  return (JSON.parse(readFileSync(file, 'utf8')) as { errors?: readonly string[] }).errors ?? []
}

for (const [index, name] of names.entries()) {
  const script = (file: string, ...args: string[]) =>
    spawnSync('bash', [join(targets, name, file), ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  const up = script('up.sh', String(Number(process.env['SCIM_TARGETS_PORT'] ?? 18_201) + index))
  const [, url, token] = /BASE=(\S+) TOKEN=(\S+)/.exec(up.stdout) ?? []
  if (url === undefined || token === undefined) {
    console.log(`${name}: could not be started\n${up.stdout}`)
    bad += 1
    continue
  }
  try {
    const baseline = join('results', name, 'known.json')
    mkdirSync(join('results', name), { recursive: true })
    const update = values.update === true
    const document = await run({
      url,
      token,
      out: join('scimproof-report-real', name),
      skip: unsteady[name] ?? [],
      ...(update || existsSync(baseline) ? { baseline, updateBaseline: update } : {}),
    })
    if (update) writeSummary(name, document)
    const { fresh = [], fulfilled = [] } = document.baseline ?? {}
    const known = knownErrors(name)
    const errors = document.checks.filter(({ id, verdict }) => verdict === 'error' && !known.includes(id))
    const totals = Object.entries(document.profiles).map(
      ([profile, { pass, fail, warn, skip, blocked, error }]) =>
        `${profile}: ${pass} pass ${fail} fail ${warn} warn ${skip} skip ${blocked} blocked ${error} error`,
    )
    console.log(
      `${name}: ${totals.join(' · ')} · ${document.requests.count} requests in ${document.durationMs} ms`,
    )
    for (const id of fresh) console.log(`  not known: ${id}`)
    for (const id of fulfilled) console.log(`  no longer fails: ${id}`)
    for (const { id, reason } of errors.slice(0, 5)) console.log(`  error: ${id} ${reason ?? ''}`)
    for (const { url: left } of document.leftovers) console.log(`  left behind: ${left}`)
    if (
      !document.complete ||
      document.leftovers.length > 0 ||
      fresh.length + fulfilled.length + errors.length > 0
    )
      bad += 1
  } finally {
    script('down.sh')
  }
}
process.exitCode = bad === 0 ? 0 : 1
