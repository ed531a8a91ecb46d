import type { Json, JsonObject } from '../../harness/scim/types.ts'
import type { Mapped } from '../microsoft/mapping.ts'

/**
 * The operations by which Entra replaces values: in the legacy dialect one each, by path; in the compliant one those
 * with a value filter by path, and all others as members of one value, with dots and URNs in their names.
 */
export function patchInWords(
  dialect: 'legacy' | 'compliant',
  changes: readonly (readonly [Mapped, Json])[],
): readonly JsonObject[] {
  const byPath = changes.filter(([{ target }]) => dialect === 'legacy' || target.element !== undefined)
  const byName = changes.filter((change) => !byPath.includes(change))
  const op = dialect === 'legacy' ? 'Replace' : 'replace'
  return [
    ...byPath.map(([{ target }, value]) => ({ op, path: target.text, value: inWords(dialect, value) })),
    ...(byName.length === 0
      ? []
      : [{ op, value: Object.fromEntries(byName.map(([{ target }, value]) => [target.text, value])) }]),
  ]
}

/** The legacy dialect writes truth values as texts (EN-03). */
const inWords = (dialect: 'legacy' | 'compliant', value: Json): Json =>
  dialect === 'legacy' && typeof value === 'boolean' ? (value ? 'True' : 'False') : value
