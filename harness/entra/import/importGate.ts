import type { GateTest } from '../gates.ts'
import type { Hiding } from '../record/hideText.ts'
import type { JsonObject } from '../../scim/types.ts'
import { getMember, isObject } from '../../scim/json.ts'
import { gateTestCalled } from '../gates.ts'
import type { GateVerdict } from './agreement.ts'
import { answerIn, type QuotedAnswer } from './answerIn.ts'
import { fixtureFiles } from './fixtureFiles.ts'
import { fixtureOf, type SeenExchange } from './fixture.ts'
import { type GateResult, tellingTexts } from './gateResult.ts'
import { hideWords } from './hideWords.ts'
import { logicAppResultsOf, type LogicAppResult } from './logicAppResult.ts'
import { quirkIn, type Reading, type Seen } from './quirks.ts'
import { readEntry } from './readEntry.ts'
import type { Sender } from './rebuild.ts'
import { type Imported, type ImportedItem, shown } from './report.ts'
import { shapedRegister } from './shapedRegister.ts'
import { validatorResultsOf } from './validatorResult.ts'

/** What a gate's file tells, and how it judged each of its tests. */
export interface ImportedGate extends Imported {
  readonly judged: readonly GateVerdict[]
}

const GATES = {
  'scim-validator': {
    gate: 'validator',
    document: 'Result file of the SCIM Validator',
    url: 'https://learn.microsoft.com/entra/identity/app-provisioning/scim-validator-tutorial',
  },
  'logic-app': {
    gate: 'logic-app',
    document: 'Result of the SCIM validation Logic App',
    url: 'https://learn.microsoft.com/entra/identity/enterprise-apps/validate-user-provisioning-app-gallery',
  },
} as const

/** Reads a result file of the SCIM Validator. */
export function importValidator(data: JsonObject, name: string, sender: Sender, tool: string): ImportedGate {
  const { results, messages } = validatorResultsOf(data)
  const run: GateResult[] =
    messages.length === 0
      ? []
      : [
          {
            test: 'the run',
            verdict: 'fail',
            preview: false,
            exchanges: [],
            failedAt: -1,
            message: messages.join(' '),
          },
        ]
  return imported('scim-validator', name, { results: [...run, ...results], notes: [] }, sender, tool)
}

/** Reads a result of the validation Logic App. */
export function importLogicApp(report: JsonObject, name: string, sender: Sender, tool: string): ImportedGate {
  return imported('logic-app', name, logicAppResultsOf(report), sender, tool)
}

function imported(
  kind: keyof typeof GATES,
  name: string,
  {
    results,
    notes,
    parameters,
  }: {
    readonly results: readonly LogicAppResult[]
    readonly notes: readonly string[]
    readonly parameters?: string
  },
  sender: Sender,
  tool: string,
): ImportedGate {
  const hiding: Hiding = { register: shapedRegister(), bases: [] }
  const kept = fixtureFiles()
  const counts: Record<string, number> = {}
  const items: ImportedItem[] = []
  results.forEach((result, at) => {
    const word = result.preview ? `${result.verdict} (preview)` : result.verdict
    if (result.test !== 'the run') counts[word] = (counts[word] ?? 0) + 1
    if (result.verdict !== 'fail') return
    const test = gateTestCalled(GATES[kind].gate, result.test)
    const read = readingOf(kind, result, test, sender, parameters)
    const file = fixtureOf(playable(result), {
      sender: kind,
      evidence: 'result-file',
      document: GATES[kind].document,
      url: GATES[kind].url,
      tool,
      rulings: read.reading.rulings,
      hiding,
    })
    const fixture = kept.keep(file, at + 1)
    const known = result.exchanges.flatMap(({ request, answer }) => [
      ...tellingTexts(request.body),
      ...tellingTexts(answer?.body),
    ])
    const words = (text: string) => hideWords(text, known, '/Users', hiding)
    items.push({
      at: { entry: at + 1 },
      name: result.preview ? `${result.test} (preview)` : result.test,
      ...(test === undefined ? {} : { check: test.check }),
      message: words(result.message),
      basis: file.exchanges.length === 0 ? 'none' : 'recorded',
      requests: file.exchanges.map(({ request }) => shown(request)),
      answer: {
        ...read.answer,
        ...(read.answer.detail === undefined ? {} : { detail: words(read.answer.detail) }),
      },
      ...read.reading,
      notes: test === undefined ? ['No check foretells this test.'] : [],
      ...(fixture === undefined ? {} : { fixture }),
    })
  })
  return {
    report: { kind, files: [name], complete: true, counts, notes, items },
    fixtures: kept.files,
    judged: results.filter(({ test }) => test !== 'the run').map(({ test, verdict }) => ({ test, verdict })),
  }
}

/** The exchanges up to the one that failed; how that was answered is told in words only, since it ought to be answered otherwise. */
function playable({ exchanges, failedAt, test }: GateResult): readonly SeenExchange[] {
  return exchanges.slice(0, failedAt + 1).map((exchange, at) => {
    if (at !== failedAt) return exchange
    const { answer, ...rest } = exchange
    return {
      ...rest,
      title: `${exchange.title}, where the test failed`,
      note: `${test}${answer === undefined ? '' : `: it was answered ${answer.status} then`}.`,
    }
  })
}

const UNDECIDED: Reading = {
  fault: 'undecided',
  title: 'the file does not say whether the test or the server is wrong',
  advice: 'Run the check that foretells it: it says what the standards and Entra in production want.',
  rulings: [],
  requirements: [],
  sources: [],
}

function readingOf(
  kind: keyof typeof GATES,
  result: LogicAppResult,
  test: GateTest | undefined,
  sender: Sender,
  parameters: string | undefined,
): { readonly reading: Reading; readonly answer: QuotedAnswer } {
  const exchange = result.exchanges[result.failedAt]
  const answered = exchange?.answer
  const { body } = answered ?? {}
  const text = (name: string) => {
    const value = isObject(body) ? getMember(body, name) : undefined
    return typeof value === 'string' ? { [name]: value } : {}
  }
  const answer: QuotedAnswer =
    answered === undefined
      ? answerIn(result.message)
      : { status: answered.status, ...text('scimType'), ...text('detail') }
  const seen: Seen = {
    by: kind,
    message: result.message,
    ...(answer.status === undefined ? {} : { status: answer.status }),
    ...(test === undefined ? {} : { test: test.check }),
    ...(exchange === undefined ? {} : { request: exchange.request }),
    ...(body === undefined ? {} : { answer: JSON.stringify(body) }),
    ...(parameters === undefined ? {} : { parameters }),
  }
  const logged = result.logged === undefined ? undefined : readEntry(result.logged, sender)
  const reading = quirkIn(seen) ?? logged?.reading ?? UNDECIDED
  return { reading, answer: answered === undefined && logged !== undefined ? logged.answer : answer }
}
