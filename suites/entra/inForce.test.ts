import { describe, expect, test } from 'vitest'
import { readMapping } from '../../harness/entra/mappingFile.ts'
import type { ReferenceOptions } from '../../harness/reference/options.ts'
import { playReference } from '../../harness/run/inProcess/inProcess.ts'
import { builtInChecks } from '../../harness/run/suites.ts'
import type { Json } from '../../harness/scim/types.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const entra = builtInChecks().filter(({ id }) => id.startsWith('entra.'))

/** The verdicts of the entra profile where this mapping is handed out. */
async function verdicts(mapping: Json | undefined, reference: ReferenceOptions = {}, only?: RegExp) {
  const checks = entra.filter(({ id }) => only === undefined || only.test(id))
  const given = mapping === undefined ? {} : { mapping: readMapping(mapping, 'mapping.json') }
  const { outcomes } = await playReference(reference, checks, given)
  return new Map(outcomes.map(({ id, verdict }) => [id, verdict]))
}

const all = (found: ReadonlyMap<string, string>, ...verdicts: string[]) =>
  [...found].flatMap(([id, verdict]) => (verdicts.includes(verdict) ? [id] : []))

describe('the mapping in force', () => {
  test('of a whole job is passed by the reference server', async () => {
    const whole = [
      'userName',
      'active',
      'displayName',
      'nickName',
      'name.givenName',
      'emails[type eq "work"].value',
    ]
    const extended = [...whole, `${ENTERPRISE}:department`, `${ENTERPRISE}:manager`]
    expect(all(await verdicts(extended), 'fail', 'warn', 'error', 'blocked')).toEqual([])
  })

  test('leaves everything else alone: an attribute outside it is not graded, one inside it is', async () => {
    const fault = { faults: ['entra.nick-name-ignored'] }
    const inside = await verdicts(['userName', 'active', 'nickName'], fault, /^entra\.(update|mapping)\./)
    expect(all(inside, 'fail')).toContain('entra.update.compliant-com-flag-add-single')
    const outside = await verdicts(['userName', 'active', 'displayName'], fault)
    expect(all(outside, 'fail')).toEqual([])
  })

  test('warns of what is mapped and never given back, and of nothing else', async () => {
    const lost = { faults: ['create.rare-attributes-dropped'] }
    const keeps = /^entra\.create\.keeps-the-mapping$/
    expect([...(await verdicts(['userName', 'nickName'], lost, keeps)).values()]).toEqual(['warn'])
    expect([...(await verdicts(['userName', 'active'], lost, keeps)).values()]).toEqual(['pass'])
  })

  test('without active or groups, nobody is disabled and no group is touched', async () => {
    const found = await verdicts(
      { User: ['userName', 'displayName'], Group: [] },
      { faults: ['entra.group-create-fails'] },
    )
    expect(found.get('entra.deactivate.legacy-as-text')).toBe('skip')
    expect(found.get('entra.groups.create')).toBe('skip')
    expect(all(found, 'fail')).toEqual([])
  })

  test('says by what users are matched', async () => {
    const refused = { faults: ['entra.external-id-filter-refused'] }
    const matching = /^entra\.(matching|test-connection)\./
    const by = (attribute: string) => ({
      User: ['userName', 'externalId', 'emails[type eq "work"].value'],
      matching: [attribute],
    })
    expect(all(await verdicts(by('userName'), refused, matching), 'fail')).toEqual([])
    expect(all(await verdicts(by('externalId'), refused, matching), 'fail')).toContain(
      'entra.matching.by-external-id',
    )
    const byMail = await verdicts(
      by('emails[type eq "work"].value'),
      { faults: ['entra.work-email-filter-refused'] },
      matching,
    )
    expect(all(byMail, 'fail')).toEqual([
      'entra.test-connection.as-documented',
      'entra.matching.by-the-mapping',
    ])
  })

  test('of an extension of the vendor’s own is graded', async () => {
    const key = 'urn:example:params:scim:schemas:extension:workplace:2.0:User:desk'
    const found = await verdicts(['userName', key], {}, /custom-extension$/)
    expect([...new Set(found.values())]).not.toContain('fail')
  })

  test('is the default one as far as it goes, where no schemas are published', async () => {
    const silent: ReferenceOptions = { without: ['discovery'] }
    expect(all(await verdicts(undefined, silent), 'fail', 'warn', 'error')).toEqual([])
    const lossy = { ...silent, faults: ['create.rare-attributes-dropped'] }
    expect(
      all(
        await verdicts(
          undefined,
          lossy,
          /^entra\.(update|mapping)\..*(title|so79248955|simple|single|multiple|sdk|tut)/,
        ),
        'fail',
      ),
    ).toEqual([])
  })
})
