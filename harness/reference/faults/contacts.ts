import { ScimError } from '../../scim/error.ts'
import { getMember, isArray, isObject } from '../../scim/json.ts'
import type { JsonObject } from '../../scim/types.ts'
import type { Fault } from '../fault.ts'
import { faultsIn } from './touch.ts'

const eachIn = (body: JsonObject, name: string): readonly JsonObject[] => {
  const list = getMember(body, name)
  return isArray(list) ? list.filter(isObject) : []
}

/** Bodies are refused when one of the elements of a list is of a certain kind. */
const refusing =
  (name: string, detail: string, suits: (element: JsonObject) => boolean): Fault['replace'] =>
  (seams) => ({
    readResource: (body, type, call) => {
      if (eachIn(body, name).some(suits)) throw new ScimError(400, 'invalidValue', detail)
      return seams.readResource(body, type, call)
    },
  })

const textIn = (element: JsonObject, name: string) => String(getMember(element, name) ?? '')

/** Contacts of users that are refused (RFC 7643 §4.1.2). */
export const contactFaults = faultsIn('create', [
  {
    id: 'create.mail-tags-refused',
    title: 'A mail address with a plus sign is refused with 400',
    consequence: 'People whose address has a tag can not be provisioned.',
    source: 'own',
    violates: ['RFC7643-4.1.2-01'],
    replace: refusing('emails', 'This is no mail address.', (email) => textIn(email, 'value').includes('+')),
  },
  {
    id: 'create.tel-uris-refused',
    title: 'A telephone number that is a tel URI is refused with 400',
    consequence: 'Clients that keep to the standard can write no number.',
    source: 'own',
    violates: ['RFC7643-4.1.2-05'],
    replace: refusing('phoneNumbers', 'This is no telephone number.', (phone) =>
      textIn(phone, 'value').startsWith('tel:'),
    ),
  },
  {
    id: 'create.messengers-of-one-service',
    title: 'A messenger of another type than xmpp is refused with 400',
    consequence: 'A user with another messenger can not be provisioned.',
    source: 'own',
    violates: ['RFC7643-4.1.2-10'],
    replace: refusing(
      'ims',
      'This service is not known.',
      (im) => !['', 'xmpp'].includes(textIn(im, 'type')),
    ),
  },
])
