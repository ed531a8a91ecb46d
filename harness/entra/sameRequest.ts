import type { Recording } from './recordings.ts'

/**
 * What a recorded request looks like on the wire, whatever its variables are called: recordings with one form are one
 * request that several people saw. Order and capitalisation count.
 */
export function wireForm({ request, form }: Recording): string {
  const { method, path, query, queryForm, headers, body, bodyText } = request
  const wire =
    query !== undefined && queryForm !== 'wire' ? query.replaceAll(' ', '+').replaceAll('"', '%22') : query
  const text = JSON.stringify([form, method, path, wire, headers, body, bodyText])
  const names: string[] = []
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    if (!names.includes(name)) names.push(name)
    return `{{${names.indexOf(name)}}}`
  })
}
