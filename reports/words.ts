import type { PredictionResult, RunDocument, Severity, Verdict } from './model/index.ts'

/** What each verdict means, in one sentence. */
export const verdictMeaning: Readonly<Record<Verdict, string>> = {
  pass: 'the server does what is demanded',
  fail: 'the server contradicts what is demanded',
  warn: 'allowed, but a recommendation is not followed or clients are known to stumble',
  skip: 'not decided: a named precondition is absent',
  blocked: 'not decided: a check that this one builds on failed',
  error: 'not decided: the suite or the network failed, which says nothing about the server',
}

/** What each severity means for the people behind the server. */
export const severityMeaning: Readonly<Record<Severity, string>> = {
  'data-loss': 'data is lost or overwritten',
  security: 'somebody has access who should not, or loses protection',
  'breaks-provisioning': 'accounts are not created, changed or closed',
  'wrong-answer': 'clients are told something that is not so',
  cosmetic: 'clients notice, and carry on',
}

/** How it is known what a gate of Microsoft's sends and asserts. */
export const confidenceMeaning: Readonly<Record<PredictionResult['confidence'], string>> = {
  recorded: 'its requests were seen on the wire',
  template: 'its definition is published',
  documented: 'known from a description only',
  reconstructed: 'pieced together from reports',
}

/** Severities as people write them. */
export const severityName: Readonly<Record<Severity, string>> = {
  'data-loss': 'data loss',
  security: 'security',
  'breaks-provisioning': 'breaks provisioning',
  'wrong-answer': 'wrong answer',
  cosmetic: 'cosmetic',
}

/** `1 check`, `2 checks`, `1,904 requests`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`
}

/** `12 s`, `9.1 s`, `340 ms`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  const seconds = milliseconds / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** The profiles that decide the exit code, as people list them. */
function gatedProfiles(run: RunDocument): string {
  const gated = Object.entries(run.profiles).flatMap(([name, totals]) => (totals.gated ? [name] : []))
  return gated.length === 0 ? 'no profile' : gated.join(' and ')
}

/** What the exit code of a run says. */
export function exitSentence(run: RunDocument): string {
  switch (run.exitCode) {
    case 0:
      return `exit 0: nothing new failed in ${gatedProfiles(run)}`
    case 1:
      return `exit 1: at least one new failure in ${gatedProfiles(run)}`
    case 2:
      return 'exit 2: wrong usage or configuration; nothing was sent'
    case 3:
      return 'exit 3: the target could not be reached, refused the credentials, or too little could be decided'
    case 130:
      return 'exit 130: interrupted; what the run had made was removed'
    default:
      return `exit ${run.exitCode}`
  }
}

/** Whether the run was cut short, and what that means; `undefined` for a complete run. */
export function incompleteSentence(run: RunDocument): string | undefined {
  if (run.complete === true) return undefined
  const missing = run.selection.selected - run.checks.length
  const absent = missing > 0 ? ` ${count(missing, 'check')} of ${run.selection.selected} did not run.` : ''
  return `This run was cut short.${absent} What is absent was not decided.`
}

/** `225 of 225 selected, complete`. */
export function selectionSentence(run: RunDocument): string {
  const shard = run.shard === null ? '' : `, shard ${run.shard}`
  return `${run.selection.selected} of ${run.selection.of} selected${shard}, ${run.complete === true ? 'complete' : 'cut short'}`
}

/** `left behind: nothing`, or how many. */
export function leftoverSentence(run: RunDocument): string {
  return `left behind: ${run.leftovers.length === 0 ? 'nothing' : count(run.leftovers.length, 'resource')}`
}

/** `12 s, 9.1 s of it on the wire, 1,904 requests`. */
export function effortSentence(run: RunDocument): string {
  return `${duration(run.durationMs)}, ${duration(run.requests.wireMs)} of it on the wire, ${count(run.requests.count, 'request')}`
}
