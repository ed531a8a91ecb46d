import { describe, expect, test } from 'vitest'
import type { Fuzzing } from '../../harness/check/property/fuzzing.ts'
import type { ReferenceOptions } from '../../harness/reference/options.ts'
import { playReference } from '../../harness/run/inProcess/inProcess.ts'
import { builtInChecks } from '../../harness/run/suites.ts'

const properties = builtInChecks().filter(({ tags }) => tags.includes('fuzz'))

/** What a property's own faults and freedoms are. */
interface Subject {
  /** Ends of the ids of the properties. */
  readonly ids: readonly string[]
  /** Each must be found by one of them, with each of the seeds. */
  readonly faults?: readonly string[]
  /** None may be found fault with. */
  readonly variants?: readonly string[]
  readonly on?: ReferenceOptions
  /** Whether what breaks the server counts only when it does so again: then it is played to the end. */
  readonly breaks?: boolean
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
  'filters and what confines them': {
    ids: ['fuzz.filter.selects-in-front-of-a-condition', 'fuzz.filter.selects-what-it-means'],
    on: { users: 20 },
    faults: ['query.reads-no-further-than-brackets'],
    variants: ['query.denials-need-a-value', 'query.few-operators', 'query.not-with-blank-refused'],
  },
  'filters on their own': {
    ids: ['fuzz.filter.selects-on-its-own'],
    faults: ['query.or-on-its-own-reads-one-side'],
  },
  'filters and logic': {
    ids: ['fuzz.filter.keeps-the-laws-of-logic', 'fuzz.filter.covers-everybody-once'],
    faults: ['query.not-keeps-or', 'query.not-not-forgets-one'],
    variants: ['query.denials-need-a-value', 'query.null-refused', 'query.single-comparison'],
  },
  'filters page by page': {
    ids: ['fuzz.filter.pages-hold-what-is-selected'],
    faults: ['query.second-page-unfiltered'],
    variants: ['paging.small-pages', 'paging.forced-cursors', 'paging.no-order-kept', 'query.too-many'],
  },
  'PATCH in the words of Entra': {
    ids: ['fuzz.entra.legacy-update-ends-as-meant', 'fuzz.entra.compliant-update-ends-as-meant'],
    faults: ['entra.second-element-by-type-lost', 'entra.last-part-of-name-wins'],
    variants: ['put.omitted-kept', 'put.not-permitted', 'patch.no-content', 'read.attributes-reversed'],
  },
  'what is created': {
    ids: ['fuzz.payload.reads-back-as-sent', 'fuzz.payload.is-shown-alike'],
    faults: [
      'create.backslashes-lost',
      'create.second-extension-lost',
      'create.decimals-rounded',
      'read.lists-cut-values',
    ],
    variants: [
      'query.names-of-users-not-in-urls',
      'create.user-name-lower-case',
      'create.no-body',
      'create.ascii-names-only',
    ],
  },
  projections: {
    ids: ['fuzz.projection.holds-what-is-asked-for'],
    faults: [
      'projection.excluded-part-takes-the-rest',
      'projection.second-extension-not-named',
      'projection.filter-sees-projection',
    ],
    variants: [
      'projection.schemas-left-out',
      'projection.user-name-stays',
      'projection.short-names',
      'put.not-supported',
    ],
  },
  'order and pages': {
    ids: [
      'fuzz.pages.sorting-only-sorts',
      'fuzz.pages.pages-follow-one-another',
      'fuzz.pages.cursors-follow-one-another',
    ],
    faults: ['paging.exact-remainder-short', 'paging.cursor-forgets-the-filter', 'sort.filtered-unsorted'],
    variants: [
      'paging.small-pages',
      'paging.forced-cursors',
      'sort.collated',
      'sort.without-value-first',
      'query.newest-first',
    ],
  },
  'several writers': {
    ids: [
      'fuzz.concurrency.loses-no-member',
      'fuzz.concurrency.ends-as-in-some-order',
      'fuzz.concurrency.one-change-per-version',
      'fuzz.concurrency.one-user-per-name',
      'fuzz.concurrency.deleted-stays-deleted',
    ],
    faults: [
      'patch.overlapping-changes-lost',
      'patch.rename-writes-old-members',
      'etag.checked-at-arrival',
      'create.overlapping-twins',
      'put.deleted-returns',
    ],
    variants: ['etag.if-match-required', 'etag.weak-never-matches', 'etag.stale-409', 'delete.not-supported'],
  },
  'sequences of requests': {
    ids: ['fuzz.sequence.stays-equal-to-its-model'],
    faults: ['create.recreated-inherits', 'query.index-stale-after-put', 'query.recreated-not-found'],
    variants: [
      'patch.no-content',
      'put.omitted-kept',
      'delete.gone-410',
      'create.active-by-default',
      'read.photos-in-sizes',
      'create.user-name-lower-case',
    ],
  },
  'bodies not in order': {
    ids: ['fuzz.malformed.is-refused-or-borne', 'fuzz.malformed.does-no-harm'],
    breaks: true,
    faults: ['errors.half-bodies-break', 'errors.inherited-names-stick'],
    variants: [
      'media.type-demanded',
      'create.unknown-attribute-refused',
      'put.omitted-kept',
      'create.types-turned',
    ],
  },
  'bulk requests': {
    ids: ['fuzz.bulk.equals-single-requests'],
    faults: ['bulk.second-change-lost', 'bulk.second-extension-lost', 'bulk.put-merges'],
    variants: [
      'bulk.results-reordered',
      'create.display-name-from-user-name',
      'bulk.bodies-returned',
      'patch.no-content',
      'put.omitted-kept',
      'etag.if-match-required',
    ],
  },
  'laws of PATCH': {
    ids: ['fuzz.patch.equals-the-put-of-its-result', 'fuzz.patch.may-be-sent-twice'],
    faults: ['put.third-element-lost', 'patch.same-again-clears-names', 'patch.lists-leave-the-version'],
    variants: [
      'patch.no-content',
      'put.omitted-kept',
      'put.complex-merged',
      'patch.replace-always-touches',
      'patch.add-existing-twice',
      'etag.not-after-writes',
    ],
  },
}

/** More where there is time (SCIMPROOF_FULL). */
const SEEDS = process.env['SCIMPROOF_FULL'] === undefined ? [1] : [1, 2, 3]

/** The first finding is enough, as it was found: how it is made smaller is tested elsewhere. */
function untilFound(): Fuzzing {
  const found = new AbortController()
  return {
    stop: found.signal,
    told: ({ failed }) => {
      if (failed) found.abort()
    },
  }
}

async function findings(subject: Subject, options: ReferenceOptions, seed: number) {
  const checks = properties.filter(({ id }) => subject.ids.includes(id))
  const { outcomes } = await playReference({ ...subject.on, ...options }, checks, {
    seed,
    ...(subject.breaks === true ? {} : { fuzzing: untilFound() }),
  })
  expect(outcomes.map(({ id }) => id).sort()).toEqual([...subject.ids].sort())
  return outcomes
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'error' || verdict === 'blocked')
    .map(({ id, verdict, reason, observed }) => `${verdict} ${id}: ${reason} [${observed ?? ''}]`)
}

describe.each(Object.entries(SUBJECTS))('%s', (_, subject) => {
  test.each(SEEDS)(
    'nothing is found on a conforming server, seed %i',
    async (seed) => {
      expect(await findings(subject, {}, seed)).toEqual([])
    },
    60_000,
  )

  test.each(subject.variants ?? [])(
    'nothing is found where the server is free: %s',
    async (variant) => {
      expect(await findings(subject, { variants: [variant] }, 1)).toEqual([])
    },
    60_000,
  )

  test.each((subject.faults ?? []).flatMap((fault) => SEEDS.map((seed) => [fault, seed] as const)))(
    '%s is found, seed %i',
    async (fault, seed) => {
      expect(await findings(subject, { faults: [fault] }, seed)).not.toEqual([])
    },
    60_000,
  )
})
