// Measures on the reference server what each check costs (users and groups alive at once, creations, requests) and
// writes suites/costs.json. Usage: npm run costs [-- --check]
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { measureCosts } from '../harness/run/inProcess/measureCosts.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean' } } })
const file = new URL('../suites/costs.json', import.meta.url)
const text = `${JSON.stringify(await measureCosts(), null, 1)}\n`
if (values.check !== true) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) {
  console.log('suites/costs.json is not what the checks cost. Measure again: npm run costs')
  process.exitCode = 1
}
