import { RESERVED_DOMAIN } from '../check/identity/identity.ts'
import { fileJournal, readJournal } from '../check/holdings/journal.ts'
import { budgetOf } from '../run/budget.ts'
import { type Cleaned, cleanByMark, cleanFromJournal } from '../run/clean.ts'
import { connect, connectionSettings } from '../run/connection.ts'
import type { RunOptions } from '../run/index.ts'
import { usage } from '../run/usage.ts'
import { readBaseUrl } from '../target/baseUrl.ts'
import { testConnection } from '../target/connection.ts'
import { systemClock } from '../target/time.ts'

/** What to look for without a journal. */
export interface Wanted {
  readonly runId?: string
  readonly olderThanMs?: number
  readonly dryRun: boolean
}

/** Removes what earlier runs left and tells it; gives the exit code. */
export async function clean(
  options: RunOptions,
  url: string,
  journalFile: string | undefined,
  wanted: Wanted,
): Promise<number> {
  const domains = options.emailDomains ?? [RESERVED_DOMAIN]
  const { base, loopback } = readBaseUrl(url)
  const settings = await connectionSettings(options, url, budgetOf(options, loopback), domains)
  let count = 0
  const { client, close } = await connect(settings, {
    nextId: () => `x${(count += 1)}`,
    record: () => undefined,
  })
  const signal = new AbortController().signal
  try {
    await testConnection(client, signal)
    if (journalFile === undefined) {
      const { olderThanMs, ...rest } = wanted
      const search = {
        ...rest,
        ...(olderThanMs === undefined ? {} : { before: systemClock() - olderThanMs }),
      }
      const cleaned = await cleanByMark(client, { ...search, emailDomains: domains }, signal)
      if (wanted.dryRun) cleaned.found.forEach((found) => say(`would remove ${found}`))
      return tell(cleaned)
    }
    const { head } = readJournal(journalFile)
    if (head.baseUrl !== base) throw usage(`${journalFile} is of a run against ${head.baseUrl}, not ${base}.`)
    const journal = fileJournal(journalFile)
    if (wanted.dryRun) {
      journal.alive().forEach((made) => say(`would remove ${made}`))
      journal
        .open()
        .forEach(({ endpoint, names }) => say(`would look for ${names.join(', ')} in ${endpoint}`))
      journal.close()
      return 0
    }
    const cleaned = await cleanFromJournal([client], journal, signal)
    journal.close()
    return tell(cleaned)
  } finally {
    await close()
  }
}

const say = (line: string) => void process.stdout.write(`${line}\n`)

function tell({ removed, leftovers }: Cleaned): number {
  for (const { url, state, reason } of leftovers) say(`left ${state}  ${url}  ${reason}`)
  say(`removed ${removed}, left ${leftovers.length}`)
  return leftovers.some(({ state }) => state === 'active') ? 1 : 0
}
