import type { CheckResult, Clause, PredictionResult, Verdict } from '../../model/index.ts'
import { confidenceMeaning, severityMeaning, severityName } from '../../words.ts'
import { Field } from './field.tsx'
import { Outward, Value } from './text.tsx'

const heading: Readonly<Record<Verdict, string>> = {
  fail: 'What is wrong',
  warn: 'What to know',
  pass: 'What was checked',
  skip: 'Why it was not decided',
  blocked: 'Why it was not decided',
  error: 'Why it was not decided',
}

function ClauseText({ clause }: { readonly clause: Clause }) {
  return (
    <p>
      <Outward url={clause.url} text={clause.section} /> <Value text={clause.demand} />{' '}
      <code class="id">{clause.id}</code>
      {clause.erratum !== undefined && (
        <>
          {' '}
          erratum <Value text={clause.erratum} />
        </>
      )}
    </p>
  )
}

/** Where in the body the deciding value stands, and the value. */
function Observed({ check }: { readonly check: CheckResult }) {
  return (
    <>
      <strong class={`decided is-${check.verdict}`}>
        <Value text={check.observed ?? ''} />
      </strong>
      {check.at !== undefined && (
        <>
          {' '}
          at <code>{check.at}</code>
        </>
      )}
    </>
  )
}

function Consequence({ check }: { readonly check: CheckResult }) {
  const tests = check.microsoftTests ?? []
  return (
    <>
      {check.severity !== undefined && (
        <p>
          <strong>{severityName[check.severity]}</strong>: {severityMeaning[check.severity]}.
        </p>
      )}
      {check.impact !== undefined && (
        <p>
          In Entra: <Value text={check.impact} />.
        </p>
      )}
      {tests.length > 0 && (
        <p>
          Microsoft’s own tests that would fail: <Value text={tests.join('; ')} />.
        </p>
      )}
    </>
  )
}

/** What a gate of Microsoft's would say, by which document, and who sees it otherwise. */
function Predicted({ prediction }: { readonly prediction: PredictionResult }) {
  const { gate, test, verdict, basis, confidence, disagreements } = prediction
  return (
    <>
      <p>
        <strong>{verdict}</strong> in “<Value text={test} />” of the <Value text={gate} />, by{' '}
        <Outward url={basis.url} text={basis.document} /> (<Value text={`${basis.version}, ${basis.date}`} />
        ); {confidenceMeaning[confidence]}
      </p>
      {disagreements.map((sentence) => (
        <p key={sentence}>
          <Value text={sentence} />
        </p>
      ))}
    </>
  )
}

/** Verdict, clause, expectation, observation and consequence. */
export function WhatIsWrong({ check }: { readonly check: CheckResult }) {
  const decided = check.verdict === 'fail' || check.verdict === 'warn'
  const hasConsequence =
    check.severity !== undefined || check.impact !== undefined || (check.microsoftTests ?? []).length > 0
  return (
    <section>
      <h4>{heading[check.verdict]}</h4>
      <dl>
        <Field name="Reason">{check.reason !== undefined && <Value text={check.reason} />}</Field>
        <Field name="Blocked by">
          {check.blockedBy !== undefined && <Value text={check.blockedBy.join(', ')} />}
        </Field>
        <Field name="Predicted">
          {check.prediction !== undefined && <Predicted prediction={check.prediction} />}
        </Field>
        <Field name="Demanded by" missing="no clause: the check rests on what Entra sends and needs">
          {check.clauses.length > 0
            ? check.clauses.map((clause) => <ClauseText key={clause.id} clause={clause} />)
            : check.verifies.length > 0 && <code>{check.verifies.join(' ')}</code>}
        </Field>
        <Field name="Sent">{check.sent !== undefined && <Value text={check.sent} />}</Field>
        <Field name="Expected" missing={decided ? 'not told: the reason above says it' : undefined}>
          {check.expected !== undefined && <Value text={check.expected} />}
        </Field>
        <Field name="Observed" missing={decided ? 'not told: the reason above says it' : undefined}>
          {check.observed !== undefined && <Observed check={check} />}
        </Field>
        <Field name="Consequence" missing={decided ? 'none known' : undefined}>
          {hasConsequence && <Consequence check={check} />}
        </Field>
        <Field name="Warnings">
          {check.warnings.map((warning) => (
            <p key={warning}>
              <Value text={warning} />
            </p>
          ))}
        </Field>
      </dl>
    </section>
  )
}
