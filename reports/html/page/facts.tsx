import type { RunDocument } from '../../model/index.ts'
import { Value } from './text.tsx'

/** What was believed of the target and why, whom the run pretended to be, and what it left behind. */
export function Facts({ run }: { readonly run: RunDocument }) {
  const { identities, leftovers, facts, baseline } = run
  return (
    <>
      {leftovers.length > 0 && (
        <section aria-labelledby="leftovers-title">
          <h2 id="leftovers-title">Left behind</h2>
          <ul class="plain-list">
            {leftovers.map(({ url, state, reason }) => (
              <li key={url}>
                <code>
                  <Value text={url} />
                </code>{' '}
                {state}: <Value text={reason} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {baseline !== null && (
        <section aria-labelledby="baseline-title">
          <h2 id="baseline-title">Baseline</h2>
          <p>
            <code>{baseline.file}</code>: {baseline.known.length} known, {baseline.fresh.length} not known to
            it.
            {baseline.fulfilled.length > 0 &&
              ` No longer fails, take it out: ${baseline.fulfilled.join(', ')}.`}
            {baseline.expired.length > 0 && ` Past its day: ${baseline.expired.join(', ')}.`}
          </p>
        </section>
      )}
      <section aria-labelledby="facts-title">
        <h2 id="facts-title">What was believed of the server</h2>
        <table class="facts">
          <tbody>
            {facts.map(({ subject, believed, because }) => (
              <tr key={subject}>
                <th scope="row">{subject}</th>
                <td>
                  <Value text={believed} />
                </td>
                <td>
                  <Value text={because} />
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">addresses</th>
              <td>{identities.userNameFormat}</td>
              <td>
                nothing was sent outside <Value text={identities.domains.join(', ')} />
                {identities.constraints !== undefined && identities.constraints.length > 0 && (
                  <>
                    ; needs beyond the schema: <Value text={identities.constraints.join('; ')} />
                  </>
                )}
              </td>
            </tr>
          </tbody>
        </table>
      </section>
    </>
  )
}
