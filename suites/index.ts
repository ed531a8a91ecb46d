import type { Suite } from '../harness/check/index.ts'
import create from './rfc7644/3.3-create.suite.ts'

/** Every suite, in the order of the standards. */
export const suites: readonly Suite[] = [create]
