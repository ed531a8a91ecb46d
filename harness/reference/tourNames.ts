import type { Send } from './client.ts'
import { memberAt, PRINTER, USER } from './tourParts.ts'

/** Asks about names that are alike, that were given before, and about what is given late. */
export async function askNames(send: Send): Promise<void> {
  await send('POST', '/Users', { schemas: [USER], userName: 'zo\u00eb' })
  await send('POST', '/Users', { schemas: [USER], userName: 'zoe\u0308' })
  await send('GET', `/Users?filter=${encodeURIComponent('userName eq "zoe\u0308"')}`)

  const leaver = await send('POST', '/Users', { schemas: [USER], userName: 'leaver' })
  await send('DELETE', `/Users/${memberAt(leaver, 'id')}`)
  await send('POST', '/Users', { schemas: [USER], userName: 'leaver' })

  const printer = { schemas: [PRINTER], label: 'Late' }
  const made = await send('POST', '/Printers', printer)
  await send('PUT', `/Printers/${memberAt(made, 'id')}`, { ...printer, serialNumber: 'S-9' })

  await send('POST', '/Users', { schemas: [USER], userName: 'turned', displayName: 5, active: 'yes' })
  const named = { schemas: [USER], userName: 'named', name: { givenName: 'Ada', familyName: 'Proof' } }
  const whole = await send('POST', '/Users', { ...named, nickName: 'Ad' })
  const place = `/Users/${memberAt(whole, 'id')}`
  await send('PUT', place, { ...named, nickName: null })
  await send('PUT', place, { ...named, id: 'another' })
  await send('PUT', place, { ...named, name: { familyName: 'Proof' } })
}
