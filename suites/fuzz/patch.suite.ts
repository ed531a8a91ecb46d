// RFC 7644 §3.5.2 as one statement: whatever PATCH is sent, the user is afterwards in a state that some reading of the
// clause allows, or the PATCH is refused as some reading allows and nothing has changed. The readings are computed by
// harness/scim. A finding counts only when the server stores the demanded state where it is created with it.
import {
  forAll,
  partsOfState,
  stateOfParts,
  suite,
  withoutNames,
  writablePart,
} from '../../harness/check/index.ts'
import {
  patchCells,
  patchFor,
  patchNodes,
  patchTowards,
  reachablePatchCells,
} from '../../harness/generate/index.ts'
import { isObject } from '../../harness/scim/json.ts'
import { endsAsAllowed, leavesSchemasAlone, type Manner, tell } from './outcomes.ts'
import { openPool, poolInState } from './pool.ts'
import { meet } from './touched.ts'

const EXAMPLES = 66

const LANES = 2

const MANNER: Manner = {
  dialect: 'rfc',
  words: {
    otherState:
      'A PATCH that was answered with success left the user in a state that no reading of RFC 7644 §3.5.2 allows.',
    refused: 'A PATCH was refused in a way that no reading of RFC 7644 §3.5.2 allows.',
    halfDone:
      'A PATCH that was refused changed the user; it is applied as a whole or not at all (RFC 7644 §3.5.2).',
  },
}

/** Operations and kinds of paths, whatever type the attributes are of and wherever they stand. */
const shapeOf = (cells: readonly string[]) =>
  [...new Set(cells.map((cell) => cell.replace(/ (extension )?(multi-valued )?\w+$/, '')))].join('|')

export default suite(
  'PATCH of all kinds',
  {
    id: 'fuzz.patch',
    file: 'suites/fuzz/patch',
    needs: ['users', 'patch', 'create-user', 'read-user', 'patch-user', 'delete-user'],
    tags: ['fuzz', 'patch'],
    severity: 'data-loss',
    impact: 'What a client takes for done is not, or more was done than it asked for.',
  },
  ({ property }) => {
    property(
      'every PATCH ends in a state that the standard allows',
      {
        id: 'ends-in-a-permitted-state',
        verifies: ['RFC7644-3.5.2-18', 'RFC7644-3.5.2-20', 'RFC7644-3.5.2-11'],
        rulings: ['M-01', 'M-02', 'M-03', 'M-06', 'M-07', 'M-08', 'M-10', 'M-18', 'M-21'],
        timeoutMs: 240_000,
      },
      async (context) => {
        const pool = await openPool(context)
        const pools = [pool, ...Array.from({ length: LANES - 1 }, (_, at) => pool.beside(at + 1))]
        const options = { ...pool.values, omit: pool.omit, maxOperations: 4 }
        return forAll(
          patchFor(pool.schema, pool.baseline, options).filter(leavesSchemasAlone),
          (operations, lane) => endsAsAllowed(context, pools[lane] ?? pool, operations, MANNER),
          {
            lanes: LANES,
            show: tell,
            toJson: (operations) => operations.map((operation) => ({ ...operation })),
            examples: EXAMPLES,
            grammar: 'PATCH',
            cells: (operations) => patchCells(operations, pool.schema),
            reachable: reachablePatchCells(withoutNames(pool.schema, pool.omit)),
            towards: (cell) => patchTowards(cell, pool.schema, pool.baseline, options),
            join: (one, other) => (meet(pool.schema, one, other) ? undefined : [...one, ...other]),
            measure: patchNodes,
            shape: (operations) => shapeOf(patchCells(operations, pool.schema)),
            surroundings: {
              what: 'state',
              items: partsOfState(writablePart(pool.schema, pool.baseline)),
              open: async (items) => {
                for (const one of pools) await one.drop()
                const smaller = await poolInState(context, pool, stateOfParts(items.filter(isObject)))
                return {
                  play: (operations) => endsAsAllowed(context, smaller, operations, MANNER),
                  close: () => smaller.drop(),
                }
              },
            },
          },
        )
      },
    )
  },
)
