import {
  type Answer,
  answerWhere,
  type CheckContext,
  fail,
  grade,
  status,
} from '../../harness/check/index.ts'
import {
  type BulkOutcome,
  bulkMessage,
  bulkOutcomes,
  type WireBulkOperation,
} from '../../harness/check/bulk.ts'
import type { JsonObject } from '../../harness/scim/types.ts'

/** Severity and needs that the suites on Bulk share. */
export const BULK_NEEDS = ['bulk', 'create-user'] as const

/** Sends operations to the bulk endpoint; `more` goes in beside them. */
export const sendBulk = (
  { scim }: CheckContext,
  operations: readonly WireBulkOperation[],
  more: JsonObject = {},
): Promise<Answer> => scim.post('/Bulk', bulkMessage(operations, more))

/** An operation that creates a user. */
export const postUser = (
  { users }: CheckContext,
  bulkId: string,
  attributes: JsonObject = {},
): WireBulkOperation => ({ method: 'POST', path: users.endpoint, bulkId, data: users.payload(attributes) })

/** An operation that creates a group with these references as its members. */
export const postGroup = (
  { groups }: CheckContext,
  bulkId: string,
  references: readonly { value: string; type: string }[],
): WireBulkOperation => ({
  method: 'POST',
  path: groups.endpoint,
  bulkId,
  data: groups.payload({ members: references.map((reference) => ({ ...reference })) }),
})

/** An operation that every server refuses: the user it deletes was never there. */
export const deleteNobody = ({ users, identity }: CheckContext): WireBulkOperation => ({
  method: 'DELETE',
  path: `${users.endpoint}/${identity.guid()}`,
})

/** The results of a job that was processed; ends the check when the answer is none (RFC 7644 §3.7.3). */
export function processed(answer: Answer): readonly BulkOutcome[] {
  grade(answer)
    .pass(status(200))
    .otherwise.fail(
      'A bulk job that was processed is answered 200, whatever became of its operations (RFC 7644 §3.7).',
    )
  grade(answer)
    .pass(answerWhere('a body with Operations', ({ json }) => bulkOutcomes(json).length > 0))
    .otherwise.fail('The answer to a bulk job holds what became of its operations (RFC 7644 §3.7.3).')
  return bulkOutcomes(answer.json)
}

/** The result of one operation, found by bulkId, else by its place; ends the check when there is none. */
export function resultOf(answer: Answer, bulkId: string | undefined, index: number): BulkOutcome {
  const outcomes = bulkOutcomes(answer.json)
  return (
    outcomes.find((outcome) => bulkId !== undefined && outcome.bulkId === bulkId) ??
    outcomes[index] ??
    fail({
      reason:
        'The answer to a bulk job has a result for each operation that was processed (RFC 7644 §3.7.3).',
      expected: `a result of operation ${index + 1}${bulkId === undefined ? '' : `, bulkId ${bulkId}`}`,
      observed: `${outcomes.length} results`,
      decisive: [answer.exchange.id],
    })
  )
}

/** Ends the check unless the operation has one of these statuses; `reason` says why it must. */
export function expectStatus(
  answer: Answer,
  outcome: BulkOutcome,
  allowed: (status: number) => boolean,
  expected: string,
  reason: string,
): void {
  if (outcome.status !== undefined && allowed(outcome.status)) return
  fail({ reason, expected, observed: described(outcome), decisive: [answer.exchange.id] })
}

export const succeeded = (code: number) => code >= 200 && code < 300
export const wasRefused = (code: number) => code >= 400 && code < 500

/** What became of an operation, in words. */
export const described = ({ method, status: code, response, raw }: BulkOutcome): string =>
  `${method ?? 'an operation'} with status ${code ?? JSON.stringify(raw['status'] ?? null)}${
    response === undefined ? '' : ` and ${JSON.stringify(response).slice(0, 160)}`
  }`

/** The path below the base URL of what an operation made; ends the check when it says nowhere. */
export function pathOfMade(answer: Answer, outcome: BulkOutcome, endpoint: string): string {
  const last = outcome.location
    ?.replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .split('/')
    .pop()
  if (last === undefined || last === '')
    fail({
      reason: 'The result of an operation that created something has its location (RFC 7644 §3.7.3).',
      expected: 'a location',
      observed: `${described(outcome)}, without a location`,
      decisive: [answer.exchange.id],
    })
  return `${endpoint}/${last}`
}
