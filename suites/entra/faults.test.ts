import { describe, expect, test } from 'vitest'
import { dialectOf } from '../../harness/run/dialects.ts'
import { allFaults } from '../../harness/run/inProcess/faults.ts'
import { playReference } from '../../harness/run/inProcess/inProcess.ts'
import { builtInChecks } from '../../harness/run/suites.ts'

/** The check that each fault is made for: a ruling such as EN-00 is too coarse to tell. */
const MADE_FOR: readonly (readonly [fault: string, check: string])[] = [
  ['entra.remove-with-value-empties', 'entra.groups.remove-legacy-value-array'],
  ['entra.remove-with-value-refused', 'entra.groups.remove-legacy-value-array'],
  ['entra.remove-with-value-ignored', 'entra.groups.remove-legacy-value-array'],
  ['entra.capitalised-op-refused', 'entra.update.legacy-com-legacy-add-single'],
  ['entra.capitalised-op-ignored', 'entra.update.legacy-com-legacy-add-single'],
  ['entra.active-text-refused', 'entra.deactivate.legacy-reactivate'],
  ['entra.active-text-is-true', 'entra.deactivate.legacy-as-text'],
  ['entra.create-active-text-refused', 'entra.create.legacy-active-text'],
  ['entra.add-to-missing-element-refused', 'entra.update.legacy-cap-keycloak119-email'],
  ['entra.add-to-missing-element-ignored', 'entra.update.legacy-cap-keycloak119-email'],
  ['entra.value-path-refused', 'entra.update.legacy-tut-user-update-multi'],
  ['entra.dotted-keys-ignored', 'entra.update.compliant-cap-sdk267-name'],
  ['entra.manager-text-refused', 'entra.update.compliant-cap-sdk686-manager'],
  ['entra.deactivated-hidden', 'entra.deactivate.still-found'],
  ['entra.groups-missing', 'entra.test-connection.groups'],
  ['entra.group-create-fails', 'entra.groups.create'],
  ['entra.group-filter-ignored', 'entra.groups.match'],
  ['entra.group-rename-ignored', 'entra.groups.rename'],
  ['entra.group-pathless-ignored', 'entra.groups.compliant-rename'],
  ['entra.group-external-id-ignored', 'entra.groups.add-external-id'],
  ['entra.group-read-fails', 'entra.groups.read-without-members'],
  ['entra.add-member-replaces', 'entra.groups.add-member'],
  ['entra.add-member-ref-null-refused', 'entra.groups.add-member'],
  ['entra.add-member-first-only', 'entra.members.compliant-add-several'],
  ['entra.add-member-again-conflicts', 'entra.members.compliant-add-again'],
  ['entra.add-member-unknown-empties', 'entra.members.unknown-member'],
  ['entra.add-member-unknown-500', 'entra.members.unknown-member'],
  ['entra.remove-filter-refused', 'entra.groups.remove-compliant-filter'],
  ['entra.remove-filter-ignored', 'entra.groups.remove-compliant-filter'],
  ['entra.remove-filter-empties', 'entra.groups.remove-compliant-filter'],
  ['entra.remove-ref-null-compared', 'entra.groups.remove-legacy-value-array-ref'],
  ['entra.remove-lower-case-refused', 'entra.groups.remove-lower-case-value-array'],
  ['entra.remove-stranger-empties', 'entra.members.legacy-remove-nobody'],
  ['entra.group-delete-ignored', 'entra.groups.delete'],
  ['entra.address-parts-overwrite', 'entra.mapping.legacy-address'],
  ['entra.phone-add-refused', 'entra.mapping.legacy-phones'],
  ['entra.many-operations-refused', 'entra.mapping.legacy-many-operations'],
  ['entra.path-and-pathless-mixed', 'entra.update.compliant-com-flag-replace-multiple'],
  ['entra.empty-text-refused', 'entra.mapping.legacy-empty-text'],
  ['entra.empty-text-ignored', 'entra.mapping.compliant-empty-text'],
  ['entra.roles-refused', 'entra.mapping.roles'],
  ['entra.roles-as-text-500', 'entra.mapping.legacy-roles-as-text'],
  ['entra.address-refused', 'entra.mapping.whole-default'],
  ['entra.active-among-others-ignored', 'entra.mapping.compliant-many-operations'],
  ['entra.haste-loses-users', 'entra.cycle.users-at-once'],
  ['entra.parallel-members-lost', 'entra.cycle.members-at-once'],
  ['entra.pathless-refused', 'entra.groups.compliant-rename'],
  ['entra.pathless-replaces-all', 'entra.update.compliant-cap-sdk267-name'],
  ['entra.dotted-keys-refused', 'entra.update.compliant-cap-sdk267-name'],
  ['entra.urn-keys-ignored', 'entra.update.compliant-extension-key'],
  ['entra.urn-path-refused', 'entra.update.legacy-extension-path'],
  ['entra.urn-path-ignored', 'entra.update.legacy-extension-path'],
  ['entra.sub-attribute-path-ignored', 'entra.update.legacy-cap-so79248955'],
  ['entra.simple-replace-ignored', 'entra.update.legacy-tut-user-update-single'],
  ['entra.add-keeps-old-value', 'entra.update.compliant-cap-scimitar123'],
  ['entra.add-of-active-refused', 'entra.deactivate.legacy-add'],
  ['entra.value-path-drops-others', 'entra.mapping.compliant-other-email'],
  ['entra.value-path-replace-ignored', 'entra.update.legacy-cap-keycloakscim85-email-replace'],
  ['entra.only-first-operation', 'entra.update.legacy-cap-so79248955'],
  ['entra.envelope-order-matters', 'entra.update.compliant-cap-ping224'],
  ['entra.manager-text-ignored', 'entra.update.compliant-cap-sdk686-manager'],
  ['entra.manager-legacy-refused', 'entra.manager.legacy-replaced'],
  ['entra.manager-not-changed', 'entra.manager.compliant-replaced'],
  ['entra.manager-text-refused', 'entra.manager.compliant-replaced'],
  ['entra.manager-not-returned', 'entra.manager.returned'],
  ['entra.manager-clearing-fails', 'entra.manager.cleared-by-empty-text'],
  ['entra.nobody-is-404', 'entra.test-connection.by-user-name'],
  ['entra.no-group-is-404', 'entra.test-connection.groups'],
  ['entra.external-id-filter-refused', 'entra.matching.by-external-id-decoded'],
  ['entra.user-name-filter-ignored', 'entra.matching.by-user-name'],
  ['entra.unknown-header-refused', 'entra.test-connection.headers'],
  ['entra.flag-refused', 'entra.test-connection.with-flag'],
  ['entra.flag-on-writes-refused', 'entra.test-connection.writes-with-flag'],
  ['entra.create-roles-empty-refused', 'entra.create.as-documented'],
  ['entra.create-empty-extension-refused', 'entra.create.without-enterprise-values'],
  ['entra.create-without-id', 'entra.create.as-documented'],
  ['entra.create-external-id-lost', 'entra.create.keeps-the-mapping'],
  ['entra.create-of-known-makes-another', 'entra.create.conflict'],
  ['entra.create-manager-text-refused', 'entra.create.manager-as-id'],
  ['entra.active-is-text', 'entra.deactivate.compliant-as-boolean'],
  ['entra.deactivation-ignored', 'entra.deactivate.compliant-as-boolean'],
  ['entra.reactivation-refused', 'entra.deactivate.compliant-reactivate'],
  ['entra.reactivation-text-ignored', 'entra.deactivate.legacy-reactivate'],
  ['entra.deleted-name-blocked', 'entra.deactivate.delete-and-return'],
  ['entra.work-email-filter-refused', 'entra.matching.by-work-email'],
  ['entra.delete-refused', 'entra.life-cycle.legacy-delete-after-disable'],
  ['entra.disabling-deletes', 'entra.life-cycle.legacy-restore'],
  ['entra.disabling-deletes', 'entra.life-cycle.compliant-restore'],
  ['entra.user-delete-ignored', 'entra.life-cycle.compliant-delete-after-disable'],
  ['entra.active-lower-case-text-refused', 'entra.deactivate.legacy-as-lower-case-text'],
  ['entra.user-agent-demanded', 'entra.test-connection.without-user-agent'],
  ['entra.unknown-user-500', 'entra.reading.nobody'],
  ['entra.last-modified-never-matches', 'entra.delta.last-modified'],
  ['entra.five-members-at-most', 'entra.load.group-of-ten'],
  ['entra.twenty-members-at-most', 'entra.load.group-of-ten-thousand'],
  ['microsoft.rate-limited', 'entra.load.rate'],
  ['discovery.schemas-bare-array', 'entra.reading.schemas'],
  ['entra.custom-extension-ignored', 'entra.mapping.legacy-custom-extension'],
  ['entra.custom-extension-ignored', 'entra.mapping.compliant-custom-extension'],
  ['entra.leading-blank-refused', 'entra.update.legacy-cap-42220-displayname'],
  ['entra.primary-role-path-refused', 'entra.mapping.legacy-primary-role-path'],
  ['entra.primary-role-path-refused', 'entra.mapping.compliant-primary-role-path'],
  ['entra.roles-without-primary-refused', 'entra.mapping.several-roles'],
  ['entra.roles-without-primary-refused', 'entra.mapping.legacy-several-roles'],
  ['entra.role-at-creation-refused', 'entra.mapping.legacy-primary-role'],
  ['entra.roles-replace-ignored', 'entra.mapping.roles-replaced'],
  ['entra.fax-number-refused', 'entra.create.phones'],
  ['entra.unknown-schema-500', 'entra.groups.legacy-create-as-documented'],
  ['entra.unknown-schema-500', 'entra.create.legacy-misprinted'],
  ['entra.create-roles-empty-refused', 'entra.create.legacy-as-documented-before'],
  ['entra.add-to-missing-element-ignored', 'entra.addresses.legacy-cap-scimpatch176'],
  ['entra.value-path-refused', 'entra.addresses.legacy-cap-scimpatch42'],
  ['entra.value-path-refused', 'entra.mapping.legacy-each-attribute'],
  ['entra.value-path-refused', 'entra.mapping.compliant-each-attribute'],
  ['entra.patch-refused', 'entra.update.offers-patch'],
  ['entra.second-element-by-type-lost', 'entra.mapping.legacy-phones'],
  ['entra.last-part-of-name-wins', 'entra.update.compliant-cap-sdk267-name'],
  ['entra.nick-name-ignored', 'entra.update.compliant-com-flag-add-single'],
]

const checks = new Map(builtInChecks().map((check) => [check.id, check]))

describe('a fault of Entra’s', () => {
  test.each(MADE_FOR)('%s is caught by %s', async (fault, id) => {
    const check = checks.get(id)
    if (check === undefined) throw new Error(`There is no check ${id}.`)
    const { outcomes } = await playReference({ faults: [fault] }, [check])
    expect(['fail', 'warn']).toContain(outcomes[0]?.verdict)
  })

  /** Jobs, in each of their dialects, none of whose checks is among these. */
  function jobsWithout(made: ReadonlySet<string>): string[] {
    const jobs = new Map<string, boolean>()
    for (const { id, suite, profile, tags } of checks.values()) {
      if (profile !== 'entra' || id.startsWith('fuzz.')) continue
      const job = `${suite} ${dialectOf(tags) ?? 'in both'}`
      jobs.set(job, jobs.get(job) === true || made.has(id))
    }
    return [...jobs].flatMap(([job, found]) => (found ? [] : [job]))
  }

  // What lies below HTTP has no seam in the reference server; transport.test.ts has servers for it.
  const BELOW_HTTP = 'suites/entra/transport in both'

  test('is there for each job in each of its dialects', () => {
    expect(jobsWithout(new Set(MADE_FOR.map(([, id]) => id)))).toEqual([BELOW_HTTP])
  })

  test('was seen on a real server, where the register of defects knows one', () => {
    const sources = new Map(allFaults().map(({ id, source }) => [id, source]))
    const seen = MADE_FOR.flatMap(([fault, id]) => (sources.get(fault) === 'own' ? [] : [id]))
    expect(jobsWithout(new Set(seen))).toEqual([
      'suites/entra/test-connection compliant', // nobody reported that the flag arrives
      'suites/entra/update in both', // a server without PATCH
      'suites/entra/cycle in both', // users lost among others made at once
      'suites/entra/create-forms legacy', // forms that Microsoft’s pages misprint
      'suites/entra/create-forms in both',
      BELOW_HTTP,
    ])
  })

  test('has a check that it is made for', () => {
    const named = MADE_FOR.map(([fault]) => fault)
    const all = allFaults().flatMap(({ id, area }) => (area === 'entra' ? [id] : []))
    expect(all.filter((id) => !named.includes(id))).toEqual([])
  })
})
