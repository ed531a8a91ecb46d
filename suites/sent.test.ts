import { beforeAll, describe, expect, test } from 'vitest'
import { RESERVED_DOMAIN } from '../harness/check/identity/identity.ts'
import { playReference } from '../harness/run/inProcess/inProcess.ts'
import { builtInChecks } from '../harness/run/suites.ts'
import { parseFilter } from '../harness/scim/filter/parse.ts'
import { isObject } from '../harness/scim/json.ts'
import type { Json } from '../harness/scim/types.ts'
import type { Exchange } from '../harness/target/types.ts'

/** What was sent in one play of all checks of the RFCs. */
const sent: Exchange[] = []

beforeAll(async () => {
  const rfc = builtInChecks().filter(({ profile }) => profile === 'rfc')
  await playReference({}, rfc, { examples: 5, onExchange: (exchange) => void sent.push(exchange) })
}, 120_000)

const decoder = new TextDecoder('utf-8', { fatal: true })

function jsonOf(body: string | Uint8Array | undefined): Json | undefined {
  if (body === undefined) return undefined
  try {
    return JSON.parse(typeof body === 'string' ? body : decoder.decode(body)) as Json
  } catch {
    return undefined
  }
}

/** The parameters of a query, whether it stands in the URL or in the body of a search. */
function queryOf({ request }: Exchange): Readonly<Record<string, Json>> {
  const body = request.url.includes('/.search') ? jsonOf(request.body) : undefined
  const { schemas: _, ...inBody } = isObject(body) ? body : {}
  return { ...Object.fromEntries(new URL(request.url).searchParams), ...(inBody as Record<string, Json>) }
}

/** The ids of the checks that sent something of a kind. */
const sentBy = (suits: (exchange: Exchange) => boolean): readonly string[] =>
  [...new Set(sent.filter(suits).map(({ check = '' }) => check))].sort()

const cursorOf = (exchange: Exchange): string => String(queryOf(exchange)['cursor'] ?? '')

/** The exchange of the same check that gave a cursor. */
const giverOf = (exchange: Exchange): Exchange | undefined =>
  sent.find((other) => {
    const page = jsonOf(other.response?.body)
    return (
      other.check === exchange.check &&
      isObject(page) &&
      [page['nextCursor'], page['previousCursor']].includes(cursorOf(exchange))
    )
  })

describe('what a run sends', () => {
  test('no URL names a person: every name in it is made up for the run', () => {
    const addresses = sent.flatMap(({ request }) =>
      [
        ...decodeURIComponent(request.url.replaceAll(/%(?![0-9a-f]{2})/gi, '%25')).matchAll(
          /[\w.+'-]+@([\w.-]+)/g,
        ),
      ].map(([, domain]) => domain?.toLowerCase()),
    )
    expect(addresses.length).toBeGreaterThan(20)
    expect([...new Set(addresses)].filter((domain) => !domain?.startsWith(RESERVED_DOMAIN))).toEqual([])
  })

  test('every body says that it is JSON in UTF-8, but where a refusal is looked for', () => {
    const isOdd = ({ request }: Exchange) =>
      request.body !== undefined &&
      (jsonOf(request.body) === undefined ||
        !/^application\/(scim\+)?json(;\s*charset=utf-8)?$/i.test(request.headers['content-type'] ?? ''))
    expect(sent.filter(({ request }) => request.body !== undefined).length).toBeGreaterThan(500)
    expect(sentBy(isOdd).filter((check) => !check.startsWith('fuzz.malformed.'))).toEqual([
      'rfc7644.bulk-faulty.refuses-what-is-no-job',
      'rfc7644.errors.broken-json-refused',
      'rfc7644.media.charset-body',
    ])
  })

  test('every filter is one that the grammar allows, but where a refusal is looked for', () => {
    const isOdd = (exchange: Exchange) => {
      const { filter } = queryOf(exchange)
      if (typeof filter !== 'string') return false
      try {
        parseFilter(filter)
        return false
      } catch {
        return true
      }
    }
    expect(sentBy(isOdd)).toEqual([
      'fuzz.filter.refuses-what-is-no-filter',
      'rfc7644.filter.empty-filters-are-refused',
      'rfc7644.filter.incomplete-expressions-are-refused',
      'rfc7644.filter.unknown-operators-are-refused',
      'rfc7644.filter.what-is-no-filter-is-refused',
      'rfc7644.scim-type.invalid-filter',
      'rfc7644.search.refuses-what-is-no-filter',
    ])
  })

  test('both projection parameters are sent together only to see what comes of it', () => {
    expect(
      sentBy((exchange) => {
        const { attributes, excludedAttributes } = queryOf(exchange)
        return attributes !== undefined && excludedAttributes !== undefined
      }),
    ).toEqual(['rfc7644.projection.both-parameters'])
  })

  test('every cursor was given by the server, but where a refusal is looked for', () => {
    expect(sentBy((exchange) => cursorOf(exchange) !== '').length).toBeGreaterThan(3)
    expect(sentBy((exchange) => cursorOf(exchange) !== '' && giverOf(exchange) === undefined)).toEqual([
      'rfc9865.cursor.altered-cursors-are-refused',
      'rfc9865.cursor.refusals-tell-nothing',
      'rfc9865.cursor.unknown-cursors-are-refused',
    ])
  })

  test('the next page is asked for by the same query', () => {
    const isOther = (exchange: Exchange) => {
      const giver = cursorOf(exchange) === '' ? undefined : giverOf(exchange)
      if (giver === undefined) return false
      const [asked, before] = [exchange, giver].map((one) => {
        const { cursor: _, ...rest } = queryOf(one)
        return Object.entries(rest).map(([name, value]) => `${name}=${String(value)}`)
      })
      return String(asked?.sort()) !== String(before?.sort())
    }
    expect(sentBy(isOther)).toEqual(['rfc9865.cursor.changed-count-is-named'])
  })
})
