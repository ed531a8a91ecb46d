import type { AttributeType, Json } from '../scim/types.ts'

/** A legal value of each data type whose values mean nothing by themselves. */
const PLAIN: Partial<Readonly<Record<AttributeType, Json>>> = {
  boolean: true,
  integer: 7,
  decimal: 1.5,
  dateTime: '2026-01-02T03:04:05Z',
  binary: 'c2NpbXByb29m',
}

/** A plain value of a data type; `undefined` for texts, references and complex values, which depend on their attribute. */
export const plainValue = (type: AttributeType): Json | undefined => PLAIN[type]
