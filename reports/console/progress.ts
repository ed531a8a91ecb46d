import { printable } from '../printable.ts'
import { duration } from '../words.ts'
import { paint } from './paint.ts'

/** How far a run has come. */
export interface ProgressState {
  readonly done: number
  readonly total: number
  readonly failed: number
  /** What is being checked: an id or a title. */
  readonly current?: string
  /** How far the drawing of examples has come, in words; shown in place of `current`. */
  readonly drawn?: string
}

/** Where progress is shown; `process.stderr` is one. */
export interface ProgressStream {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

export interface ProgressOptions {
  readonly color: boolean
  /** Milliseconds, from any origin. */
  readonly now: () => number
  /** Say nothing but what `line` is given. */
  readonly quiet?: boolean
}

/** The live progress of a run. */
export interface Progress {
  /** Shows a state; too soon after the last one it is kept back. */
  update(state: ProgressState): void
  /** Writes a line that stays, above the progress line. */
  line(text: string): void
  /** Takes the progress line away. */
  end(): void
}

const redrawAfter = 80
const sayAfter = 10_000
const erase = '\r\u001b[2K'

function bar(state: ProgressState, width: number): string {
  const share = state.total === 0 ? 0 : Math.min(1, state.done / state.total)
  const full = Math.round(share * width)
  return '━'.repeat(full) + '─'.repeat(width - full)
}

/**
 * A progress line on a terminal, redrawn in place; elsewhere a plain line every ten seconds and no cursor control.
 */
export function progress(stream: ProgressStream, options: ProgressOptions): Progress {
  const live = stream.isTTY === true && options.quiet !== true
  const ink = paint(options.color)
  const began = options.now()
  let last = live ? -Infinity : began
  let shown = false

  const draw = (state: ProgressState) => {
    const counts = ` ${state.done}/${state.total}  `
    const failed = state.failed === 0 ? '' : `${state.failed} failed  `
    const room = (stream.columns ?? 80) - 1 - 16 - counts.length - failed.length
    const current = [...printable(state.drawn ?? state.current ?? '')].slice(0, Math.max(0, room)).join('')
    stream.write(`${erase}${ink('cyan', bar(state, 16))}${counts}${ink('red', failed)}${ink('dim', current)}`)
    shown = true
  }
  const say = (state: ProgressState) => {
    const failed = state.failed === 0 ? '' : `, ${state.failed} failed`
    const drawn = state.drawn === undefined ? '' : `, ${printable(state.drawn)}`
    stream.write(
      `${state.done} of ${state.total} checked${failed}${drawn}, ${duration(options.now() - began)}\n`,
    )
  }
  const clear = () => {
    if (shown) stream.write(erase)
    shown = false
  }
  return {
    update(state) {
      if (options.quiet === true || options.now() - last < (live ? redrawAfter : sayAfter)) return
      last = options.now()
      if (live) draw(state)
      else say(state)
    },
    line(text) {
      clear()
      stream.write(`${printable(text)}\n`)
    },
    end: clear,
  }
}
