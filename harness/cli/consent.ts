import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { readBaseUrl } from '../target/baseUrl.ts'
import type { RunOptions } from '../run/index.ts'
import { describePlan, planFor } from './planning.ts'

/** Who can be asked. */
export interface Asked {
  readonly input: Readable
  readonly output: Writable
  /** Whether a person sits there: both are terminals, and no pipeline runs this. */
  readonly present: boolean
}

/** Whether a person must agree first: the server lies elsewhere, nobody here started it, and it is checked for the first time. */
export function needsConsent({ url, command, out }: RunOptions): boolean {
  if (url === undefined || command !== undefined || readBaseUrl(url).loopback) return false
  return readBaseUrl(url).base !== checkedBefore(resolve(out ?? 'scimproof-report', 'run.json'))
}

/** Shows the plan and asks. Anything but yes, also the end of the input, is no. Without a person nobody is asked: yes. */
export async function consented(options: RunOptions, { input, output, present }: Asked): Promise<boolean> {
  if (!present || !needsConsent(options)) return true
  output.write(`${describePlan(await planFor(options))}\n`)
  const lines = createInterface({ input, output })
  const said = await new Promise<string>((answer) => {
    lines.once('close', () => answer(''))
    lines.question(`Go on with ${options.url ?? ''}? [y/N] `, answer)
  })
  lines.close()
  if (/^y(es)?$/i.test(said.trim())) return true
  output.write('Nothing was sent.\n')
  return false
}

/** The base URL of the run whose document lies there. */
function checkedBefore(file: string): string | undefined {
  try {
    const { target } = JSON.parse(readFileSync(file, 'utf8')) as { target?: { baseUrl?: string } }
    return target?.baseUrl
  } catch {
    return undefined // no document, or none that can be read: then this is a first run
  }
}
