import { useState } from 'preact/hooks'
import { printableLines } from '../../printable.ts'

/** Puts a text on the clipboard; false where the browser does not let us. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

interface CopyProps {
  readonly label: string
  /** Made when it is asked for. */
  readonly text: () => string
}

/** A button that copies; where the browser forbids it, the text is shown to be copied by hand. */
export function Copy({ label, text }: CopyProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  const press = () => {
    void copy(text()).then((done) => setState(done ? 'copied' : 'refused'))
  }
  return (
    <span class="copy">
      <button type="button" onClick={press} onBlur={() => state === 'copied' && setState('idle')}>
        {state === 'copied' ? 'Copied' : label}
      </button>
      {state === 'refused' && (
        <textarea
          readOnly
          aria-label={label}
          onFocus={(event) => event.currentTarget.select()}
          value={text()}
        />
      )}
      <span class="unseen" role="status">
        {state === 'copied' ? 'Copied' : ''}
      </span>
    </span>
  )
}

/** A button that saves a text as a file. */
export function Save({ label, name, text }: CopyProps & { readonly name: string }) {
  const press = () => {
    const address = URL.createObjectURL(new Blob([text()], { type: 'application/json' }))
    const link = document.createElement('a')
    link.href = address
    link.download = name
    link.click()
    URL.revokeObjectURL(address)
  }
  return (
    <button type="button" onClick={press}>
      {label}
    </button>
  )
}

/** A command with a button that copies it; shown with its control characters visible, copied as it is. */
export function Command({ text }: { readonly text: string }) {
  return (
    <div class="command">
      <pre tabIndex={0}>
        <code>{printableLines(text)}</code>
      </pre>
      <Copy label="Copy" text={() => text} />
    </div>
  )
}
