#!/usr/bin/env node
import { program } from './program.ts'
import { tell } from './tell.ts'

// Whoever reads the output may leave early, as `head` does: the work goes on, to its clean-up and its exit code.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

try {
  await program().parseAsync(process.argv)
} catch (error) {
  process.exitCode = tell(error)
}
