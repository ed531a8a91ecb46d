import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { PatchOperation, Resource, ResourceSchema } from '../scim/types.ts'
import { attributeValue } from './value.ts'
import { patchCells } from './coverage.ts'
import { drawn } from './drawn.ts'
import { applied, isPatch, type PatchRequestOptions } from './patch.ts'
import { onTarget, operation } from './patchOperation.ts'
import { patchTargets } from './patchTarget.ts'
import { smallerPatches } from './smallerPatch.ts'

/**
 * PATCH requests of one operation that exercise a part of the grammar (a cell of `patchCells`), for what drawing at random
 * does not reach.
 *
 * @returns undefined when the resource has nothing that such an operation could be about
 */
export function patchTowards(
  cell: string,
  schema: ResourceSchema,
  current: Resource,
  options: PatchRequestOptions = {},
): Arbitrary<readonly PatchOperation[]> | undefined {
  const omitted = new Set((options.omit ?? []).map((name) => name.toLowerCase()))
  const targets = patchTargets(schema, options).filter(
    ({ resolved }) => !omitted.has(resolved.attribute.name.toLowerCase()),
  )
  const op = (['add', 'remove', 'replace'] as const).find((one) => cell.startsWith(`${one} `))
  if (op === undefined) return undefined
  const kind = cell.startsWith(`${op} none `) ? 'none' : undefined
  const fitting = targets.filter((target) => {
    if (kind === 'none') return target.kind === 'attribute'
    return cell.startsWith(`${op} ${target.kind} `)
  })
  if (fitting.length === 0) return undefined
  return drawn({
    make: (draw): readonly PatchOperation[] => {
      const inAnyOrder = draw(fc.shuffledSubarray([...fitting], { minLength: fitting.length }))
      for (const target of [...inAnyOrder, ...inAnyOrder]) {
        const context = { draw, schema, options, targets, current }
        const { attribute, extension } = target.resolved
        const one =
          kind === undefined
            ? onTarget(context, target, op)
            : operation(
                op,
                undefined,
                inHome(extension, attribute.name, draw(attributeValue(attribute, options))),
              )
        if (one === undefined || applied(one, context) === undefined) continue
        if (patchCells([one], schema).includes(cell)) return [one]
      }
      return []
    },
    isValue: isPatch,
    smaller: (operations) => smallerPatches(operations, schema),
  })
}

function inHome(extension: string | undefined, name: string, value: PatchOperation['value']) {
  const own = { [name]: value ?? null }
  return extension === undefined ? own : { [extension]: own }
}
