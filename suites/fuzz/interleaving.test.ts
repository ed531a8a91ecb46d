import { describe, expect, test } from 'vitest'
import { USER_RESOURCE_SCHEMA } from '../../harness/scim/schema/core.ts'
import type { PatchOperation } from '../../harness/scim/types.ts'
import { isExplained } from './interleaving.ts'

const before = { id: '1', userName: 'a', title: 'old' }
const titled = (value: string): readonly PatchOperation[] => [{ op: 'replace', path: 'title', value }]
const named = (value: string): readonly PatchOperation[] => [{ op: 'add', path: 'nickName', value }]
const isReached = (requests: readonly (readonly PatchOperation[])[], after: object) =>
  isExplained(USER_RESOURCE_SCHEMA, before, requests, { ...before, ...after })

describe('requests that met', () => {
  test('are explained by one order or the other', () => {
    expect(isReached([titled('x'), titled('y')], { title: 'x' })).toBe(true)
    expect(isReached([titled('x'), titled('y')], { title: 'y' })).toBe(true)
  })

  test('are not explained when one of them is lost', () => {
    expect(isReached([titled('x'), named('n')], { title: 'x' })).toBe(false)
    expect(isReached([titled('x'), named('n')], { title: 'x', nickName: 'n' })).toBe(true)
  })

  test('are not explained by what nobody sent', () => {
    expect(isReached([titled('x'), titled('y')], { title: 'old' })).toBe(false)
    expect(isReached([], {})).toBe(true)
  })

  test('a later one may build on an earlier one, whichever was named first', () => {
    const removed: readonly PatchOperation[] = [{ op: 'remove', path: 'title' }]
    expect(isReached([titled('x'), removed], { title: undefined })).toBe(true)
    expect(isReached([removed, titled('x')], { title: 'x' })).toBe(true)
  })
})
