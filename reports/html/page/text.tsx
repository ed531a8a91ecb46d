import { printable } from '../../printable.ts'
import type { Level, Verdict } from '../../model/index.ts'
import { verdictMeaning } from '../../words.ts'

/** A value from outside: what can not be shown is made visible, and its direction stays its own. */
export function Value({ text }: { readonly text: string }) {
  return <bdi>{printable(text)}</bdi>
}

/** A verdict as a word on its colour. */
export function Badge({ verdict }: { readonly verdict: Verdict }) {
  return (
    <span class={`badge is-${verdict}`} title={verdictMeaning[verdict]}>
      {verdict}
    </span>
  )
}

/** Level and profile of a check, and its dialect. */
export function Marks(props: {
  readonly level: Level
  readonly profile: string
  readonly dialect?: string | undefined
}) {
  return (
    <span class="marks">
      <span>{props.level}</span>
      <span>{props.profile}</span>
      {props.dialect !== undefined && <span>{props.dialect}</span>}
    </span>
  )
}

/** A link that leads out of the page, if it is one that leads anywhere safe; else its text. */
export function Outward({ url, text }: { readonly url: string | undefined; readonly text: string }) {
  if (url === undefined || !/^https?:\/\//i.test(url)) return <Value text={text} />
  return (
    <a href={url} rel="noreferrer noopener" target="_blank">
      <Value text={text} />
    </a>
  )
}
