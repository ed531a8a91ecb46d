import { describe, expect, test } from 'vitest'
import { playReference } from '../../harness/run/inProcess/inProcess.ts'
import { bulkVariants } from '../../harness/reference/variants/bulk.ts'
import type { SwitchableCapability } from '../../harness/reference/options.ts'
import me from './3.11-me.suite.ts'
import ifMatch from './3.14-if-match.suite.ts'
import versioning from './3.14-versioning.suite.ts'
import faulty from './3.7-bulk-faulty.suite.ts'
import bulk from './3.7-bulk.suite.ts'
import references from './3.7.2-bulk-references.suite.ts'
import errors from './3.7.3-bulk-errors.suite.ts'
import results from './3.7.3-bulk-results.suite.ts'
import limits from './3.7.4-bulk-limits.suite.ts'

const checks = [bulk, faulty, references, errors, results, limits, versioning, ifMatch, me].flatMap(
  (suite) => suite.checks,
)
type Played = Awaited<ReturnType<typeof playReference>>
const wrong = ({ outcomes }: Played, ...verdicts: string[]) =>
  outcomes
    .filter(({ verdict }) => verdicts.includes(verdict))
    .map(({ id, verdict, reason, observed }) => ({ id, verdict, reason, observed }))

describe('the suites on Bulk, versions and /Me', () => {
  test.each([{}, { users: 3 }])('have nothing to say against the reference server: %j', async (options) => {
    expect(wrong(await playReference(options, checks), 'fail', 'error', 'warn', 'blocked')).toEqual([])
  })

  test.each([...bulkVariants.map(({ id }) => id), 'etag.strong', 'bulk.bodies-returned'])(
    'fail no server of the variant %s',
    async (id) => {
      expect(wrong(await playReference({ variants: [id] }, checks), 'fail', 'error')).toEqual([])
    },
  )

  test.each<SwitchableCapability>([
    'bulk',
    'etag',
    'patch',
    'groups',
    'enterprise-user',
    'filter',
    'me',
    'discovery',
  ])('fail no server without %s', async (capability) => {
    expect(wrong(await playReference({ without: [capability] }, checks), 'fail', 'error')).toEqual([])
  })

  test.each(bulkVariants.filter(({ grade }) => grade === 'warn').map(({ id }) => id))(
    'warn of the variant %s',
    async (id) => {
      expect(wrong(await playReference({ variants: [id] }, checks), 'warn')).not.toEqual([])
    },
  )
})
