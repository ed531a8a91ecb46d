import { useMemo } from 'preact/hooks'
import type { PageData } from '../render.ts'
import { Causes } from './causes.tsx'
import { CheckList } from './check-list.tsx'
import { Context } from './context.tsx'
import { Dialects } from './dialects.tsx'
import { Facts } from './facts.tsx'
import { Grammars } from './grammar.tsx'
import { parseFilter } from './filter.ts'
import { Masthead } from './masthead.tsx'
import { entriesOf, selected } from './match.ts'
import { SearchBox } from './search-box.tsx'
import { Totals } from './totals.tsx'
import { useView } from './use-view.ts'

/** The whole report. */
export function App({ data }: { readonly data: PageData }) {
  const { run, leftOut } = data
  const [view, change] = useView()
  const entries = useMemo(() => entriesOf(run.checks, run.causes), [run])
  const filter = useMemo(() => parseFilter(view.filter), [view.filter])
  const shown = selected(entries, filter.terms, view.open)
  const toggle = (id: string) =>
    change({ open: view.open.includes(id) ? view.open.filter((each) => each !== id) : [...view.open, id] })
  return (
    <>
      <Masthead run={run} />
      <main>
        <Totals run={run} />
        <Dialects run={run} />
        <Causes run={run} />
        <section aria-labelledby="checks-title">
          <h2 id="checks-title">Checks</h2>
          <SearchBox
            filter={view.filter}
            hints={filter.hints}
            shown={shown.length}
            entries={entries}
            onFilter={(text) => change({ filter: text })}
          />
          <CheckList run={run} entries={shown} open={view.open} onToggle={toggle} leftOut={leftOut} />
        </section>
        <Grammars run={run} />
        <Facts run={run} />
      </main>
      <Context run={run} leftOut={leftOut} />
    </>
  )
}
