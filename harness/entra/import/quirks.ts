import { readFileSync } from 'node:fs'
import { isArray, isObject } from '../../scim/json.ts'
import type { LogAction } from './logEntry.ts'
import { readable, type SentRequest } from './sent.ts'

/** Who has to change something. */
type Fault = 'server' | 'entra' | 'gate' | 'setup' | 'undecided'

/** Whose file something was seen in. */
type SeenBy = 'entra' | 'scim-validator' | 'logic-app'

/** Something that went wrong, as far as a file tells. */
export interface Seen {
  readonly by: SeenBy
  /** Error code of the log. */
  readonly code?: string
  /** Status of the answer. */
  readonly status?: number
  readonly action?: LogAction
  /** What an earlier entry of the log did with the object. */
  readonly after?: LogAction
  /** Id of the check that foretells the test of a gate. */
  readonly test?: string
  readonly request?: SentRequest
  /** Body of the answer. */
  readonly answer?: string
  /** What the log or the gate says. */
  readonly message: string
  /** Parameters of a run of the Logic App. */
  readonly parameters?: string
  /** The target system of the log. */
  readonly system?: string
}

/** A place where something can be read up. */
interface Source {
  readonly title: string
  readonly url: string
}

/** What something that went wrong means. */
export interface Reading {
  readonly fault: Fault
  /** Id of the quirk. */
  readonly quirk?: string
  readonly title: string
  readonly reading?: string
  readonly advice: string
  readonly rulings: readonly string[]
  readonly requirements: readonly string[]
  readonly sources: readonly Source[]
}

interface When {
  readonly status?: readonly number[]
  readonly codes?: readonly string[]
  readonly actions?: readonly LogAction[]
  readonly after?: LogAction
  readonly tests?: readonly string[]
  readonly operation?: { readonly op?: string; readonly path?: string; readonly value?: string }
  readonly query?: string
  readonly request?: string
  readonly answer?: string
  readonly message?: string
  readonly parameters?: string
  readonly system?: string
}

interface Quirk extends Partial<Reading> {
  readonly id: string
  readonly of: SeenBy | 'any'
  readonly title: string
  readonly when: When
  readonly fault: Fault
  readonly advice: string
  readonly sources: readonly Source[]
}

interface ErrorCode extends Partial<Reading> {
  readonly code: string
  readonly actions?: readonly LogAction[]
  readonly title: string
  readonly fault: Fault
  readonly advice: string
  readonly status?: number
  readonly sources: readonly Source[]
}

const { quirks, errorCodes } = JSON.parse(
  readFileSync(new URL('../../../fixtures/entra/quirks.json', import.meta.url), 'utf8'),
) as { quirks: readonly Quirk[]; errorCodes: readonly ErrorCode[] }

/** The first quirk that explains what was seen. */
export function quirkIn(seen: Seen): Reading | undefined {
  const found = quirks.find(({ of, when }) => (of === 'any' || of === seen.by) && fits(when, seen))
  return found === undefined ? undefined : readingOf(found, found.id)
}

/** What an error code of the log means, where it is known; connectors put their name before it. */
export function errorCodeIn({ code = '', action }: Seen): Reading | undefined {
  const found = codeOf(code, action)
  return found === undefined ? undefined : readingOf(found)
}

/** The status of the answer that an error code stands for. */
export const statusMeantBy = (code: string, action?: LogAction): number | undefined =>
  codeOf(code, action)?.status

function codeOf(code: string, action: LogAction | undefined): ErrorCode | undefined {
  const plain = code.toLowerCase()
  const known = errorCodes
    .filter((entry) => plain.endsWith(entry.code.toLowerCase()))
    .filter(({ actions }) => actions === undefined || (action !== undefined && actions.includes(action)))
  return known.sort((one, other) => other.code.length - one.code.length)[0]
}

function readingOf(entry: Quirk | ErrorCode, quirk?: string): Reading {
  const { fault, title, reading, advice, rulings = [], requirements = [], sources } = entry
  return {
    fault,
    ...(quirk === undefined ? {} : { quirk }),
    title,
    ...(reading === undefined ? {} : { reading }),
    advice,
    rulings,
    requirements,
    sources,
  }
}

function fits(when: When, seen: Seen): boolean {
  const { request, status, action, test, code = '' } = seen
  const target = request === undefined ? '' : `${request.path}?${readable(request.query ?? '')}`
  const body = request?.body === undefined ? '' : JSON.stringify(request.body)
  const found = (pattern: string | undefined, text: string | undefined, flags = '') =>
    pattern === undefined || new RegExp(pattern, flags).test(text ?? '')
  return (
    (when.status === undefined || (status !== undefined && when.status.includes(status))) &&
    (when.actions === undefined || (action !== undefined && when.actions.includes(action))) &&
    (when.after === undefined || when.after === seen.after) &&
    (when.tests === undefined || (test !== undefined && when.tests.includes(test))) &&
    (when.codes === undefined || when.codes.some((pattern) => new RegExp(`^${pattern}$`, 'i').test(code))) &&
    found(when.query, target) &&
    found(when.request, body) &&
    found(when.answer, seen.answer, 'i') &&
    found(when.message, seen.message, 'i') &&
    found(when.parameters, seen.parameters) &&
    found(when.system, seen.system, 'i') &&
    (when.operation === undefined ||
      operationsIn(request).some((one) => operationFits(when.operation ?? {}, one)))
  )
}

function operationFits(
  { op, path, value }: NonNullable<When['operation']>,
  operation: { readonly op: string; readonly path: string; readonly value: string },
): boolean {
  return (
    (op === undefined || new RegExp(op).test(operation.op)) &&
    (path === undefined || new RegExp(path).test(operation.path)) &&
    (value === undefined || new RegExp(value).test(operation.value))
  )
}

function operationsIn(request: SentRequest | undefined) {
  const list = request?.body?.['Operations']
  return (isArray(list) ? list : []).filter(isObject).map((operation) => ({
    op: String(operation['op'] ?? ''),
    path: String(operation['path'] ?? ''),
    value: operation['value'] === undefined ? '' : JSON.stringify(operation['value']),
  }))
}
