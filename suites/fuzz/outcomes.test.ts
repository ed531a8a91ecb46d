import { expect, test } from 'vitest'
import type { Answer } from '../../harness/check/index.ts'
import { allowedOutcomes } from '../../harness/scim/patch/index.ts'
import { USER_RESOURCE_SCHEMA as schema } from '../../harness/scim/schema/core.ts'
import type { Json, PatchOperation } from '../../harness/scim/types.ts'
import { judge } from './outcomes.ts'

const user = (emails: Json) => ({ schemas: [schema.core.id], id: '1', userName: 'a', emails })
const before = user([{ display: 'UJ' }, { display: 'a' }, { display: 'b', primary: true }])
const operations: readonly PatchOperation[] = [
  { op: 'replace', path: 'emails[not (display eq "UJ")]', value: { display: ';K' } },
]
const verdictOn = (emails: Json) =>
  judge(
    allowedOutcomes(before, operations, schema, { dialect: 'rfc' }),
    { status: 200 } as Answer,
    user(emails),
  ).verdict

test.each([
  ['both are kept', [{ display: 'UJ' }, { display: ';K' }, { display: ';K', primary: true }]],
  ['one is kept', [{ display: 'UJ' }, { display: ';K' }]],
  ['the one that is primary is kept', [{ display: 'UJ' }, { display: ';K', primary: true }]],
])('elements that have become alike by a PATCH: %s', (_, emails) => {
  expect(verdictOn(emails)).not.toBe('fail')
})

test.each([
  ['one that was not selected is gone', [{ display: ';K' }]],
  ['one is as it was', [{ display: 'UJ' }, { display: 'a' }, { display: ';K' }]],
])('and nothing else: %s', (_, emails) => {
  expect(verdictOn(emails)).toBe('fail')
})
