import { parseDateTime } from '../../../scim/dateTime.ts'
import { getMember, isArray, isObject } from '../../../scim/json.ts'
import type { Json, Resource } from '../../../scim/types.ts'
import type { Seams } from '../../seams.ts'
import { issue, withBody } from '../touch.ts'
import { subtleIn } from './subtleIn.ts'

function mapped(value: Json, change: (value: Json) => Json): Json {
  if (isArray(value)) return value.map((item) => mapped(item, change))
  if (!isObject(value)) return change(value)
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapped(inner, change)]))
}

/** What is stored when a resource is created or replaced is other than what was sent. */
const storing =
  (change: (value: Json) => Json) =>
  (seams: Seams): Partial<Seams> => ({
    readResource: (body, type, call) => mapped(seams.readResource(body, type, call), change) as Resource,
  })

const texts = (change: (text: string) => string) =>
  storing((value) => (typeof value === 'string' ? change(value) : value))

const numbers = (change: (value: number) => number) =>
  storing((value) => (typeof value === 'number' ? change(value) : value))

/** Elements of attributes beyond a place are dropped. */
const shortened = (resource: Resource, most: number): Resource =>
  Object.fromEntries(
    Object.entries(resource).map(([name, value]) => [
      name,
      name !== 'schemas' && isArray(value) ? value.slice(0, most) : value,
    ]),
  )

/** Values that do not come back as they were sent. */
export const payloadFaults = [
  ...subtleIn('create', [
    {
      id: 'create.third-value-lost',
      title: 'Of more than two values of an attribute only the first two are stored',
      consequence: 'Numbers and addresses are lost.',
      source: 'own',
      violates: ['RFC7644-3.3-02', 'RFC7644-3.1-08'],
      smallest: { example: 'POST with three emails', resources: 1 },
      replace: (seams) => ({
        readResource: (body, type, call) => shortened(seams.readResource(body, type, call), 2),
      }),
    },
    {
      id: 'create.second-extension-lost',
      title: 'Of two extensions only the first is stored',
      consequence: 'What the second extension says is lost.',
      source: 'own',
      violates: ['RFC7643-3.3-06', 'RFC7644-3.3-02'],
      smallest: { example: 'POST with both extensions', resources: 1 },
      replace: (seams) => ({
        readResource: (body, type, call) => {
          const read = seams.readResource(body, type, call)
          const uris = type.extensions
            .map(({ schema }) => schema.id)
            .filter((uri) => getMember(read, uri) !== undefined)
          return Object.fromEntries(Object.entries(read).filter(([name]) => !uris.slice(1).includes(name)))
        },
      }),
    },
    {
      id: 'create.backslashes-lost',
      title: 'Backslashes in texts are dropped',
      consequence: 'Names of domains and accounts run together.',
      source: 'own',
      violates: ['RFC7643-2.3.1-01', 'RFC7644-3.1-08'],
      smallest: { example: 'POST with title "a\\\\b"', resources: 1 },
      replace: texts((text) => text.replaceAll('\\', '')),
    },
    {
      id: 'create.emoji-replaced',
      title: 'Characters beyond 16 bits are replaced by a question mark',
      consequence: 'Names with rare characters are mangled.',
      source: 'own',
      violates: ['RFC7643-2.3.1-01', 'RFC7644-3.1-08'],
      smallest: { example: 'POST with title "😀"', resources: 1 },
      replace: texts((text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, '?')),
    },
    {
      id: 'create.decimals-rounded',
      title: 'Decimals are stored as whole numbers',
      consequence: 'Half hours are gone.',
      source: 'own',
      violates: ['RFC7643-2.3.3-01', 'RFC7644-3.1-08'],
      smallest: { example: 'POST with hoursPerWeek 12.5', resources: 1 },
      replace: numbers(Math.round),
    },
    {
      id: 'create.integers-wrap',
      title: 'Whole numbers beyond 32 bits wrap',
      consequence: 'Large numbers come back as others.',
      source: 'own',
      violates: ['RFC7643-2.3.4-01', 'RFC7644-3.1-08'],
      smallest: { example: 'POST with level 4294967296', resources: 1 },
      replace: numbers((value) => (Number.isInteger(value) ? value | 0 : value)),
    },
    {
      id: 'create.offsets-dropped',
      title: 'The offset of a date is replaced by Z, and the time stays',
      consequence: 'Dates are hours off.',
      source: 'own',
      violates: ['RFC7643-2.3.5-01', 'RFC7644-3.1-08'],
      smallest: { example: 'POST with since "2026-01-01T10:00:00+05:00"', resources: 1 },
      replace: texts((text) =>
        parseDateTime(text) === undefined ? text : text.replace(/[+-]\d\d:\d\d$/, 'Z'),
      ),
    },
    {
      id: 'create.false-dropped',
      title: 'Truth values that are false are not stored',
      consequence: 'Nobody can tell "no" from "not known".',
      source: 'own',
      violates: ['RFC7644-3.3-02', 'RFC7644-3.1-08'],
      smallest: { example: 'POST with remote false', resources: 1 },
      replace: (seams) => ({
        readResource: (body, type, call) => {
          const read = seams.readResource(body, type, call)
          const kept = (object: Resource): Resource =>
            Object.fromEntries(
              Object.entries(object).flatMap(([name, value]) =>
                value === false ? [] : [[name, isObject(value) ? kept(value) : value] as const],
              ),
            )
          return kept(read)
        },
      }),
    },
  ]),
  ...subtleIn('read', [
    {
      id: 'read.lists-cut-values',
      title: 'Lists show only the first two values of an attribute, a single resource shows all',
      consequence: 'Clients that read lists take the others for removed.',
      source: issue('DEF-264', 'fleetdm/fleet#52501'),
      violates: ['RFC7644-3.1-08', 'RFC7644-3.9-01'],
      smallest: { example: 'GET of a list with a user of three emails', resources: 1 },
      replace: (seams) => ({
        answerQuery: (query, types, call) =>
          withBody(seams.answerQuery(query, types, call), ({ Resources = [], ...rest }) => ({
            ...rest,
            Resources: isArray(Resources)
              ? Resources.map((one) => (isObject(one) ? shortened(one, 2) : one))
              : Resources,
          })),
      }),
    },
    {
      id: 'read.searches-escape-markup',
      title: 'Searches by POST return & and < escaped as in HTML',
      consequence: 'Clients write the mangled texts back.',
      source: 'own',
      violates: ['RFC7643-2.3.1-01', 'RFC7644-3.4.3-18'],
      smallest: { example: 'POST /.search with a user of title "a&b"', resources: 1 },
      replace: (seams) => ({
        answerQuery: (query, types, call) =>
          call.request.method === 'POST'
            ? withBody(seams.answerQuery(query, types, call), (body) =>
                mapped(body, (value) =>
                  typeof value === 'string' ? value.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : value,
                ),
              )
            : seams.answerQuery(query, types, call),
      }),
    },
  ]),
]
