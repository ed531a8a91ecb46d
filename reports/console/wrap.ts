/**
 * Breaks a text at blanks so that no line is longer than `width`; a word that is longer stands on a line of its own,
 * whole, so that commands and URLs can be copied.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let current = ''
  for (const word of text.split(/(?<=\S)(?=\s)/)) {
    if (current !== '' && current.length + word.length > width) {
      lines.push(current)
      current = word.trimStart()
    } else {
      current += word
    }
  }
  return [...lines, current]
}
