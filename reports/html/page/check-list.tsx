import { useState } from 'preact/hooks'
import type { RunDocument } from '../../model/index.ts'
import { CheckDetail } from './check-detail.tsx'
import type { Entry } from './match.ts'
import { Badge, Marks, Value } from './text.tsx'

const step = 200

interface RowProps {
  readonly run: RunDocument
  readonly entry: Entry
  readonly isOpen: boolean
  readonly leftOut: number
  readonly onToggle: (id: string) => void
}

function CheckRow({ run, entry, isOpen, leftOut, onToggle }: RowProps) {
  const { check } = entry
  return (
    <li id={`check-${check.id}`} class={`check is-${check.verdict}`}>
      <h3>
        <button type="button" aria-expanded={isOpen} onClick={() => onToggle(check.id)}>
          <Badge verdict={check.verdict} />
          <span class="what">
            <span class="title">
              <Value text={check.title} />
            </span>
            <code>{check.id}</code>
          </span>
          {check.isNew === true && <span class="remark">new</span>}
          {check.baseline !== undefined && <span class="remark">known</span>}
          <Marks level={check.level} profile={check.profile} dialect={check.dialect} />
        </button>
      </h3>
      {isOpen && <CheckDetail run={run} check={check} leftOut={leftOut} />}
    </li>
  )
}

interface ListProps {
  readonly run: RunDocument
  readonly entries: readonly Entry[]
  readonly open: readonly string[]
  readonly leftOut: number
  readonly onToggle: (id: string) => void
}

/** The checks, each of which opens in its place; long lists are drawn in steps. */
export function CheckList({ run, entries, open, leftOut, onToggle }: ListProps) {
  const [room, setRoom] = useState(step)
  const drawn = entries.filter(({ check }, at) => at < room || open.includes(check.id))
  if (entries.length === 0) return <p class="empty">No check is selected by this filter.</p>
  return (
    <>
      <ul class="checks">
        {drawn.map((entry) => (
          <CheckRow
            key={entry.check.id}
            run={run}
            entry={entry}
            isOpen={open.includes(entry.check.id)}
            leftOut={leftOut}
            onToggle={onToggle}
          />
        ))}
      </ul>
      {drawn.length < entries.length && (
        <button type="button" class="plain more" onClick={() => setRoom(room + step)}>
          Show {Math.min(step, entries.length - drawn.length)} more of {entries.length - drawn.length}
        </button>
      )}
    </>
  )
}
