import { useMemo, useState } from 'preact/hooks'
import type { BodyRecord } from '../../model/index.ts'
import { printable } from '../../printable.ts'
import { bodyText } from '../../reading/exchanges.ts'
import { bodyLines, isAt } from './json-lines.ts'

const roomFor = 80

interface Props {
  readonly body: BodyRecord
  /** JSON path of the value that decided. */
  readonly mark?: string | undefined
}

/** A body, indented if it is JSON, with the deciding part marked; a long one is opened on demand. */
export function Body({ body, mark }: Props) {
  const text = bodyText(body)
  const [raw, setRaw] = useState(false)
  const [whole, setWhole] = useState(false)
  const lines = useMemo(
    () => (raw ? text.split('\n').map((line) => ({ text: line })) : bodyLines(text)),
    [text, raw],
  )
  const isJson = lines.some((line) => 'path' in line)
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
      <pre tabIndex={0}>
        {from > 0 && <span class="cut">… {from} lines</span>}
        {drawn.map((line, at) =>
          isAt(line, mark) ? (
            <mark key={at}>{`${printable(line.text)}\n`}</mark>
          ) : (
            `${printable(line.text)}\n`
          ),
        )}
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
