import { reservedAddresses } from './address.ts'
import type { Addresses } from './address.ts'
import type { AttributeDefinition, Json } from '../scim/types.ts'

/** What generated values look like. */
export interface ValueOptions {
  /**
   * `plain`: printable ASCII. `unicode` (default): several scripts, combining marks, right-to-left text, emoji,
   * quotes and backslashes as well. Servers may normalise what is not ASCII (RFC 7644 §5).
   */
  readonly alphabet?: 'plain' | 'unicode'
  /** The most characters (code points) of a text, the most bytes of a binary; default 64. */
  readonly maxLength?: number
  /** Whether the empty string may occur; default false. */
  readonly allowEmpty?: boolean
  /** The most values of a multi-valued attribute; default 3. */
  readonly maxValues?: number
  /** Makes every e-mail address, account name, telephone number and URL; default {@link reservedAddresses}. */
  readonly addresses?: Addresses
  /** Ids of resources that a generated value may refer to; default none. */
  readonly references?: readonly string[]
  /** Changes each simple value into one that the server takes; default none. `parent` holds a sub-attribute. */
  readonly fit?: Fit
}

/** A value that a server takes, for one that its schema allows. */
export type Fit = (value: Json, attribute: AttributeDefinition, parent?: AttributeDefinition) => Json

/** {@link ValueOptions} with every default filled in. */
export type ResolvedValueOptions = Required<Omit<ValueOptions, 'fit'>>

/** Fills in the defaults. */
export function resolveValueOptions(options: ValueOptions = {}): ResolvedValueOptions {
  return {
    alphabet: options.alphabet ?? 'unicode',
    maxLength: options.maxLength ?? 64,
    allowEmpty: options.allowEmpty ?? false,
    maxValues: options.maxValues ?? 3,
    addresses: options.addresses ?? reservedAddresses,
    references: options.references ?? [],
  }
}
