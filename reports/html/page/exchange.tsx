import type { CheckResult, ExchangeRecord, RunDocument } from '../../model/index.ts'
import type { ExchangeReading } from '../../reading/exchanges.ts'
import { duration } from '../../words.ts'
import { Body } from './body.tsx'
import { Copy } from './copy.tsx'
import { curlOf } from './curl.ts'
import { Value } from './text.tsx'

function Headers({ headers }: { readonly headers: Readonly<Record<string, string>> }) {
  const names = Object.keys(headers)
  if (names.length === 0) return null
  return (
    <details class="headers">
      <summary>
        {names.length} headers <span class="quiet">{headers['content-type'] ?? ''}</span>
      </summary>
      <table>
        <tbody>
          {Object.entries(headers).map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <Value text={value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

interface MessageProps {
  readonly title: string
  readonly message: {
    readonly headers: Readonly<Record<string, string>>
    readonly body?: ExchangeRecord['request']['body']
  }
  readonly mark?: string | undefined
  readonly earlier?: string | undefined
}

function Message({ title, message, mark, earlier }: MessageProps) {
  return (
    <div class="message">
      <h5>{title}</h5>
      <Headers headers={message.headers} />
      {message.body === undefined || message.body === '' ? (
        <p class="quiet">no body</p>
      ) : (
        <Body body={message.body} mark={mark} earlier={earlier} />
      )}
    </div>
  )
}

interface Props {
  readonly reading: ExchangeReading
  /** An earlier answer about the same resource. */
  readonly earlier?: string | undefined
  readonly check: CheckResult
  readonly run: RunDocument
}

/** One request and its answer; the deciding one is open and marked. */
export function Exchange({ reading, earlier, check, run }: Props) {
  const { exchange, role, id } = reading
  if (exchange === undefined) {
    return (
      <li class="exchange">
        <p class="quiet">{id}: left out of the document</p>
      </li>
    )
  }
  const { request, response, failure } = exchange
  const deciding = role === 'deciding'
  const { baseUrl } = run.target
  const path = request.url.startsWith(baseUrl) ? request.url.slice(baseUrl.length) || '/' : request.url
  return (
    <li class={`exchange is-${role}`}>
      <details open={deciding}>
        <summary>
          <span class="role">{role}</span>
          <code class="line">
            <b>{request.method}</b> <Value text={path} />
          </code>
          <span class={deciding && check.at === undefined ? 'status marked' : 'status'}>
            {response === null ? 'no answer' : response.status}
          </span>
          <span class="quiet time">{duration(exchange.durationMs)}</span>
        </summary>
        <div class="messages">
          <Message title={`${request.method} ${request.url}`} message={request} />
          {response === null ? (
            <div class="message">
              <h5>No complete answer</h5>
              <p>
                <code>{failure?.code}</code> <Value text={failure?.message ?? 'the connection was cut'} />
              </p>
            </div>
          ) : (
            <Message
              title={`Answer ${response.status}`}
              message={response}
              mark={role === 'set-up' ? undefined : check.at}
              earlier={earlier}
            />
          )}
        </div>
        <p class="quiet under">
          {id} · sent {duration(exchange.startedAt)} after the start · {exchange.scope}{' '}
          <Copy label="Copy as curl" text={() => curlOf(exchange, baseUrl)} />
        </p>
      </details>
    </li>
  )
}
