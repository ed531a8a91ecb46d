import { type Answer, type CheckContext, fail, type Finding } from '../../harness/check/index.ts'
import { compareInstants, type Instant, parseDateTime } from '../../harness/scim/dateTime.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import type { Resource } from '../../harness/scim/types.ts'
import { warnOnce } from './asking.ts'

/** What a representation says of its own state: its version, and when it was changed last. */
export interface Moment {
  readonly version: string | undefined
  readonly modified: Instant | undefined
}

const textIn = (meta: unknown, name: string) => {
  const value = isObject(meta) ? getMember(meta, name) : undefined
  return typeof value === 'string' ? value : undefined
}

/** The moment of a representation; `meta.version` where there is one, else the ETag that came with it. */
export function momentOf(resource: Resource, answer?: Answer): Moment {
  const meta = getMember(resource, 'meta')
  const modified = textIn(meta, 'lastModified')
  return {
    version: textIn(meta, 'version') ?? answer?.headers['etag'],
    modified: modified === undefined ? undefined : parseDateTime(modified),
  }
}

/** Longer, in milliseconds, than the clock that made a time needs for one step. */
export const stepOf = (modified: Instant | undefined): number =>
  modified === undefined ? 0 : modified.fraction === '' ? 1100 : 15

/** Whether a time stands still between two moments. */
export const hasStayed = (before: Moment, after: Moment): boolean =>
  before.modified !== undefined &&
  after.modified !== undefined &&
  compareInstants(before.modified, after.modified) === 0

const told = ({ version, modified }: Moment) =>
  [version, modified === undefined ? undefined : `second ${modified.seconds}.${modified.fraction}`]
    .filter((part) => part !== undefined)
    .join(', ')

/** What was written between two moments, and what came of it. */
export interface Between {
  readonly before: Moment
  readonly after: Moment
  readonly isChanged: boolean
  readonly isRefused: boolean
  /** Whether the clock has made a step since what was before was written. */
  readonly isLater: boolean
  readonly decisive: NonNullable<Finding['decisive']>
}

/** Holds version and time to what happened: both move with a change (RFC 7643 §3.1, RFC 7644 §3.14), neither with a refusal. */
export function expectMoments(context: CheckContext, between: Between): void {
  const { before, after, isChanged, isRefused, isLater, decisive } = between
  const hasTags = context.facts.capabilities['etag']
  if (hasTags && isChanged && before.version !== undefined && before.version === after.version)
    fail({
      reason:
        'A user changed, and its version is the same: whoever holds it by its ETag overwrites the change (RFC 7644 §3.14).',
      expected: `another version than ${before.version}`,
      observed: after.version,
      decisive,
    })
  if (isChanged && isLater && hasStayed(before, after))
    fail({
      reason:
        'A user changed, and its meta.lastModified is the same: whoever reads what changed misses it (RFC 7643 §3.1).',
      expected: `later than ${told(before)}`,
      observed: told(after),
      decisive,
    })
  if (isRefused && !isChanged && (before.version !== after.version || !hasStayed(before, after)))
    warnOnce(
      context,
      'A PATCH that was refused moved the version or the time of the user (M-21).',
      `${told(before)} became ${told(after)}`,
      decisive,
    )
}
