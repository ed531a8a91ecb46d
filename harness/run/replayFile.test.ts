import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { replayFile } from './replayFile.ts'

const disabling = fileURLToPath(new URL('../../fixtures/entra/user-disable.legacy.json', import.meta.url))
const folder = () => mkdtempSync(join(tmpdir(), 'scimproof-'))

describe('a file of recorded exchanges', () => {
  test('is played like any checks: a document, an exit code, a command for each', async () => {
    const options = { faults: ['entra.active-text-refused'], engine: 'direct', out: folder() } as const
    const document = await replayFile(disabling, options)
    expect(document.exitCode).toBe(1)
    expect(document.checks).toHaveLength(5)
    expect(
      document.checks.every(
        ({ id, profile }) => id.startsWith('replay.user-disable-legacy.') && profile === 'entra',
      ),
    ).toBe(true)
    const failed = document.checks.find(({ verdict }) => verdict === 'fail')
    expect(failed?.reproduce.command).toBe(
      `npx scimproof replay ${disabling} --fault entra.active-text-refused --only ${failed?.id} --seed 1`,
    )
    expect(document.leftovers).toEqual([])
  })

  test('is narrowed by the end of an id, and plays the same in the worker', async () => {
    const document = await replayFile(disabling, { only: ['com-legacy-disable'], out: folder() })
    expect(document.checks.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['replay.user-disable-legacy.com-legacy-disable', 'pass'],
    ])
    expect(document.exitCode).toBe(0)
  })

  test.each([
    ['{"kind":"riddle"}', /holds nothing that can be played/],
    ['[]', /holds no recorded exchanges/],
    ['no JSON', /can not be read: it is no JSON/],
  ])('of other content is refused: %s', async (text, sentence) => {
    const file = join(folder(), 'x.json')
    writeFileSync(file, text)
    await expect(replayFile(file, { out: folder() })).rejects.toThrow(sentence)
  })
})
