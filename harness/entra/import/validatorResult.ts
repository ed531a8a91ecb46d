import { isArray, isObject } from '../../scim/json.ts'
import type { JsonObject } from '../../scim/types.ts'
import type { SeenExchange } from './fixture.ts'
import { type GateResult, requestTo } from './gateResult.ts'
import { jsonIn } from './jsonText.ts'
import { type MemberReader, membersOf, textOf } from './members.ts'

/** What a result file of the SCIM Validator holds. */
export interface ValidatorResults {
  readonly results: readonly GateResult[]
  /** What was said of the run as a whole. */
  readonly messages: readonly string[]
}

/** Reads the result file of the SCIM Validator: each test with what was sent and answered. */
export function validatorResultsOf(data: JsonObject): ValidatorResults {
  const of = membersOf(data)
  const tests = (list: string, preview: boolean, passed: boolean) =>
    of.list(list).map((test) => resultOf(membersOf(test), preview, passed))
  const warnings = of.list('Warnings')
  const run = ['Message', 'WarningMessage', 'ErrorTrace'].flatMap((name) => of.text(name) ?? [])
  return {
    results: [
      ...tests('PassedTests', false, true),
      ...tests('FailedTests', false, false),
      ...warnings
        .filter((warning) => membersOf(warning).text('Description') !== undefined)
        .map((test) => ({ ...resultOf(membersOf(test), false, true), verdict: 'warning' as const })),
      ...tests('PreviewTests', true, true),
    ],
    messages: [...(of.json('InvalidCredentials') === true ? ['InvalidCredentials'] : []), ...run],
  }
}

function resultOf(test: MemberReader, preview: boolean, passed: boolean): GateResult {
  const title = test.text('Description') ?? test.text('Name') ?? 'a test without a name'
  const skipped = /\s*\(skipped\)\s*$/i
  const has = test.json('HasTestPassed')
  const failed = has === undefined ? !passed : has !== true
  const exchanges = exchangesOf(test)
  const refused = exchanges.findIndex(
    ({ answer }, at) => at < exchanges.length - 1 && (answer?.status ?? 0) >= 400,
  )
  return {
    test: title.replace(skipped, ''),
    verdict: skipped.test(title) ? 'skipped' : failed ? 'fail' : 'pass',
    preview: preview || test.json('Category') === 1,
    exchanges,
    failedAt: refused < 0 ? exchanges.length - 1 : refused,
    message: messageOf(test),
  }
}

/** The assertions that did not hold. */
function messageOf(test: MemberReader): string {
  return test
    .list('Results')
    .filter(({ Outcome }) => Outcome !== 0)
    .map((result) => {
      const of = membersOf(result)
      return [of.text('Message'), of.text('MoreInformation')].filter((part) => part !== undefined).join(' ')
    })
    .join('; ')
}

function exchangesOf(test: MemberReader): SeenExchange[] {
  const texts = (name: string) => {
    const list = test.json(name)
    return isArray(list) ? list.map((one) => textOf(one) ?? '') : []
  }
  const [requests, statuses, answers] = [
    texts('InitialRequestBodies'),
    texts('InitialResponseStatuses'),
    texts('InitialResponses'),
  ]
  const before = requests.map((request, at) => [request, statuses[at], answers[at]] as const)
  const last = [
    test.text('RequestBody') ?? '',
    test.text('ResponseStatus'),
    test.text('ResponseBody'),
  ] as const
  return [...before, last].flatMap(([request, status, answer]) => seenIn(request, status, answer))
}

/** A request as the file has it: first line, headers, body. */
function seenIn(text: string, status: string | undefined, answer: string | undefined): SeenExchange[] {
  const [, method = '', url = ''] =
    /^\s*([A-Z]+)\s+(.+?)(?:\s+(?:HTTP\/)?1\.[01])?\s*(?:\r?\n|$)/.exec(text) ?? []
  const start = text.search(/^\s*[{[]/m)
  const request = requestTo(method, url, start < 0 ? undefined : jsonIn(text.slice(start)))
  if (request === undefined) return []
  const code = Number(/^\d{3}/.exec(status ?? '')?.[0])
  const body = answer === undefined ? undefined : jsonIn(answer)
  return [
    {
      request,
      title: `${request.method} ${request.path.split('/')[1] ?? ''}`,
      ...(Number.isNaN(code) ? {} : { answer: { status: code, ...(isObject(body) ? { body } : {}) } }),
    },
  ]
}
