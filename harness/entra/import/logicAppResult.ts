import { isArray, isObject } from '../../scim/json.ts'
import type { Json, JsonObject } from '../../scim/types.ts'
import type { SeenExchange } from './fixture.ts'
import { type GateResult, requestTo } from './gateResult.ts'
import { type LogEntry, hasFailed } from './logEntry.ts'
import { membersOf, textOf } from './members.ts'
import { logEntryOf } from './provisioningLog.ts'
import { isLogRecord } from './recognise.ts'
import { encoded } from './sent.ts'

/** A test of the Logic App; a failed one may quote entries of the provisioning log. */
export interface LogicAppResult extends GateResult {
  readonly logged?: LogEntry
}

/** What a result of the validation Logic App holds. */
export interface LogicAppResults {
  readonly results: readonly LogicAppResult[]
  readonly notes: readonly string[]
  /** The parameters of the run, as text. */
  readonly parameters?: string
}

/** Reads `validation-result-<RunId>.json`, or the outputs of the action Final_TestResults. */
export function logicAppResultsOf(report: JsonObject): LogicAppResults {
  const of = membersOf(report)
  const actions = of.json('allActionsDetailed')
  const parameters = textOf(of.json('parameters'))
  const results = of.list('testResults').map((test) => resultOf(test, actions))
  const inTests = new Set(
    of.list('testResults').map((test) => failedAction(textOf(test['testResult']) ?? '')),
  )
  const others = of
    .list('failedActions')
    .map((action) => membersOf(action).text('name') ?? '')
    .filter((name) => name !== '' && !inTests.has(name))
  const missing = membersOf(of.object('actionComparison')).json('missingActions')
  return {
    results,
    notes: [
      ...(isArray(missing) && missing.length > 0
        ? [
            `The template was changed: ${missing.map(String).join(', ')} did not run. The gallery takes unmodified templates only.`,
          ]
        : []),
      ...(others.length === 0 ? [] : [`Actions that failed outside of a failed test: ${others.join(', ')}.`]),
    ],
    ...(parameters === undefined ? {} : { parameters }),
  }
}

const failedAction = (result: string) => /Failed Action:\s*([\w.-]+)/i.exec(result)?.[1]

function resultOf(test: JsonObject, actions: Json | undefined): LogicAppResult {
  const of = membersOf(test)
  const result = of.text('testResult') ?? ''
  const details = of.json('provisioningErrorDetails')
  const action = failedAction(result)
  const ran = action === undefined ? undefined : actionNamed(actions, action)
  const exchange = ran === undefined ? undefined : exchangeOf(ran)
  const logged = logEntriesIn(details).find(hasFailed)
  return {
    test: of.text('testName') ?? 'a test without a name',
    verdict: verdictOf(result),
    preview: false,
    exchanges: exchange === undefined ? [] : [exchange],
    failedAt: exchange === undefined ? -1 : 0,
    message: [result, messagesIn(details).join('; '), ran === undefined ? '' : messagesIn(ran).join('; ')]
      .filter((part) => part !== '')
      .join('. '),
    ...(logged === undefined ? {} : { logged }),
  }
}

function verdictOf(result: string): GateResult['verdict'] {
  if (/^success/i.test(result)) return 'pass'
  if (/^skipped/i.test(result)) return 'skipped'
  return /^warning/i.test(result) ? 'warning' : 'fail'
}

/** What an action of the run was, wherever it stands in the tree of scopes and conditions. */
function actionNamed(tree: Json | undefined, name: string): JsonObject | undefined {
  const open = [tree]
  for (let at = 0; at < open.length; at += 1) {
    const node = open[at]
    if (!isObject(node)) continue
    for (const [key, child] of Object.entries(node)) {
      if (key === '_details') continue
      if ((key === name || key.endsWith(`_${name}`)) && isObject(child) && isObject(child['_details']))
        return child['_details']
      open.push(child)
    }
  }
  return undefined
}

function exchangeOf(details: JsonObject): SeenExchange | undefined {
  const inputs = membersOf(membersOf(details).object('inputs'))
  const outputs = membersOf(membersOf(details).object('outputs'))
  const url = inputs.text('uri') ?? ''
  if (/^https:\/\/graph\.microsoft\.com\//i.test(url)) return undefined
  const queries = Object.entries(inputs.object('queries')).map(
    ([name, value]) => `${name}=${encoded(String(value))}`,
  )
  const whole = queries.length === 0 ? url : `${url}${url.includes('?') ? '&' : '?'}${queries.join('&')}`
  const request = requestTo(inputs.text('method') ?? '', whole, inputs.json('body'))
  if (request === undefined) return undefined
  const status = Number(outputs.text('statusCode'))
  const body = outputs.json('body')
  return {
    request,
    title: `${request.method} ${request.path.split('/')[1] ?? ''}`,
    ...(status >= 100 ? { answer: { status, ...(body === undefined ? {} : { body }) } } : {}),
  }
}

/** Entries of the provisioning log that the details of an error quote. */
function logEntriesIn(value: Json | undefined): LogEntry[] {
  if (isArray(value)) return value.flatMap(logEntriesIn)
  if (!isObject(value)) return []
  if (isLogRecord(value)) return [logEntryOf(value, { entry: 1 })]
  return Object.values(value).flatMap(logEntriesIn)
}

const TELLING = /^(statusCode|status|code|message|detail|scimType|errorMessage|errorCode|reason)$/i

/** Codes and sentences that an error holds, wherever they stand. */
function messagesIn(value: Json | undefined, name = ''): string[] {
  if (typeof value === 'string' || typeof value === 'number')
    return TELLING.test(name) || name === '' ? [String(value)].filter((text) => text !== '') : []
  if (isArray(value)) return value.flatMap((one) => messagesIn(one, name === '' ? 'list' : name))
  if (!isObject(value)) return []
  return [
    ...new Set(
      Object.entries(value).flatMap(([key, member]) =>
        /^(inputs|headers)$/i.test(key) ? [] : messagesIn(member, key),
      ),
    ),
  ]
}
