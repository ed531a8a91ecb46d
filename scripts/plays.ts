// Measures on the reference server which checks play which recorded exchange, and writes suites/plays.json.
// Usage: tsx scripts/plays.ts
import { writeFileSync } from 'node:fs'
import { measurePlays } from '../harness/run/inProcess/plays.ts'

const file = new URL('../suites/plays.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(await measurePlays(), null, 1)}\n`)
