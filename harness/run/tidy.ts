import { fileJournal } from '../check/holdings/journal.ts'
import type { Leftover } from '../../reports/model/index.ts'
import { cleanFromJournal } from './clean.ts'
import { connect, type ConnectionSettings } from './connection.ts'
import { openExchangeLog } from './exchangeLog.ts'

/**
 * Removes what the journal of a run still says is alive. An interrupt does not stop this: it is what an interrupt waits
 * for. `begin` hears how much is left, when anything is; what `stays` names is deactivated only.
 */
export async function tidy(
  settings: readonly [ConnectionSettings, ...ConnectionSettings[]],
  files: { readonly journal: string; readonly exchanges: string },
  begin: (left: number) => void,
  stays?: (url: string) => boolean,
): Promise<readonly Leftover[]> {
  const journal = fileJournal(files.journal)
  const left = journal.alive().length + journal.open().length
  if (left === 0) {
    journal.close()
    return []
  }
  begin(left)
  const log = openExchangeLog(files.exchanges, settings[0])
  let count = 0
  const recorder = { nextId: () => `c${(count += 1)}`, record: log.append }
  const connections = await Promise.all(settings.map((one) => connect(one, recorder, log.learn)))
  try {
    const clients = connections.map(({ client }) => client)
    return (await cleanFromJournal(clients, journal, new AbortController().signal, stays)).leftovers
  } finally {
    await Promise.all(connections.map(({ close }) => close()))
    await log.close()
    journal.close()
  }
}
