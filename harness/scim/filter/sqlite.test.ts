import { createRequire } from 'node:module'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { COMMON_ATTRIBUTES, USER_RESOURCE_TYPE, USER_SCHEMA } from '../schema/core.ts'
import { attributeWith } from '../schema/defaults.ts'
import { resourceSchema } from '../schema/lookup.ts'
import type {
  AttributeDefinition,
  AttributePath,
  AttributeType,
  CompareOperator,
  Filter,
  Json,
  Resource,
} from '../types.ts'
import { matcher } from './evaluate.ts'
import { COMPARE_OPERATORS, parseFilter } from './parse.ts'
import { printFilter } from './print.ts'

/** What these tests use of sql.js, which brings no types. */
interface Database {
  run(sql: string, parameters?: readonly string[]): void
  exec(sql: string): readonly { readonly values: readonly (readonly unknown[])[] }[]
  create_function(name: string, body: (text: string | null) => string | null): void
}
type Literal = Extract<Filter, { kind: 'compare' }>['value']

const initSqlJs = createRequire(import.meta.url)('sql.js') as () => Promise<{ Database: new () => Database }>

const BADGE = 'urn:example:params:scim:schemas:badge'

/** An attribute as SQL sees it: a JSON path, and how its values compare. */
interface Column {
  readonly path: string
  readonly type: AttributeType
  readonly exact: boolean
  readonly many: boolean
  readonly subs: ReadonlyMap<string, Column>
}

const columnsOf = (attributes: readonly AttributeDefinition[], prefix = '', home = '$'): [string, Column][] =>
  attributes.map(({ name, type, caseExact, multiValued, subAttributes }) => {
    const exact = caseExact || type === 'reference'
    const subs = new Map(columnsOf(subAttributes))
    return [`${prefix}${name}`, { path: `${home}."${name}"`, type, exact, many: multiValued, subs }]
  })

const badgeAttributes = [
  attributeWith({ name: 'level', type: 'integer' }),
  attributeWith({ name: 'score', type: 'decimal' }),
  attributeWith({ name: 'tags', type: 'string', multiValued: true }),
  attributeWith({ name: 'since', type: 'dateTime' }),
  attributeWith({
    name: 'owner',
    type: 'complex',
    subAttributes: [attributeWith({ name: 'value' }), attributeWith({ name: 'rank', type: 'integer' })],
  }),
]
const schema = resourceSchema(
  { ...USER_RESOURCE_TYPE, schemaExtensions: [{ schema: BADGE, required: false }] },
  [USER_SCHEMA, { id: BADGE, name: 'Badge', description: 'A badge', attributes: badgeAttributes }],
)
const columns: ReadonlyMap<string, Column> = new Map([
  ...columnsOf(COMMON_ATTRIBUTES),
  ...columnsOf(USER_SCHEMA.attributes),
  ...columnsOf(badgeAttributes, `${BADGE}:`, `$."${BADGE}"`),
])

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Values and JSON types of a column in a JSON text, one row each. */
const rows = (column: Column, json: string): string =>
  column.many
    ? `(SELECT value v, type t FROM json_each(${json}, ${quote(column.path)}) WHERE type <> 'null')`
    : `(SELECT json_extract(${json}, ${quote(column.path)}) v, json_type(${json}, ${quote(column.path)}) t WHERE coalesce(json_type(${json}, ${quote(column.path)}), 'null') <> 'null')`

const element = (sub: Column, json: string): string =>
  `(SELECT json_extract(${json}, ${quote(sub.path)}) v, json_type(${json}, ${quote(sub.path)}) t)`

const subRows = (parent: Column, sub: Column, json: string): string =>
  `(SELECT json_extract(v, ${quote(sub.path)}) v, json_type(v, ${quote(sub.path)}) t FROM ${rows(parent, json)})`

/** An element without primary is not primary. */
const filled = (column: Column, relation: string): string =>
  column.path === '$."primary"'
    ? `(SELECT coalesce(v, 0) v, coalesce(t, 'false') t FROM ${relation})`
    : relation

const isThere = `t IS NOT NULL AND t NOT IN ('null')`
const has = (relation: string): string =>
  `EXISTS (SELECT 1 FROM ${relation} r WHERE t IN ('integer', 'real', 'true', 'false') OR (t = 'text' AND v <> '') OR (t IN ('object', 'array') AND EXISTS (SELECT 1 FROM json_tree(r.v) WHERE type NOT IN ('object', 'array', 'null') AND (type <> 'text' OR atom <> ''))))`

/** Whether one value v of JSON type t stands to the literal as the operator says. */
function holdsSql(
  { type, exact }: Column,
  op: Exclude<CompareOperator, 'ne'>,
  literal: string | number | boolean,
): string {
  const alike = (sql: string): string => (exact ? sql : `fold(${sql})`)
  if (op === 'co' || op === 'sw' || op === 'ew') {
    const value = alike(`CASE WHEN t IN ('true', 'false') THEN t ELSE CAST(v AS TEXT) END`)
    const part = alike(quote(String(literal)))
    if (op === 'co') return `instr(${value}, ${part}) > 0`
    if (op === 'sw') return `substr(${value}, 1, length(${part})) = ${part}`
    return `(${part} = '' OR substr(${value}, -length(${part})) = ${part})`
  }
  const sign = { eq: '=', gt: '>', ge: '>=', lt: '<', le: '<=' }[op]
  if (typeof literal === 'boolean') return op === 'eq' ? `t = '${literal}'` : '0'
  if (typeof literal === 'number') return `(t IN ('integer', 'real') AND v ${sign} ${literal})`
  if (type !== 'dateTime') return `(t = 'text' AND ${alike('v')} ${sign} ${alike(quote(literal))})`
  const time = (sql: string): string => `(1000 * strftime('%s', ${sql}) + substr(strftime('%f', ${sql}), -3))`
  const isTime = /^\d{4}-/.test(literal)
  return isTime ? `(t = 'text' AND ${time('v')} ${sign} ${time(quote(literal))})` : '0'
}

const nameOf = ({ uri, name }: AttributePath): string => (uri === undefined ? name : `${uri}:${name}`)

function compareSql(
  column: Column | undefined,
  relation: string,
  op: CompareOperator,
  literal: Literal,
): string {
  if (literal === null) {
    if (op === 'eq') return `NOT ${has(relation)}`
    return op === 'ne' ? has(relation) : '0'
  }
  if (column === undefined || column.type === 'complex') return op === 'ne' ? '1' : '0'
  const from = `(SELECT 1 FROM ${filled(column, relation)} WHERE ${isThere}`
  if (op !== 'ne') return `EXISTS ${from} AND ${holdsSql(column, op, literal)})`
  return `(NOT EXISTS ${from}) OR EXISTS ${from} AND NOT ${holdsSql(column, 'eq', literal)}))`
}

/** A filter as an SQL condition on the JSON text `json`; inside brackets, of a parent's element. */
function toSql(filter: Filter, json: string, parent?: Column): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${toSql(filter.left, json, parent)} ${filter.kind} ${toSql(filter.right, json, parent)})`
    case 'not':
      return `(NOT ${toSql(filter.filter, json, parent)})`
    case 'valuePath': {
      const column = columns.get(nameOf(filter.path))
      if (column?.type !== 'complex') return '0'
      return `EXISTS (SELECT 1 FROM (SELECT v e, t k FROM ${rows(column, json)}) WHERE k = 'object' AND ${toSql(filter.filter, 'e', column)})`
    }
    case 'compare':
    case 'present': {
      const { column, relation } = find(filter.path, json, parent)
      if (filter.kind === 'present') return has(relation)
      const value = column?.subs.get('value')
      if (column?.type !== 'complex' || filter.value === null || value === undefined) {
        return compareSql(column, relation, filter.op, filter.value)
      }
      return compareSql(value, subRows(column, value, json), filter.op, filter.value)
    }
  }
}

function find(path: AttributePath, json: string, parent?: Column): { column?: Column; relation: string } {
  const top = parent === undefined ? columns.get(nameOf(path)) : undefined
  const sub = parent === undefined ? top?.subs.get(path.sub ?? '') : parent.subs.get(path.name)
  if (parent !== undefined && sub !== undefined) return { column: sub, relation: element(sub, json) }
  if (top !== undefined && sub !== undefined) return { column: sub, relation: subRows(top, sub, json) }
  if (top !== undefined && path.sub === undefined) return { column: top, relation: rows(top, json) }
  return { relation: '(SELECT NULL v, NULL t WHERE 0)' }
}

const pick = (texts: string) => fc.constantFrom(...texts.split('|'))
const word = pick("|a|A|ab|Ab|aB|b|o'x|é|É|work|Work|home|x y|%|z|😀|\uffee")
const time = pick(
  '2020-01-01T00:00:00Z|2020-01-01T02:00:00+02:00|2020-01-01T00:00:00.5Z|2020-01-01T00:00:00.250Z|2019-12-31T19:00:00-05:00|2021-06-01T12:00:00Z',
)
const number = fc.constantFrom(-1, 0, 1, 2, 9, 10, 0.5, 1.25)
const integer = fc.integer({ min: -2, max: 12 })
const literal = fc.oneof({ weight: 5, arbitrary: word }, time, number, fc.boolean(), fc.constant(null))
const orNull = <T extends Json>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { freq: 6, nil: null })

const partial = { requiredKeys: [] }
const person = fc.record(
  {
    id: word,
    userName: orNull(word),
    active: fc.boolean(),
    profileUrl: word,
    name: orNull(fc.record({ givenName: orNull(word) }, partial)),
    emails: orNull(
      fc.array(fc.record({ value: orNull(word), type: word, primary: fc.boolean() }, partial), {
        maxLength: 3,
      }),
    ),
    [BADGE]: fc.record(
      {
        level: integer,
        score: number,
        tags: fc.array(word, { maxLength: 3 }),
        since: time,
        owner: fc.record({ value: word, rank: integer }, partial),
      },
      partial,
    ),
  },
  partial,
) as fc.Arbitrary<Resource>

const expression = (texts: readonly string[], extra?: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> => {
  const leaf = fc
    .tuple(
      fc.constantFrom(...texts),
      fc.constantFrom(...COMPARE_OPERATORS),
      literal,
      fc.integer({ min: 0, max: 5 }),
    )
    .map(([text, op, value, kind]) =>
      parseFilter(
        kind === 0
          ? `${text} pr`
          : `${text} ${isBoolean(text) ? unordered(op) : op} ${JSON.stringify(value)}`,
      ),
    )
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3 },
      { weight: 5, arbitrary: leaf },
      ...(extra === undefined ? [] : [{ weight: 2, arbitrary: extra }]),
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constantFrom('and' as const, 'or' as const),
          left: tie('filter'),
          right: tie('filter'),
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }) },
    ),
  })).filter
}
const isBoolean = (text: string): boolean => /(?:active|primary)$/.test(text)
const unordered = (op: CompareOperator): CompareOperator =>
  op === 'gt' || op === 'ge' ? 'eq' : op === 'lt' || op === 'le' ? 'ne' : op

const paths = [
  'id',
  'userName',
  'active',
  'profileUrl',
  'emails',
  'name',
  'bogus',
  'name.bogus',
  'emails.value',
].concat(
  ['emails.type', 'emails.primary', 'name.givenName', `${BADGE}:owner.rank`],
  badgeAttributes.map(({ name }) => `${BADGE}:${name}`),
)
const brackets = fc.oneof(
  ...['emails', 'name', `${BADGE}:owner`, 'userName', 'bogus'].map((name) =>
    expression(
      ['value', 'type', 'primary', 'givenName', 'rank', 'bogus'].filter(
        (sub) => !isBoolean(sub) || name === 'emails',
      ),
    ).map((filter): Filter => ({
      kind: 'valuePath',
      path: (parseFilter(`${name} pr`) as Extract<Filter, { kind: 'present' }>).path,
      filter,
    })),
  ),
)

describe('against SQLite', () => {
  let database: Database

  beforeAll(async () => {
    const { Database } = await initSqlJs()
    database = new Database()
    database.create_function('fold', (text) => text?.toLowerCase() ?? null)
    database.run('CREATE TABLE resource (n INTEGER, doc TEXT)')
  })

  const populations = 250
  const filtersEach = 40

  test(
    `${populations * filtersEach} filters over ${populations} populations select the same resources`,
    { timeout: 60_000 },
    () => {
      let selected = 0
      let seen = 0
      const filters = fc.sample(expression(paths, brackets), {
        seed: 7644,
        numRuns: populations * filtersEach,
      })
      const groups = fc.sample(fc.array(person, { minLength: 4, maxLength: 8 }), {
        seed: 7643,
        numRuns: populations,
      })
      for (const [index, group] of groups.entries()) {
        database.run('DELETE FROM resource')
        for (const [n, resource] of group.entries())
          database.run('INSERT INTO resource VALUES (?, ?)', [String(n), JSON.stringify(resource)])
        for (const filter of filters.slice(index * filtersEach, (index + 1) * filtersEach)) {
          const isMatch = matcher(filter, schema)
          const ours = [...group.keys()].filter((n) => isMatch(group[n] ?? {}))
          const answer = database.exec(`SELECT n FROM resource WHERE ${toSql(filter, 'doc')} ORDER BY n`)
          const theirs = (answer[0]?.values ?? []).map(([n]) => n)
          expect(theirs, `${printFilter(filter)} over ${JSON.stringify(group)}`).toEqual(ours)
          selected += ours.length
          seen += group.length
        }
      }
      expect(selected / seen).toBeGreaterThan(0.2)
      expect(selected / seen).toBeLessThan(0.8)
    },
  )
})
