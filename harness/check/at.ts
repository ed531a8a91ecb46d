import { getMember, isObject } from '../scim/json.ts'
import type { Json } from '../scim/types.ts'

/** What stands at a path of member names, whatever the value is; `undefined` when nothing does. Names ignore case. */
export function at(value: Json | undefined, ...names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>(
    (inner, name) => (isObject(inner) ? getMember(inner, name) : undefined),
    value,
  )
}
