import { type Answer, type CheckContext, listOf, skip, TargetError } from '../../harness/check/index.ts'
import { recorded, sendRecorded } from '../entra/playing.ts'
import { demand, object, type Telling } from './foretelling.ts'

/** What Microsoft wants of each tenant. */
const PER_SECOND = 25
const SECONDS = 10
/** A server on the same machine shows it in one second. */
const SECONDS_HERE = 1
/** Above this the time goes into the answers, and not into the limits of the run. */
const SLOW_MS = 150

/** Whether the server stands on the same machine. */
export const isHere = (base: string) =>
  /^(localhost|127\..*|\[::1\]|.*\.(localhost|test))$/i.test(new URL(base).hostname)

/** Asks for nobody, as Test Connection does, 25 times a second. */
export async function expectRate(context: CheckContext, { remark }: Pick<Telling, 'remark'>): Promise<void> {
  const seconds = isHere(context.scim.base) ? SECONDS_HERE : SECONDS
  const answers: Answer[] = []
  for (let second = 1; second <= seconds; second += 1) {
    const ask = Array.from({ length: PER_SECOND }, () => askForNobody(context))
    const [batch] = await Promise.all([Promise.all(ask), second < seconds ? context.pause(1000) : undefined])
    answers.push(...batch)
  }
  const held = answers.find(({ exchange }) => (exchange.attempt ?? 1) > 1)
  if (held !== undefined)
    object({
      reason: `At ${PER_SECOND} requests per second the server asks to be left alone; Entra waits, and provisioning is late.`,
      expected: `${PER_SECOND} answers per second`,
      observed: '429 or 503, and an answer later',
      decisive: [held.exchange.id],
    })
  for (const answer of answers)
    demand(answer, listOf(0), `At ${PER_SECOND} requests per second the answers are no longer right.`)
  expectPace(answers, seconds, remark)
}

async function askForNobody(context: CheckContext): Promise<Answer> {
  try {
    return await sendRecorded(context, recorded('cap-testconn-94189'), {
      guid: context.identity.guid(),
      matchingAttribute: 'userName',
    })
  } catch (error) {
    if (!(error instanceof TargetError) || error.code !== 'E_UNAVAILABLE') throw error
    return object({
      reason: `At ${PER_SECOND} requests per second the server no longer answers.`,
      expected: `${PER_SECOND} answers per second`,
      observed: error.message,
    })
  }
}

function expectPace(answers: readonly Answer[], seconds: number, remark: (sentence: string) => void): void {
  const begun = Math.min(...answers.map(({ exchange }) => exchange.startedAt))
  const ended = Math.max(...answers.map(({ exchange }) => exchange.startedAt + exchange.durationMs))
  const slowest = Math.max(...answers.map(({ exchange }) => exchange.durationMs))
  const mean = answers.reduce((sum, { exchange }) => sum + exchange.durationMs, 0) / answers.length
  const rate = answers.length / Math.max((ended - begun) / 1000, seconds - 1, 0.001)
  const told = `${Math.round(rate)} requests per second, answered in ${Math.round(mean)} ms on average and in ${Math.round(slowest)} ms at most`
  if (rate >= PER_SECOND) return remark(`Measured were ${told}.`)
  if (mean < SLOW_MS)
    skip(
      `The limits of this run kept the rate at ${Math.round(rate)} per second: give --max-rps ${PER_SECOND} and a higher --concurrency.`,
    )
  object({
    reason: `The server does not keep up with ${PER_SECOND} requests per second.`,
    expected: `${PER_SECOND} per second`,
    observed: told,
  })
}
