import Type, { type Static } from 'typebox'

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

export const VerdictSchema = Type.Enum(verdicts)
export const SeveritySchema = Type.Enum(severities)
export const LevelSchema = Type.Enum(levels)
export const RequirementStatusSchema = Type.Enum(requirementStatuses)

/** `pass` · `fail` · `warn` · `skip` (a named precondition is absent) · `blocked` (a prerequisite failed) · `error` (ours, or the network's). */
export type Verdict = Static<typeof VerdictSchema>
export type Severity = Static<typeof SeveritySchema>
export type Level = Static<typeof LevelSchema>
export type RequirementStatus = Static<typeof RequirementStatusSchema>
