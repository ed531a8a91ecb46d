import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Suite } from '../check/suite.ts'
import { isPlayableFile, type PlayableFile } from '../entra/replay/playable.ts'
import type { Json } from '../scim/types.ts'
import { replayedSuite } from '../../suites/entra/replay/replayedSuite.ts'
import { usage } from './usage.ts'

/** Whether a file of checks holds recorded exchanges; any other is a module with a suite. */
export const holdsExchanges = (file: string): boolean => /\.json$/i.test(file)

/**
 * The checks that a file of recorded exchanges stands for.
 *
 * @throws {UsageError} when it can not be read, or holds something else
 */
export function suiteOfExchanges(file: string): Suite {
  const json = readJson(file)
  if (!isPlayableFile(json))
    throw usage(`${file} holds no recorded exchanges.`, 'scimproof record writes such a file.')
  return replayedSuite(basename(file).replace(/\.json$/i, ''), json as unknown as PlayableFile)
}

/** The JSON of a file. @throws {UsageError} when it can not be read */
export function readJson(file: string): Json {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Json
  } catch (error) {
    const why =
      error instanceof SyntaxError
        ? 'it is no JSON'
        : ((error as NodeJS.ErrnoException).code ?? String(error))
    throw usage(`${file} can not be read: ${why}.`)
  }
}
