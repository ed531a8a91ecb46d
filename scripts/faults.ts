// Plays every seeded fault of the reference server and demands that a check which reads the violated requirement
// catches it. Usage: npm run faults [-- --only PATTERN] [-- --all-checks]
import { parseArgs } from 'node:util'
import { allFaults, playFault } from '../harness/run/faults.ts'
import { matchesPattern } from '../harness/run/select.ts'
import { builtInChecks } from '../harness/run/suites.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    'all-checks': { type: 'boolean' },
    json: { type: 'boolean' },
  },
})
const wanted = allFaults().filter(
  ({ id }) => values.only?.some((pattern) => matchesPattern(id, pattern)) ?? true,
)
const checks = builtInChecks()
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
      `${area.padEnd(14)} ${mine.filter((result) => result.caught).length} of ${mine.length} caught`,
    )
  }
  console.log(`${results.filter((result) => result.caught).length} of ${results.length} faults caught`)
}
process.exitCode = results.every((result) => result.caught && result.errors.length === 0) ? 0 : 1
