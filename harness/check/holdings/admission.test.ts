import { describe, expect, test } from 'vitest'
import { admission } from './admission.ts'

const open = new AbortController().signal

describe('admission', () => {
  test('lets in what fits, and the next when one leaves, in order', async () => {
    const gate = admission({ users: 3, groups: 1 })
    const entered: string[] = []
    const first = await gate.enter({ users: 2, groups: 0 }, open)
    const second = gate.enter({ users: 2, groups: 0 }, open).then((leave) => (entered.push('second'), leave))
    const third = gate.enter({ users: 1, groups: 0 }, open).then((leave) => (entered.push('third'), leave))
    await Promise.resolve()
    expect(entered).toEqual([])
    first()
    ;(await second)()
    ;(await third)()
    expect(entered).toEqual(['second', 'third'])
  })

  test('a share above the budget gets in alone', async () => {
    const gate = admission({ users: 1, groups: 0 })
    const leave = await gate.enter({ users: 5, groups: 2 }, open)
    leave()
    leave()
    expect(await gate.enter({ users: 1, groups: 0 }, open)).toBeTypeOf('function')
  })

  test('an abort while waiting rejects, and the line goes on', async () => {
    const gate = admission({ users: 1, groups: 0 })
    const leave = await gate.enter({ users: 1, groups: 0 }, open)
    const control = new AbortController()
    const given = gate.enter({ users: 1, groups: 0 }, control.signal)
    const next = gate.enter({ users: 1, groups: 0 }, open)
    control.abort(new Error('over'))
    await expect(given).rejects.toThrow('over')
    leave()
    expect(await next).toBeTypeOf('function')
  })
})
