const shape = /^(-?\d{4,})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})?$/

/** A point in time: whole seconds since 1970-01-01T00:00:00Z, and the digits behind the point without trailing zeros. */
export interface Instant {
  readonly seconds: number
  readonly fraction: string
}

/**
 * Reads an xsd:dateTime (RFC 7643 §2.3.5). Without an offset the time counts as UTC. Undefined when the text is not one,
 * or names a day, hour or offset that does not exist. Second 60 does not exist in xsd:dateTime; hour 24 is midnight.
 */
export function parseDateTime(text: string): Instant | undefined {
  const match = shape.exec(text)
  if (match === null) return undefined
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const fraction = (match[7] ?? '').replace(/0+$/, '')
  const offset = offsetMinutes(match[8] ?? 'Z')
  const midnight = hour === 24 && minute === 0 && second === 0 && fraction === ''
  if (offset === undefined || minute > 59 || second > 59 || (hour > 23 && !midnight)) return undefined

  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  return { seconds: date.getTime() / 1000 + hour * 3600 + (minute - offset) * 60 + second, fraction }
}

/** Negative when the left instant is earlier, positive when it is later, 0 when they are the same. */
export function compareInstants(left: Instant, right: Instant): number {
  if (left.seconds !== right.seconds) return left.seconds - right.seconds
  if (left.fraction === right.fraction) return 0
  return left.fraction < right.fraction ? -1 : 1
}

function offsetMinutes(text: string): number | undefined {
  if (text === 'Z') return 0
  const hours = Number(text.slice(1, 3))
  const minutes = Number(text.slice(4, 6))
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return undefined
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}
