import { Arbitrary, Stream, Value } from 'fast-check'
import type { Random } from 'fast-check'

/** Takes one value out of an arbitrary. */
export type Draw = <T>(arbitrary: Arbitrary<T>) => T

/** What an arbitrary needs whose values are made step by step and shrunk by looking at them. */
export interface DrawnModel<T> {
  /** Makes a value; all chance comes from `draw`. */
  readonly make: (draw: Draw) => T
  /** Whether anything is a value of this arbitrary, so that it can be shrunk whoever made it. */
  readonly isValue: (value: unknown) => value is T
  /** Smaller values of the same kind, the boldest cuts first. Repeated application must come to an end. */
  readonly smaller: (value: T) => Iterable<T>
}

/**
 * An arbitrary for values that depend on one another: a filter on a population, operations on a resource. It shrinks by
 * structure and needs no memory of how a value was made, so that a recorded counterexample can be shrunk too.
 */
export function drawn<T>(model: DrawnModel<T>): Arbitrary<T> {
  return new DrawnArbitrary(model)
}

class DrawnArbitrary<T> extends Arbitrary<T> {
  readonly #model: DrawnModel<T>

  constructor(model: DrawnModel<T>) {
    super()
    this.#model = model
  }

  /** Bias would bend the choices between kinds, so nothing is drawn with it. */
  override generate(random: Random): Value<T> {
    const draw: Draw = (arbitrary) => arbitrary.generate(random, undefined).value
    return new Value(this.#model.make(draw), undefined)
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.#model.isValue(value)
  }

  override shrink(value: T): Stream<Value<T>> {
    const model = this.#model
    function* values(): Generator<Value<T>> {
      for (const smaller of model.smaller(value)) yield new Value(smaller, undefined)
    }
    return new Stream(values())
  }
}
