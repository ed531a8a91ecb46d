import { describe, expect, test } from 'vitest'
import { resourceSchema } from '../scim/schema/lookup.ts'
import { USER_RESOURCE_TYPE, USER_SCHEMA } from '../scim/schema/core.ts'
import type { Exchange } from '../target/types.ts'
import { excuseFor } from './excuses.ts'

const standard = { resourceSchemas: [resourceSchema(USER_RESOURCE_TYPE, [USER_SCHEMA])] }
const readOnlyNames = {
  resourceSchemas: [
    resourceSchema(USER_RESOURCE_TYPE, [
      {
        ...USER_SCHEMA,
        attributes: USER_SCHEMA.attributes.map((one) =>
          one.name === 'displayName' ? { ...one, mutability: 'readOnly' as const } : one,
        ),
      },
    ]),
  ],
}
const rfc = { profile: 'rfc', tags: [] } as const
const exchange = (id: string, method: string, body: object | undefined, status: number) =>
  ({
    id,
    request: { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) },
    response: { status },
  }) as unknown as Exchange
const failed = (...exchanges: Exchange[]) =>
  ({ verdict: 'fail', decisive: ['x2'], ledger: { exchanges } }) as const
const written = (body: object) => exchange('x1', 'PUT', body, 200)

describe('a failure', () => {
  test('stands on a server that is as the standard has it', () => {
    const outcome = failed(written({ displayName: 'x' }), exchange('x2', 'GET', undefined, 200))
    expect(excuseFor(rfc, outcome, standard)).toBeUndefined()
  })

  test('is no failure where what was written is published as readOnly', () => {
    const outcome = failed(written({ displayName: 'x' }), exchange('x2', 'GET', undefined, 200))
    expect(excuseFor(rfc, outcome, readOnlyNames)).toEqual({
      verdict: 'skip',
      reason: 'It writes displayName, which this server publishes as readOnly.',
    })
    expect(excuseFor({ ...rfc, tags: ['published'] }, outcome, readOnlyNames)).toBeUndefined()
    expect(excuseFor({ ...rfc, profile: 'entra' }, outcome, readOnlyNames)).toBeUndefined()
  })

  test.each([{ active: false }, { Operations: [{ op: 'replace', path: 'active', value: false }] }])(
    'is a warning where %j hides the user',
    (body) => {
      expect(
        excuseFor(rfc, failed(written(body), exchange('x2', 'GET', undefined, 404)), standard)?.verdict,
      ).toBe('warn')
      expect(
        excuseFor(rfc, failed(written(body), exchange('x2', 'GET', undefined, 200)), standard),
      ).toBeUndefined()
    },
  )
})
