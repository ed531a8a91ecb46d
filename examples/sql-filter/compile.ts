import type { AttributePath, Filter } from 'scimproof/scim'

/** A condition for SQLite, with the values of its placeholders in order. */
export interface Condition {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** Columns of the table `users`, by SCIM path in lower case. */
const COLUMNS: Readonly<Record<string, string>> = {
  username: 'user_name',
  title: 'title',
  nickname: 'nick_name',
  'name.givenname': 'given_name',
  'name.familyname': 'family_name',
  active: 'active',
}

/** Columns of the table `emails`, which has one row for each e-mail address of a user. */
const EMAIL_COLUMNS: Readonly<Record<string, string>> = {
  value: 'value',
  type: 'type',
  primary: 'is_primary',
}

/**
 * Turns a SCIM filter on users into a condition on the table `users`. Texts are compared without regard to ASCII case.
 * @throws {Error} on an attribute that has no column
 */
export function compile(filter: Filter): Condition {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return joined(filter.kind, compile(filter.left), compile(filter.right))
    case 'not':
      return negated(compile(filter.filter))
    case 'valuePath':
      return someEmail(inBrackets(filter.filter))
    case 'present':
    case 'compare': {
      const path = nameOf(filter.path)
      if (path === 'emails' || path.startsWith('emails.'))
        return someEmail(onColumn(EMAIL_COLUMNS[path.slice('emails.'.length) || 'value'], filter))
      return onColumn(COLUMNS[path], filter)
    }
  }
}

const nameOf = ({ name, sub }: AttributePath) => (sub === undefined ? name : `${name}.${sub}`).toLowerCase()

/** One row must meet the whole condition (RFC 7644 §3.4.2.2). */
function someEmail({ sql, values }: Condition): Condition {
  return { sql: `exists (select 1 from emails where emails.user_id = users.id and ${sql})`, values }
}

function inBrackets(filter: Filter): Condition {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return joined(filter.kind, inBrackets(filter.left), inBrackets(filter.right))
    case 'not':
      return negated(inBrackets(filter.filter))
    case 'valuePath':
      throw new Error('Brackets do not stand in brackets.')
    case 'present':
    case 'compare':
      return onColumn(EMAIL_COLUMNS[nameOf(filter.path)], filter)
  }
}

function joined(connective: 'and' | 'or', left: Condition, right: Condition): Condition {
  return { sql: `(${left.sql} ${connective} ${right.sql})`, values: [...left.values, ...right.values] }
}

const negated = ({ sql, values }: Condition): Condition => ({ sql: `not ${sql}`, values })

type Expression = Extract<Filter, { kind: 'present' | 'compare' }>

const ORDERS = { gt: '>', ge: '>=', lt: '<', le: '<=' } as const

/** An expression that is true or false, never NULL. */
function onColumn(column: string | undefined, expression: Expression): Condition {
  if (column === undefined) throw new Error(`There is no column for ${nameOf(expression.path)}.`)
  if (expression.kind === 'present') return { sql: `coalesce(${column} <> '', false)`, values: [] }
  const { op, value } = expression
  if (typeof value === 'boolean') {
    // An e-mail address of which nothing is said is not primary (RFC 7643 §2.4).
    const cell = column === 'is_primary' ? 'coalesce(is_primary, 0)' : column
    const equal = `${cell} = ${value ? 1 : 0}`
    return { sql: op === 'ne' ? `coalesce(not ${equal}, true)` : `coalesce(${equal}, false)`, values: [] }
  }
  const text = `lower(${column})`
  const sql = {
    eq: `${text} = lower(?)`,
    ne: `${text} <> lower(?)`,
    co: `instr(${text}, lower(?)) > 0`,
    sw: `substr(${text}, 1, length(?)) = lower(?)`,
    ew: `substr(${text}, -length(?)) = lower(?)`,
    gt: '',
    ge: '',
    lt: '',
    le: '',
  }[op]
  const compared = sql === '' ? `${text} ${ORDERS[op as keyof typeof ORDERS]} lower(?)` : sql
  const twice = op === 'sw' || op === 'ew'
  return {
    sql: `coalesce(${compared}, ${op === 'ne' ? 'true' : 'false'})`,
    values: twice ? [String(value), String(value)] : [String(value)],
  }
}
