import fc, { type Arbitrary } from 'fast-check'

/** 32-bit FNV-1a hash of a text. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0
  return value
}

/** The seed of everything one check draws: it depends on the run's seed and the check's id only. */
export function deriveSeed(seed: number, ...labels: readonly string[]): number {
  return hash([String(seed), ...labels].join('\u0000')) | 0
}

/** Draws one value; equal seeds draw equal values. */
export function draw<T>(arbitrary: Arbitrary<T>, seed: number): T {
  const [value] = fc.sample(arbitrary, { seed, numRuns: 1 })
  return value as T
}
