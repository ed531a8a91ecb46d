import { isArray, isObject } from '../../scim/json.ts'
import type { Json, JsonObject } from '../../scim/types.ts'
import type { Recording } from '../recordings.ts'
import { variablesIn } from '../record/register.ts'

/** A recorded exchange with all that playing it again needs. */
export interface Playable extends Omit<Recording, 'request' | 'variables'> {
  readonly request: Recording['request'] & { readonly credentials?: 'none' | 'refused' }
  readonly answer?: {
    readonly status?: number
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: JsonObject
  }
  readonly variables: Readonly<
    Record<
      string,
      Recording['variables'][string] & {
        readonly sameAs?: string
        readonly letters?: 'lower' | 'upper' | 'swapped'
      }
    >
  >
}

/** A file of exchanges: a recording of a session, or exchanges of one job that each stand for themselves. */
export interface PlayableFile {
  readonly kind?: 'recording'
  readonly exchanges: readonly Playable[]
}

/** Whether a JSON value is a file of exchanges. */
export function isPlayableFile(json: Json): json is JsonObject {
  return (
    isObject(json) &&
    isArray(json['exchanges']) &&
    json['exchanges'].every((one) => isObject(one) && isObject(one['request']))
  )
}

/** Exchanges that belong together, since they speak of the same resources; in their order. */
export interface Thread {
  /** Ordinal of its first exchange in the file. */
  readonly first: number
  readonly exchanges: readonly Playable[]
}

const IDENTIFYING = new Set(['resourceId', 'userName', 'externalId', 'email'])

/**
 * The threads of a file. Exchanges of a collection stand for themselves. In a recording those belong together that name
 * the same resource, by id or by what identifies it, or that look for what another one sent; one that names nothing is
 * kept once.
 */
export function threadsOf(file: PlayableFile): readonly Thread[] {
  const { exchanges } = file
  if (file.kind !== 'recording') return exchanges.map((exchange, first) => ({ first, exchanges: [exchange] }))
  const lookedFor = new Set(exchanges.flatMap(({ request }) => variablesIn(request.query ?? '')))
  const roots = exchanges.map((_, index) => index)
  const rootOf = (index: number): number => {
    const parent = roots[index] ?? index
    if (parent === index) return index
    const root = rootOf(parent)
    roots[index] = root
    return root
  }
  const firstUse = new Map<string, number>()
  exchanges.forEach((exchange, index) => {
    for (const name of namesIn(exchange, lookedFor)) {
      const other = firstUse.get(name)
      if (other === undefined) firstUse.set(name, index)
      else roots[rootOf(index)] = rootOf(other)
    }
  })
  const threads = new Map<number, { first: number; exchanges: Playable[] }>()
  const seen = new Set<string>()
  exchanges.forEach((exchange, index) => {
    const root = rootOf(index)
    const thread = threads.get(root)
    if (thread !== undefined) return void thread.exchanges.push(exchange)
    const text = JSON.stringify(exchange.request)
    if (variablesIn(text).length === 0) {
      if (seen.has(text)) return
      seen.add(text)
    }
    threads.set(root, { first: index, exchanges: [exchange] })
  })
  return [...threads.values()]
}

/** The variables that tie an exchange to others: of its request, and the id of the one resource that it made or found. */
function namesIn(exchange: Playable, lookedFor: ReadonlySet<string>): string[] {
  const { request, variables } = exchange
  const made = variablesIn(JSON.stringify(onlyIdIn(exchange) ?? null))
  const named = variablesIn(JSON.stringify(request)).filter(
    (name) => lookedFor.has(name) || IDENTIFYING.has(variables[name]?.kind ?? ''),
  )
  return [...named, ...made].flatMap((name) => {
    const same = variables[name]?.sameAs
    return same === undefined ? [name] : [name, same]
  })
}

function onlyIdIn({ request, answer, job }: Playable): Json | undefined {
  if (request.method === 'POST') return answer?.body?.['id']
  if (!job.endsWith('-query')) return undefined
  const list = answer?.body?.['Resources']
  const [only, ...more] = isArray(list) ? list : []
  return isObject(only) && more.length === 0 ? only['id'] : undefined
}

/** What the variables of a recorded value are in the value that came in its place, as far as both are alike. */
export function boundBy(recorded: Json | undefined, found: Json | undefined): Record<string, string> {
  if (typeof recorded === 'string') {
    const [, before = '', name] = /^(.*)\{\{(\w+)\}\}$/.exec(recorded) ?? []
    const text = typeof found === 'number' ? String(found) : found
    if (name === undefined || typeof text !== 'string' || before !== '') return {}
    return { [name]: text }
  }
  if (isArray(recorded) && isArray(found))
    return merged(recorded.map((element, index) => boundBy(element, found[index])))
  if (!isObject(recorded) || !isObject(found)) return {}
  return merged(Object.entries(recorded).map(([name, value]) => boundBy(value, found[name])))
}

const merged = (all: readonly Record<string, string>[]): Record<string, string> =>
  Object.assign({}, ...all) as Record<string, string>
