import { suite, type Suite } from '../../../harness/check/index.ts'
import {
  type Playable,
  type PlayableFile,
  type Thread,
  threadsOf,
} from '../../../harness/entra/replay/playable.ts'
import { existingIn } from './preparing.ts'
import { playThread } from './playThread.ts'

/** Prefix of the ids of all checks that are made from files. */
export const REPLAY = 'replay'

const PER_EXCHANGE_MS = 3_000

/**
 * The checks of a file of exchanges: one for each thread.
 *
 * @param name of the file, without folder and extension
 */
export function replayedSuite(name: string, file: PlayableFile): Suite {
  const id = `${REPLAY}.${slug(name)}`
  return suite(
    `Recorded in ${name}`,
    {
      id,
      file: `suites/entra/replay`,
      profile: 'entra',
      severity: 'breaks-provisioning',
      impact: 'What was recorded does not work on this server.',
    },
    ({ check }) => {
      for (const thread of threadsOf(file)) {
        const { exchanges } = thread
        check(
          titleOf(thread),
          {
            id: file.kind === 'recording' ? `from-${thread.first + 1}` : slug(exchanges[0]?.original ?? ''),
            verifies: [],
            rulings: [...new Set(['EN-00', ...exchanges.flatMap(({ rulings = [] }) => rulings)])],
            level: 'MUST',
            tags: dialectsIn(exchanges),
            needs: needsOf(exchanges),
            timeoutMs: 30_000 + PER_EXCHANGE_MS * exchanges.length,
            cost: costOf(exchanges),
          },
          (context) => playThread(context, thread),
        )
      }
    },
  )
}

function titleOf({ exchanges }: Thread): string {
  const [first, ...more] = exchanges
  if (more.length === 0) return `${first?.title ?? ''} works as recorded`
  const jobs = [...new Set(exchanges.map(({ job }) => job))]
  return `${exchanges.length} exchanges from ${first?.title ?? ''} on work as recorded (${jobs.join(', ')})`
}

function dialectsIn(exchanges: readonly Playable[]): string[] {
  const names = { legacy: 'legacy', aadOptscim062020: 'compliant' } as const
  return [
    ...new Set(
      exchanges.flatMap(({ dialect }) => (dialect in names ? [names[dialect as keyof typeof names]] : [])),
    ),
  ]
}

/** Most of what the exchanges make is there at once; each is sent, and looked at before and after. */
function costOf(exchanges: readonly Playable[]) {
  const made = exchanges.flatMap(({ request }) =>
    request.method === 'POST' ? [/^\/groups\/?$/i.test(request.path) ? 'group' : 'user'] : [],
  )
  const all = [...made, ...existingIn(exchanges).map(({ kind }) => kind)]
  const groups = all.filter((kind) => kind === 'group').length
  return {
    users: all.length - groups,
    groups,
    creates: all.length,
    requests: 3 * exchanges.length + all.length,
  }
}

function needsOf(exchanges: readonly Playable[]) {
  const groups = exchanges.some(({ request }) => /^\/groups(\/|$)/i.test(request.path))
  const patch = exchanges.some(({ request }) => request.method === 'PATCH')
  return [...(groups ? (['groups'] as const) : []), ...(patch ? (['patch'] as const) : [])]
}

/** Lower case, digits and dashes, as ids of checks are. */
export function slug(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return plain === '' ? 'file' : plain
}
