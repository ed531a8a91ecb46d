import Type, { type Static } from 'typebox'
import { levels, requirementStatuses, severities, verdicts } from './lists.ts'

export const VerdictSchema = Type.Enum(verdicts)
export const SeveritySchema = Type.Enum(severities)
export const LevelSchema = Type.Enum(levels)
export const RequirementStatusSchema = Type.Enum(requirementStatuses)

/** `pass` · `fail` · `warn` · `skip` (a named precondition is absent) · `blocked` (a prerequisite failed) · `error` (ours, or the network's). */
export type Verdict = Static<typeof VerdictSchema>
export type Severity = Static<typeof SeveritySchema>
export type Level = Static<typeof LevelSchema>
export type RequirementStatus = Static<typeof RequirementStatusSchema>
