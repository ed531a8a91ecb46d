import type { Counterexample } from '../../model/index.ts'
import { heldBy, storyOf } from '../../reading/counterexamples.ts'
import { Command } from './copy.tsx'
import { Value } from './text.tsx'

/** The smallest input that shows a fault, what was expected and observed, and how to see it again. */
export function CounterexampleText({ found }: { readonly found: Counterexample }) {
  const held = heldBy(found)
  return (
    <div class="counterexample">
      <p>
        <code class="smallest">
          <Value text={found.smallest} />
        </code>
      </p>
      {found.original !== undefined && (
        <p>
          found first as{' '}
          <code>
            <Value text={found.original} />
          </code>
        </p>
      )}
      {held !== undefined && (
        <details>
          <summary>{held.text}</summary>
          <Command text={held.parts.map((part) => JSON.stringify(part, null, 1)).join('\n')} />
        </details>
      )}
      {(found.expected !== undefined || found.observed !== undefined) && (
        <table class="facts">
          <thead>
            <tr>
              <th scope="col">expected</th>
              <th scope="col">observed</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>
                <Value text={found.expected ?? ''} />
              </td>
              <td>
                <Value text={found.observed ?? ''} />
              </td>
            </tr>
          </tbody>
        </table>
      )}
      <p>
        {storyOf(found)}, path <code>{found.path}</code>
      </p>
      {found.command !== undefined && <Command text={found.command} />}
      {found.curl !== undefined && found.curl.length > 0 && (
        <details>
          <summary>as curl</summary>
          <Command text={found.curl.join('\n\n')} />
        </details>
      )}
      {found.test !== undefined && (
        <details>
          <summary>as a test of vitest</summary>
          <Command text={found.test} />
        </details>
      )}
    </div>
  )
}
