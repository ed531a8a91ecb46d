/** Whose rules govern: the RFC's own, or the RFC's as Microsoft Entra's provisioning service uses them. */
export type Dialect = 'rfc' | 'entra'

/** How far a reading of the standard is defensible: as good as any, or legal but risky. */
export type Grade = 'accept' | 'warn'

/** One of the ways in which a conforming server may read a clause that leaves more than one open. */
export interface Alternative<T extends string> {
  readonly take: T
  readonly grade: Grade
}

const accept = <const T extends string>(take: T): Alternative<T> => ({ take, grade: 'accept' })
const warn = <const T extends string>(take: T): Alternative<T> => ({ take, grade: 'warn' })

/** The same alternatives in both dialects. */
const both = <const T extends readonly Alternative<string>[]>(...alternatives: T) => ({
  rfc: alternatives,
  entra: alternatives,
})

/**
 * Every freedom that RFC 7644 §3.5.2 leaves to a server, by the ruling that grades it. The first alternative of each
 * is the one that `applyPatch` takes. The part behind the dot tells apart the questions that one ruling answers.
 */
export const READINGS = {
  /** Remove with a filter that selects nothing. */
  'M-01': {
    rfc: [accept('succeed'), accept('refuse')],
    entra: [accept('succeed'), warn('refuse')],
  },
  /** Replace with a filter that selects nothing. */
  'M-02': {
    rfc: [accept('refuse')],
    entra: [accept('create'), accept('refuse')],
  },
  /** Add with a filter that selects nothing. */
  'M-03': {
    rfc: [accept('refuse'), accept('create'), warn('ignore')],
    entra: [accept('create')],
  },
  /** Remove of an attribute without a value. */
  'M-04': both(accept('succeed'), accept('refuse')),
  /** Remove of a required or readOnly attribute without a value. */
  'M-04.guarded': both(accept('refuse'), accept('succeed'), accept('no-target')),
  /** Remove with a value, which the RFC does not know. */
  'M-05': {
    rfc: [accept('all'), accept('listed'), accept('refuse')],
    entra: [accept('listed')],
  },
  /** Add of a value that is there already. */
  'M-06': both(accept('keep'), warn('append'), warn('refuse')),
  /** Add or replace without a path, of an object that holds nothing. */
  'M-16.nothing': both(accept('succeed'), accept('refuse')),
  /** Add of the value that a single-valued attribute has already; Entra takes a refusal for a failure (EN-04). */
  'M-06.single': { rfc: [accept('keep'), warn('refuse')], entra: [accept('keep')] },
  /** Add of an element without a `type` that is, but for its type, there already. */
  'M-06.part': both(accept('keep'), accept('append')),
  /** Add of a value that differs from one that is there in letter case only. */
  'M-06.case': both(accept('append'), accept('keep')),
  /** Add to a complex attribute: what becomes of the sub-attributes that were not sent. */
  'M-07.add': both(accept('merge'), warn('whole')),
  /** Replace of a complex attribute: what becomes of the sub-attributes that were not sent. */
  'M-07.replace': both(accept('merge'), warn('whole')),
  /** Replace of the selected elements by an object. */
  'M-08': both(accept('whole'), accept('merge')),
  /** A sub-attribute of a multi-valued attribute without a filter. */
  'M-09': both(accept('refuse'), accept('every')),
  /** A path to a readOnly attribute, with the value it has. */
  'M-10.path-same': both(accept('succeed'), accept('refuse')),
  /** A path to a readOnly attribute, with another value. */
  'M-10.path-changed': both(accept('refuse'), warn('ignore')),
  /** A readOnly member of a value without a path, with the value it has. */
  'M-10.body-same': both(accept('succeed'), warn('refuse')),
  /** A readOnly member of a value without a path, with another value. */
  'M-10.body-changed': both(accept('refuse'), accept('ignore')),
  /** A readOnly sub-attribute inside the value of an attribute, with another value. */
  'M-10.nested': both(accept('ignore'), accept('refuse')),
  /** Change of an immutable attribute that has a value. */
  'M-10.immutable': both(accept('refuse'), warn('ignore')),
  /** A name that no schema of the resource defines. */
  'M-11': {
    rfc: [accept('refuse'), warn('ignore')],
    entra: [accept('ignore'), accept('refuse')],
  },
  /** A bracket filter on a sub-attribute that the schema does not define. */
  'F-01': both(accept('refuse'), accept('no-match')),
  /** A bracket filter that one element satisfies for some servers and for others not (F-02, F-03 and others). */
  'F-02': both(accept('reference'), accept('select'), accept('spare')),
  /** A value of another JSON type that says the same. */
  'C-14': {
    rfc: [accept('refuse'), accept('coerce')],
    entra: [accept('coerce')],
  },
  /** Replace with null or an empty array. */
  'C-15': both(accept('unassign'), warn('refuse')),
  /** Add with null. */
  'C-15.add': both(accept('unassign'), accept('keep'), accept('refuse')),
  /** The empty string as the value of a required attribute. */
  'C-07': both(accept('refuse'), warn('store')),
  /** A single value where a multi-valued attribute takes an array. */
  'C-17': both(accept('wrap'), accept('refuse')),
  /** An array of one where a single element is replaced. */
  'C-17.element': both(accept('refuse'), accept('unwrap')),
  /** Several primaries in one value. */
  'M-18': both(accept('refuse'), accept('last'), accept('first')),
  /** An extension's URI as path. */
  'M-19.path': {
    rfc: [accept('apply'), accept('refuse')],
    entra: [accept('apply')],
  },
  /** An attribute's full name as member of a value without a path. */
  'M-19.key': {
    rfc: [accept('refuse'), accept('apply'), warn('ignore')],
    entra: [accept('apply')],
  },
  /** An extension's container as member of a value without a path. */
  'M-19.container': both(accept('apply'), warn('refuse')),
  /** A filter on an attribute whose elements are simple values. */
  'M-20': both(accept('apply'), accept('refuse'), accept('ignore')),
  /** Change of an immutable sub-attribute of an element. */
  'M-22': both(accept('refuse'), warn('change')),
} as const satisfies Record<string, Record<Dialect, readonly Alternative<string>[]>>

/** A question that the standard leaves open. */
export type Question = keyof typeof READINGS

/** What may be answered to a question. */
export type Answer<Q extends Question> = (typeof READINGS)[Q][Dialect][number]['take']

/** Answers the questions that the standard leaves open, while operations are applied. */
export type Choose = <Q extends Question>(question: Q) => Answer<Q>

/** Always the first alternative: the reading of `applyPatch`. */
export const referenceReading =
  (dialect: Dialect): Choose =>
  (question) =>
    alternativesTo(question, dialect)[0].take

/** What may be answered to a question in a dialect, the answer of `applyPatch` first. */
export function alternativesTo<Q extends Question>(
  question: Q,
  dialect: Dialect,
): readonly [Alternative<Answer<Q>>, ...Alternative<Answer<Q>>[]] {
  const table: Record<Question, Record<Dialect, readonly Alternative<string>[]>> = READINGS
  return table[question][dialect] as readonly Alternative<string>[] as readonly [
    Alternative<Answer<Q>>,
    ...Alternative<Answer<Q>>[],
  ]
}

/** The ruling that a question belongs to: `M-10` of `M-10.nested`. */
export const rulingOf = (question: Question): string => question.replace(/\..*/, '')
