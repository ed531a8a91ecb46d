import type { ComponentChildren } from 'preact'

interface FieldProps {
  readonly name: string
  /** What is said when there is nothing to show. */
  readonly missing?: string | undefined
  readonly children?: ComponentChildren
}

const isEmpty = (children: ComponentChildren): boolean =>
  children === undefined ||
  children === null ||
  children === false ||
  children === '' ||
  (Array.isArray(children) && children.length === 0)

/** A named value; one that is empty says why. */
export function Field({ name, missing, children }: FieldProps) {
  const empty = isEmpty(children)
  if (empty && missing === undefined) return null
  return (
    <div class={empty ? 'field missing' : 'field'}>
      <dt>{name}</dt>
      <dd>{empty ? missing : children}</dd>
    </div>
  )
}
