import { describe, expect, test } from 'vitest'
import type { ReferenceOptions } from '../../harness/reference/options.ts'
import { variants } from '../../harness/reference/variants/index.ts'
import { allFaults } from '../../harness/run/inProcess/faults.ts'
import { combinationOf } from '../../harness/run/inProcess/combinations.ts'
import { playReference } from '../../harness/run/inProcess/inProcess.ts'
import { builtInChecks } from '../../harness/run/suites.ts'

const checks = builtInChecks().filter(({ id, tags }) => id.startsWith('entra.') && !tags.includes('load'))

/** What fails in the entra profile, and what the harness itself stumbles over. */
async function failing(reference: ReferenceOptions): Promise<readonly string[]> {
  const { outcomes } = await playReference(reference, checks)
  return outcomes
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'error')
    .map(({ id, reason }) => `${id}: ${reason}`)
}

/** Where there is time, each server has one peculiarity; else many lie on one server, which must be treated the same. */
const FULL = process.env['SCIMPROOF_FULL'] !== undefined

/** Each alone where there is time, else so many together as one server can have. */
const servers = (ids: readonly string[], together: readonly (readonly string[])[]) =>
  FULL ? ids.map((id) => [id]) : together

const STRICT =
  'It reads PATCH without flag and with it by the letter: keys with dots, bare managers and elements made from a filter are refused.'

/** Conforming servers on which Entra runs aground, and what Entra needs of them. */
const RUN_AGROUND: Readonly<Record<string, string>> = {
  'create.no-body': 'The id of a new user is read from the body.',
  'query.names-of-users-not-in-urls': 'Entra looks for users by a filter in the URL, and by nothing else.',
  'read.deactivated-hidden': 'Who was disabled must be found (EN-06).',
  'patch.not-permitted': 'Every update is a PATCH.',
  'patch.op-in-lower-case-only': 'The legacy dialect writes Add, Replace and Remove.',
  'patch.add-unmatched-refused': STRICT,
  'patch.add-unmatched-without-effect': STRICT,
  'patch.add-unmatched-creates': STRICT,
  'patch.remove-unassigned-refused': STRICT,
  'patch.add-existing-refused': STRICT,
  'patch.add-existing-twice': STRICT,
  'patch.complex-add-is-whole': STRICT,
  'patch.complex-replace-is-whole': STRICT,
  'patch.element-replace-merges': STRICT,
  'patch.unfiltered-sub-attribute': STRICT,
  'patch.read-only-ignored': STRICT,
  'patch.read-only-member-ignored': STRICT,
  'patch.own-id-refused': STRICT,
  'patch.immutable-ignored': STRICT,
  'patch.unknown-attribute-ignored': STRICT,
  'patch.empty-array-refused': STRICT,
  'patch.single-value-refused': STRICT,
  'patch.container-refused': STRICT,
  'patch.full-name-as-member': STRICT,
}

/** Faults against the RFCs from which Entra suffers: the check that shows it, and by which need. */
const SUFFERED: readonly (readonly [fault: string, check: string, need: string])[] = [
  ['create.post-not-found', 'entra.create.as-documented', 'Entra makes users by POST.'],
  ['read.url-not-encoded', 'entra.groups.add-member', 'Who was made is found, and referred to, by id.'],
  [
    'create.extension-key-shortened',
    'entra.addresses.legacy-cap-laravel34',
    'What is mapped must come back under the URN of its extension.',
  ],
  ['delete.read-500', 'entra.groups.delete', 'Who was deleted must be 404, or is never made anew.'],
  ['errors.unknown-id-400', 'entra.groups.delete', 'Who was deleted must be 404, or is never made anew.'],
  ['groups.rename-ignored', 'entra.groups.rename', 'A group that was renamed must bear its new name.'],
  ['media.scim-accept-refused', 'entra.test-connection.headers', 'Entra accepts application/scim+json.'],
  [
    'patch.urn-path-split',
    'entra.update.legacy-extension-path',
    'Attributes of the enterprise extension are written by their URN.',
  ],
  [
    'patch.add-unmatched-ignored',
    'entra.update.legacy-cap-keycloak119-email',
    'An element that is not there must be made (EN-02).',
  ],
  [
    'create.one-id-for-all',
    'entra.matching.by-user-name',
    'Every job goes on with the id that the creation gave.',
  ],
  [
    'create.rare-attributes-dropped',
    'entra.update.legacy-com-legacy-add-single',
    'What the published schemas offer, and Entra writes, must be stored.',
  ],
  ['read.country-names', 'entra.addresses.legacy-cap-scimpatch187', 'A change of the country never shows.'],
  [
    'read.list-id-differs',
    'entra.matching.by-user-name',
    'Who is found by a filter is read and changed by the id that the list gave.',
  ],
]

/** A sample of those that are nothing to Entra. */
const UNFELT = [
  'discovery.endpoint-singular',
  'auth.prefix-suffices',
  'bulk.stops-at-first-error',
  'create.required-not-enforced',
  'errors.empty-404',
  'etag.never-changes',
  'paging.count-zero-returns-page',
  'patch.not-atomic',
  'projection.case-matters',
  'put.external-id-not-written',
  'query.or-binds-first',
  'sort.ignored',
]

/** Conforming servers whose schema says what they do with what they are sent. */
const SETTLED = [
  'schema.display-name-read-only',
  'schema.external-id-ignored',
  'read.name-formatted-added',
  'create.odd-ids',
]

describe('a conforming server whose state is what Entra meant', () => {
  const fair = variants.map(({ id }) => id).filter((id) => !(id in RUN_AGROUND))
  const drawn = [1, 2].map((seed) => combinationOf(seed, 10).filter((id) => fair.includes(id)))

  test.each(servers(fair, drawn).map((ids) => [ids.join(', '), ids]))(
    'is not failed: %s',
    async (_, ids) => {
      expect(await failing({ variants: ids })).toEqual([])
    },
    60_000,
  )

  test.each(servers(SETTLED, [SETTLED]).map((ids) => [ids.join(', '), ids]))(
    'is not failed for what its schema settles: %s',
    async (_, ids) => {
      expect(await failing({ variants: ids })).toEqual([])
    },
    60_000,
  )

  test.each(Object.keys(RUN_AGROUND).filter((_, index) => FULL || index % 20 === 3))(
    'and one on which Entra runs aground is: %s',
    async (id) => {
      expect(await failing({ variants: [id] }), RUN_AGROUND[id] ?? '').not.toEqual([])
    },
    60_000,
  )
})

describe('a fault against the RFCs', () => {
  const others = allFaults().filter(({ area }) => area !== 'entra' && area !== 'microsoft')

  test.each(SUFFERED)('%s, from which Entra suffers, fails %s: %s', async (fault, id) => {
    const { outcomes } = await playReference(
      { faults: [fault] },
      checks.filter((check) => check.id === id),
    )
    expect(outcomes.map(({ verdict }) => verdict)).toEqual(['fail'])
  })

  test.each(servers(UNFELT, [UNFELT]).map((ids) => [ids.join(', '), ids]))(
    'from which Entra does not suffer fails nothing: %s',
    async (_, ids) => {
      expect(others.map((fault) => fault.id)).toEqual(expect.arrayContaining([...ids]))
      expect(await failing({ faults: ids })).toEqual([])
    },
    60_000,
  )
})
