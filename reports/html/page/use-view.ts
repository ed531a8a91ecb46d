import { useCallback, useEffect, useState } from 'preact/hooks'
import { hashOf, viewOf, type View } from './address.ts'

/** Brings a check into view, once it is drawn. */
function reveal(id: string | undefined): void {
  if (id === undefined) return
  requestAnimationFrame(() => {
    const row = document.getElementById(`check-${id}`)
    row?.scrollIntoView({ block: 'start' })
    row?.querySelector('button')?.focus({ preventScroll: true })
  })
}

/** The view that the address holds, and how to change it without leaving a trail of addresses behind. */
export function useView(): [View, (change: Partial<View>) => void] {
  const [view, setView] = useState(() => viewOf(location.hash))
  useEffect(() => {
    const follow = () => {
      const next = viewOf(location.hash)
      setView(next)
      reveal(next.open.at(-1))
    }
    reveal(viewOf(location.hash).open.at(-1))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  const change = useCallback((part: Partial<View>) => {
    setView((before) => {
      const next = { ...before, ...part }
      history.replaceState(null, '', hashOf(next))
      return next
    })
  }, [])
  return [view, change]
}
