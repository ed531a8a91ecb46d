import { isArray, isObject, sameName } from '../scim/json.ts'
import type { Json, JsonObject } from '../scim/types.ts'

/** Shorter lists: halves first, then without each one. None shorter than `least`. */
export function* shorterLists<T>(list: readonly T[], least = 0): Generator<readonly T[]> {
  const half = Math.ceil(list.length / 2)
  if (list.length > 2 && half >= least) {
    yield list.slice(0, half)
    yield list.slice(list.length - half)
  }
  if (list.length <= least) return
  for (const at of list.keys()) yield list.toSpliced(at, 1)
}

/** Lists in which one element is replaced by a smaller one. */
export function* listsOfSmaller<T>(
  list: readonly T[],
  smaller: (element: T) => Iterable<T>,
): Generator<readonly T[]> {
  for (const [at, element] of list.entries()) {
    for (const candidate of smaller(element)) yield list.with(at, candidate)
  }
}

/** Objects without one of their members, and with smaller arrays and objects in them. `kept` names are never taken. */
export function* smallerObjects(object: JsonObject, kept: readonly string[]): Generator<JsonObject> {
  const isKept = (name: string) => kept.some((other) => sameName(other, name))
  const names = Object.keys(object)
  for (const name of names) {
    if (isKept(name) || names.length === 1) continue
    yield Object.fromEntries(Object.entries(object).filter(([key]) => key !== name))
  }
  for (const name of names) {
    if (isKept(name)) continue
    for (const value of smallerValues(object[name] ?? null)) yield { ...object, [name]: value }
  }
}

function* smallerValues(value: Json): Generator<Json> {
  if (isArray(value)) {
    yield* shorterLists(value, 1)
    yield* listsOfSmaller(value, smallerValues)
  } else if (isObject(value)) {
    yield* smallerObjects(value, ['value', 'type'])
  }
}

/** Shorter texts: its halves, then without each character from the end. Never empty. */
export function* shorterTexts(text: string): Generator<string> {
  const characters = [...text]
  if (characters.length < 2) return
  const half = Math.ceil(characters.length / 2)
  yield characters.slice(0, half).join('')
  if (characters.length > 2) yield characters.slice(characters.length - half).join('')
  for (const at of [...characters.keys()].reverse()) yield characters.toSpliced(at, 1).join('')
}

/** A size that every smaller value of this file is below: characters of its JSON. */
export function sizeOf(value: unknown): number {
  return JSON.stringify(value).length
}
