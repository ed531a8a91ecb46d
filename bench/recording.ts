import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createReferenceServer } from '../harness/reference/server.ts'
import { run } from '../harness/run/index.ts'

/** A request of a run and the answer it got. */
export interface Recorded {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly status: number
  readonly answerHeaders: Readonly<Record<string, string>>
  readonly answer: string
}

/** The run id under which recording and measuring send the same bytes. */
export const RUN_ID = 'bench000'

export const folder = (): string => mkdtempSync(join(tmpdir(), 'scimproof-bench-'))

/** Plays a whole run in process and keeps every exchange, in the order of the answers. */
export async function record(): Promise<{ records: Recorded[]; token: string; basePath: string }> {
  const server = createReferenceServer({ origin: 'http://127.0.0.1:1' })
  const tenant = server.tenants[0]
  if (tenant === undefined) throw new Error('The reference server has no tenant.')
  const records: Recorded[] = []
  const handler = async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    const body = await request.clone().text()
    const path = `${url.pathname}${url.search}`
    const answer = await server.fetch(new Request(`http://127.0.0.1:1${tenant.basePath}${path}`, request))
    const text = await answer.clone().text()
    records.push({
      method: request.method,
      path,
      headers: Object.fromEntries(request.headers as unknown as Iterable<[string, string]>),
      body,
      status: answer.status,
      answerHeaders: Object.fromEntries(answer.headers as unknown as Iterable<[string, string]>),
      answer: text.replaceAll(`http://127.0.0.1:1${tenant.basePath}`, '{{base}}'),
    })
    return new Response(
      answer.body === null ? null : text.replaceAll(`http://127.0.0.1:1${tenant.basePath}`, url.origin),
      {
        status: answer.status,
        headers: Object.fromEntries(
          [...(answer.headers as unknown as Iterable<[string, string]>)].map(([name, value]) => [
            name,
            value.replaceAll(`http://127.0.0.1:1${tenant.basePath}`, url.origin),
          ]),
        ),
      },
    )
  }
  await run({ fetch: handler, token: tenant.token, out: folder(), engine: 'direct', runId: RUN_ID })
  return { records, token: tenant.token, basePath: tenant.basePath }
}
