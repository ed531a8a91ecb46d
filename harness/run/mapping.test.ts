import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../target/errors.ts'
import { readMappingFile } from './mapping.ts'
import { run } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'mapping-'))
const file = (name: string, content: string) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

function refusal(path: string): string {
  try {
    readMappingFile(path)
  } catch (error) {
    if (error instanceof UsageError) return `${error.message} ${error.remedy}`
    throw error
  }
  return 'it was read'
}

describe('--mapping', () => {
  test('that can not be followed names file, place and remedy', () => {
    expect(refusal(join(folder, 'nope.json'))).toMatch(
      /--mapping .*nope\.json can not be read: ENOENT.*list of target/,
    )
    expect(refusal(file('cut.json', '{'))).toMatch(/--mapping .*cut\.json can not be read: .*JSON/)
    expect(refusal(file('odd.json', '["userName", "emails[work"]'))).toMatch(
      /--mapping: odd\.json: User\[1\] is no target attribute: emails\[work\. Targets look like/,
    )
  })

  test('stands at the head of the report, beside the Tenant URL, and in the command that repeats a check', async () => {
    const mapping = file('acme.json', '["userName", "nickName"]')
    const document = await run({
      mapping,
      engine: 'direct',
      only: ['entra.update.*', 'entra.matching.by-external-id'],
      faults: ['entra.nick-name-ignored'],
      out: join(folder, 'out'),
    })
    expect(document.notes).toContain(
      'The mapping acme.json is graded (--mapping). Users, matched by userName: userName, nickName; groups: displayName, externalId, members.',
    )
    expect(document.profiles['entra']?.tenantUrl).toMatch(/^http/)
    const failed = document.checks.filter(({ verdict }) => verdict === 'fail')
    expect(failed.map(({ id }) => id).sort()).toEqual([
      'entra.update.compliant-com-flag-add-single',
      'entra.update.legacy-com-legacy-add-single',
    ])
    expect(failed[0]?.reproduce?.command).toContain(`--mapping ${mapping}`)
    expect(document.checks.find(({ id }) => id === 'entra.matching.by-external-id')?.verdict).toBe('skip')
  })
})
