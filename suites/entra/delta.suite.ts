import { answerWhere, grade, idsOf, status, success, suite } from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import { createEntraUser } from './playing.ts'

/** Inbound: an agent that reads from the application asks for what was changed since it last looked. */
export default suite(
  'Delta queries',
  {
    id: 'entra.delta',
    file: 'suites/entra/delta',
    profile: 'entra',
    needs: ['create-user', 'filter'],
    severity: 'cosmetic',
    impact: 'Who reads people from this server has to read all of them each time.',
  },
  ({ check }) => {
    check(
      'a user who was changed later is found by meta.lastModified, and the one from before is not',
      {
        id: 'last-modified',
        verifies: [],
        rulings: ['EN-00'],
        level: 'SHOULD',
        needs: ['patch', 'read-user'],
      },
      async (context) => {
        const { identity, pause, scim, users } = context
        const before = await createEntraUser(context)
        const since = lastModified(before.resource) ?? lastModified((await users.read(before)).resource)
        if (since === undefined)
          return context.warn('meta.lastModified is not given, so nobody can ask for changes.')
        await pause(PAUSE_MS)
        const after = await createEntraUser(context)
        const change = { op: 'replace' as const, path: 'displayName', value: identity.displayName('Changed') }
        grade(await scim.patch(after, [change]))
          .pass(success())
          .otherwise.skip('The change that is looked for is refused; entra.update says so.')
        const own = (answer: Parameters<typeof idsOf>[0]) =>
          idsOf(answer).filter((id) => id === before.id || id === after.id)
        const wanted = answerWhere(
          'the one who was changed',
          (answer) => answer.status === 200 && own(answer).join() === after.id,
        )
        const names = [before, after].map(({ sent }) => `userName eq ${JSON.stringify(sent['userName'])}`)
        const filter = `meta.lastModified gt "${since}" and (${names.join(' or ')})`
        grade(await scim.until(() => scim.get(users.endpoint, { filter }), wanted))
          .pass(wanted)
          .skip(status(400, 403, 501), 'A filter on meta.lastModified is not offered.')
          .otherwise.warn('The filter meta.lastModified gt … does not give just what was changed later.')
      },
    )
  },
)

/** Times of last change may have whole seconds only. */
const PAUSE_MS = 1100

function lastModified(resource: Parameters<typeof getMember>[0]): string | undefined {
  const meta = getMember(resource, 'meta')
  const time = isObject(meta) ? getMember(meta, 'lastModified') : undefined
  return typeof time === 'string' ? time : undefined
}
