import {
  type Answer,
  type CheckContext,
  type Created,
  fail,
  grade,
  skip,
  success,
  suite,
} from '../../harness/check/index.ts'
import { valueAt } from '../../harness/entra/targets.ts'
import { equalJson } from '../../harness/scim/json.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import type { Mapped } from '../microsoft/mapping.ts'
import { isGiven, usersMapped } from './inForce.ts'
import { patchInWords } from './patchInWords.ts'
import { customRows, sampleUser, valuesIn } from './sampleUser.ts'

/** Each attribute of the mapping in force gets another value: in one PATCH, as Entra changes everything of one user. */
export default suite(
  'Each mapped attribute',
  {
    id: 'entra.mapping',
    file: 'suites/entra/each-attribute',
    profile: 'entra',
    needs: ['create-user', 'read-user', 'patch'],
    severity: 'breaks-provisioning',
    impact: 'A change in Entra never arrives, or arrives as something else.',
  },
  ({ check }) => {
    for (const dialect of ['legacy', 'compliant'] as const) {
      check(
        `each attribute of the mapping that the server keeps is changed (${dialect} dialect)`,
        {
          id: `${dialect}-each-attribute`,
          verifies: [],
          rulings: ['EN-00', 'EN-05', 'EN-10'],
          level: 'MUST',
          tags: [dialect],
          advice: 'Take each attribute out of the mapping that the server does not keep.',
        },
        (context) => change(context, dialect, usersMapped(context)),
      )

      check(
        `attributes of an extension of the vendor’s own are changed (${dialect} dialect)`,
        {
          id: `${dialect}-custom-extension`,
          verifies: [],
          rulings: ['EN-00', 'EN-10'],
          level: 'MUST',
          tags: [dialect],
          advice:
            'Read the URN of an extension up to its last colon as the schema, and the rest as the attribute.',
        },
        async (context) => {
          const rows = customRows(context, usersMapped(context))
          if (rows.length === 0)
            skip(
              isGiven(context)
                ? 'The mapping that is graded has no attribute of an extension of the vendor’s own (EN-10).'
                : 'The published schemas have no extension of users besides the enterprise one.',
            )
          await change(context, dialect, rows)
        },
      )
    }
  },
)

/** Makes a user with some attributes, changes those that came back, and demands that each has its new value. */
async function change(
  context: CheckContext,
  dialect: 'legacy' | 'compliant',
  rows: readonly Mapped[],
): Promise<void> {
  const { users } = context
  const user = await users.create(sampleUser(context, rows))
  const before = (await users.read(user)).resource
  const changes = valuesIn(sampleUser(context, rows, 'after'), rows).filter(
    ([{ target, matching }]) => matching === 0 && valueAt(before, target) !== undefined,
  )
  if (changes.length === 0)
    skip('The server gives back none of these attributes; entra.create.keeps-the-mapping says so (EN-05).')
  const answer = await context.scim.patch(user, patchInWords(dialect, changes) as never)
  grade(answer)
    .pass(success())
    .otherwise.fail(
      'Entra logs a failure, puts the object aside and tries again in each cycle: the change never arrives.',
    )
  await expectArrived(context, user, { before, changes, answer })
}

interface Change {
  readonly before: JsonObject
  readonly changes: readonly (readonly [Mapped, Json])[]
  readonly answer: Answer
}

/** Fails where an old value is still there, or none any more; warns where the new one comes back in another form. */
async function expectArrived(
  context: CheckContext,
  user: Created,
  { before, changes, answer }: Change,
): Promise<void> {
  const differing = ({ resource }: Answer) =>
    changes.filter(([{ target }, value]) => !equalJson(valueAt(resource, target) ?? null, value))
  const demanded = {
    expects: 'the new value of each',
    differs: (seen: Answer) => tell(differing(seen), seen.resource),
  }
  const seen = await context.scim.until(() => context.users.read(user), demanded)
  const other = differing(seen)
  const lost = other.filter(([{ target }, value]) => {
    const [had, has] = [valueAt(before, target), valueAt(seen.resource, target)]
    return !equalJson(had ?? null, value) && (has === undefined || equalJson(has, had ?? null))
  })
  const decisive = [answer.exchange.id, seen.exchange.id]
  if (lost.length > 0)
    fail({
      reason: `The request is accepted, and ${lost.map(([{ target }]) => target.text).join(', ')} did not get the new value.`,
      expected: demanded.expects,
      observed: tell(lost, seen.resource) ?? '',
      decisive,
    })
  if (other.length > 0)
    context.warn({
      reason: 'What is changed comes back in another form: Entra writes it again in each cycle.',
      expected: demanded.expects,
      observed: tell(other, seen.resource) ?? '',
      decisive,
    })
}

function tell(changes: Change['changes'], resource: JsonObject): string | undefined {
  if (changes.length === 0) return undefined
  return changes
    .map(
      ([{ target }, value]) =>
        `${target.text} is ${JSON.stringify(valueAt(resource, target) ?? null)}, not ${JSON.stringify(value)}`,
    )
    .join('; ')
}
