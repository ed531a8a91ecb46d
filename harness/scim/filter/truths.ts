/**
 * A set of truth values, one bit each: those that conforming servers may give to one expression. NEITHER is what SQL
 * calls null; at the end it is no match.
 */
export type Truths = number

export const TRUE: Truths = 1
export const FALSE: Truths = 2
export const NEITHER: Truths = 4
export const ANY: Truths = TRUE | FALSE | NEITHER

/** Every outcome of a negation (Kleene). */
export function negated(truths: Truths): Truths {
  return (has(truths, TRUE) ? FALSE : 0) | (has(truths, FALSE) ? TRUE : 0) | (truths & NEITHER)
}

/** Every outcome of a conjunction (Kleene): false beats neither, neither beats true. */
export function both(left: Truths, right: Truths): Truths {
  const isTrue = has(left, TRUE) && has(right, TRUE)
  const isFalse = has(left, FALSE) || has(right, FALSE)
  const isNeither =
    (has(left, NEITHER) && has(right, NEITHER | TRUE)) || (has(right, NEITHER) && has(left, TRUE))
  return (isTrue ? TRUE : 0) | (isFalse ? FALSE : 0) | (isNeither ? NEITHER : 0)
}

/** Every outcome of a disjunction (Kleene). */
export function either(left: Truths, right: Truths): Truths {
  return negated(both(negated(left), negated(right)))
}

/** Whether a set holds one of the values asked for. */
export function has(truths: Truths, wanted: Truths): boolean {
  return (truths & wanted) !== 0
}

/** Whether a set holds one value only. */
export function isDecided(truths: Truths): boolean {
  return truths === TRUE || truths === FALSE || truths === NEITHER
}
