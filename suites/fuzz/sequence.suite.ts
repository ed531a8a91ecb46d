// RFC 7644 §3.3 to §3.6 as one statement: whatever is created, read, found, replaced, patched and deleted in whatever order,
// the server stays equal to a model of it that harness/scim computes step by step.
import { forAll, skip, suite } from '../../harness/check/index.ts'
import { sequenceOf, type Step } from '../../harness/generate/index.ts'
import { isObject, withoutMember } from '../../harness/scim/json.ts'
import type { PatchOperation } from '../../harness/scim/types.ts'
import { change, create, expectGone, expectKept, find, type Playing } from './model.ts'
import { leavesSchemasAlone, tell as tellPatch } from './outcomes.ts'
import { learnStorage } from './storage.ts'

const EXAMPLES = 6

const tell = (steps: readonly Step[]) =>
  steps
    .map((step) => {
      if (step.kind === 'patch') return `patch ${step.slot} (${tellPatch(step.operations)})`
      if (step.kind === 'create' || step.kind === 'replace')
        return `${step.kind} ${step.slot} ${JSON.stringify(withoutMember(step.resource, 'schemas'))}`
      return `${step.kind} ${step.slot}`
    })
    .join('; ')

/** Plays one step; false where the server does not go along, which ends the sequence. */
async function play(playing: Playing, step: Step): Promise<boolean> {
  const { context, slots } = playing
  const known = slots.get(step.slot)
  if (step.kind === 'create')
    return create(playing, step.slot, step.resource, known?.userName ?? context.identity.userName())
  if (known?.state === undefined) {
    if (known !== undefined && step.kind === 'find') await find(playing, known)
    return true
  }
  if (step.kind === 'replace' || step.kind === 'patch') {
    await change(playing, step, known)
    const after = slots.get(step.slot)
    if (after !== undefined) await find(playing, after, known.state)
  }
  if (step.kind === 'find') await find(playing, known)
  if (step.kind === 'delete') {
    const answer = await context.scim.delete(known.path)
    if (answer.status >= 300) return false
    await expectGone(playing, known, answer)
    slots.set(step.slot, { ...known, state: undefined, gone: known.state })
  }
  return true
}

/** Creates who was deleted anew, under the same name, with nothing else: what was there before does not come back. */
async function recreate(playing: Playing): Promise<void> {
  for (const [slot, { state, userName }] of [...playing.slots]) {
    if (state !== undefined || !(await create(playing, slot, {}, userName))) continue
    const known = playing.slots.get(slot)
    if (known !== undefined) await find(playing, known)
  }
}

/** Whether elements keep their `value` when they are replaced: several without one may become one (RFC 7643 §2.4). */
const leavesValues = (operations: readonly PatchOperation[]) =>
  operations.every(({ op, path, value }) =>
    op === 'remove'
      ? !/\]\.value$/i.test(path ?? '')
      : !/\]$/.test(path ?? '') || (isObject(value) && 'value' in value),
  )

export default suite(
  'Sequences of requests',
  {
    id: 'fuzz.sequence',
    file: 'suites/fuzz/sequence',
    needs: ['users', 'create-user', 'read-user', 'replace-user', 'patch', 'patch-user', 'delete-user'],
    tags: ['fuzz', 'sequence'],
    severity: 'data-loss',
    impact: 'What a client takes for done is undone by what it does next.',
  },
  ({ property }) => {
    property(
      'after any sequence of requests the server is equal to its model',
      {
        id: 'stays-equal-to-its-model',
        verifies: ['RFC7644-3.5.1-04', 'RFC7644-3.6-02', 'RFC7644-3.4.2.2-04', 'RFC7644-3.1-08'],
        rulings: ['R-01', 'D-01', 'D-02', 'M-21'],
        timeoutMs: 240_000,
      },
      async (context) => {
        const storage = await learnStorage(context, context.users)
        if (storage === undefined) skip('The server takes none of the users that are drawn for this.')
        const sequences = sequenceOf(storage.type.schema, {
          ...storage.values,
          maxLength: 20,
          omit: storage.omit.filter((name) => name !== 'userName').concat(storage.lost, 'active'),
          maxSteps: 10,
          maxSlots: 2,
        })
        return forAll(
          sequences.filter((steps) =>
            steps.every(
              (step) =>
                step.kind !== 'patch' ||
                (leavesSchemasAlone(step.operations) && leavesValues(step.operations)),
            ),
          ),
          async (steps) => {
            const playing: Playing = { context, storage, slots: new Map() }
            try {
              for (const step of steps) if (!(await play(playing, step))) return
              await expectKept(playing)
              await recreate(playing)
            } finally {
              for (const { path, state } of playing.slots.values())
                if (state !== undefined) await context.scim.delete(path)
            }
          },
          { show: tell, examples: EXAMPLES },
        )
      },
    )
  },
)
