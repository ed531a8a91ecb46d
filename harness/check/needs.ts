import { isProbe, probeOfCapability, tells } from './probes.ts'
import { absence, type Session } from './session.ts'
import type { Check, Need } from './suite.ts'
import { block, skip } from './verdict.ts'

/** What Entra can not do without, and the check that fails where a server does without it (ruling X-13). */
const DEMANDED_BY_ENTRA: Readonly<Record<string, string>> = {
  'create-user': 'entra.create.as-documented',
  patch: 'entra.update.offers-patch',
}

/**
 * Sees to it that what a check stands on holds.
 *
 * @throws {Decision} `skip` where something is absent, `blocked` where it is broken, or where Entra demands it
 */
export async function meetNeeds(check: Check, session: Session): Promise<void> {
  for (const need of check.needs) {
    const carrier = check.profile === 'entra' ? DEMANDED_BY_ENTRA[need] : undefined
    if (carrier !== undefined) await meetDemand(need, carrier, check, session)
    else await meetNeed(need, check, session)
  }
}

async function meetNeed(need: Need, check: Check, session: Session): Promise<void> {
  const probed = isProbe(need) ? need : probeOfCapability(need, check.profile)
  if (need === 'second-connection') {
    if (session.second === undefined) skip('No second connection was given (--second-url).')
  } else if (isProbe(need)) {
    if (!tells(check.id, need)) await session.demand(need)
  } else if (!session.settings.facts.capabilities[need]) {
    skip(absence(session.settings.facts, need))
  } else if (probed !== undefined && !tells(check.id, probed)) {
    await session.demand(probed)
  }
}

/** What Entra sends is not skipped where a server does without it: one check fails, and blocks the others. */
async function meetDemand(need: Need, carrier: string, check: Check, session: Session): Promise<void> {
  if (check.id === carrier) return
  const { state, reason } = await session.probe(need === 'patch' ? 'patch-user' : 'create-user')
  if (state === 'absent') block(`Entra can not do without what is not offered here: ${reason}.`, carrier)
  if (need !== 'patch') await meetNeed(need, check, session)
}
