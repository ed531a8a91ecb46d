// How to fuzz one's own filter compiler in process: drawn users go into a database, drawn filters are compiled to SQL, and
// what SQL selects is compared with what the filter means.
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { filterFor, populationOf } from 'scimproof/generate'
import {
  type Filter,
  getMember,
  isArray,
  isObject,
  type Json,
  matches,
  printFilter,
  type Resource,
  USER_RESOURCE_SCHEMA,
} from 'scimproof/scim'
import { beforeAll, describe, expect, test } from 'vitest'
import { compile, type Condition } from './compile.ts'

/** What is used of sql.js, which brings no types. */
interface Database {
  run(sql: string, values?: readonly (string | number | null)[]): void
  exec(
    sql: string,
    values?: readonly (string | number | null)[],
  ): readonly { readonly values: readonly unknown[][] }[]
}
const initSqlJs = createRequire(import.meta.url)('sql.js') as () => Promise<{ Database: new () => Database }>

/** Only what has a column: filters are drawn about nothing else. */
const { core } = USER_RESOURCE_SCHEMA
const columns = ['userName', 'title', 'nickName', 'name', 'active', 'emails']
const subColumns = ['givenName', 'familyName', 'value', 'type', 'primary']
const schema = {
  ...USER_RESOURCE_SCHEMA,
  core: {
    ...core,
    attributes: core.attributes
      .filter(({ name }) => columns.includes(name))
      .map((attribute) => ({
        ...attribute,
        subAttributes: attribute.subAttributes.filter(({ name }) => subColumns.includes(name)),
      })),
  },
  extensions: [],
}

const [drawn = []] = fc.sample(populationOf(schema, { size: 12, alphabet: 'plain', maxLength: 12 }), {
  seed: 1,
  numRuns: 1,
})
const users: readonly Resource[] = drawn.map(({ schemas: _s, externalId: _e, ...user }) => user)
const filters = filterFor(schema, users, { decidableOnly: true })

const text = (value: Json | undefined) => (typeof value === 'string' ? value : null)
const flag = (value: Json | undefined) => (typeof value === 'boolean' ? Number(value) : null)

function fill(database: Database): void {
  database.run(`create table users (id integer primary key, user_name text, title text, nick_name text,
    given_name text, family_name text, active integer);
    create table emails (user_id integer, value text, type text, is_primary integer);`)
  for (const [id, user] of users.entries()) {
    const name = getMember(user, 'name')
    const part = (sub: string) =>
      text(name !== undefined && isObject(name) ? getMember(name, sub) : undefined)
    database.run('insert into users values (?, ?, ?, ?, ?, ?, ?)', [
      id,
      ...['userName', 'title', 'nickName'].map((attribute) => text(getMember(user, attribute))),
      part('givenName'),
      part('familyName'),
      flag(getMember(user, 'active')),
    ])
    const emails = getMember(user, 'emails') ?? []
    for (const email of isArray(emails) ? emails.filter(isObject) : [])
      database.run('insert into emails values (?, ?, ?, ?)', [
        id,
        text(getMember(email, 'value')),
        text(getMember(email, 'type')),
        flag(getMember(email, 'primary')),
      ])
  }
}

describe('a compiler of filters to SQL', () => {
  let database: Database

  beforeAll(async () => {
    const sqlite = await initSqlJs()
    database = new sqlite.Database()
    fill(database)
  })

  const selected = ({ sql, values }: Condition) =>
    database.exec(`select id from users where ${sql} order by id`, values)[0]?.values.map(([id]) => id) ?? []
  const meant = (filter: Filter) =>
    users.flatMap((user: Resource, id) => (matches(filter, user, schema) ? [id] : []))

  test('selects the users that each filter means', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(selected(compile(filter)), printFilter(filter)).toEqual(meant(filter))
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  test('that forgets brackets is shown by the smallest filter with two connectives', () => {
    const forgetful = (filter: Filter): Condition => {
      if (filter.kind !== 'and' && filter.kind !== 'or') return compile(filter)
      const [left, right] = [forgetful(filter.left), forgetful(filter.right)]
      return { sql: `${left.sql} ${filter.kind} ${right.sql}`, values: [...left.values, ...right.values] }
    }
    const { counterexample } = fc.check(
      fc.property(filters, (filter) => {
        expect(selected(forgetful(filter))).toEqual(meant(filter))
      }),
      { seed: 1, numRuns: 500 },
    )
    const [filter] = counterexample ?? []
    expect(filter?.kind).toBe('and')
    expect(
      printFilter(filter ?? { kind: 'present', path: { name: 'none' } }).match(/ (and|or) /g),
    ).toHaveLength(2)
  })
})
