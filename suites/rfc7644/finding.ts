import {
  type CheckContext,
  type Created,
  describeAnswer,
  fail,
  type Finding,
  type Walk,
  walkQuery,
} from '../../harness/check/index.ts'

/** Which of a check's own resources a filter finds. */
export interface Expected {
  readonly finds: readonly Created[]
  readonly leavesOut?: readonly Created[]
}

/** How the filter is asked, and what a wrong answer ends in. */
export interface FindingOptions {
  /** Default `/Users`; empty for the base URL. */
  readonly endpoint?: string
  readonly by?: 'get' | 'search'
  /** Default `fail`. */
  readonly wrong?: 'fail' | 'warn'
  /** What a refusal by 400 invalidFilter ends in; default `warn`: §3.12 lets a server decline an attribute with an operator. */
  readonly declined?: 'fail' | 'warn' | 'pass'
}

/**
 * Asks a filter and holds the answer to which resources of the check it finds; others are not looked at. Gives the walk
 * through the answer's pages.
 */
export async function expectFinds(
  context: CheckContext,
  filter: string,
  { finds, leavesOut = [] }: Expected,
  reason: string,
  options: FindingOptions = {},
): Promise<Walk> {
  const endpoint = options.endpoint ?? context.users.endpoint
  const seen: { walk?: Walk } = {}
  const right = () =>
    finds.every(({ id }) => seen.walk?.ids.includes(id)) &&
    !leavesOut.some(({ id }) => seen.walk?.ids.includes(id))
  await context.scim.until(
    async () => {
      seen.walk = await walkQuery(context, endpoint, { filter }, options.by)
      return seen.walk.last
    },
    { expects: filter, differs: ({ status }) => (status >= 400 || right() ? undefined : 'others') },
  )
  const walk = seen.walk as Walk
  const end = (verdict: 'fail' | 'warn', finding: Finding) => {
    if (verdict === 'fail') fail(finding)
    context.warn(finding)
  }
  const decisive = [walk.last.exchange.id]
  if (walk.end === 'refused') {
    const finding = { expected: `200 for ${filter}`, observed: describeAnswer(walk.last), decisive }
    if (walk.last.status !== 400 || walk.last.scimType !== 'invalidFilter') {
      end('fail', {
        ...finding,
        reason:
          'A filter that follows the grammar is neither answered nor declined by invalidFilter (RFC 7644 §3.4.2.2).',
      })
    } else if (options.declined !== 'pass') {
      const declined = options.declined ?? 'warn'
      end(declined, {
        ...finding,
        reason:
          declined === 'fail'
            ? reason
            : 'The server declines this filter, as §3.12 lets it; clients that need it can not work with it.',
      })
    }
    return walk
  }
  if (right()) return walk
  const among = (list: readonly Created[]) => list.map(({ path }) => path).join(', ')
  const missing = finds.filter(({ id }) => !walk.ids.includes(id))
  const extra = leavesOut.filter(({ id }) => walk.ids.includes(id))
  end(options.wrong ?? 'fail', {
    reason,
    expected: `${filter} finds ${finds.length === 0 ? 'none of the resources of this check' : among(finds)}`,
    observed: [
      `${walk.ids.length} found`,
      ...(missing.length === 0 ? [] : [`without ${among(missing)}`]),
      ...(extra.length === 0 ? [] : [`with ${among(extra)}, which must not be`]),
    ].join(', '),
    decisive,
  })
  return walk
}
