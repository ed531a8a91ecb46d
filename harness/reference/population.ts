import { drawUuid } from './random.ts'
import type { Random } from './random.ts'
import type { ServerState, StoredResource, Tenant } from './state.ts'

const givenNames = ['Ada', 'Béla', 'Chen', 'Dina', 'Emeka', 'Farah', 'Greta', 'Hugo', 'Ines', 'Jonas']
const familyNames = ['Arnold', 'Brandt', 'Çelik', 'Diallo', 'Eriksen', 'Fischer', 'García', 'Hansen', 'Ito']

function pick(names: readonly string[], random: Random): string {
  return names[random.next() % names.length] ?? ''
}

/** Gives a tenant its first users; `/Me` stands for the very first. Names are of a domain that no one owns (RFC 2606). */
export function addUsers(tenant: Tenant, count: number, server: ServerState): void {
  for (let number = 1; number <= count; number += 1) {
    const [givenName, familyName] = [pick(givenNames, server.random), pick(familyNames, server.random)]
    const userName = `user${number}@${tenant.id}.example.com`
    const time = server.clock().toISOString()
    const stored: StoredResource = {
      id: drawUuid(server.random),
      type: 'User',
      attributes: {
        userName,
        name: { familyName, givenName, formatted: `${givenName} ${familyName}` },
        displayName: `${givenName} ${familyName}`,
        active: true,
        emails: [{ value: userName, type: 'work', primary: true }],
      },
      created: time,
      lastModified: time,
      revision: 1,
    }
    tenant.resources.set(stored.id, stored)
    tenant.subject ??= stored.id
  }
}
