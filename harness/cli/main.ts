#!/usr/bin/env node
import { program } from './program.ts'
import { tell } from './tell.ts'

try {
  await program().parseAsync(process.argv)
} catch (error) {
  process.exitCode = tell(error)
}
