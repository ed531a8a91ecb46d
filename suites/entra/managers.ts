import { type CheckContext, type Created, skip } from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import type { Json } from '../../harness/scim/types.ts'
import { expectMapped } from './inForce.ts'
import { createEntraUser, ENTERPRISE, entraUser } from './playing.ts'

/** The id of the manager that a user shows; a text is shown as such, for Entra can not read it. */
export function managerOf(user: unknown): Json | undefined {
  const extension = isObject(user as Json) ? getMember(user as never, ENTERPRISE) : undefined
  const manager = isObject(extension ?? null) ? getMember(extension as never, 'manager') : undefined
  return isObject(manager ?? null) ? (getMember(manager as never, 'value') ?? undefined) : manager
}

/** A user whose manager is the first of two people. Skips where a manager is not kept: `returned` tells of it. */
export async function managed(
  context: CheckContext,
): Promise<{ user: Created; boss: Created; successor: Created }> {
  expectMapped(context, `${ENTERPRISE}:manager`)
  const boss = await createEntraUser(context)
  const successor = await createEntraUser(context)
  const extension = entraUser(context)[ENTERPRISE]
  const user = await createEntraUser(context, {
    [ENTERPRISE]: {
      ...(isObject(extension ?? null) ? (extension as object) : {}),
      manager: { value: boss.id },
    },
  })
  if (managerOf(user.resource) !== boss.id && managerOf((await context.users.read(user)).json) !== boss.id)
    skip('The server does not give the manager back; entra.manager.returned says so (EN-05).')
  return { user, boss, successor }
}
