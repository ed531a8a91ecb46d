import { type Recording, recordings } from '../../entra/recordings.ts'
import { wireForm } from '../../entra/sameRequest.ts'
import { playedIn } from '../../../suites/entra/playing.ts'
import { literalToken } from '../../target/credentials.ts'
import type { Exchange } from '../../target/types.ts'
import notPlayed from '../../../fixtures/entra/not-played.json' with { type: 'json' }
import measured from '../../../suites/plays.json' with { type: 'json' }
import { playReference } from './inProcess.ts'
import { builtInChecks } from '../suites.ts'

const TOKEN_URL = 'http://reference.test/oauth2/token'

/** A recorded exchange, and the checks that play it. */
export interface PlayedFixture {
  readonly id: string
  readonly original: string
  readonly sender: string
  readonly dialect: string
  readonly checks: readonly string[]
  /** Why nothing plays it. */
  readonly why?: string
}

/** What becomes of every recorded exchange under some checks: who plays it, as measured in `suites/plays.json`, or why nobody does. */
export function playedFixtures(ids: readonly string[]): readonly PlayedFixture[] {
  const table: Readonly<Record<string, readonly string[]>> = measured
  const there = new Set(ids)
  return recordings().map(({ id, original, sender, dialect }) => {
    const checks = (table[original] ?? []).filter((check) => there.has(check))
    const why =
      notPlayed.exchanges.find((one) => one.original === original)?.reason ??
      notPlayed.senders.find((one) => one.sender === sender)?.reason
    return {
      id,
      original,
      sender,
      dialect,
      checks,
      ...(checks.length > 0 || why === undefined ? {} : { why }),
    }
  })
}

/** Ids of recordings for whose not being played a reason stands, although they are played or do not exist. */
export function idleExcuses(fixtures: readonly PlayedFixture[]): readonly string[] {
  return notPlayed.exchanges
    .map(({ original }) => original)
    .filter((original) => !fixtures.some((one) => one.original === original && one.checks.length === 0))
}

/**
 * Which checks play which recorded exchange, measured on the reference server; recordings of one wire form are played
 * together. By the recordings' names, in order.
 */
export async function measurePlays(): Promise<Readonly<Record<string, readonly string[]>>> {
  const checks = builtInChecks().filter(({ profile }) => profile === 'entra' || profile === 'microsoft')
  const exchanges: Exchange[] = []
  await playReference({}, checks, {
    credentials: (token) => ({
      ...literalToken(token),
      grant: () => Promise.resolve({ tokenUrl: TOKEN_URL }),
    }),
    onExchange: (exchange) => void exchanges.push(exchange),
  })
  const all = recordings()
  const forms = new Map(all.map((recording) => [recording.original, wireForm(recording)]))
  const players = new Map<string, Set<string>>()
  for (const exchange of exchanges) {
    const original = playedIn(exchange)
    const form = original === undefined ? undefined : forms.get(original)
    if (form === undefined || exchange.check === undefined) continue
    players.set(form, (players.get(form) ?? new Set()).add(exchange.check))
  }
  const rows = all.flatMap((recording: Recording) => {
    const mine = players.get(wireForm(recording))
    return mine === undefined ? [] : [[recording.original, [...mine].sort()] as const]
  })
  return Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)))
}
