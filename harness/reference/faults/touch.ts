import { isObject } from '../../scim/json.ts'
import type { Json, JsonObject } from '../../scim/types.ts'
import type { Fault, FaultArea } from '../fault.ts'
import type { Answer, StoredResource } from '../state.ts'

/** Faults of one area; their ids begin with it. */
export function faultsIn(area: FaultArea, faults: readonly Omit<Fault, 'area'>[]): readonly Fault[] {
  return faults.map((fault) => ({ ...fault, area }))
}

/** Where the issue with a defect's number in our list of defects stands on GitHub: `issue('DEF-030', 'owner/name#1')`. */
export function issue(defect: string, place: string): string {
  const [repository, number] = place.split('#')
  return `${defect} https://github.com/${repository}/issues/${number}`
}

/** An answer with another body, when it has one that is an object. */
export function withBody(answer: Answer, change: (body: JsonObject) => Json): Answer {
  return isObject(answer.body) ? { ...answer, body: change(answer.body) } : answer
}

/** An object without some members. */
export function omit(object: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
}

/** An object in which one member, when it is there, has another value. */
export function edit(object: JsonObject, name: string, change: (value: Json) => Json): JsonObject {
  const value = object[name]
  return value === undefined ? object : { ...object, [name]: change(value) }
}

/** An answer without one header. */
export function withoutHeader(answer: Answer, name: string): Answer {
  return {
    ...answer,
    headers: Object.fromEntries(Object.entries(answer.headers).filter(([one]) => one !== name)),
  }
}

/** Remembers what changed resources were before. */
export function formerStates() {
  const before = new WeakMap<StoredResource, StoredResource>()
  return {
    /** Notes what a resource was; gives what it became. */
    note: (became: StoredResource, was: StoredResource): StoredResource => {
      before.set(became, was)
      return became
    },
    /** What a resource was before its change, or is where nothing was noted. */
    of: (stored: StoredResource): StoredResource => before.get(stored) ?? stored,
  }
}
