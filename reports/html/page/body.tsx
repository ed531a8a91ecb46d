import { useMemo, useState } from 'preact/hooks'
import type { BodyRecord } from '../../model/index.ts'
import { printable } from '../../printable.ts'
import { bodyText } from '../../reading/exchanges.ts'
import { differences } from './differences.ts'
import { bodyLines, isAt, type Line } from './json-lines.ts'

const roomFor = 80

interface Props {
  readonly body: BodyRecord
  /** JSON path of the value that decided. */
  readonly mark?: string | undefined
  /** An earlier representation of the same resource: what differs from it is shown. */
  readonly earlier?: string | undefined
}

interface LineProps {
  readonly line: Line
  readonly marked: boolean
  readonly differs: boolean
}

function BodyLine({ line, marked, differs }: LineProps) {
  const text = `${printable(line.text)}\n`
  if (marked) return <mark>{text}</mark>
  if (differs) return <ins title="not so in the earlier answer">{text}</ins>
  return <>{text}</>
}

/** A body, indented if it is JSON, with the deciding part marked; a long one is opened on demand. */
export function Body({ body, mark, earlier }: Props) {
  const text = bodyText(body)
  const [raw, setRaw] = useState(false)
  const [whole, setWhole] = useState(false)
  const lines = useMemo(
    () => (raw ? text.split('\n').map((line): Line => ({ text: line })) : bodyLines(text)),
    [text, raw],
  )
  const isJson = lines.some((line) => line.path !== undefined)
  const differing = useMemo(
    () => (earlier === undefined || raw ? undefined : differences(earlier, lines)),
    [earlier, lines, raw],
  )
  const gone = differing?.gone.filter((path) => path !== mark) ?? []
  const marked = lines.findIndex((line) => isAt(line, mark))
  const from =
    whole || lines.length <= roomFor ? 0 : Math.max(0, Math.min(marked - 10, lines.length - roomFor))
  const drawn = whole ? lines : lines.slice(from, from + roomFor)
  return (
    <div class="body">
      {mark !== undefined && isJson && marked === -1 && (
        <p class="absent">
          <code>{mark}</code> is absent
        </p>
      )}
      {gone.length > 0 && (
        <p class="differs">
          gone since the earlier answer: <code>{gone.map(printable).join(', ')}</code>
        </p>
      )}
      <pre tabIndex={0}>
        {from > 0 && <span class="cut">… {from} lines</span>}
        {drawn.map((line, at) => (
          <BodyLine
            key={at}
            line={line}
            marked={isAt(line, mark)}
            differs={differing?.changed.has(line) === true}
          />
        ))}
      </pre>
      <div class="under">
        {drawn.length < lines.length && (
          <button type="button" class="plain" onClick={() => setWhole(true)}>
            Show all {lines.length} lines
          </button>
        )}
        {typeof body === 'string' && (isJson || raw) && (
          <button type="button" class="plain" onClick={() => setRaw(!raw)}>
            {raw ? 'Indented' : 'As it came'}
          </button>
        )}
      </div>
    </div>
  )
}
