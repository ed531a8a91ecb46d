import type { Coverage, Covered } from '../run/coverage.ts'

/** The fates of the requirements, per document and section, and those of the recorded exchanges. */
export function describeCoverage({ requirements, totals, fixtures }: Coverage): string {
  const sections = [...new Set(requirements.map(({ document, section }) => `${document} §${section}`))]
  const lines = sections.flatMap((heading) => {
    const mine = requirements.filter(({ document, section }) => `${document} §${section}` === heading)
    return [
      `${heading}  ${mine.filter(({ fate }) => fate === 'verified').length} of ${mine.length} verified`,
      ...mine.map(
        (one) => `    ${one.id}  ${one.level}  ${tell(one)}${one.why === undefined ? '' : `  [${one.why}]`}`,
      ),
    ]
  })
  const played = fixtures.filter(({ checks }) => checks.length > 0).length
  return [
    ...lines,
    `Recorded exchanges  ${played} of ${fixtures.length} played`,
    ...fixtures.map(
      ({ id, sender, checks, why }) =>
        `    ${id}  ${sender}  ${checks.join(', ') || `not played  [${why ?? 'no reason'}]`}`,
    ),
    `${totals.verified} of ${totals.demanded} demanded requirements that can be seen from outside are verified, ${totals.uncovered} are not`,
    `${totals.held} of ${totals.permissions} permissions are held by conforming servers on both sides`,
    `${played} of ${fixtures.length} recorded exchanges are played, ${fixtures.filter(({ checks, why }) => checks.length === 0 && why !== undefined).length} are not for a reason that is given`,
  ].join('\n')
}

function tell({ fate, checks, faults, otherSide, heldBy }: Covered): string {
  switch (fate) {
    case 'verified':
      return `${checks.join(', ')} (${faults.length} faults)`
    case 'permission':
      return `permission: reference server | ${otherSide?.join(', ') || 'nobody'}${checks.length === 0 ? '' : `; looked at by ${checks.join(', ')}`}`
    case 'client':
      return `rule for us: ${heldBy ?? 'held by nothing'}`
    default:
      return fate
  }
}
