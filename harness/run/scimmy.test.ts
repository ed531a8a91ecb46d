import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from './index.ts'
import { startScimmy } from './scimmyServer.ts'

/** Some checks, quick ones: the whole list is held by `npm run real-servers`. */
const SOME = [
  'rfc7643.resources.*',
  'rfc7644.authentication.*',
  'rfc7644.create*',
  'rfc7644.filter.*',
  'entra.deactivate.*',
]

test('SCIMMY is checked to the end; what fails on it is what is known, each a defect by its clause', async () => {
  const scimmy = await startScimmy('token-for-scimmy')
  const document = await run({
    url: scimmy.url,
    token: 'token-for-scimmy',
    out: mkdtempSync(join(tmpdir(), 'scimmy-')),
    baseline: 'results/scimmy/known.json',
    only: SOME,
  })
  await scimmy.close()
  const decided = document.checks.map(({ verdict }) => verdict)
  expect(decided.filter((verdict) => verdict === 'fail').length).toBeGreaterThan(15)
  expect(decided.filter((verdict) => verdict === 'pass').length).toBeGreaterThan(40)
  expect(document).toMatchObject({ complete: true, leftovers: [], baseline: { fresh: [], fulfilled: [] } })
  expect(
    document.checks
      .filter(({ verdict }) => verdict === 'error')
      .map(({ id, reason }) => `${id}: ${reason ?? ''}`),
  ).toEqual([])
}, 120_000)
