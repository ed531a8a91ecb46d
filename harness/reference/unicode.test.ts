import { expect, test } from 'vitest'
import { clientOf } from './client.ts'
import { createReferenceServer } from './server.ts'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'

test.each([
  ['e\u0301', '\u00e9'],
  ['\u00e9', 'e\u0301'],
])('a filter on %s finds %s (RFC 7644 §7.8)', async (asked, stored) => {
  const send = clientOf(createReferenceServer({ seed: 1 }))
  await send('POST', '/Users', { schemas: [USER], userName: `caf${stored}` })
  const filter = encodeURIComponent(`userName eq "caf${asked}"`)
  expect((await send('GET', `/Users?filter=${filter}`)).body).toMatchObject({ totalResults: 1 })
})

test('letters that only look alike stay different', async () => {
  const send = clientOf(createReferenceServer({ seed: 1 }))
  await send('POST', '/Users', { schemas: [USER], userName: 'cafe' })
  const filter = encodeURIComponent('userName eq "café"')
  expect((await send('GET', `/Users?filter=${filter}`)).body).toMatchObject({ totalResults: 0 })
})
