/** What the page shows, as its address holds it. */
export interface View {
  /** The filter, as typed. */
  readonly filter: string
  /** Ids of the checks that are open, the last one opened last. */
  readonly open: readonly string[]
}

/** Reads `#q=verdict%3Afail&open=a.b,c.d`. */
export function viewOf(hash: string): View {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''))
  const open = (parameters.get('open') ?? '').split(',').filter((id) => id !== '')
  return { filter: parameters.get('q') ?? '', open: [...new Set(open)] }
}

/** The address of a view, from its `#`. */
export function hashOf(view: Partial<View>): string {
  const parameters = new URLSearchParams()
  if (view.filter !== undefined && view.filter !== '') parameters.set('q', view.filter)
  if (view.open !== undefined && view.open.length > 0) parameters.set('open', view.open.join(','))
  return `#${parameters.toString()}`
}
