import type { RunDocument } from '../../model/index.ts'
import { causesOf, type CauseReading } from '../../reading/causes.ts'
import { count, severityMeaning, severityName } from '../../words.ts'
import { hashOf } from './address.ts'
import { Value } from './text.tsx'

function Remark({ cause, run }: { readonly cause: CauseReading; readonly run: RunDocument }) {
  if (cause.decisive) return null
  const [first] = cause.checks
  const why =
    first.baseline !== undefined
      ? `known: ${first.baseline.reason}`
      : first.isNew === true
        ? 'newer than the ruleset'
        : run.profiles[first.profile]?.gated === true
          ? ''
          : `profile ${first.profile} does not gate`
  return (
    <span class="remark">
      <Value text={why} />
    </span>
  )
}

function Cause({ cause, run }: { readonly cause: CauseReading; readonly run: RunDocument }) {
  const [first] = cause.checks
  const many = cause.checks.length > 1
  return (
    <li class={`cause sev-${cause.severity}`}>
      <p class="severity" title={severityMeaning[cause.severity]}>
        {severityName[cause.severity]} <Remark cause={cause} run={run} />
      </p>
      <h3>
        <a
          href={
            many
              ? hashOf({ filter: `cause:${cause.id} verdict:fail`, open: [first.id] })
              : hashOf({ open: [first.id] })
          }
        >
          <Value text={cause.title} />
        </a>
      </h3>
      {first.impact !== undefined && (
        <p>
          <b>In Entra</b> <Value text={first.impact} />
        </p>
      )}
      {cause.advice !== undefined && (
        <p>
          <b>Repair</b> <Value text={cause.advice} />
        </p>
      )}
      <p class="ids">
        {many && `${count(cause.checks.length, 'failure')}: `}
        <code>{first.id}</code>
        {many && ` and ${cause.checks.length - 1} more`}
      </p>
    </li>
  )
}

/** Every distinct cause of failure once, worst severity first. */
export function Causes({ run }: { readonly run: RunDocument }) {
  const causes = causesOf(run)
  if (causes.length === 0) return null
  const failures = causes.reduce((sum, cause) => sum + cause.checks.length, 0)
  return (
    <section aria-labelledby="causes-title">
      <h2 id="causes-title">
        Causes{' '}
        <small>
          {count(causes.length, 'cause')} of {count(failures, 'failure')}, worst first
        </small>
      </h2>
      <ol class="causes">
        {causes.map((cause) => (
          <Cause key={cause.id} cause={cause} run={run} />
        ))}
      </ol>
    </section>
  )
}
