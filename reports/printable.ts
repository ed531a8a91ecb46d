/** Control characters, bidirectional controls, separators that end a line, noncharacters and lone surrogates. */
const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const escapeOf = (character: string): string => {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  if (character === '\t') return '\\t'
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/**
 * A value from outside as one line that a terminal, an XML parser and a reader can bear: what can not be shown,
 * would move the cursor or turn the direction of the text stands as `\u001b`.
 */
export function printable(text: string): string {
  return text.replace(unprintable, escapeOf)
}

/** As `printable`, with line ends and tabs kept. */
export function printableLines(text: string): string {
  return text.replace(unprintable, (character) =>
    /[\n\t]/.test(character) ? character : escapeOf(character),
  )
}
