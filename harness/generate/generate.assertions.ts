import fc, { Arbitrary, Value } from 'fast-check'
import type { Random, Stream } from 'fast-check'
import { expect } from 'vitest'

/** An arbitrary with what its values must be, for the table that holds every arbitrary to the same demands. */
export interface Subject<T = unknown> {
  readonly name: string
  readonly make: () => Arbitrary<T>
  /** Judges a value without any code of the generator. */
  readonly isCorrect: (value: T) => boolean
  /** The value at which shrinking ends when everything fails, if there is one for every seed. */
  readonly simplest?: T
  /** A number that every shrunk value must be below. */
  readonly size?: (value: T) => number
  /** Whether values depend on what `applyPatch` makes of them, so that the oracle's changes show in them. */
  readonly followsOracle?: boolean
  /** Whether a value from elsewhere can be shrunk. */
  readonly structural?: boolean
}

/** Ties the parts of a subject together by type, and forgets the type. */
export function subject<T>(given: Subject<T>): Subject {
  return given as unknown as Subject
}

const runs = { numRuns: 30, seed: 20_260_101 }

interface Grown<T> {
  readonly value: T
  readonly shrinks: () => Stream<Value<T>>
}

class WithShrinks<T> extends Arbitrary<Grown<T>> {
  readonly #inner: Arbitrary<T>

  constructor(inner: Arbitrary<T>) {
    super()
    this.#inner = inner
  }

  override generate(random: Random, bias: number | undefined): Value<Grown<T>> {
    const grown = this.#inner.generate(random, bias)
    const shrinks = () => this.#inner.shrink(grown.value_, grown.context)
    return new Value({ value: grown.value_, shrinks }, undefined)
  }

  override canShrinkWithoutContext(_value: unknown): _value is Grown<T> {
    return false
  }

  override shrink() {
    return fc.Stream.nil<Value<Grown<T>>>()
  }
}

function grown<T>(make: () => Arbitrary<T>): readonly Grown<T>[] {
  return fc.sample(new WithShrinks(make()), runs)
}

/** The same seed gives the same values, whether or not the arbitrary is the same object. */
export function assertSameValuesForSameSeed<T>(subject: Subject<T>): void {
  const once = subject.make()
  const values = fc.sample(once, runs)
  expect(fc.stringify(fc.sample(once, runs))).toBe(fc.stringify(values))
  expect(fc.stringify(fc.sample(subject.make(), runs))).toBe(fc.stringify(values))
  expect(fc.stringify(fc.sample(once, { ...runs, seed: 7 }))).not.toBe(fc.stringify(values))
}

/** Every value is correct, and so is every value it shrinks to. */
export function assertOnlyCorrectValues<T>(subject: Subject<T>): void {
  for (const { value, shrinks } of grown(subject.make)) {
    expectCorrect(subject, value)
    for (const shrunk of shrinks().take(40)) expectCorrect(subject, shrunk.value_)
  }
}

function expectCorrect<T>(subject: Subject<T>, value: T): void {
  expect(subject.isCorrect(value), `${subject.name} made ${fc.stringify(value)}`).toBe(true)
}

/** Some value shrinks, and shrinking always the first way comes to an end. */
export function assertShrinkable<T>(subject: Subject<T>): void {
  const first = grown(subject.make).slice(0, 20)
  expect(first.some(({ shrinks }) => [...shrinks().take(1)].length === 1)).toBe(true)
  const found = fc.check(
    fc.property(subject.make(), () => false),
    { ...runs, numRuns: 1 },
  )
  expect(found.failed).toBe(true)
  expect(found.numShrinks).toBeLessThan(5000)
  if ('simplest' in subject) expect(found.counterexample?.[0]).toEqual(subject.simplest)
}

/** Every shrunk value is below the value it came from. */
export function assertStrictlySmallerShrinks<T>(subject: Subject<T>): void {
  const { size } = subject
  if (size === undefined) return
  for (const { value, shrinks } of grown(subject.make).slice(0, 30)) {
    for (const shrunk of shrinks().take(60)) {
      const report = `${subject.name}: ${fc.stringify(value)} became ${fc.stringify(shrunk.value_)}`
      expect(size(shrunk.value_), report).toBeLessThan(size(value))
    }
  }
}

/** A value that was written down and read again shrinks as the one that was drawn. */
export function assertShrinkableWithoutContext<T>(subject: Subject<T>): void {
  if (subject.structural !== true) return
  const arbitrary = subject.make()
  for (const { value, shrinks } of grown(() => arbitrary).slice(0, 10)) {
    const copy: unknown = structuredClone(value)
    expect(arbitrary.canShrinkWithoutContext(copy)).toBe(true)
    const again = [...arbitrary.shrink(copy as T, undefined).take(20)].map(({ value_ }) => value_)
    expect(again).toEqual([...shrinks().take(20)].map(({ value_ }) => value_))
  }
}

/** Nothing that belongs to everybody is another one afterwards. */
export function assertNoGlobalAltered(act: () => void): void {
  const before = globals()
  act()
  expect(globals()).toEqual(before)
}

function globals(): Readonly<Record<string, readonly PropertyKey[]>> {
  const everybody = { globalThis, Object, Array, String, Number, Math, Date, JSON, RegExp, Map, Set, Promise }
  return Object.fromEntries(
    Object.entries(everybody).flatMap(([name, owner]) => {
      const prototype = (owner as { prototype?: object }).prototype
      const own = [[name, Reflect.ownKeys(owner)] as const]
      return prototype === undefined
        ? own
        : [...own, [`${name}.prototype`, Reflect.ownKeys(prototype)] as const]
    }),
  )
}
