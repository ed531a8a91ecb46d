import { describe, expect, test } from 'vitest'
import { recordings, type Recording } from './recordings.ts'
import { wireForm } from './sameRequest.ts'

const recorded = (original: string): Recording => {
  const found = recordings().find((one) => one.original === original)
  if (found === undefined) throw new Error(original)
  return found
}

describe('two recordings', () => {
  test.each([
    ['tut-user-query', 'gui-user-query'],
    ['com-legacy-group-remove-member', 'cap-scimpatch959'],
    ['cap-testconn-refcode63', 'tut-user-query'],
  ])('%s and %s are one request, whatever the variables are called', (one, other) => {
    expect(wireForm(recorded(one))).toBe(wireForm(recorded(other)))
  })

  test.each([
    ['com-legacy-disable', 'cap-scimmy86-active'],
    ['com-legacy-disable', 'com-flag-disable'],
    ['com-legacy-group-remove-member', 'cap-scimple436'],
    ['cap-sdk-manager-legacy', 'cap-sdk686-manager'],
  ])('%s and %s are two: capitalisation, types and order count', (one, other) => {
    expect(wireForm(recorded(one))).not.toBe(wireForm(recorded(other)))
  })
})
