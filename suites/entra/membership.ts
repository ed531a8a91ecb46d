import { type CheckContext, type Created, fail } from '../../harness/check/index.ts'
import { getMember, isObject } from '../../harness/scim/json.ts'
import { expectGroupsMapped, expectMapped } from './inForce.ts'
import { createEntraUser } from './playing.ts'

/** Ids of the members that a representation shows. */
export const memberIds = (group: unknown): string[] => {
  const members = isObject(group as never) ? getMember(group as never, 'members') : undefined
  return Array.isArray(members)
    ? members.flatMap((member) => {
        const value = isObject(member) ? getMember(member, 'value') : undefined
        return typeof value === 'string' ? [value] : []
      })
    : []
}

/** A group with so many members. */
export async function groupOf(
  context: CheckContext,
  size: number,
): Promise<{ group: Created; members: Created[] }> {
  expectGroupsMapped(context)
  if (size > 0) expectMapped(context, 'members', 'Group')
  const members: Created[] = []
  for (let index = 0; index < size; index += 1) members.push(await createEntraUser(context))
  const group = await context.groups.create({ members: members.map(({ id }) => ({ value: id })) })
  return { group, members }
}

/** Demands that a group has exactly these members in the end; one who stands there twice is warned of. */
export async function expectMembers(
  context: CheckContext,
  group: Created,
  wanted: readonly string[],
  reason: string,
): Promise<void> {
  const demanded = {
    expects: `the members ${wanted.join(', ') || 'none'}`,
    differs: (answer: { readonly json: unknown; readonly status: number }) => {
      const found = memberIds(answer.json)
      const same = new Set(found).size === wanted.length && wanted.every((id) => found.includes(id))
      return same ? undefined : `${answer.status} with the members ${found.join(', ') || 'none'}`
    },
  }
  const seen = await context.scim.until(() => context.scim.get(group, { attributes: 'members' }), demanded)
  const observed = demanded.differs(seen)
  if (observed !== undefined)
    fail({ reason, expected: demanded.expects, observed, decisive: [seen.exchange.id] })
  const found = memberIds(seen.json)
  if (found.length > wanted.length) {
    context.warn({
      reason: 'The members are right, but one of them stands there more than once.',
      expected: demanded.expects,
      observed: found.join(', '),
      decisive: [seen.exchange.id],
    })
  }
}
