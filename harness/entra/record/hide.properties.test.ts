import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../scim/types.ts'
import { hideAnswer, hideRequest } from './hideExchange.ts'
import { createRegister } from './register.ts'

/** Something that nobody else says, in the shapes that values have. */
const secret = fc
  .tuple(
    fc.stringMatching(/^[a-z]{2,5}$/),
    fc.constantFrom(
      // One word that can be no name of an attribute: those stay.
      (word: string) => `Qzq\u00e9${word}`,
      (word: string) => `QZQ ${word}@contoso.com`,
      (word: string) => `https://qzq.example.org/Users/${word}?x=1`,
      (word: string) => `/Users/qzq${word}`,
      (word: string) => `"qzq" ] and (${word}`,
      (word: string) => `{{qzq${word}}}`,
      (word: string) => `bulkId:qzq${word}`,
      (word: string) => ` qzq\n${word}\u00e9`,
      (word: string) => `urn:qzq:${word} x`,
    ),
  )
  .map(([word, shape]) => shape(word))

const name = fc.constantFrom(
  'userName',
  'id',
  'externalId',
  'displayName',
  'name',
  'emails',
  'value',
  'type',
  'members',
  '$ref',
  'manager',
  'meta',
  'location',
  'version',
  'created',
  'resourceType',
  'schemas',
  'Operations',
  'op',
  'path',
  'method',
  'data',
  'bulkId',
  'filter',
  'attributes',
  'sortBy',
  'status',
  'scimType',
  'detail',
  'Resources',
  'active',
  'password',
  'locale',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName',
  'emails[type eq "work"].value',
)

const { message } = fc.letrec<{ json: Json; message: { readonly [name: string]: Json } }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    secret,
    fc.constantFrom<Json>(
      ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      true,
      null,
      3,
      7019841,
      'True',
      '',
    ),
    fc.array(tie('json'), { maxLength: 3 }),
    tie('message'),
  ),
  message: fc.dictionary(fc.oneof(name, secret), tie('json'), { maxKeys: 5 }),
}))

const target = fc
  .tuple(
    fc.constantFrom('/Users', '/Users/', '/Groups/', '/Bulk', '/Roles/', '/Schemas/', '/'),
    secret,
    fc.constantFrom('filter', 'attributes', 'cursor', 'count', 'key'),
    fc.constantFrom(
      (value: string) => `userName eq ${JSON.stringify(value)}`,
      (value: string) => `emails[value eq ${JSON.stringify(value)}].type pr and id eq "1`,
      (value: string) => value,
    ),
    secret,
  )
  .map(
    ([path, id, parameter, filter, value]) =>
      `${path}${path.endsWith('/') ? encodeURIComponent(id) : ''}?${parameter}=${encodeURIComponent(filter(value))}&x=${encodeURIComponent(value)}`,
  )

test('whatever is said, no value of it is written', () => {
  fc.assert(
    fc.property(target, message, fc.constantFrom('POST', 'PATCH', 'GET'), (wire, json, method) => {
      const hiding = { register: createRegister(), bases: ['https://scim.example.org'] }
      const body = Buffer.from(JSON.stringify(json))
      const headers = [
        ['Authorization', 'Bearer qzq'],
        ['X-Qzq', 'qzq'],
        ['User-Agent', 'x (https://qzq.example)'],
      ] as const
      const request = hideRequest({ method, target: wire, headers, body }, hiding)
      const answer = hideAnswer(
        { status: 200, headers: [['Location', `https://qzq.example.org/Users/qzq`]], body },
        '/Users',
        hiding,
      )
      const written = JSON.stringify([request, answer])
      expect(written + JSON.stringify(hiding.register.definitions(written))).not.toMatch(/qzq/i)
    }),
    { numRuns: 1500 },
  )
})
