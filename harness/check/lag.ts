import type { ScimRequest } from '../target/types.ts'

/** Lets reads wait until the writes before them are sure to be seen. */
export interface Lag {
  /** To be called before a request is sent. */
  before(request: ScimRequest): Promise<void>
  /** To be called when the answer is there. */
  after(request: ScimRequest): void
}

/** No waiting: the first reading of a check. */
export const NO_LAG: Lag = { before: () => Promise.resolve(), after: () => undefined }

/** Whether a request reads: GET, HEAD and searches. */
const isRead = ({ method, path }: ScimRequest) =>
  method === 'GET' || method === 'HEAD' || /\/\.search(\?|$)/i.test(path)

/** Waits before each read until so many milliseconds have passed since the last write. */
export function lagOf(
  milliseconds: number,
  clock: () => number,
  wait: (milliseconds: number) => Promise<void>,
): Lag {
  let written = -Infinity
  return {
    before: async (request) => {
      const left = written + milliseconds - clock()
      if (isRead(request) && left > 0) await wait(left)
    },
    after: (request) => {
      if (!isRead(request)) written = clock()
    },
  }
}
