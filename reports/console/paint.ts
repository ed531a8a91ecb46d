import { styleText } from 'node:util'

type Format = Parameters<typeof styleText>[0]

/** Colours a text, or leaves it as it is. */
export type Paint = (format: Format, text: string) => string

/** A paint that colours only when told so, whatever streams and environment say. */
export function paint(color: boolean): Paint {
  return color ? (format, text) => styleText(format, text, { validateStream: false }) : (_, text) => text
}

/**
 * Whether to colour: a terminal, and neither `--no-color` nor `NO_COLOR` (any non-empty value, https://no-color.org) nor a dumb terminal.
 */
export function wantsColor(
  environment: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
  noColor = false,
): boolean {
  if (noColor || (environment['NO_COLOR'] ?? '') !== '') return false
  return isTerminal && environment['TERM'] !== 'dumb'
}
