/** What can be fuzzed; each property carries one of these as a tag. */
export const SUBJECTS = ['filter', 'patch', 'payload', 'paging', 'sequence', 'concurrency'] as const

/** One of them. */
export type Subject = (typeof SUBJECTS)[number]
