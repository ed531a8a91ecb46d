import { renderIssue } from '../../markdown/issue.ts'
import type { CheckResult, RunDocument } from '../../model/index.ts'
import { selectionSentence } from '../../words.ts'
import { hashOf } from './address.ts'
import { Copy, Save } from './copy.tsx'
import { Field } from './field.tsx'
import { replayFile } from './replay-file.ts'
import { curlCommands } from './show-me.tsx'
import { Outward, Value } from './text.tsx'

function CauseText({ check, run }: { readonly check: CheckResult; readonly run: RunDocument }) {
  const causes = run.causes.filter((cause) => cause.checks.includes(check.id))
  return (
    <>
      {causes.map((cause) => {
        const others = cause.checks.filter((id) => id !== check.id)
        return (
          <p key={cause.id}>
            <Value text={cause.title} />
            {others.length === 0
              ? '. No other check fails for it.'
              : `. ${cause.checks[0] === check.id ? 'The first of its failures; also' : 'Also'}: `}
            {others.flatMap((id, at) => [
              at === 0 ? '' : ', ',
              <a key={id} href={hashOf({ filter: `cause:${cause.id}`, open: [id] })}>
                <code>{id}</code>
              </a>,
            ])}
          </p>
        )
      })}
    </>
  )
}

function repeatability(check: CheckResult): string {
  const { repeated } = check
  if (repeated === undefined) return ''
  const note = repeated.note === undefined ? '' : `; ${repeated.note}`
  return `tried again ${repeated.times === 1 ? 'once' : `${repeated.times} times`}: ${repeated.same ? 'the same verdict' : 'not the same verdict each time'}${note}`
}

function History({ check }: { readonly check: CheckResult }) {
  const { baseline } = check
  if (baseline === undefined) return <>new in this ruleset: shown, and does not decide the exit code</>
  return (
    <>
      known{baseline.since !== undefined && ` since ${baseline.since}`}:{' '}
      <Outward url={baseline.url} text={baseline.reason} />
      {baseline.expires !== undefined && `; expires ${baseline.expires}`}
    </>
  )
}

/** What stands around the check: tool, grading, target, selection. */
function contextOf(check: CheckResult, run: RunDocument): string {
  const { tool, target } = run
  return [
    `${tool.name} ${tool.version}`,
    `grading ${run.gradingVersion}`,
    target.version === undefined
      ? 'version of the target unknown'
      : `${target.product ?? 'target'} ${target.version}`,
    check.dialect === undefined ? 'no dialect' : `${check.dialect} dialect`,
    `seed ${run.seed}`,
    selectionSentence(run),
    check.suite,
  ].join(' · ')
}

/** Cause, ruling, repeatability, others, history, context, and what to take away. */
export function Trust({ check, run }: { readonly check: CheckResult; readonly run: RunDocument }) {
  const failed = check.verdict === 'fail'
  const caused = run.causes.some((cause) => cause.checks.includes(check.id))
  const say = (text: string) => (failed ? text : undefined)
  return (
    <section>
      <h4>May I trust it</h4>
      <dl>
        <Field name="Cause" missing={say('its own: no other check fails for the same reason')}>
          {caused && <CauseText check={check} run={run} />}
        </Field>
        <Field name="Ruling" missing={say('none needed: the text leaves one reading')}>
          {check.ruling !== undefined && (
            <>
              <code>{check.ruling}</code>{' '}
              {check.rulingText !== undefined && <Value text={check.rulingText} />}
            </>
          )}
        </Field>
        <Field name="Repeatability" missing={say('not tried again in this run')}>
          {repeatability(check)}
        </Field>
        <Field name="Others" missing={say('no other server is known to have it')}>
          {(check.others ?? []).map((other) => (
            <p key={other.server + other.what}>
              <Outward url={other.url} text={other.server} />: <Value text={other.what} />
            </p>
          ))}
        </Field>
        <Field name="History" missing={say('not known before: no baseline entry')}>
          {(check.baseline !== undefined || check.isNew === true) && <History check={check} />}
        </Field>
        <Field name="Context">
          <Value text={contextOf(check, run)} />
        </Field>
        <Field name="Take away">
          <div class="actions">
            <Copy label="Copy as issue" text={() => renderIssue(check, run)} />
            <Copy label="Copy as curl" text={() => curlCommands(check, run).join('\n\n')} />
            <Copy label="Copy the command" text={() => check.reproduce.command} />
            <Save label="Save for replay" name={`${check.id}.json`} text={() => replayFile(check, run)} />
          </div>
        </Field>
      </dl>
    </section>
  )
}
