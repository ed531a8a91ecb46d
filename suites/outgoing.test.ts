import { describe, expect, test } from 'vitest'
import { playReference } from '../harness/run/inProcess/inProcess.ts'
import { builtInChecks } from '../harness/run/suites.ts'
import type { Exchange } from '../harness/target/types.ts'

// Nobody is ever written to. The guard of every run would end it; here all that was sent is looked through once more, by
// rules that share nothing with the guard's.

const OURS = 'people.acme.dev'
/** Fewer examples of each property, unless there is time. */
const full = process.env['SCIMPROOF_FULL'] !== undefined

/** Kept for examples, tests and fiction: RFC 2606, RFC 6761. */
const KEPT = /(^|\.)(example|test|invalid|localhost)(\.(com|net|org))?$/

/** The URI of a schema, which Entra writes into groups: a name, at which nobody is called. */
const NAME = /http:\/\/schemas\.microsoft\.com\/2006\/11\/ResourceManagement\/ADSCIM\/2\.0\/\w+/g

function sentIn({ request }: Exchange): string {
  const body = request.body === undefined ? '' : Buffer.from(request.body).toString('utf8')
  const path = request.url.replace(/^https?:\/\/[^/]*/, '')
  const text = `${decodeURIComponent(path.replace(/%(?![0-9a-f]{2})/gi, '%25').replaceAll('+', ' '))} ${body}`
  return text.replace(NAME, '')
}

const hostsIn = (text: string) => [
  ...[...text.matchAll(/@([a-z0-9.-]+\.[a-z]{2,})/gi)].map((match) => match[1] ?? ''),
  ...[...text.matchAll(/[a-z]+:\/\/([^/"'\s:?#\\]+)/gi)].map((match) => match[1] ?? ''),
]

const numbersIn = (text: string) =>
  [...text.matchAll(/(?<![\w.:/-])\+?\d[\d ().-]{8,}\d(?![\w:-])/g)].map((match) =>
    match[0].replace(/\D/g, ''),
  )

async function allThatIsSent(seed: number, only: (id: string) => boolean, examples?: number) {
  const sent: string[] = []
  await playReference(
    { tenants: 2 },
    builtInChecks().filter(({ id, observe }) => observe === undefined && only(id)),
    {
      seed,
      emailDomains: [OURS],
      onExchange: (exchange) => void sent.push(sentIn(exchange)),
      ...(examples === undefined ? {} : { examples }),
    },
  )
  return sent
}

describe('whatever the suite sends', () => {
  test.each<[string, number, (id: string) => boolean, number | undefined]>([
    ['by all its checks', 1, () => true, full ? undefined : 4],
    ['by its properties, with another seed', 2, (id) => id.startsWith('fuzz.'), full ? 10 : 4],
  ])(
    'names nobody elsewhere: %s',
    async (_, seed, only, examples) => {
      const sent = await allThatIsSent(seed, only, examples)
      const hosts = new Set(sent.flatMap(hostsIn).map((host) => host.toLowerCase()))
      expect(hosts).toContain(OURS)
      expect([...hosts].filter((host) => host !== OURS && !KEPT.test(host))).toEqual([])
      const numbers = new Set(sent.flatMap((text) => (text.includes('phoneNumbers') ? numbersIn(text) : [])))
      expect([...numbers].filter((digits) => !/55501\d\d$/.test(digits))).toEqual([])
    },
    120_000,
  )
})
