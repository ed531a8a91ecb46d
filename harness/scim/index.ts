/** The protocol as pure functions: what `scimproof/scim` offers. */
export * from './types.ts'
export * from './error.ts'
export * from './json.ts'
export * from './path.ts'
export * from './schema/read.ts'
export * from './schema/core.ts'
export * from './schema/lookup.ts'
