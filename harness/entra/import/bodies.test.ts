import { describe, expect, test } from 'vitest'
import { recordings } from '../recordings.ts'
import { patchBody, postBody, type WrittenDialect } from './bodies.ts'
import type { Change } from './changes.ts'

const MANAGER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager'
const body = (original: string) =>
  recordings().find((recording) => recording.original === original)?.request.body

/** What was recorded, and the changes that Entra wrote it for. */
const RECORDED: readonly [string, WrittenDialect, readonly Change[]][] = [
  ['com-legacy-disable', 'legacy', [{ path: 'active', before: 'True', after: 'False' }]],
  ['com-flag-disable', 'aadOptscim062020', [{ path: 'active', before: 'True', after: 'False' }]],
  ['com-legacy-add-single', 'legacy', [{ path: 'nickName', after: 'Nick' }]],
  ['com-flag-add-single', 'aadOptscim062020', [{ path: 'nickName', after: 'Nick' }]],
  ['com-legacy-group-remove-member', 'legacy', [{ path: 'members', before: '{{memberId}}' }]],
  [
    'com-flag-group-remove-member',
    'aadOptscim062020',
    [{ path: 'members', before: '{{memberId}},other', after: 'other' }],
  ],
  ['tut-group-add-member', 'legacy', [{ path: 'members', after: '{{memberId}}' }]],
  ['cap-sdk-manager-legacy', 'legacy', [{ path: MANAGER, after: '{{managerId}}' }]],
  ['cap-sdk686-manager', 'aadOptscim062020', [{ path: MANAGER, after: '{{managerId}}' }]],
]

describe('bodies as Entra writes them', () => {
  test.each(RECORDED)('%s is what was recorded', (original, dialect, changes) => {
    expect(patchBody(changes, dialect)).toEqual(body(original))
  })

  test('several values are one operation each, or one without a path and one for each element', () => {
    const changes = [
      { path: 'displayName', before: 'a', after: 'b' },
      { path: 'emails[type eq "work"].value', after: 'm' },
      { path: 'name.givenName', before: 'c', after: 'd' },
      { path: 'title', after: 'e' },
      { path: 'nickName', after: 'f' },
    ]
    expect(patchBody(changes, 'legacy')?.['Operations']).toEqual([
      { op: 'Replace', path: 'displayName', value: 'b' },
      { op: 'Add', path: 'emails[type eq "work"].value', value: 'm' },
      { op: 'Replace', path: 'name.givenName', value: 'd' },
      { op: 'Add', path: 'title', value: 'e' },
      { op: 'Add', path: 'nickName', value: 'f' },
    ])
    expect(patchBody(changes, 'aadOptscim062020')?.['Operations']).toEqual([
      { op: 'add', path: 'emails[type eq "work"].value', value: 'm' },
      { op: 'replace', value: { displayName: 'b', 'name.givenName': 'd' } },
      { op: 'add', value: { title: 'e', nickName: 'f' } },
    ])
  })

  test('a cleared value is not sent', () => {
    expect(patchBody([{ path: 'title', before: 'a' }], 'legacy')).toBeUndefined()
    expect(patchBody([{ path: 'title', before: 'a' }], 'aadOptscim062020')).toBeUndefined()
  })

  test('a new user has nested names, one element for each type, and booleans', () => {
    const URN = 'urn:example:params:scim:schemas:extension:own:2.0:User'
    expect(
      postBody(
        [
          { path: 'userName', after: 'u' },
          { path: 'active', after: 'True' },
          { path: 'name.givenName', after: 'g' },
          { path: 'name.familyName', after: 'f' },
          { path: 'emails[type eq "work"].value', after: 'm' },
          { path: 'addresses[type eq "work"].locality', after: 'l' },
          { path: 'addresses[type eq "work"].country', after: 'c' },
          { path: 'roles[primary eq "True"].value', after: 'r' },
          { path: `${URN}:badge`, after: '7' },
          { path: 'title' },
        ],
        'User',
      ),
    ).toEqual({
      schemas: [
        'urn:ietf:params:scim:schemas:core:2.0:User',
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
      ],
      userName: 'u',
      active: true,
      name: { givenName: 'g', familyName: 'f' },
      emails: [{ primary: true, type: 'work', value: 'm' }],
      addresses: [{ type: 'work', locality: 'l', country: 'c' }],
      roles: [{ primary: 'True', value: 'r' }],
      [URN]: { badge: '7' },
      meta: { resourceType: 'User' },
    })
  })
})
