/**
 * RFC 7643 §4.1.2: mail addresses, telephone numbers, messengers and countries are taken in the form that the standard
 * gives them, and come back in it.
 */
import { skip, suite } from '../../harness/check/index.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { comeBack } from './comeBack.ts'

const SERVICES = ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo', 'other']

export default suite(
  'Contacts of users',
  {
    id: 'rfc7643.contacts',
    file: 'suites/rfc7643/4.1.2-contacts',
    needs: ['users', 'create-user'],
    impact:
      'A user whose address or number has a usual form can not be provisioned, or is written again in each cycle.',
  },
  ({ check }) => {
    check(
      'mail addresses that RFC 5321 allows come back as they were sent',
      { id: 'mail-addresses', verifies: ['RFC7643-4.1.2-01'], rulings: ['C-13'] },
      async (context) => {
        const { identity } = context
        for (const local of [`${identity.local()}+tag`, `${identity.local()}.o'neil`])
          await comeBack(context, { emails: [{ value: identity.email(local), type: 'work' }] })
      },
    )

    check(
      'telephone numbers are taken as tel URIs',
      { id: 'telephone-numbers', verifies: ['RFC7643-4.1.2-05'], rulings: ['C-20', 'C-13'] },
      async (context) =>
        comeBack(context, {
          phoneNumbers: [{ value: `tel:${context.identity.phone()}`, type: 'work' }],
        }),
    )

    check(
      'messengers are taken with each of the types that the standard names',
      { id: 'messengers', verifies: ['RFC7643-4.1.2-10'], rulings: ['C-13', 'S-05'] },
      async (context) => {
        const published = context.userSchema.core.attributes.find(({ name }) => name === 'ims')
        if (published === undefined) skip('The User schema has no ims.')
        const known = published.subAttributes.find(({ name }) => name === 'type')?.canonicalValues ?? []
        const types = known.length === 0 ? SERVICES : SERVICES.filter((type) => known.includes(type))
        if (types.length === 0) skip('The User schema names types of messengers of its own.')
        await comeBack(context, { ims: types.map((type): JsonObject => ({ value: `ada.${type}`, type })) })
      },
    )

    check(
      'the country of an address comes back as its code of two letters',
      {
        id: 'countries',
        verifies: ['RFC7643-4.1.2-17'],
        level: 'SHOULD',
        rulings: ['C-20'],
      },
      async (context) =>
        comeBack(context, { addresses: [{ type: 'work', locality: 'Springfield', country: 'US' }] }),
    )
  },
)
