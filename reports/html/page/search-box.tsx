import { useEffect, useRef } from 'preact/hooks'
import type { Verdict } from '../../model/index.ts'
import { parseFilter, printFilter } from './filter.ts'
import type { Entry } from './match.ts'

const verdicts: readonly Verdict[] = ['fail', 'warn', 'error', 'blocked', 'skip', 'pass']

interface Props {
  readonly filter: string
  readonly hints: readonly string[]
  readonly shown: number
  readonly entries: readonly Entry[]
  readonly onFilter: (text: string) => void
}

/** The filter with a verdict put in or taken out. */
function toggled(filter: string, verdict: Verdict): string {
  const { terms } = parseFilter(filter)
  const others = terms.filter((term) => term.key !== 'verdict' || term.negated)
  const before = terms
    .filter((term) => term.key === 'verdict' && !term.negated)
    .flatMap((term) => term.values)
  const known = before.filter((value) => value !== '*')
  const after = known.includes(verdict) ? known.filter((value) => value !== verdict) : [...known, verdict]
  return printFilter([
    ...(after.length === 0 ? [] : [{ key: 'verdict' as const, values: after, negated: false }]),
    ...others,
  ])
}

function isOn(filter: string, verdict: Verdict): boolean {
  return parseFilter(filter).terms.some(
    (term) => term.key === 'verdict' && !term.negated && term.values.includes(verdict),
  )
}

/** Focuses the box when `/` is pressed outside a field. */
function useSlash(box: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const field = event.target instanceof Element && event.target.closest('input, textarea')
      if (event.key !== '/' || field || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      box.current?.focus()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [box])
}

/** Search and filter in one box, with the verdicts as buttons, and how much of the whole is shown. */
export function SearchBox({ filter, hints, shown, entries, onFilter }: Props) {
  const box = useRef<HTMLInputElement>(null)
  useSlash(box)
  const hidden = entries.length - shown
  return (
    <search class="search">
      <label for="filter" class="unseen">
        Search and filter the checks
      </label>
      <input
        id="filter"
        ref={box}
        type="search"
        value={filter}
        placeholder='verdict:fail level:must id:rfc7644.patch.* !tag:slow "text"   ( / )'
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-describedby="filter-state"
        onInput={(event) => onFilter(event.currentTarget.value)}
      />
      <div class="chips">
        {verdicts.map((verdict) => {
          const number = entries.filter(({ check }) => check.verdict === verdict).length
          return (
            <button
              key={verdict}
              type="button"
              class={`chip is-${verdict}`}
              disabled={number === 0}
              aria-pressed={isOn(filter, verdict)}
              onClick={() => onFilter(toggled(filter, verdict))}
            >
              {verdict} {number}
            </button>
          )
        })}
        <span id="filter-state" role="status">
          {shown} of {entries.length} shown
          {hidden > 0 && filter.trim() === '' ? '; passes and skips are hidden' : ''}
        </span>
        {hidden > 0 && (
          <button type="button" class="plain" onClick={() => onFilter('verdict:*')}>
            Show all
          </button>
        )}
        {filter !== '' && (
          <button type="button" class="plain" onClick={() => onFilter('')}>
            Clear
          </button>
        )}
      </div>
      {hints.map((hint) => (
        <p key={hint} class="hint">
          {hint}
        </p>
      ))}
    </search>
  )
}
