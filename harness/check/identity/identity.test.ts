import { describe, expect, test } from 'vitest'
import { guidOf, identityFor, type IdentitySettings } from './identity.ts'

const settings: IdentitySettings = { emailDomains: [], userNameFormat: 'email', runId: 'k3x9q2ab' }

describe('identities', () => {
  test('names depend on run, check and ordinal only', () => {
    const one = identityFor(settings, 'rfc7644.create.a')
    const other = identityFor(settings, 'rfc7644.create.a')
    expect([one.userName(), one.email(), one.guid()]).toEqual([other.userName(), other.email(), other.guid()])
    expect(one.local()).not.toBe(one.local())
    expect(identityFor(settings, 'rfc7644.create.b').mark).not.toBe(one.mark)
    expect(identityFor({ ...settings, runId: 'zzzzzzzz' }, 'rfc7644.create.a').mark).not.toBe(one.mark)
  })

  test('everything lies in the reserved domain unless another is configured', () => {
    const reserved = identityFor(settings, 'c')
    expect(reserved.email()).toMatch(/@scimproof\.example\.com$/)
    const own = identityFor({ ...settings, emailDomains: ['test.acme.dev'] }, 'c')
    expect([own.email(), own.userName(), own.url('x')]).toEqual([
      expect.stringMatching(/@test\.acme\.dev$/),
      expect.stringMatching(/@test\.acme\.dev$/),
      'https://test.acme.dev/x',
    ])
  })

  test('a plain userName has no domain', () => {
    expect(identityFor({ ...settings, userNameFormat: 'plain' }, 'c').userName()).toMatch(
      /^sp-k3x9q2ab-[a-z0-9]+-1$/,
    )
  })

  test('phone numbers stay in the range kept for fiction, however many are made', () => {
    const identity = identityFor(settings, 'c')
    const numbers = Array.from({ length: 250 }, () => identity.phone())
    expect(numbers.filter((number) => !/^\+1-202-555-01\d\d$/.test(number))).toEqual([])
  })

  test('a GUID is a lower-case version 8 UUID', () => {
    const guids = Array.from({ length: 100 }, (_, index) => guidOf(String(index)))
    expect(
      guids.filter(
        (guid) => !/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(guid),
      ),
    ).toEqual([])
    expect(new Set(guids).size).toBe(100)
  })
})
