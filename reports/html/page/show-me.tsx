import type { CheckResult, RunDocument } from '../../model/index.ts'
import { counterexamplesOf } from '../../reading/counterexamples.ts'
import { exchangesOf } from '../../reading/exchanges.ts'
import { count } from '../../words.ts'
import { Command } from './copy.tsx'
import { CounterexampleText } from './counterexample.tsx'
import { curlChain } from './curl.ts'
import { earlierAnswer } from './differences.ts'
import { Exchange } from './exchange.tsx'
import { Field } from './field.tsx'
import { Value } from './text.tsx'

interface Props {
  readonly run: RunDocument
  readonly check: CheckResult
  readonly leftOut: number
}

/** The curl commands of a check: those the run wrote, or else those its exchanges give. */
export function curlCommands(check: CheckResult, run: RunDocument): readonly string[] {
  if (check.reproduce.curl.length > 0) return check.reproduce.curl
  const exchanges = exchangesOf(check, run).flatMap(({ exchange }) => exchange ?? [])
  return curlChain(exchanges, run.target.baseUrl)
}

function whyNoExchanges(check: CheckResult, leftOut: number): string {
  if (check.exchanges.length === 0) return 'none: nothing was sent for this check'
  return leftOut > 0
    ? 'left out of this page by size, because the check passed; run.json holds them'
    : 'not in the document'
}

/** Exchanges, reproduction, counterexample, explanation. */
export function ShowMe({ run, check, leftOut }: Props) {
  const exchanges = exchangesOf(check, run)
  const present = exchanges.filter(({ exchange }) => exchange !== undefined)
  const curl = curlCommands(check, run)
  return (
    <section>
      <h4>Show me</h4>
      {present.length === 0 ? (
        <p class="quiet">Exchanges: {whyNoExchanges(check, leftOut)}.</p>
      ) : (
        <ol class="exchanges">
          {exchanges.map((reading, at) => (
            <Exchange
              key={reading.id}
              reading={reading}
              earlier={earlierAnswer(exchanges, at)}
              check={check}
              run={run}
            />
          ))}
        </ol>
      )}
      <dl>
        <Field name="This check alone">
          <Command text={check.reproduce.command} />
        </Field>
        <Field name="By hand" missing="no request to repeat">
          {curl.length > 0 && (
            <details>
              <summary>
                {count(curl.length, 'curl command')}, with <code>$SCIM_URL</code> and <code>$SCIM_TOKEN</code>
              </summary>
              <Command text={curl.join('\n\n')} />
            </details>
          )}
        </Field>
        <Field
          name="Counterexample"
          missing={check.verdict === 'fail' ? 'none: this check does not draw its input' : undefined}
        >
          {counterexamplesOf(check).map((found) => (
            <CounterexampleText key={found.smallest} found={found} />
          ))}
        </Field>
        <Field
          name="Why so"
          missing={check.verdict === 'fail' ? 'no steps: expected and observed say it all' : undefined}
        >
          {check.explanation.length > 0 && (
            <ol class="steps">
              {check.explanation.map((step) => (
                <li key={step}>
                  <Value text={step} />
                </li>
              ))}
            </ol>
          )}
        </Field>
      </dl>
    </section>
  )
}
