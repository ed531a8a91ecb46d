import { TargetError } from '../target/errors.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { Decision } from './verdict.ts'

/** How often something is played in all when its connection is cut (grading, head). */
const TIMES = 3

/** Whether a status says that the server broke; 501 says that it does not offer something. */
export const isServerError = (status: number) => status >= 500 && status !== 501

/** Whether any answer was a fault of the server. */
export const metServerError = ({ exchanges }: Ledger) =>
  exchanges.some(({ response }) => response !== undefined && isServerError(response.status))

/**
 * Does what many checks wait for, and does it again where the road or a passing fault of the server got in its way: up to
 * three times where the connection was cut, twice where a 5xx ended it (grading, head).
 *
 * @param once is told how often it was played before, so that it takes names of its own, and keeps a ledger
 * @param cameToNothing whether what it gives says that it failed; a `Decision` that it throws says so too
 * @throws whatever the last time threw
 */
export async function doneAgain<T>(
  once: (playing: number, ledger: Ledger) => Promise<T>,
  cameToNothing: (result: T) => boolean = () => false,
): Promise<T> {
  for (let playing = 0; ; playing += 1) {
    const ledger = openLedger()
    try {
      const result = await once(playing, ledger)
      if (playing > 0 || !cameToNothing(result) || !metServerError(ledger)) return result
    } catch (error) {
      const cut = error instanceof TargetError && error.code === 'E_CONNECTION_CUT' && playing + 1 < TIMES
      const broke = error instanceof Decision && metServerError(ledger) && playing === 0
      if (!cut && !broke) throw error
    }
  }
}
