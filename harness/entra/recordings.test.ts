import { describe, expect, test } from 'vitest'
import { filled, recordings } from './recordings.ts'

const recorded = (original: string) => {
  const recording = recordings().find((candidate) => candidate.original === original)
  if (recording === undefined) throw new Error(original)
  return recording
}

describe('recorded requests', () => {
  test('are filled as they were sent: order, capitalisation and odd types kept', () => {
    expect(filled(recorded('com-legacy-disable'), { id: 'a b' })).toEqual({
      method: 'PATCH',
      path: '/Users/a%20b',
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'Replace', path: 'active', value: 'False' }],
      },
    })
  })

  test('a decoded query is encoded as Entra encodes it; one from the wire keeps its form', () => {
    const decoded = filled(recorded('tut-user-query'), { userName: 'ada@example.com' })
    expect(decoded.query).toBe('filter=userName+eq+%22ada%40example.com%22')
    const wire = filled(recorded('cap-testconn-94189'), { guid: 'g-1' })
    expect(wire.query).toBe('filter=userName+eq+%22g-1%22')
  })

  test('a variable without value and a form that can not be sent are refused by name', () => {
    expect(() => filled(recorded('com-legacy-disable'), {})).toThrow(
      /com-legacy-disable needs a value for \{\{id\}\}/,
    )
    expect(() => filled(recorded('cus-phones'), {})).toThrow(/is a fragment/)
  })

  test('every request of Entra can be filled from its examples', () => {
    for (const recording of recordings().filter(({ form }) => form === 'request')) {
      const examples = Object.fromEntries(
        Object.entries(recording.variables).map(([name, { example }]) => [name, example]),
      )
      expect(() => filled(recording, examples), recording.id).not.toThrow()
    }
  })
})
