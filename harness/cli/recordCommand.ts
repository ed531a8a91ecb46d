import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { rootCertificates } from 'node:tls'
import { startProxy } from '../entra/record/proxy.ts'
import { createRecorder } from '../entra/record/recorder.ts'
import {
  assemble,
  journalOf,
  NoRecording,
  openRecordingJournal,
  writerOf,
} from '../entra/record/recordingFile.ts'
import type { RecordingFile } from '../entra/record/recordedTypes.ts'
import { createRegister } from '../entra/record/register.ts'
import { usage } from '../run/usage.ts'
import { packageVersion } from '../run/version.ts'
import { type BaseUrl, readBaseUrl } from '../target/baseUrl.ts'
import { systemClock } from '../target/time.ts'
import { undiciTransport } from '../target/undiciTransport.ts'
import { listenForInterrupt } from './interrupt.ts'
import type { RecordOptions } from './record.ts'

const GRACE_MS = 5_000

const say = (text: string) => void process.stdout.write(`${text}\n`)
const warn = (text: string) => void process.stderr.write(`${text}\n`)

/**
 * Records until it is interrupted, and leaves the file.
 *
 * @throws {UsageError} on options that can not be followed
 * @throws {TargetError} when the server can not be reached
 */
export async function recordCommand(typed: RecordOptions): Promise<void> {
  const { upstream, tls, ca, open, path } = settingsOf(typed)
  const file = resolve(typed.out)
  const before = assembled(file, typed.out)
  const silenceMs = Number(typed.timeout)
  await expectAnswer(upstream, { ...(ca === undefined ? {} : { ca }), insecure: typed.insecure === true })

  const journal = openedJournal(file, typed.out)
  const bases = [upstream.base, ...(open === undefined ? [] : [open.base + path])]
  const recorder = createRecorder({
    hiding: { register: createRegister(namesIn(before)), bases },
    journal,
    sender: typed.sender,
    startedAt: new Date(systemClock()).toISOString(),
    tool: `scimproof ${packageVersion()}`,
    ...(typed.quiet === true ? {} : { onRecorded: warn }),
  })
  const proxy = await startProxy(
    {
      upstream: upstream.base,
      query: upstream.query,
      path,
      recorder,
      ...(tls === undefined ? {} : { tls }),
      trust: {
        ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
        insecure: typed.insecure === true,
      },
      silenceMs,
      onTrouble: warn,
    },
    typed,
  ).catch((error: NodeJS.ErrnoException) => {
    throw error.code?.startsWith('ERR_') === true
      ? usage(
          `--cert and --key can not be used: ${error.message}.`,
          'Give a certificate chain and its key, both as PEM.',
        )
      : usage(
          `Port ${typed.port} on ${typed.host} can not be had (${error.code ?? error.message}).`,
          'Choose another with --port; 0 takes any free one.',
        )
  })
  const here = `${tls === undefined ? 'http' : 'https'}://${typed.host.includes(':') ? `[${typed.host}]` : typed.host}:${proxy.port}`
  bases.push(here + path)
  const interrupt = listenForInterrupt(
    () => warn('Ending: requests under way may still come to their end.'),
    () =>
      `Ended. What was recorded is in ${journalOf(typed.out)}; the next recording or replay of ${typed.out} takes it in.`,
  )
  introduce(typed, (open?.base ?? here) + path, {
    before,
    reachable: open === undefined ? tls !== undefined : open.origin.startsWith('https:'),
  })
  await new Promise<void>((ended) =>
    interrupt.signal.addEventListener('abort', () => ended(), { once: true }),
  )
  await proxy.close(GRACE_MS)
  journal.close()
  interrupt.release()
  conclude(typed.out, recorder.count, assemble(file))
}

function settingsOf(typed: RecordOptions) {
  if ((typed.cert === undefined) !== (typed.key === undefined))
    throw usage('--cert and --key belong together.', 'Give both, as PEM files.')
  if (!/^[1-9]\d*$/.test(typed.timeout)) throw usage('--timeout takes a whole number of milliseconds.')
  if (typed.path !== undefined && !/^\/?[\w-]{16,}$/.test(typed.path))
    throw usage(
      '--path must be hard to guess: at least 16 letters, digits, - and _.',
      'Leave it away to have one drawn.',
    )
  const tls =
    typed.cert === undefined || typed.key === undefined
      ? undefined
      : { cert: pem('--cert', typed.cert), key: pem('--key', typed.key) }
  const open = typed.publicUrl === undefined ? undefined : readBaseUrl(typed.publicUrl)
  const ca = typed.ca === undefined ? undefined : pem('--ca', typed.ca)
  const path = `/${(typed.path ?? randomBytes(18).toString('base64url')).replace(/^\//, '')}`
  return { upstream: readBaseUrl(typed.upstream), tls, ca, open, path }
}

function pem(option: string, file: string): string {
  const text = readable(option, file)
  if (!text.includes('-----BEGIN '))
    throw usage(`${option} ${file} holds no PEM.`, 'It begins with -----BEGIN.')
  return text
}

function readable(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw usage(
      `${option} ${file} can not be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`,
    )
  }
}

/** What an earlier recording left in the file, or beside it when it was cut short. */
function assembled(file: string, name: string): RecordingFile | undefined {
  const writer = writerOf(file)
  if (writer !== undefined)
    throw usage(`Process ${writer} is recording into ${name}.`, 'End it, or give another file with --out.')
  const cut = existsSync(journalOf(file))
  try {
    const before = assemble(file)
    if (cut)
      warn(
        `An earlier recording was cut short; ${name} holds its ${before?.exchanges.length ?? 0} exchanges now.`,
      )
    return before
  } catch (error) {
    if (error instanceof NoRecording)
      throw usage(
        `${name} exists and is no recording, so nothing is written into it.`,
        'Give another file with --out.',
      )
    throw usage(`${name} can not be written (${(error as NodeJS.ErrnoException).code ?? String(error)}).`)
  }
}

function openedJournal(file: string, name: string) {
  try {
    return openRecordingJournal(file)
  } catch (error) {
    throw usage(`${name} can not be written (${(error as NodeJS.ErrnoException).code ?? String(error)}).`)
  }
}

const namesIn = (recording: RecordingFile | undefined): ReadonlySet<string> =>
  new Set((recording?.exchanges ?? []).flatMap(({ variables }) => Object.keys(variables)))

/** Any answer will do: tokens are the caller's. */
async function expectAnswer(upstream: BaseUrl, trust: { ca?: string; insecure: boolean }): Promise<void> {
  const transport = undiciTransport({ ...trust, timeoutMs: 10_000 })
  const query = upstream.query === '' ? '' : `?${upstream.query}`
  try {
    await transport(
      {
        method: 'GET',
        url: `${upstream.base}/ServiceProviderConfig${query}`,
        headers: { accept: 'application/scim+json' },
      },
      new AbortController().signal,
    )
  } finally {
    await transport.close()
  }
}

function introduce(
  typed: RecordOptions,
  url: string,
  { before, reachable }: { before: RecordingFile | undefined; reachable: boolean },
): void {
  say(
    [
      `Recording what is said to ${typed.upstream.replace(/\?.*/, '')} into ${typed.out}${before === undefined ? '' : ` (${before.exchanges.length} exchanges are there)`}.`,
      'Tenant URL:',
      `  ${url}`,
      `  ${url}/?aadOptscim062020   with Entra's compliant dialect switched on`,
      'Secret Token: the one of the server. It is passed on, and recorded nowhere.',
      ...(reachable
        ? []
        : [
            'Entra calls public https only: give --cert and --key, or the URL of a tunnel with --public-url.',
          ]),
      'Ctrl-C ends the recording.',
    ].join('\n'),
  )
}

function conclude(out: string, count: number, recording: RecordingFile | undefined): void {
  if (recording === undefined) return say('Nothing was recorded, and no file was written.')
  const total = recording.exchanges.length
  const jobs = new Map<string, number>()
  for (const { job } of recording.exchanges.slice(total - count)) jobs.set(job, (jobs.get(job) ?? 0) + 1)
  const told = [...jobs].map(([job, times]) => `${times} ${job}`).join(', ')
  say(`Recorded ${count} exchanges${told === '' ? '' : ` (${told})`}; ${out} holds ${total}.`)
  say(`Play them: scimproof replay ${out} URL`)
}
