// Writes the generated parts of README.md, between their markers. Usage: tsx scripts/readme.ts [--check]
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { renderSummary } from '../reports/console/index.ts'
import { allFaults } from '../harness/run/inProcess/faults.ts'
import { coverage } from '../harness/run/coverage.ts'
import { run } from '../harness/run/index.ts'
import { builtInChecks } from '../harness/run/suites.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean' } } })

/** What a failure looks like, from a real run on a seeded fault. */
async function failure(): Promise<string> {
  const out = mkdtempSync(join(tmpdir(), 'readme-'))
  const document = await run({
    out,
    engine: 'direct',
    runId: 'readme00',
    faults: ['patch.replace-unmatched-succeeds'],
    only: ['rfc7644.patch.replace-unmatched*'],
  })
  const lines = renderSummary(document, { color: false, width: 110, verbose: false }).split('\n')
  const begin = lines.findIndex((line) => line.startsWith('FAIL'))
  const end = lines.findIndex((line, index) => index > begin && line.trim() === '')
  return ['```', ...lines.slice(begin, end), '```'].join('\n')
}

function numbers(): string {
  const checks = builtInChecks()
  const count = (profile: string) => checks.filter((check) => check.profile === profile).length
  const { totals } = coverage(checks)
  return [
    `${checks.length} checks (${['rfc', 'entra', 'microsoft', 'security'].flatMap((profile) => (count(profile) === 0 ? [] : [`${count(profile)} ${profile}`])).join(', ')}) verify`,
    `${totals.verified} of the ${totals.demanded} requirements of RFC 7643, 7644 and 9865 that can be seen from outside and are demanded of a`,
    `server (\`scimproof coverage\`); ${allFaults().length} seeded faults show that the checks can fail (\`npm run faults\`).`,
  ].join('\n')
}

function servers(): string {
  const rows = readdirSync('results', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join('results', entry.name, 'summary.json')))
    .map(
      (entry) =>
        JSON.parse(readFileSync(join('results', entry.name, 'summary.json'), 'utf8')) as {
          server: string
          version: string
          date: string
          profiles: Record<string, { pass: number; fail: number; warn: number }>
        },
    )
  const cell = (totals?: { pass: number; fail: number; warn: number }) =>
    totals === undefined ? '' : `${totals.pass} pass, ${totals.fail} fail, ${totals.warn} warn`
  return [
    '| server | version | rfc | entra | date |',
    '|---|---|---|---|---|',
    ...rows.map(
      ({ server, version, date, profiles }) =>
        `| ${server} | ${version} | ${cell(profiles['rfc'])} | ${cell(profiles['entra'])} | ${date} |`,
    ),
  ].join('\n')
}

const parts = { failure: await failure(), numbers: numbers(), servers: servers() }
const before = readFileSync('README.md', 'utf8')
const after = Object.entries(parts).reduce(
  (text, [name, part]) =>
    text.replace(
      new RegExp(`(<!-- ${name}:begin -->)[^]*(<!-- ${name}:end -->)`),
      () => `<!-- ${name}:begin -->\n${part}\n<!-- ${name}:end -->`,
    ),
  before,
)
if (values.check !== true) writeFileSync('README.md', after)
else if (after !== before) {
  console.log('README.md is not up to date. Write it again: npm run readme')
  process.exitCode = 1
}
