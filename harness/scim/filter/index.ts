/** Filters (RFC 7644 §3.4.2.2): read, print, evaluate, judge, explain, check. */
export { FilterSyntaxError } from './syntax-error.ts'
export { COMPARE_OPERATORS, parseBracketed, parseFilter } from './parse.ts'
export type { ParseOptions } from './parse.ts'
export { printFilter } from './print.ts'
export { elementMatcher, matcher, matches } from './evaluate.ts'
