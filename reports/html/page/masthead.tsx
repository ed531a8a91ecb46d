import type { RunDocument } from '../../model/index.ts'
import { count, effortSentence, exitSentence, incompleteSentence, leftoverSentence } from '../../words.ts'
import { Value } from './text.tsx'

function sentence(run: RunDocument): string {
  const failed = run.checks.filter((check) => check.verdict === 'fail').length
  if (failed === 0 && run.complete !== true) return 'Cut short'
  if (failed === 0) return run.exitCode === 0 && run.checks.length > 0 ? 'Nothing failed' : 'Not decided'
  return `${count(failed, 'check')} failed`
}

/** What was checked, how it went in one line, and whether the run was cut short. */
export function Masthead({ run }: { readonly run: RunDocument }) {
  const cut = incompleteSentence(run)
  const { product, version, baseUrl } = run.target
  const name = [product, version].filter((part) => part !== undefined).join(' ')
  return (
    <header class="masthead">
      {cut !== undefined && (
        <p class="stamp" role="alert">
          <strong>Incomplete.</strong> {cut}
        </p>
      )}
      <p class="kicker">scimproof report</p>
      <h1>
        {sentence(run)}
        {name !== '' && (
          <span>
            {' '}
            on <Value text={name} />
          </span>
        )}
      </h1>
      <p class="address">
        <Value text={baseUrl} />
      </p>
      <p class="effort">
        {new Date(run.startedAt).toUTCString()} · {effortSentence(run)} · {leftoverSentence(run)} ·{' '}
        {exitSentence(run)}
      </p>
      {run.notes.length > 0 && (
        <ul class="notes">
          {run.notes.map((note) => (
            <li key={note}>
              <Value text={note} />
            </li>
          ))}
        </ul>
      )}
    </header>
  )
}
