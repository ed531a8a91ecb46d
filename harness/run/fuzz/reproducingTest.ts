import type { Demand } from '../../check/verdict.ts'
import { getMember, isObject } from '../../scim/json.ts'
import type { Json } from '../../scim/types.ts'
import type { ExchangeRecord } from '../../../reports/model/index.ts'

/** What a test is written from. */
export interface TestSource {
  readonly title: string
  /** Why it is wrong, and what was expected and observed; each becomes a comment. */
  readonly remarks: readonly string[]
  readonly baseUrl: string
  /** Ids of the exchanges that reproduce it, in order. */
  readonly exchanges: readonly string[]
  readonly decisive: readonly string[]
  readonly demands: readonly Demand[]
}

const HEAD = (base: string) => `import { afterAll, expect, test } from 'vitest'

const base = process.env['SCIM_URL'] ?? ${JSON.stringify(base)}
const made: string[] = []

async function send(method: string, path: string, body?: unknown) {
  const headers = { accept: 'application/scim+json', authorization: \`Bearer \${process.env['SCIM_TOKEN'] ?? ''}\` }
  const answer = await fetch(\`\${base}\${path}\`, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  const json = /json/.test(answer.headers.get('content-type') ?? '') && text !== '' ? JSON.parse(text) : {}
  return { status: answer.status, json }
}

afterAll(async () => {
  for (const path of made) await send('DELETE', path)
})
`

const SUMMARY = `
function summaryOf({ status, json }: Awaited<ReturnType<typeof send>>) {
  const { id: _id, meta: _meta, Resources, detail: _detail, ...rest } = json
  const names = Resources?.map((one: { userName?: string; displayName?: string }) => one.userName ?? one.displayName)
  return Resources === undefined ? { status, ...rest } : { status, names: names.sort() }
}
`

/**
 * A test for vitest that sends the exchanges of a counterexample again with `fetch`, and fails as long as the server
 * answers wrongly. Ids that the server gives are taken from its answers; what is made is deleted. Resources that the
 * exchanges presuppose are made first, as the run made them.
 */
export function reproducingTest(
  source: TestSource,
  recorded: Readonly<Record<string, ExchangeRecord>>,
): string | undefined {
  const asked = source.exchanges.filter((id) => recorded[id] !== undefined)
  if (asked.length === 0) return undefined
  const order = [...presupposed(asked, recorded), ...asked]
  const ids = new Map<string, string>()
  const lines: string[] = []
  const variables = new Map<string, string>()
  for (const exchangeId of order) {
    const exchange = recorded[exchangeId]
    if (exchange === undefined) continue
    const name = `answer${variables.size + 1}`
    variables.set(exchangeId, name)
    lines.push(`const ${name} = ${sendOf(exchange, source.baseUrl, ids)}`)
    const created = createdBy(exchange)
    if (created === undefined) continue
    const variable = `id${ids.size + 1}`
    ids.set(created, variable)
    lines.push(`const ${variable} = ${name}.json.id`)
    lines.push(`made.unshift(${spelled(`${pathOf(exchange, source.baseUrl)}/${created}`, ids)})`)
  }
  const demands = source.demands.filter(({ exchange }) => variables.has(exchange))
  const decisive = source.decisive.filter((id) => variables.has(id))
  const judged = decisive.length > 0 ? decisive : order.slice(-1)
  const asserted =
    demands.length > 0
      ? demands.flatMap((demand) => assertionsOf(demand, variables.get(demand.exchange) ?? ''))
      : notAsObserved(judged.map((id) => [variables.get(id) ?? '', recorded[id]] as const))
  const body = [...source.remarks.map((text) => `// ${text.replaceAll(/\s+/g, ' ')}`), ...lines, ...asserted]
  const summary = demands.length > 0 ? '' : SUMMARY
  return `${HEAD(source.baseUrl)}${summary}
test(${JSON.stringify(source.title)}, async () => {
${body.map((line) => `  ${line}`).join('\n')}
})
`
}

/** Creations of resources that are named by exchanges and made by none of them. */
function presupposed(
  ids: readonly string[],
  recorded: Readonly<Record<string, ExchangeRecord>>,
): readonly string[] {
  const text = ids
    .map((id) => `${recorded[id]?.request.url ?? ''} ${textOf(recorded[id]?.request.body)}`)
    .join(' ')
  return Object.entries(recorded).flatMap(([id, exchange]) => {
    const created = createdBy(exchange)
    return created === undefined || ids.includes(id) || !text.includes(created) ? [] : [id]
  })
}

const textOf = (body: ExchangeRecord['request']['body']) => (typeof body === 'string' ? body : '')

function jsonOf(body: ExchangeRecord['request']['body']): Json | undefined {
  try {
    return typeof body === 'string' && body !== '' ? (JSON.parse(body) as Json) : undefined
  } catch {
    return undefined // malformed on purpose, or no JSON: sent as the text it is
  }
}

/** The id that the server gave to what an exchange made. */
function createdBy({ request, response }: ExchangeRecord): string | undefined {
  if (request.method !== 'POST' || response?.status !== 201) return undefined
  const json = jsonOf(response.body)
  const id = json !== undefined && isObject(json) ? getMember(json, 'id') : undefined
  return typeof id === 'string' ? id : undefined
}

function pathOf({ request }: ExchangeRecord, base: string): string {
  return request.url.startsWith(base) ? request.url.slice(base.length) : new URL(request.url).pathname
}

function sendOf(exchange: ExchangeRecord, base: string, ids: ReadonlyMap<string, string>): string {
  const { method, body } = exchange.request
  const words = [JSON.stringify(method), spelled(pathOf(exchange, base), ids)]
  const json = jsonOf(body)
  if (json !== undefined) words.push(literal(JSON.stringify(json), ids))
  else if (typeof body === 'string' && body !== '') words.push(JSON.stringify(body))
  return `await send(${words.join(', ')})`
}

const spelled = (text: string, ids: ReadonlyMap<string, string>) => literal(JSON.stringify(text), ids)

/** JSON as a literal in which ids that the server gave are variables. */
function literal(json: string, ids: ReadonlyMap<string, string>): string {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"/g, (word) => {
    if (![...ids.keys()].some((id) => word.includes(id))) return word
    const escaped = word.slice(1, -1).replaceAll('`', '\\`').replaceAll('${', '\\${')
    const open = [...ids].reduce((text, [id, name]) => text.replaceAll(id, `\${${name}}`), escaped)
    return `\`${open}\``
  })
}

function assertionsOf(demand: Demand, answer: string): readonly string[] {
  if ('statusOneOf' in demand)
    return [`expect(${JSON.stringify(demand.statusOneOf)}).toContain(${answer}.status)`]
  if ('holdsOneOf' in demand)
    return [
      `expect(${JSON.stringify(demand.holdsOneOf)}.map((state) => expect.objectContaining(state))).toContainEqual(${answer}.json)`,
    ]
  const names = `${answer}.json.Resources?.map((one: { userName: string }) => one.userName) ?? []`
  return [
    `const names = ${names}`,
    ...(demand.selects.length === 0
      ? []
      : [`expect(names).toEqual(expect.arrayContaining(${JSON.stringify(demand.selects)}))`]),
    ...demand.leavesOut.map((name) => `expect(names).not.toContain(${JSON.stringify(name)})`),
  ]
}

/** The answers together may be any but those that were wrong. */
function notAsObserved(
  answers: readonly (readonly [name: string, exchange: ExchangeRecord | undefined])[],
): readonly string[] {
  const observed = answers.map(([, exchange]) => {
    const json = jsonOf(exchange?.response?.body)
    return summaryOf(exchange?.response?.status ?? 0, json !== undefined && isObject(json) ? json : {})
  })
  const names = answers.map(([name]) => `summaryOf(${name})`).join(', ')
  return [`expect([${names}], 'the server still answers as it did').not.toEqual(${JSON.stringify(observed)})`]
}

function summaryOf(status: number, json: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  const { id: _id, meta: _meta, detail: _detail, Resources, ...rest } = json
  if (!Array.isArray(Resources)) return { status, ...rest }
  const names = (Resources as readonly Json[]).map((one) =>
    isObject(one) ? (one['userName'] ?? one['displayName'] ?? null) : null,
  )
  return { status, names: names.sort() }
}
