import { getMember } from '../../scim/json.ts'
import type { JsonObject } from '../../scim/types.ts'
import type { Answer } from '../answer.ts'
import { bringBack } from './bringBack.ts'
import type { FixtureSpec } from '../fixtures.ts'
import { idOfCreated, pathOfCreated } from './holdings.ts'
import type { Pool } from './lentPool.ts'
import { remove } from '../operations.ts'
import type { Scim } from '../scim.ts'
import type { Session } from '../session.ts'
import { block } from '../verdict.ts'

/** What came of asking for a resource. */
export interface Lent {
  readonly sent: JsonObject
  /** That of the creation, or of the read that shows the state it was brought to. */
  readonly answer: Answer
  /** `undefined` when the server refused to make it. */
  readonly path: string | undefined
}

/** The pool that lends resources of a type; `undefined` where each is made anew. */
export const poolFor = ({ pools }: Session, { kind }: FixtureSpec): Pool | undefined =>
  kind === 'other' ? undefined : pools?.[kind]

/** A resource with these attributes: made, or out of the pool and brought to that state. */
export async function lend(
  session: Session,
  scim: Scim,
  spec: FixtureSpec,
  body: JsonObject,
  named: boolean,
): Promise<Lent> {
  const pool = poolFor(session, spec)
  if (pool === undefined) {
    const answer = await scim.post(spec.endpoint, body)
    return {
      sent: body,
      answer,
      path: answer.status === 201 ? pathOfCreated(spec.endpoint, answer) : undefined,
    }
  }
  for (;;) {
    const path = await pool.take(scim.checkId)
    if (path === undefined) return makeOne(session, scim, spec, body, pool)
    const lent = await reuse(session, scim, spec, path, body, named)
    if (lent !== undefined) return lent
    if (named) {
      pool.giveBack(path)
      block('No member of the pool can be given the name that this needs.')
    }
    pool.spoil(path)
  }
}

async function makeOne(
  session: Session,
  scim: Scim,
  spec: FixtureSpec,
  body: JsonObject,
  pool: Pool,
): Promise<Lent> {
  let path: string | undefined
  try {
    const answer = await scim.postForPool(spec.endpoint, body)
    path =
      answer.status === 201 && idOfCreated(answer) !== undefined
        ? pathOfCreated(spec.endpoint, answer)
        : undefined
    if (path !== undefined) {
      pool.add(scim.checkId, path)
      session.keep(path)
    }
    return { sent: body, answer, path }
  } finally {
    if (path === undefined) pool.forgo()
  }
}

/** One of the pool gets the name that the check would give a new one; where that is refused, it keeps its own. */
async function reuse(
  session: Session,
  scim: Scim,
  spec: FixtureSpec,
  path: string,
  body: JsonObject,
  named: boolean,
): Promise<Lent | undefined> {
  const pool = poolFor(session, spec)
  const ways = session.settings.facts.capabilities.patch ? (['patch', 'put'] as const) : (['put'] as const)
  if (named || pool?.renames() !== false) {
    const answer = await bringBack(scim, path, body, spec.schema, ways)
    if (answer !== undefined) return { sent: body, answer, path }
    if (named) return undefined
  }
  const current = await scim.get(path)
  if (current.status !== 200) return undefined
  const name = spec.kind === 'user' ? 'userName' : 'displayName'
  const sent = { ...body, [name]: getMember(current.resource, name) ?? null }
  const answer = await bringBack(scim, path, sent, spec.schema, ways)
  if (answer !== undefined) pool?.keepNames()
  return answer === undefined ? undefined : { sent, answer, path }
}

/** Gives back what a check had of the pools; a group is emptied, so that nobody is in it any longer. */
export async function giveBack(session: Session, scim: Scim): Promise<void> {
  const { pools } = session
  if (pools === undefined) return
  try {
    for (const path of pools.group.lentTo(scim.checkId)) await scim.patch(path, [remove('members')])
  } finally {
    pools.group.release(scim.checkId)
    pools.user.release(scim.checkId)
  }
}
