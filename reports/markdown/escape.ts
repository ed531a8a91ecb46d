import { printable } from '../printable.ts'

/** A value from outside as Markdown text that stands for nothing but itself: no markup, no HTML, no mention, no link. */
export function escaped(text: string): string {
  return printable(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#+!|~]/g, '\\$&')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
    .replace(/^(\s*)([-=])/, '$1\\$2')
    .replace(/(?<![\w.])@(?=\w)/g, '@\u2060')
    .replace(/:\/\//g, ':\u2060//')
    .replace(/\bwww\./gi, '$&\u2060')
}

/** A value as a code span; fences are longer than any run of backticks in it. Pipes are escaped for use inside tables. */
export function codeSpan(text: string): string {
  const value = printable(text).replace(/\|/g, '\\|')
  const longest = Math.max(0, ...[...value.matchAll(/`+/g)].map(([run]) => run.length))
  if (longest === 0 && value.trim() !== '' && !/^ | $/.test(value)) return `\`${value}\``
  const fence = '`'.repeat(longest + 1)
  return `${fence} ${value} ${fence}`
}

/** Lines as a fenced block that no line can close. */
export function fenced(lines: readonly string[], language = 'text'): string {
  const values = lines.map(printable)
  const longest = Math.max(2, ...[...values.join('\n').matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}${language}`, ...values, fence].join('\n')
}
