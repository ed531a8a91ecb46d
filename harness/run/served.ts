import { startCommand } from '../target/process.ts'
import { serveFetch, serveReference } from './embedded.ts'
import type { RunOptions } from './options.ts'
import { usage } from './usage.ts'

/** The target of a run, wherever it comes from. */
export interface Served {
  readonly url: string
  readonly token?: string
  readonly second?: { readonly url: string; readonly token?: string; readonly tokenEnv?: string }
  /** This run started it, so no budget protects it. */
  readonly ours: boolean
  /** For the head of the report. */
  readonly note?: string
  close(): Promise<void>
}

/** Finds or starts the target that the options name. @throws {UsageError} when they contradict each other */
export async function serveTarget(options: RunOptions): Promise<Served> {
  const { url, command, waitFor, image } = options
  const embeddedOnly = [
    ['--fault', options.faults],
    ['--variant', options.variants],
    ['--without', options.without],
  ] as const
  const misplaced = embeddedOnly.find(([, values]) => values !== undefined && values.length > 0)
  if (misplaced !== undefined && (url !== undefined || options.fetch !== undefined)) {
    throw usage(
      `${misplaced[0]} works on the embedded server only, and a URL was given.`,
      'Leave the URL away.',
    )
  }
  if (image !== undefined) {
    if (url !== undefined || command !== undefined)
      throw usage(
        `--image starts the target, and ${url === undefined ? '--command' : 'a URL'} was given too.`,
        'Leave one of them away; --image-path says where the base URL is in the container.',
      )
    const { startContainer } = await import('../target/container.ts')
    const started = await startContainer({
      image,
      port: options.imagePort ?? 8080,
      path: `/${(options.imagePath ?? '/scim/v2').replace(/^\/+/, '')}`,
      environment: options.imageEnv ?? {},
      timeoutMs: 60_000,
    })
    return {
      url: started.url,
      ours: true,
      note: `The target was started from the image ${image}.`,
      close: () => started.stop(),
    }
  }
  const unused = (['imagePort', 'imageEnv', 'imagePath'] as const).find((name) => options[name] !== undefined)
  if (unused !== undefined)
    throw usage(`--${unused.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)} needs --image.`)
  if (command !== undefined) {
    if (url === undefined)
      throw usage(
        '--command starts a server, and no base URL says where it answers.',
        'Give the base URL too.',
      )
    const started = await startCommand({ command, waitFor: waitFor ?? url, timeoutMs: 60_000 })
    return { url, ours: true, note: `The target was started by --command.`, close: () => started.stop() }
  }
  const second = options.second === undefined ? {} : { second: options.second }
  if (url !== undefined) return { url, ...second, ours: false, close: () => Promise.resolve() }
  if (options.fetch !== undefined) return { ...(await serveFetch(options.fetch)), ours: true }
  return {
    ...(await serveReference(options)),
    ours: true,
    note: 'The target is the embedded reference server.',
  }
}
