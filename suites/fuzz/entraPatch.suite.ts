// What RFC 7644 §3.5.2 is for, in the words of Microsoft Entra's provisioning service, as one statement for each of its
// dialects: whatever changed attributes are sent, the user is afterwards what Entra meant. Only what the mapping writes is
// sent, and only to attributes that the server stores when a user is created with them.
import { forAll, suite } from '../../harness/check/index.ts'
import { type EntraDialect, type EntraOperation, entraPatchFor } from '../../harness/generate/index.ts'
import type { PatchOperation } from '../../harness/scim/types.ts'
import { mappedSchema } from './mapped.ts'
import { endsAsAllowed, type Manner } from './outcomes.ts'
import { NOT_DRAWN } from '../../harness/check/calibration/calibration.ts'
import { openPool } from './pool.ts'

const EXAMPLES = 10

const WORDS: Manner['words'] = {
  otherState: 'The request is accepted, and the state afterwards is not what Entra meant.',
  refused:
    'Entra logs a failure, puts the object aside and tries again in each cycle: the change never arrives.',
  halfDone: 'A request that was refused changed the user: Entra believes that nothing happened.',
}

/** The operations as they are meant: their names in lower case. */
const meant = (operations: readonly EntraOperation[]): readonly PatchOperation[] =>
  operations.map((operation) => ({ ...operation, op: operation.op.toLowerCase() as PatchOperation['op'] }))

const tell = (operations: readonly EntraOperation[]) =>
  operations
    .map(({ op, path, value }) => [op, path ?? '(no path)', JSON.stringify(value)].join(' '))
    .join('; ')

export default suite(
  'Updates of all kinds in the words of Entra',
  {
    id: 'fuzz.entra',
    file: 'suites/fuzz/entraPatch',
    profile: 'entra',
    needs: ['users', 'patch', 'create-user', 'read-user', 'delete-user'],
    severity: 'breaks-provisioning',
    impact: 'A change in Entra never arrives, or arrives as something else.',
  },
  ({ property }) => {
    const dialects: readonly EntraDialect[] = ['legacy', 'compliant']
    for (const dialect of dialects) {
      property(
        `every update ends as Entra meant it (${dialect} dialect)`,
        {
          id: `${dialect}-update-ends-as-meant`,
          verifies: [],
          rulings: ['EN-00', 'EN-02', 'EN-03', 'EN-04', 'EN-10'],
          level: 'MUST',
          tags: ['fuzz', 'patch', dialect],
          timeoutMs: 240_000,
        },
        async (context) => {
          const pool = await openPool(
            context,
            NOT_DRAWN.filter((name) => name !== 'active'),
          )
          const schema = mappedSchema(pool.schema, pool.omit)
          return forAll(
            entraPatchFor(schema, pool.baseline, { ...pool.values, dialect, maxChanges: 8 }),
            (operations) =>
              endsAsAllowed(context, pool, meant(operations), {
                dialect: 'entra',
                sent: operations,
                words: WORDS,
              }),
            { show: tell, examples: EXAMPLES },
          )
        },
      )
    }
  },
)
