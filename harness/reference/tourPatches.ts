import type { Json } from '../scim/types.ts'
import type { Send } from './client.ts'
import { ENTERPRISE, GROUP, memberAt, patchOf, PRINTER, USER } from './tourParts.ts'

const EMAILS = [
  { value: 'tour-w@example.com', type: 'work' },
  { value: 'tour-h@example.com', type: 'home' },
]
const ADDRESSES = [{ type: 'work', locality: 'Springfield', region: 'Oregon' }]

/** Patches a user and a group of their own in each way that the clause has, orderly and not, and looks each time. */
export async function askPatches(send: Send): Promise<void> {
  const full = {
    schemas: [USER],
    userName: 'patched',
    displayName: 'Before',
    name: { givenName: 'Ada', familyName: 'Proof' },
    emails: EMAILS,
    addresses: ADDRESSES,
  }
  const user = await send('POST', '/Users', full)
  const other = await send('POST', '/Users', { schemas: [USER], userName: 'patched-too' })
  const place = `/Users/${memberAt(user, 'id')}`
  const patch = async (body: Json, path = place) => {
    await send('PATCH', path, body)
    await send('GET', path)
  }
  for (const body of [
    patchOf({ op: 'move', path: 'displayName', from: 'title' }),
    patchOf({ path: 'displayName', value: 'After' }),
    patchOf({ op: 'add', path: 'displayName' }),
    patchOf(),
    { Operations: [{ op: 'replace', path: 'title', value: 'Guide' }] },
    patchOf({ op: 'replace', path: 'emails[', value: 'x' }),
    patchOf({ op: 'replace', path: 'displayName', value: { en: 'After' } }),
    patchOf({ op: 'replace', path: 'name', value: 'Ada' }),
    patchOf({ op: 'remove', path: 'id' }),
    patchOf({ op: 'replace', path: 'nickName', value: 'N' }),
    patchOf({ op: 'add', path: 'userType', value: 'T' }),
    patchOf({ op: 'add', path: 'userType', value: 'U' }),
    patchOf({ op: 'add', value: { title: 'V', nickName: 'W' } }),
    patchOf({ op: 'add', path: 'name.middleName', value: 'M' }),
    patchOf({ op: 'add', path: 'name', value: { givenName: 'Grace' } }),
    patchOf({ op: 'replace', path: 'name', value: { givenName: 'Joan' } }),
    patchOf({ op: 'add', path: `${ENTERPRISE}:employeeNumber`, value: '7' }),
    patchOf({ op: 'add', value: { [ENTERPRISE]: { department: 'Tours' } } }),
    patchOf({ op: 'remove', path: `${ENTERPRISE}:department` }),
    patchOf({ op: 'add', path: 'emails[type eq "work"].value', value: 'tour-new@example.com' }),
    patchOf({ op: 'add', path: 'emails[type eq "other"].value', value: 'tour-other@example.com' }),
    patchOf({ op: 'remove', path: 'addresses[type eq "work"].region' }),
    patchOf({ op: 'remove', path: 'profileUrl' }),
    patchOf({ op: 'replace', value: { id: 'other' } }),
    patchOf({ op: 'replace', value: { id: memberAt(user, 'id'), title: 'X' } }),
    patchOf({ op: 'replace', path: 'title', value: 'X' }),
    patchOf({ op: 'add', value: { [`${ENTERPRISE}:costCenter`]: 'C' } }),
    patchOf({ op: 'replace', path: 'emails.display', value: 'D' }),
    patchOf({ op: 'replace', path: 'emails[type eq "home"]', value: { display: 'E' } }),
    patchOf({ op: 'add', path: 'emails', value: { value: 'tour-one@example.com', type: 'other' } }),
    patchOf({ op: 'add', path: 'emails', value: [{ value: 'tour-one@example.com', type: 'other' }] }),
    patchOf({ op: 'replace', path: 'addresses', value: [] }),
    patchOf({ op: 'remove', path: 'emails' }),
    patchOf({ op: 'add', path: 'emails', value: EMAILS }),
    patchOf({ op: 'remove', path: 'emails[type pr]' }),
  ])
    await patch(body)
  const members = [{ value: memberAt(user, 'id') }]
  const group = await send('POST', '/Groups', { schemas: [GROUP], displayName: 'Patched', members })
  const groupPlace = `/Groups/${memberAt(group, 'id')}`
  await patch(patchOf({ op: 'remove', path: `members[value eq "${memberAt(other, 'id')}"]` }), groupPlace)
  const printer = await send('POST', '/Printers', { schemas: [PRINTER], label: 'P', serialNumber: 'S' })
  await patch(
    patchOf({ op: 'replace', path: 'serialNumber', value: 'T' }),
    `/Printers/${memberAt(printer, 'id')}`,
  )
}
