import { type Answer, type CheckContext, status, suite } from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import type { JsonObject } from '../../harness/scim/types.ts'
import { adapted, recorded, sendRecorded } from '../entra/playing.ts'
import { demand, foretell, object } from './foretelling.ts'
import { found, LOGIC_APP, needGroups } from './logicApp.ts'
import { templateGroup, templateUser } from './logicAppBodies.ts'
import { mappedOfUsers } from './mapping.ts'

/** As many as two pages and one more. */
const ENOUGH = 11
const PAGE = 5
const MOST_PAGES = 10

const numberAt = (answer: Answer, name: string, otherwise: number): number => {
  const value = isObject(answer.json) ? getMember(answer.json, name) : undefined
  return typeof value === 'number' ? value : otherwise
}

/** Tops up to eleven, and reads pages of five until the list ends, ten pages at most. */
async function turnPages(
  context: CheckContext,
  original: 'la-user-page' | 'la-group-page',
  body: () => JsonObject,
): Promise<void> {
  const recording = recorded(original)
  const { path } = recording.request
  const page = (startIndex: number) =>
    sendRecorded(context, adapted(recording, { query: `startIndex=${startIndex}&count=${PAGE}` }), {})
  const first = await page(1)
  for (let have = numberAt(first, 'totalResults', 0); have < ENOUGH; have += 1)
    demand(await context.scim.post(path, body()), status(200, 201), {
      reason: 'What the template makes to have two pages is refused.',
    })

  let next: number | undefined = 1
  let pages = 0
  for (; next !== undefined && pages < MOST_PAGES; pages += 1) {
    const answer = await page(next)
    demand(answer, status(200), 'A page is not answered with 200.')
    const expected = pages * PAGE + 1
    const startIndex = numberAt(answer, 'startIndex', 0)
    if (startIndex !== expected)
      object({
        reason: `Page ${pages + 1} does not say that it begins at ${expected}.`,
        expected: `startIndex ${expected}`,
        observed: `startIndex ${startIndex === 0 ? 'missing' : startIndex}`,
        decisive: [answer.exchange.id],
        ...(pages > 0 && startIndex === next
          ? {
              rfc: 'a page may hold fewer than were asked for (RFC 7644 §3.4.2.4), and then the next one begins earlier; the Logic App counts in fives.',
            }
          : {}),
      })
    next = nextAfter(answer)
  }
  if (pages < 2)
    object({
      reason: 'There is one page only, although there are enough for two.',
      expected: 'two pages or more',
      observed: `${pages} page`,
    })
}

function nextAfter(answer: Answer): number | undefined {
  const held = found(answer).length
  const next = numberAt(answer, 'startIndex', 1) + held
  return held > 0 && next <= numberAt(answer, 'totalResults', 0) ? next : undefined
}

/** The Logic App's tests of pages. */
export default suite(
  'SCIM validation Logic App: pages',
  {
    id: LOGIC_APP,
    file: 'suites/microsoft/logic-app-paging',
    profile: 'microsoft',
    severity: 'wrong-answer',
    impact: 'The validation of the App Gallery fails, and the application is not listed.',
    quiet: true,
  },
  ({ check }) => {
    foretell(check, LOGIC_APP, { id: 'scim-user-pagination' }, (context) =>
      turnPages(context, 'la-user-page', () => templateUser(context, mappedOfUsers(context))),
    )

    foretell(check, LOGIC_APP, { id: 'scim-group-pagination' }, async (context) => {
      needGroups(context)
      await turnPages(context, 'la-group-page', () => templateGroup(context))
    })
  },
)
