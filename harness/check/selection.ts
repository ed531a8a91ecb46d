import { explainMatch } from '../scim/filter/explain.ts'
import { judgeOf } from '../scim/filter/judge.ts'
import { printFilter } from '../scim/filter/print.ts'
import { refusable } from '../scim/filter/refusable.ts'
import { getMember } from '../scim/json.ts'
import type { Filter, JsonObject, Resource } from '../scim/types.ts'
import { type Answer, describeAnswer } from './answer.ts'
import type { CheckContext } from './context.ts'
import { idOf, overlaps, type PageQuery, type Walk, walkPages } from './listing.ts'
import type { Population } from './population.ts'
import { block, fail, skip } from './verdict.ts'

/** How a filter is asked. */
export interface SelectionOptions {
  /** Why an answer that selects others is wrong, for the report. */
  readonly reason: string
  /** `search` sends POST `/.search` (RFC 7644 §3.4.3); default `get`. */
  readonly by?: 'get' | 'search'
  /** The text that is sent, where it is another than the printed filter. */
  readonly text?: string
  /** The users that are graded; default the population. */
  readonly among?: Population
  /** Whether users outside the population are kept out by a second condition, and where it stands; default `before`. */
  readonly confined?: boolean | 'before' | 'behind'
  /** What a wrong selection ends in; default `fail`. */
  readonly wrong?: 'fail' | 'warn'
  /** What a refusal ends in that only a permission excuses; default `skip`. */
  readonly refused?: 'skip' | 'pass'
  /** What a refusal by invalidFilter ends in that nothing but §3.12 excuses; default `warn`. */
  readonly declined?: 'fail' | 'warn'
  /** What it ends in when the rulings decide about nobody; default `skip`. */
  readonly undecided?: 'skip' | 'pass'
}

/** A filter that selects nobody outside the population. */
export function within(population: Population, filter: string): string {
  return `userName sw ${JSON.stringify(population.mark)} and (${filter})`
}

/** The only filter on the members of the population themselves. */
export function allOf(population: Population): string {
  return `userName sw ${JSON.stringify(population.mark)}`
}

/**
 * Sends one query by GET; a server that does not want personal data in a URL (`sensitive`) is asked again by POST
 * `/.search` when it offers that (ruling F-20).
 */
export async function askQuery(
  { scim, facts }: Pick<CheckContext, 'scim' | 'facts'>,
  endpoint: string,
  query: Readonly<Record<string, string | number>>,
): Promise<Answer> {
  const answer = await scim.get(endpoint, query)
  const sensitive = answer.scimType === 'sensitive' && facts.capabilities['search-post']
  return sensitive ? scim.search(endpoint, searchOf(query)) : answer
}

/**
 * Sends a query over the population only. Ends the check as `skip` where the server declines the filter that confines it
 * to the users of the run, as §3.12 lets it: then nothing can be said of what the query is about.
 */
export async function askPopulation(
  context: CheckContext,
  query: Readonly<Record<string, string | number>>,
  by: 'get' | 'search' = 'get',
): Promise<Answer> {
  await context.demand('filter-eq')
  const whole = { filter: allOf(await context.population()), ...query }
  const { endpoint } = context.users
  return demandFilter(
    by === 'search' ? await context.scim.search(endpoint, whole) : await askQuery(context, endpoint, whole),
  )
}

/** Gives the answer back, unless it declines the filter that the query bears: then the check ends as `skip`. */
export function demandFilter(answer: Answer): Answer {
  if (answer.status === 400 && answer.scimType === 'invalidFilter')
    skip('The server declines the filter that confines this check to users of the run (RFC 7644 §3.12).')
  return answer
}

/** The parameters of a URL as the body of a search: lists of names become arrays. */
function searchOf(query: Readonly<Record<string, string | number>>): JsonObject {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      /attributes$/i.test(name) ? String(value).split(',') : value,
    ]),
  )
}

/**
 * Sends a query by GET, or by POST where asked, and walks all its pages. A server that does not want personal data in a
 * URL is asked by POST (ruling F-20); one that keeps no order between the pages of an unsorted list (P-10) is asked to sort.
 */
export async function walkQuery(
  context: Pick<CheckContext, 'scim' | 'facts'>,
  endpoint: string,
  query: Readonly<Record<string, string | number>>,
  by: 'get' | 'search' = 'get',
): Promise<Walk> {
  const { scim, facts } = context
  const ask = (paging: PageQuery) =>
    by === 'search'
      ? scim.search(endpoint, { ...query, ...paging })
      : askQuery(context, endpoint, { ...query, ...paging })
  const walk = await walkPages(ask)
  if (!overlaps(walk) || 'sortBy' in query || !facts.capabilities.sort) return walk
  const sorted = await walkPages((paging) => ask({ sortBy: 'id', ...paging }))
  return sorted.end === 'complete' ? sorted : walk
}

/**
 * Asks the population for a filter and holds the answer to what the filter means (RFC 7644 §3.4.2.2). Only users are
 * graded about whom no two conforming servers disagree. Ends the check: `fail` (or a warning) for a wrong selection,
 * `skip` for a refusal that the rulings permit; a refusal by `invalidFilter` that only Table 9 excuses is a warning.
 */
export async function expectSelection(
  context: CheckContext,
  filter: Filter,
  options: SelectionOptions,
): Promise<void> {
  await context.demand('filter-eq')
  const population = options.among ?? (await context.population())
  const inner = options.text ?? printFilter(filter)
  const { confined = 'before' } = options
  const text =
    confined === false
      ? inner
      : confined === 'behind'
        ? `(${inner}) and ${allOf(population)}`
        : within(population, inner)
  const judge = judgeOf(filter, context.userSchema)
  const opinions = population.members.map((member) => ({ member, verdict: judge(member).verdict }))
  if (opinions.every(({ verdict }) => verdict === 'either') && options.undecided !== 'pass')
    skip(`The rulings leave open whom ${inner} selects among the users of this run.`)

  const outcome: { walk?: Walk; wrong?: Wrong | undefined } = {}
  const answer = await context.scim.until(
    async () => {
      outcome.walk = await walkQuery(context, context.users.endpoint, { filter: text }, options.by)
      outcome.wrong = wrongIn(outcome.walk, opinions, options.confined !== false)
      return outcome.walk.last
    },
    {
      expects: 'the users that the filter means',
      differs: (last) => (isRefusal(last) || outcome.wrong === undefined ? undefined : 'others'),
    },
  )
  if (outcome.walk?.end === 'refused' && isRefusal(answer)) {
    refuse(context, filter, text, answer, options)
    return
  }
  if (outcome.wrong === undefined) return
  if (answer.status === 404)
    block(
      'A query was answered 404, as if nothing had been asked.',
      'rfc7644.query.no-match-is-an-empty-list',
    )
  const { missing, extra, others } = outcome.wrong
  const whole = outcome.walk?.end === 'complete' && !overlaps(outcome.walk)
  if (!whole && extra.length === 0 && others === 0) {
    block(
      'The pages of the answer could not be walked to their end.',
      'rfc7644.paging.pages-make-up-the-whole',
    )
  }
  const blamed = [...missing, ...extra][0]
  const finding = {
    reason: options.reason,
    expected: `${text} selects ${named(matching(opinions))}`,
    observed: [
      `${outcome.walk?.ids.length ?? 0} selected`,
      ...(missing.length === 0 ? [] : [`left out: ${named(missing)}`]),
      ...(extra.length === 0 ? [] : [`selected, but must not be: ${named(extra)}`]),
      ...(others === 0 ? [] : [`${others} that the run did not make`]),
    ].join('; '),
    decisive: outcome.walk === undefined ? [] : [outcome.walk.first.exchange.id],
    about: [...missing, ...extra].map(idOf),
    demands:
      outcome.walk?.pages.length === 1
        ? [
            {
              exchange: outcome.walk.first.exchange.id,
              selects: matching(opinions).map(userNameOf),
              leavesOut: opinions
                .filter(({ verdict }) => verdict === 'no-match')
                .map(({ member }) => userNameOf(member)),
            },
          ]
        : [],
    explanation:
      blamed === undefined
        ? []
        : [`${named([blamed])}:`, ...explainMatch(filter, blamed, context.userSchema)],
  }
  if (options.wrong === 'warn') context.warn(finding)
  else fail(finding)
}

const DECLINED =
  'The server declines this filter, as §3.12 lets it; clients that need it can not work with it.'

interface Opinion {
  readonly member: Resource
  readonly verdict: 'match' | 'no-match' | 'either'
}

interface Wrong {
  readonly missing: readonly Resource[]
  readonly extra: readonly Resource[]
  /** How many came that are not of the population. */
  readonly others: number
}

const isRefusal = (answer: Answer) => answer.status >= 400

const matching = (opinions: readonly Opinion[]) =>
  opinions.filter(({ verdict }) => verdict === 'match').map(({ member }) => member)

function wrongIn(walk: Walk, opinions: readonly Opinion[], confined: boolean): Wrong | undefined {
  const found = new Set(walk.ids)
  const known = new Set(opinions.map(({ member }) => idOf(member)))
  const missing = matching(opinions).filter((member) => !found.has(idOf(member)))
  const extra = opinions
    .filter(({ member, verdict }) => verdict === 'no-match' && found.has(idOf(member)))
    .map(({ member }) => member)
  const others = confined ? [...found].filter((id) => !known.has(id)).length : 0
  return missing.length + extra.length + others === 0 ? undefined : { missing, extra, others }
}

function refuse(
  context: CheckContext,
  filter: Filter,
  text: string,
  answer: Answer,
  options: SelectionOptions,
): void {
  const { allowed, rulings } = refusable(filter, context.userSchema)
  const finding = {
    expected: `200, or 400 with scimType invalidFilter where the filter is one that servers may decline: ${text}`,
    observed: describeAnswer(answer),
    decisive: [answer.exchange.id],
  }
  if (answer.status !== 400 || (answer.scimType !== 'invalidFilter' && !allowed))
    fail({
      ...finding,
      reason:
        'A filter that follows the grammar is neither answered nor declined by invalidFilter (RFC 7644 §3.4.2.2).',
    })
  if (!allowed || rulings.every((ruling) => ruling === 'F-08')) {
    if (options.declined === 'fail') fail({ ...finding, reason: options.reason })
    if (!context.ledger.warnings.some(({ reason }) => reason === DECLINED))
      context.warn({ ...finding, reason: DECLINED })
    return
  }
  if (options.refused !== 'pass')
    skip(`The server declines such filters, which it may (${rulings.join(', ')}).`)
}

const userNameOf = (member: Resource) => String(getMember(member, 'userName'))

/** People of the run, by name and id. */
export function named(members: readonly Resource[]): string {
  if (members.length === 0) return 'nobody'
  const shown = members
    .slice(0, 6)
    .map((member) => `${String(getMember(member, 'userName'))} (${idOf(member)})`)
  const more = members.length - shown.length
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '')
}
