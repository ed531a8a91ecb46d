import type { Answer, CheckContext } from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { block, describeAnswer, fail } from '../../harness/check/index.ts'
import { isArray, isObject } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'

export const CONFIG_URI = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'
export const RESOURCE_TYPE_URI = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType'
export const SCHEMA_URI = 'urn:ietf:params:scim:schemas:core:2.0:Schema'

/** One discovery document, or several, with the answer that brought them. */
export interface Documents {
  readonly answer: Answer
  readonly documents: readonly JsonObject[]
}

/** Reads `/ServiceProviderConfig`. Ends the check as `blocked` when it can not be read as one object. */
export async function readConfig({ scim }: CheckContext): Promise<Answer> {
  const answer = await scim.get('/ServiceProviderConfig')
  if (answer.status === 200 && isObject(answer.json) && !isArray(at(answer.json, 'Resources'))) return answer
  return block(
    `The service provider configuration can not be read: ${describeAnswer(answer)}.`,
    'rfc7644.discovery.config-is-one-object',
  )
}

/** Reads all resource types. Ends the check as `blocked` when none can be read. */
export async function readResourceTypes({ scim }: CheckContext): Promise<Documents> {
  return listed(await scim.get('/ResourceTypes'), 'rfc7644.discovery.resource-types-are-a-list')
}

/** Reads all schemas. Ends the check as `blocked` when none can be read. */
export async function readSchemas({ scim }: CheckContext): Promise<Documents> {
  return listed(await scim.get('/Schemas'), 'rfc7644.discovery.schemas-are-a-list')
}

function listed(answer: Answer, by: string): Documents {
  const documents = documentsOf(answer)
  if (documents.length > 0) return { answer, documents }
  return block(`There is no list to look at: the answer was ${describeAnswer(answer)}.`, by)
}

/** The objects of a list message, or of the bare array that some servers send instead. */
export function documentsOf(answer: Answer): readonly JsonObject[] {
  if (answer.status !== 200) return []
  const list = isArray(answer.json) ? answer.json : at(answer.json, 'Resources')
  return isArray(list) ? list.filter(isObject) : []
}

/** A member that is a text and not empty. */
export function textAt(document: Json | undefined, name: string): string | undefined {
  const value = at(document, name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** What a document is called in a report: its name, else its id. */
export function titleOf(document: JsonObject): string {
  return textAt(document, 'name') ?? textAt(document, 'id') ?? 'a document without name and id'
}

/** What is wrong, told for the report, with the answers in which it was seen. */
export interface Complaint {
  readonly reason: string
  readonly expected: string
  readonly problems: readonly string[]
  readonly answers: readonly Answer[]
}

const SHOWN = 8

function findingOf({ reason, expected, problems, answers }: Complaint) {
  const more = problems.length - SHOWN
  return {
    reason,
    expected,
    observed: problems.slice(0, SHOWN).join('; ') + (more > 0 ? `; and ${more} more` : ''),
    decisive: answers.map(({ exchange }) => exchange.id),
  }
}

/** Ends the check with `fail` when there is any problem. */
export function demandNone(complaint: Complaint): void {
  if (complaint.problems.length > 0) fail(findingOf(complaint))
}

/** Warns when there is any problem. */
export function adviseNone({ warn }: CheckContext, complaint: Complaint): void {
  if (complaint.problems.length > 0) warn(findingOf(complaint))
}
