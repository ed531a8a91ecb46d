// Plays every seeded fault of the reference server and demands that a check which reads the violated requirement
// catches it. Usage: npm run faults [-- --only PATTERN] [-- --sample I/N] [-- --all-checks]
// With --check or --update it plays each fault against all checks of its area, and compares what fails with
// suites/faults.matrix.json, or writes it.
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { driftFrom, type FaultMatrix, matrixOf, printMatrix } from '../harness/run/inProcess/faultMatrix.ts'
import { allFaults, playFault } from '../harness/run/inProcess/faults.ts'
import { matchesPattern } from '../harness/run/select.ts'
import { builtInChecks } from '../harness/run/suites.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    'all-checks': { type: 'boolean' },
    check: { type: 'boolean' },
    update: { type: 'boolean' },
    json: { type: 'boolean' },
    sample: { type: 'string' },
  },
})
const [part = 1, of = 1] = (values.sample ?? '1/1').split('/').map(Number)
const wanted = allFaults()
  .filter((_, index) => index % of === part - 1)
  .filter(({ id }) => values.only?.some((pattern) => matchesPattern(id, pattern)) ?? true)
const checks = builtInChecks()
if (values.check === true || values.update === true) await compareMatrix(values.update === true)
else await playAll()

async function compareMatrix(update: boolean): Promise<void> {
  const file = new URL('../suites/faults.matrix.json', import.meta.url)
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as FaultMatrix
  const played = await matrixOf(wanted, checks)
  const missed = Object.entries(played).filter(([, { reads }]) => reads.length === 0)
  for (const [id] of missed) console.log(`MISSED  ${id}`)
  if (missed.length > 0) process.exitCode = 1
  if (update) {
    const known = new Set(allFaults().map(({ id }) => id))
    const kept = Object.entries({ ...recorded, ...played }).filter(([id]) => known.has(id))
    writeFileSync(file, printMatrix(Object.fromEntries(kept)))
    console.log(`${Object.keys(played).length} rows written`)
    return
  }
  const drift = driftFrom(recorded, played)
  for (const line of drift) console.log(line)
  console.log(`${Object.keys(played).length} rows compared, ${drift.length} differences`)
  if (drift.length > 0) process.exitCode = 1
}

async function playAll(): Promise<void> {
  const results = []
  for (const fault of wanted) {
    const result = await playFault(fault, checks, values['all-checks'] === true)
    results.push(result)
    if (values.json !== true && (!result.caught || result.errors.length > 0)) {
      console.log(
        `${result.caught ? 'caught' : 'MISSED'}  ${fault.id}  ${fault.title}\n        violates ${fault.violates.join(', ')}${result.errors.map((error) => `\n        error ${error}`).join('')}`,
      )
    }
  }
  if (values.json === true) console.log(JSON.stringify(results, null, 1))
  else {
    for (const area of [...new Set(results.map((result) => result.area))]) {
      const mine = results.filter((result) => result.area === area)
      console.log(
        `${area.padEnd(14)} ${mine.filter((result) => result.caught).length} of ${mine.length} caught, ${mine.filter((result) => !result.caught).length} missed`,
      )
    }
    console.log(`${results.filter((result) => result.caught).length} of ${results.length} faults caught`)
  }
  process.exitCode = results.every((result) => result.caught && result.errors.length === 0) ? 0 : 1
}
