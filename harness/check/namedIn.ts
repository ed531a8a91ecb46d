import { isArray, isObject, isUnassigned } from '../scim/json.ts'
import type { Json } from '../scim/types.ts'
import { excerpt } from './answer.ts'
import { at } from './at.ts'

const MOST = 3
const SECRET = /password|secret|pin$/i

/** Names of attributes in a text: what stands in quotes and what is a URI names none. */
const namesIn = (text: string): readonly string[] => [
  ...new Set(
    [...text.replace(/"[^"]*"|\S+:\S+/g, ' ').matchAll(/\$?[A-Za-z]\w+(?:\.\$?\w+)*/g)].map(([name]) => name),
  ),
]

/** Whether a word can only be the name of an attribute, not one of the sentence. */
const isName = (word: string) => /[.$]|[a-z][A-Z]/.test(word)

/**
 * What a body holds of the attributes that a text names, for a report: `displayName "Ada", no title`. `undefined` where it
 * names none, and for lists, which hold more than what was asked about.
 */
export function namedIn(text: string, body: Json | undefined): string | undefined {
  if (!isObject(body) || isArray(at(body, 'Resources'))) return undefined
  const told = namesIn(text).flatMap((name) => {
    const value = at(body, ...name.split('.'))
    if (isUnassigned(value)) return isName(name) ? [`no ${name}`] : []
    return [SECRET.test(name) ? `a value of ${name}` : `${name} ${excerpt(JSON.stringify(value), 100)}`]
  })
  return told.length === 0 ? undefined : told.slice(0, MOST).join(', ')
}
