import { describe, expect, test } from 'vitest'
import { parseFilter } from '../scim/filter/parse.ts'
import { USER_RESOURCE_SCHEMA } from '../scim/schema/core.ts'
import type { Json } from '../scim/types.ts'
import { answerOf } from './answer.ts'
import type { CheckContext } from './context.ts'
import { openLedger } from './ledger.ts'
import type { Matcher } from './matchers.ts'
import { askQuery, expectSelection, named, type SelectionOptions, within } from './selection.ts'
import { Decision } from './verdict.ts'

const members = [
  { id: '1', userName: 'sp-1@x.example', title: 'Director' },
  { id: '2', userName: 'sp-2@x.example', title: 'Guide' },
  { id: '3', userName: 'sp-3@x.example' },
]
const population = { mark: 'sp-', members }

interface Said {
  readonly status?: number
  readonly body: Json
}

/** A context whose server gives these answers, by GET and by POST. */
function contextOf(get: Said, search: Said = { status: 501, body: {} }) {
  const ledger = openLedger()
  const asked: string[] = []
  const answer = ({ status = 200, body }: Said) =>
    answerOf(
      {
        id: 'x1',
        scope: 'check',
        request: { method: 'GET', url: 'http://t/Users', headers: {} },
        response: { status, headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) },
        startedAt: 0,
        durationMs: 0,
      },
      ledger,
    )
  const scim = {
    get: (_path: string, query: Readonly<Record<string, string>>) => {
      asked.push(String(query['filter']))
      return Promise.resolve(answer(get))
    },
    search: (_path: string, body: Readonly<Record<string, Json>>) => {
      asked.push(`POST ${JSON.stringify(body)}`)
      return Promise.resolve(answer(search))
    },
    until: async (read: () => Promise<unknown>, matcher: Matcher) => {
      const seen = (await read()) as ReturnType<typeof answer>
      matcher.differs(seen)
      return seen
    },
  }
  const context = {
    scim,
    ledger,
    users: { endpoint: '/Users' },
    facts: { capabilities: { 'search-post': true } },
    userSchema: USER_RESOURCE_SCHEMA,
    population: () => Promise.resolve(population),
    demand: () => Promise.resolve(),
    warn: (finding: unknown) => void ledger.warnings.push(finding as never),
  } as unknown as CheckContext
  return { context, asked, ledger }
}

const list = (...ids: string[]): Said => ({
  body: { totalResults: ids.length, Resources: ids.map((id) => ({ id })) },
})
const refusal = (scimType: string, status = 400): Said => ({
  status,
  body: { status: String(status), scimType },
})

async function play(filter: string, said: Said, options: Partial<SelectionOptions> = {}) {
  const { context, asked, ledger } = contextOf(said)
  try {
    await expectSelection(context, parseFilter(filter), { reason: 'wrong', ...options })
  } catch (thrown) {
    if (!(thrown instanceof Decision)) throw thrown
    return { verdict: thrown.verdict, finding: thrown.finding, asked }
  }
  return { verdict: ledger.warnings.length > 0 ? 'warn' : 'pass', finding: ledger.warnings[0], asked }
}

describe('a selection', () => {
  test('passes when the users are those that the filter means, and asks for users of the run only', async () => {
    const { verdict, asked } = await play('title eq "Director"', list('1'))
    expect([verdict, asked]).toEqual(['pass', ['userName sw "sp-" and (title eq "Director")']])
  })

  test.each([
    ['misses one', list(), 'left out: sp-1@x.example (1)'],
    ['has one too many', list('1', '2'), 'selected, but must not be: sp-2@x.example (2)'],
    ['has somebody from elsewhere', list('1', '77'), '1 that the run did not make'],
  ])('fails when it %s, and names them', async (_, said, observed) => {
    const { verdict, finding } = await play('title eq "Director"', said)
    expect(verdict).toBe('fail')
    expect(finding?.observed).toContain(observed)
    expect(finding?.expected).toContain('sp-1@x.example (1)')
  })

  test('says by the oracle why the one that is blamed matches', async () => {
    const { finding } = await play('title eq "Director"', list())
    expect(finding?.explanation?.join('\n')).toMatch(/sp-1.*\n.*title.*matches/s)
  })

  test('does not grade users about whom the rulings leave servers free', async () => {
    expect((await play('title ne "Director"', list('2'))).verdict).toBe('pass')
    expect((await play('title ne "Director"', list('2', '3'))).verdict).toBe('pass')
  })

  test('is skipped when it would grade nobody', async () => {
    expect((await play('userName gt "SP"', list())).verdict).toBe('skip')
  })
})

describe('a refusal', () => {
  test.each([
    ['title gt "a"', 'invalidFilter', 'warn'],
    ['title gt "a"', 'invalidSyntax', 'fail'],
    ['emails[type eq "work"]', 'invalidFilter', 'skip'],
    ['not (title eq "a")', 'invalidFilter', 'warn'],
  ])('of %s by %s ends in %s', async (filter, scimType, verdict) => {
    const played = await play(filter, refusal(scimType))
    expect(played.verdict).toBe(verdict)
  })

  test('fails where only another spelling of a filter that works is refused', async () => {
    expect((await play('title eq "Director"', refusal('invalidFilter'), { declined: 'fail' })).verdict).toBe(
      'fail',
    )
  })

  test('because of personal data in the URL leads to a search by POST', async () => {
    const { context, asked } = contextOf(refusal('sensitive', 403), list('1'))
    const answer = await askQuery(context, '/Users', { filter: 'userName eq "a"', attributes: 'a,b' })
    expect(answer.status).toBe(200)
    expect(asked[1]).toBe('POST {"filter":"userName eq \\"a\\"","attributes":["a","b"]}')
  })
})

test('a filter within the population keeps its own precedence', () => {
  expect(within(population, 'a pr or b pr')).toBe('userName sw "sp-" and (a pr or b pr)')
})

test('long lists of people are cut', () => {
  const many = Array.from({ length: 8 }, (_, at) => ({ id: String(at), userName: `u${at}` }))
  expect(named(many)).toMatch(/u5 \(5\) and 2 more$/)
})
