import type { Coverage } from '../run/coverage.ts'

/** The fates of the requirements, per document and section. */
export function describeCoverage({ requirements, totals }: Coverage): string {
  const sections = [...new Set(requirements.map(({ document, section }) => `${document} §${section}`))]
  const lines = sections.flatMap((heading) => {
    const mine = requirements.filter(({ document, section }) => `${document} §${section}` === heading)
    return [
      `${heading}  ${mine.filter(({ fate }) => fate === 'verified').length} of ${mine.length} verified`,
      ...mine.map(({ id, level, fate, checks, faults, why }) => {
        const told = fate === 'verified' ? `${checks.join(', ')} (${faults.length} faults)` : fate
        return `    ${id}  ${level}  ${told}${why === undefined ? '' : `  [${why}]`}`
      }),
    ]
  })
  return [
    ...lines,
    `${totals.verified} of ${totals.demanded} demanded requirements that can be seen from outside are verified, ${totals.uncovered} are not`,
  ].join('\n')
}
