import { REPLAY } from '../../suites/entra/replay/replayedSuite.ts'
import type { ExchangeRecord } from '../../reports/model/index.ts'
import type { RunOptions } from './options.ts'

/** Quotes a word for a POSIX shell. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

const LEFT_OUT = new Set(['host', 'connection', 'content-length', 'accept-encoding'])

/** A curl command that sends an exchange's request again, with the token from `$SCIM_TOKEN`. */
export function curlOf({ request }: ExchangeRecord): string {
  const headers = Object.entries(request.headers).flatMap(([name, value]) => {
    if (LEFT_OUT.has(name)) return []
    if (name === 'authorization') return ['-H "Authorization: Bearer $SCIM_TOKEN"']
    return [`-H ${quoted(`${name}: ${value}`)}`]
  })
  const body = typeof request.body === 'string' ? [`--data-raw ${quoted(request.body)}`] : []
  const method = request.method === 'GET' ? [] : [`-X ${request.method}`]
  return ['curl -sS', ...method, quoted(request.url), ...headers, ...body].join(' ')
}

/** How a target is named in a command line. */
export interface TargetWords {
  /** Absent for the embedded server. */
  readonly url?: string
  /** Where it answered. */
  readonly baseUrl?: string
  /** Folder of the run, as it was named. */
  readonly out?: string
  /** Files of recorded exchanges that were played. */
  readonly recordings?: readonly string[]
  /** The options that start it (`--image`, `--command`), as they are typed. */
  readonly start?: string
  /** The file of `--mapping`. */
  readonly mapping?: string
  readonly faults: readonly string[]
  readonly variants: readonly string[]
  readonly without: readonly string[]
  readonly seed: number
}

/** How the target was started, as it is typed; values of environment variables are left to the environment. */
export function startWords(options: RunOptions): string | undefined {
  const { image, imagePort, imageEnv = {}, imagePath, command, waitFor } = options
  if (image !== undefined)
    return [
      `--image ${quoted(image)}`,
      ...(imagePort === undefined ? [] : [`--image-port ${imagePort}`]),
      ...Object.keys(imageEnv).map((name) => `--image-env "${name}=$${name}"`),
      ...(imagePath === undefined ? [] : [`--image-path ${quoted(imagePath)}`]),
    ].join(' ')
  if (command === undefined) return undefined
  return `--command ${quoted(command)}${waitFor === undefined ? '' : ` --wait-for ${quoted(waitFor)}`}`
}

/**
 * The command that plays one check again.
 *
 * @param sender for an observer, which sends nothing itself: the check whose exchange showed it
 */
export function commandFor(id: string, target: TargetWords, sender?: string): string {
  const options = (name: string, values: readonly string[]) =>
    values.map((value) => ` ${name} ${quoted(value)}`).join('')
  const where = target.url === undefined ? '' : ` ${quoted(target.url)}`
  const how =
    options('--fault', target.faults) +
    options('--variant', target.variants) +
    options('--without', target.without)
  const mapping = target.mapping === undefined ? '' : ` --mapping ${quoted(target.mapping)}`
  const start = target.start === undefined ? '' : ` ${target.start}`
  const recording = id.startsWith(`${REPLAY}.`) ? target.recordings?.[0] : undefined
  const command = recording === undefined ? 'run' : `replay ${quoted(recording)}`
  return `npx scimproof ${command}${where}${start}${how}${mapping}${sender === undefined ? '' : ` --only ${sender}`} --only ${id} --seed ${target.seed}`
}
