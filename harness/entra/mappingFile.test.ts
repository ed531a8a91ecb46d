import { describe, expect, test } from 'vitest'
import exported from '../../fixtures/mappings/objectId-to-externalId.json' with { type: 'json' }
import type { Json } from '../scim/types.ts'
import { UnreadableFile } from './import/unreadable.ts'
import { readMapping } from './mappingFile.ts'

const targets = (json: Json) => {
  const { User, Group } = readMapping(json, 'm.json')
  return { User: User.map(({ target }) => target), Group: Group.map(({ target }) => target) }
}
const matched = (json: Json) =>
  readMapping(json, 'm.json')
    .User.filter(({ matching }) => matching > 0)
    .sort((left, right) => left.matching - right.matching)
    .map(({ target }) => target)

/** Message and remedy of the refusal. */
function refusal(json: Json): string {
  try {
    readMapping(json, 'm.json')
  } catch (error) {
    if (error instanceof UnreadableFile) return `${error.message} ${error.remedy}`
    throw error
  }
  return 'it was read'
}

describe('a mapping', () => {
  test('is read from what Entra exports, and from the answer of Graph around it', () => {
    expect(matched(exported as Json)).toEqual(['externalId', 'userName'])
    expect(matched({ schema: exported as Json })).toEqual(['externalId', 'userName'])
    expect(targets(exported as Json).Group).toEqual(['displayName', 'externalId', 'members'])
  })

  test('is read from a list of users’ attributes, who are matched by userName', () => {
    const list = ['userName', 'emails[type eq "work"].value', 'urn:x:acme:2.0:User:costKey']
    expect(targets(list)).toEqual({ User: list, Group: ['displayName', 'externalId', 'members'] })
    expect(matched(list)).toEqual(['userName'])
  })

  test('says by what users are matched, and that groups are not mapped', () => {
    const json = { User: ['userName', 'externalId'], Group: [], matching: ['externalId', 'userName'] }
    expect(matched(json)).toEqual(['externalId', 'userName'])
    expect(targets(json).Group).toEqual([])
  })

  test.each<[string, Json, RegExp]>([
    ['a text', 'userName', /m\.json holds neither an object nor a list\. Give the schema that Entra exports/],
    ['an unknown key', { Users: ['userName'] }, /there is no key Users in a mapping\. .*"User"/],
    ['no user', { Group: ['displayName'] }, /names no attribute of users/],
    ['a number', ['userName', 7], /User\[1\] is no text: 7\. Targets look like userName/],
    ['no list', { User: 'userName' }, /User is no list of target attributes/],
    [
      'a filter without quotes',
      ['userName', 'emails[type eq work].value'],
      /User\[1\] is no target attribute: emails\[type eq work\]\.value\./,
    ],
    ['a target twice', ['userName', 'title', 'TITLE'], /User has TITLE twice/],
    [
      'no matching attribute',
      ['displayName'],
      /matched by userName, which is not among the attributes of User\. Add it/,
    ],
    [
      'an export without matching attribute',
      {
        synchronizationRules: [
          {
            objectMappings: [
              {
                sourceObjectName: 'User',
                attributeMappings: [{ targetAttributeName: 'userName', matchingPriority: 0 }],
              },
            ],
          },
        ],
      },
      /no attribute of User is matched by\. Entra needs one/,
    ],
    [
      'an export of nothing',
      { synchronizationRules: [] },
      /maps neither users nor groups.*Export it in the portal/,
    ],
  ])('with %s is refused by place and remedy', (_, json, sentence) => {
    expect(refusal(json)).toMatch(sentence)
  })
})
