import type { RunDocument } from '../../model/index.ts'
import { type Exercised, grammarSentence, grammarTables } from '../../reading/grammar.ts'

function Cell({ what }: { readonly what: Exercised | undefined }) {
  if (what === undefined) return <td class="none" />
  if (what === 'unseen') return <td class="is-warn">never</td>
  if (what === 'open') return <td class="none">open</td>
  return <td class="number">{what}</td>
}

/** What the drawn examples exercised of each grammar. */
export function Grammars({ run }: { readonly run: RunDocument }) {
  const grammars = Object.entries(run.grammar ?? {})
  if (grammars.length === 0) return null
  return (
    <section aria-labelledby="grammar-title">
      <h2 id="grammar-title">What was drawn</h2>
      {grammars.map(([name, grammar]) => (
        <details key={name}>
          <summary>{grammarSentence(name, grammar)}</summary>
          {grammarTables(grammar).map(({ title, columns, rows }) => (
            <table key={title} class="facts grammar">
              <caption>{title}</caption>
              <thead>
                <tr>
                  <th scope="col" />
                  {columns.map((column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.name}>
                    <th scope="row">{row.name}</th>
                    {row.cells.map((what, at) => (
                      <Cell key={columns[at]} what={what} />
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          ))}
        </details>
      ))}
    </section>
  )
}
