import { isObject } from '../../scim/json.ts'
import type { PatchOperation } from '../../scim/types.ts'
import { faultsIn } from './touch.ts'

/** Whether a path selects elements by `type`. */
const byType = ({ path }: PatchOperation) => path?.includes('[type eq') === true

/** The members of a value without those of which another member names a part of the same attribute. */
function lastParts(operation: PatchOperation): PatchOperation {
  const { path, value } = operation
  if (path !== undefined || value === undefined || !isObject(value)) return operation
  const names = Object.keys(value)
  const whole = (name: string) => name.replace(/\.[^.:]*$/, '')
  return {
    ...operation,
    value: Object.fromEntries(
      Object.entries(value).filter(
        ([name], at) =>
          !name.includes('.') ||
          !names.slice(at + 1).some((later) => later !== name && whole(later) === whole(name)),
      ),
    ),
  }
}

/** Faults of PATCH in Entra's words that no single example of its documentation shows. */
export const fuzzEntraFaults = faultsIn('entra', [
  {
    id: 'entra.second-element-by-type-lost',
    title: 'Of two operations of one PATCH that select elements by type only the first has an effect',
    consequence: 'The office number arrives, the mobile number does not, and Entra never sends it again.',
    source: 'own',
    violates: ['EN-00', 'EN-02'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) => {
        const first = patch.operations.find(byType)
        const operations = patch.operations.filter((one) => one === first || !byType(one))
        return seams.applyPatch(resource, { ...patch, operations }, type, call)
      },
    }),
  },
  {
    id: 'entra.last-part-of-name-wins',
    title: 'Of several dotted members that name parts of one attribute only the last is stored',
    consequence: 'Who changes both names keeps one of the old ones.',
    source: 'own',
    violates: ['EN-00'],
    replace: (seams) => ({
      applyPatch: (resource, patch, type, call) =>
        seams.applyPatch(resource, { ...patch, operations: patch.operations.map(lastParts) }, type, call),
    }),
  },
])
