import type { RunDocument } from '../../model/index.ts'
import { requirementStatuses } from '../../model/lists.ts'
import { duration, selectionSentence } from '../../words.ts'
import { Field } from './field.tsx'
import { Value } from './text.tsx'

function selectionText({ selection }: RunDocument): string {
  const parts = [
    ['profiles', selection.profiles],
    ['only', selection.only],
    ['skip', selection.skip],
    ['requirements', selection.requirements ?? []],
    ['tags', selection.tags ?? []],
  ] as const
  return parts
    .flatMap(([name, values]) => (values.length === 0 ? [] : `${name} ${values.join(', ')}`))
    .join(' · ')
}

function requirementsText(run: RunDocument): string {
  return requirementStatuses
    .map(
      (status) =>
        `${run.requirements.filter((requirement) => requirement.status === status).length} ${status}`,
    )
    .join(' · ')
}

const listed = (values: Readonly<Record<string, unknown>>, say: (value: unknown) => string) =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${say(value)}`)
    .join(' · ')

/** By what and under which rules the run was made. */
export function Context({ run, leftOut }: { readonly run: RunDocument; readonly leftOut: number }) {
  const { tool, target, environment } = run
  return (
    <footer>
      <h2>Context</h2>
      <dl>
        <Field name="Tool">
          {tool.name} {tool.version}, grading {run.gradingVersion}
          {run.selection.ruleset !== undefined && `, ruleset ${run.selection.ruleset}`}
        </Field>
        <Field name="Catalogue">
          <code>{tool.catalogue}</code>
        </Field>
        <Field name="Run">
          {run.runId}, seed {run.seed}
          {run.shard !== null && `, shard ${run.shard}`}
        </Field>
        <Field name="Selection">
          {selectionText(run)} · {selectionSentence(run)}
        </Field>
        <Field name="Capabilities">
          {listed(target.capabilities, (value) => (value === true ? 'yes' : 'no'))}
        </Field>
        <Field name="Lags">{listed(target.lags, (value) => duration(Number(value)))}</Field>
        <Field name="Resource types">{target.resourceTypes.join(', ')}</Field>
        <Field name="Requirements">{requirementsText(run)}</Field>
        <Field name="Environment">{environment !== undefined && listed(environment, String)}</Field>
        <Field name="Command">
          {run.command !== undefined && (
            <code>
              <Value text={run.command} />
            </code>
          )}
        </Field>
        <Field name="Left out">
          {leftOut > 0 && `${leftOut} exchanges of passing checks, by size; run.json holds them`}
        </Field>
      </dl>
    </footer>
  )
}
