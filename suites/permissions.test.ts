import { expect, test } from 'vitest'
import { permissions } from '../harness/reference/permissions.ts'
import { playReference } from '../harness/run/inProcess/inProcess.ts'
import { builtInChecks } from '../harness/run/suites.ts'

const rfc = builtInChecks().filter(({ profile }) => profile === 'rfc')
const made = Object.values(permissions).flatMap((holders) =>
  holders.flatMap((holder) => ('made' in holder ? holder.made : [])),
)

test.each(made.map((options) => [JSON.stringify(options), options] as const))(
  'a conforming server with %s passes',
  async (_, options) => {
    const { outcomes } = await playReference(options, rfc, { examples: 5 })
    expect(outcomes.filter(({ verdict }) => !['pass', 'skip'].includes(verdict)).map(({ id }) => id)).toEqual(
      [],
    )
  },
  120_000,
)
