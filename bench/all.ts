// Prints the figures of every benchmark as JSON. Ratios of one measurement mean something, milliseconds do not.
import { fuzzThroughput } from './fuzz.ts'
import { overhead } from './overhead.ts'
import { population } from './population.ts'
import { startup } from './startup.ts'

console.log(
  JSON.stringify(
    {
      startup: startup(),
      overhead: await overhead(),
      fuzz: await fuzzThroughput(),
      population: await population(),
    },
    null,
    2,
  ),
)
