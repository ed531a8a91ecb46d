import { describe, expect, test } from 'vitest'
import type { Suite } from '../../harness/check/index.ts'
import { protocolVariants } from '../../harness/reference/variants/protocol.ts'
import type { ReferenceOptions } from '../../harness/reference/options.ts'
import { playReference } from '../../harness/run/inProcess/inProcess.ts'
import authentication from './2-authentication.suite.ts'
import answers from './3.1-answers.suite.ts'
import resources from './3.1-resources.suite.ts'
import methods from './3.2-methods.suite.ts'
import createConflict from './3.3-create-conflict.suite.ts'
import createValues from './3.3-create-values.suite.ts'
import create from './3.3-create.suite.ts'
import read from './3.4.1-read.suite.ts'
import putMutability from './3.5.1-put-mutability.suite.ts'
import putValues from './3.5.1-put-values.suite.ts'
import put from './3.5.1-put.suite.ts'
import deletion from './3.6-delete.suite.ts'
import media from './3.8-media-types.suite.ts'
import errorBodies from './3.12-error-bodies.suite.ts'
import errors from './3.12-errors.suite.ts'
import scimType from './3.12-scim-type.suite.ts'
import versions from './3.13-versions.suite.ts'
import security from './7-security.suite.ts'

const suites: readonly Suite[] = [
  authentication,
  answers,
  resources,
  methods,
  create,
  createValues,
  createConflict,
  read,
  put,
  putValues,
  putMutability,
  deletion,
  media,
  errors,
  scimType,
  errorBodies,
  versions,
  security,
]
const checks = suites.flatMap((suite) => suite.checks)

/** What went otherwise than it may: id, verdict and reason. */
async function wrong(options: ReferenceOptions, verdicts: readonly string[]): Promise<string[]> {
  const { outcomes } = await playReference(options, checks)
  return outcomes
    .filter(({ verdict }) => verdicts.includes(verdict))
    .map(({ id, verdict, reason, observed }) => `${verdict} ${id}: ${reason} (${observed ?? ''})`)
}

describe('what is as good as any other behaviour draws no warning', () => {
  test.each(protocolVariants.filter(({ grade }) => grade === 'accept'))(
    '$title ($allowedBy)',
    async ({ id }) => {
      expect(await wrong({ variants: [id] }, ['fail', 'error', 'warn'])).toEqual([])
    },
    60_000,
  )

  test('a server without Entra’s dialect', async () => {
    expect(await wrong({ entraDialect: false }, ['fail', 'error', 'warn', 'blocked'])).toEqual([])
  }, 60_000)
})
