import type { CheckResult, RunDocument } from '../../model/index.ts'
import { ShowMe } from './show-me.tsx'
import { Trust } from './trust.tsx'
import { WhatIsWrong } from './what-is-wrong.tsx'

interface Props {
  readonly run: RunDocument
  readonly check: CheckResult
  readonly leftOut: number
}

/** One check at three depths: what is wrong, show me, may I trust it. */
export function CheckDetail({ run, check, leftOut }: Props) {
  return (
    <div class="detail">
      <WhatIsWrong check={check} />
      <ShowMe run={run} check={check} leftOut={leftOut} />
      <Trust run={run} check={check} />
    </div>
  )
}
