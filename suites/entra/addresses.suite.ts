import { type CheckContext, skip, suite } from '../../harness/check/index.ts'
import { getMember } from '../../harness/scim/json.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { expectMapped, isGiven } from './inForce.ts'
import { createEntraUser, entraUser, ENTERPRISE, patchAsMeant, recorded } from './playing.ts'

/** Parts of the address at work, one value path each, in the recorded forms of the legacy dialect. */
export default suite(
  'Addresses',
  {
    id: 'entra.addresses',
    file: 'suites/entra/addresses',
    profile: 'entra',
    needs: ['create-user', 'read-user', 'patch'],
    severity: 'breaks-provisioning',
    impact: 'An address in Entra never arrives, and with it the whole update is lost.',
  },
  ({ check }) => {
    const work = {
      type: 'work',
      formatted: '2 Example Street, Exampleton',
      streetAddress: '2 Example Street',
      country: 'EX',
    }
    for (const [original, part] of [
      ['cap-scimpatch176', 'formatted'],
      ['cap-scimpatch42', 'streetAddress'],
      ['cap-scimpatch187', 'country'],
    ] as const) {
      check(
        `Add of ${part} makes the address at work (legacy dialect, ${original})`,
        {
          id: `legacy-${original}`,
          verifies: [],
          rulings: ['EN-02', 'EN-10'],
          level: 'MUST',
          tags: ['legacy'],
          advice: 'Make the element that the filter names, with its type, and set the sub-attribute.',
        },
        async (context) => {
          const { users } = context
          const witness = await createEntraUser(context, { addresses: [work] })
          expectAddress(context, (await users.read(witness)).resource, part)
          const target = await createEntraUser(context)
          await patchAsMeant(context, recorded(original), { fixture: users, target }, {})
        },
      )
    }

    check(
      'an e-mail address, an address and a department change together (legacy dialect, cap-laravel34)',
      {
        id: 'legacy-cap-laravel34',
        verifies: [],
        rulings: ['EN-00', 'EN-10'],
        level: 'MUST',
        tags: ['legacy'],
        needs: ['enterprise-user'],
      },
      async (context) => {
        const { identity, users } = context
        const sent = { ...entraUser(context), addresses: [work], [ENTERPRISE]: { employeeNumber: '701984' } }
        const target = await users.create(sent)
        expectAddress(context, (await users.read(target)).resource, 'formatted')
        const values = { newEmail: identity.email() }
        await patchAsMeant(context, recorded('cap-laravel34'), { fixture: users, target }, values)
      },
    )
  },
)

/** Skips unless a part of an address is kept: what the server does not keep is not in the mapping (EN-10). */
function expectAddress(context: CheckContext, resource: JsonObject, part: string): void {
  expectMapped(context, `addresses[type eq "work"].${part}`)
  if (isGiven(context)) return
  const [address] = [getMember(resource, 'addresses') ?? []].flat()
  const kept = typeof address === 'object' && address !== null && getMember(address as JsonObject, part)
  if (typeof kept !== 'string')
    skip(`The server keeps no ${part} of an address, so it is not in the mapping (EN-10).`)
}
