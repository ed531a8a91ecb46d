/** A type all of whose members, at any depth, can only be read. */
export type Readonlies<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Member)[]
    ? readonly Readonlies<Member>[]
    : T extends object
      ? { readonly [Name in keyof T]: Readonlies<T[Name]> }
      : T
