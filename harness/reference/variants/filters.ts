import { ScimError } from '../../scim/error.ts'
import type { AttributePath, Filter } from '../../scim/types.ts'
import type { Seams } from '../seams.ts'
import type { Variant } from '../variant.ts'

const STRINGS = /"(?:[^"\\]|\\.)*"/g

/** A filter is declined when its text, strings aside, shows something. */
const declining =
  (pattern: RegExp) =>
  (seams: Seams): Partial<Seams> => ({
    parseFilter: (text, types, call) => {
      if (pattern.test(text.replace(STRINGS, '""')))
        throw new ScimError(400, 'invalidFilter', 'Such filters are not supported.')
      return seams.parseFilter(text, types, call)
    },
  })

/** A filter with the blanks that the grammar wants, and no others: between a string or a bracket and a word beside it. */
function spaced(text: string): string {
  const isLetter = (sign: string | undefined) => sign !== undefined && /[A-Za-z]/.test(sign)
  return text
    .replace(
      STRINGS,
      (string, at: number) =>
        `${isLetter(text[at - 1]) ? ' ' : ''}${string}${isLetter(text[at + string.length]) ? ' ' : ''}`,
    )
    .replace(/[)\]](?=[A-Za-z])/g, '$& ')
    .replace(/\s+(?=\[)/g, '')
    .replace(/\s+/g, ' ')
}

const valued = (one: Filter, path: AttributePath): Filter => ({
  kind: 'and',
  left: one,
  right: { kind: 'present', path },
})

/** Comparisons hold, and are denied, only where there is a value: logic with a third value, as in SQL. */
function whereValued(filter: Filter): Filter {
  if ('left' in filter) return { ...filter, left: whereValued(filter.left), right: whereValued(filter.right) }
  if (filter.kind === 'not') return denied(filter.filter)
  return filter.kind === 'compare' && filter.op === 'ne' ? valued(filter, filter.path) : filter
}

/** The contrary of a filter in that logic. */
function denied(filter: Filter): Filter {
  if ('left' in filter)
    return {
      kind: filter.kind === 'and' ? 'or' : 'and',
      left: denied(filter.left),
      right: denied(filter.right),
    }
  if (filter.kind === 'not') return whereValued(filter.filter)
  const contrary: Filter = { kind: 'not', filter }
  return filter.kind === 'compare' ? valued(contrary, filter.path) : contrary
}

/** How filters may be read. */
export const filterVariants: readonly Variant[] = [
  {
    id: 'query.denials-need-a-value',
    title: 'ne and not select only resources that have a value',
    allowedBy: 'F-02, F-03',
    grade: 'warn',
    replace: (seams) => ({
      matchFilter: (filter, resource, type, call) =>
        seams.matchFilter(whereValued(filter), resource, type, call),
    }),
  },
  {
    id: 'query.null-refused',
    title: 'A comparison with null is refused with 400 invalidFilter',
    allowedBy: 'F-04',
    grade: 'accept',
    replace: declining(/ null\b/i),
  },
  {
    id: 'query.blanks-overlooked',
    title:
      'A filter is understood where blanks are missing beside strings and brackets, or stand before a bracket',
    allowedBy: 'F-08, F-12',
    grade: 'accept',
    replace: (seams) => ({
      parseFilter: (text, types, call) => {
        try {
          return seams.parseFilter(text, types, call)
        } catch {
          return seams.parseFilter(spaced(text), types, call)
        }
      },
    }),
  },
  {
    id: 'query.not-with-blank-refused',
    title: 'not followed by a blank is refused with 400 invalidFilter',
    allowedBy: 'F-08',
    grade: 'warn',
    replace: declining(/\bnot +\(/i),
  },
  {
    id: 'query.few-operators',
    title: 'Filters have eq, and and or only; all else is declined with 400 invalidFilter',
    allowedBy: 'RFC7644-3.12-17, F-16',
    grade: 'warn',
    replace: declining(/ (?:ne|co|sw|ew|gt|ge|lt|le|pr)\b|\bnot\b/i),
  },
  {
    id: 'query.single-comparison',
    title: 'A filter is a single comparison by eq; all else is declined with 400 invalidFilter',
    allowedBy: 'RFC7644-3.12-17, F-16',
    grade: 'warn',
    replace: declining(/^(?![\w:.]+ eq [^ ]+$)/i),
  },
  {
    id: 'query.names-of-users-not-in-urls',
    title: 'A filter in a URL is refused with 403 sensitive; the same by POST is answered',
    allowedBy: 'F-20, RFC7644-7.5.2-02',
    grade: 'accept',
    replace: (seams) => ({
      parseFilter: (text, types, call) => {
        if (call.request.method === 'GET')
          throw new ScimError(403, 'sensitive', 'Send this filter in the body of a search.')
        return seams.parseFilter(text, types, call)
      },
    }),
  },
  {
    id: 'query.id-without-order',
    title: 'A filter on id with another operator than eq is declined with 400 invalidFilter',
    allowedBy: 'RFC7644-3.12-17',
    grade: 'warn',
    replace: declining(/\bid (?!eq\b)/i),
  },
]
