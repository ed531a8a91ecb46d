/** Draws from a seeded sequence; the same seed gives the same draws for ever. */
export interface Random {
  /** A whole number of 32 bits, not negative. */
  next(): number
}

/** A sequence of draws (splitmix32) for a seed. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return {
    next() {
      state = (state + 0x9e3779b9) >>> 0
      let word = state
      word = Math.imul(word ^ (word >>> 16), 0x21f0aaad)
      word = Math.imul(word ^ (word >>> 15), 0x735a2d97)
      return (word ^ (word >>> 15)) >>> 0
    },
  }
}

/** A UUID of version 4 (RFC 9562 §5.4), drawn from `random`. */
export function drawUuid(random: Random): string {
  const hex = Array.from({ length: 4 }, () => random.next().toString(16).padStart(8, '0')).join('')
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** A string of 32 hexadecimal digits for a text and a seed (FNV-1a, four lanes); opaque, not secret. */
export function digest(text: string, seed = 0): string {
  const lanes = [0, 1, 2, 3].map((lane) => {
    let hash = (0x811c9dc5 ^ Math.imul(seed + lane, 0x9e3779b1)) >>> 0
    for (let index = 0; index < text.length; index += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
      hash = (hash ^ (hash >>> 13)) >>> 0
    }
    return hash.toString(16).padStart(8, '0')
  })
  return lanes.join('')
}
