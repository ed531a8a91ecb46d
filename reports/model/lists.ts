/** The six verdicts, worst first. */
export const verdicts = ['fail', 'error', 'blocked', 'warn', 'skip', 'pass'] as const

/** How bad a failure is for the people behind the server, worst first. */
export const severities = [
  'data-loss',
  'security',
  'breaks-provisioning',
  'wrong-answer',
  'cosmetic',
] as const

/** How strongly a requirement is worded (RFC 2119); `IMPLIED`: a declarative sentence that leaves no other reading. */
export const levels = ['MUST', 'SHOULD', 'MAY', 'IMPLIED'] as const

/** What became of a requirement in a run. */
export const requirementStatuses = ['held', 'violated', 'undecided', 'uncovered'] as const

/** What becomes of one of Entra's jobs in a dialect, worst first. */
export const outcomes = [
  'loses data',
  'is refused',
  'goes wrong',
  'undecided',
  'works',
  'not played',
] as const
