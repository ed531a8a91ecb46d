import { type CheckContext, skip } from '../../../harness/check/index.ts'
import { spelled, variablesIn } from '../../../harness/entra/record/register.ts'
import type { Playable } from '../../../harness/entra/replay/playable.ts'

/** What the variables of a thread stand for in this playing. */
export interface Values {
  /** Binds a variable to what the server gave. */
  bind(name: string, value: string): void
  isBound(name: string): boolean
  kindOf(name: string): string | undefined
  /** The values of all variables in a text. Ends in `skip` when one of them is the id of a resource that was never made. */
  for(text: string): Record<string, string>
}

/** Values of our own, made when they are first asked for: nothing of a recording's examples that could be somebody's is sent. */
export function valuesOf(context: CheckContext, exchanges: readonly Playable[]): Values {
  const variables = new Map(exchanges.flatMap((exchange) => Object.entries(exchange.variables)))
  const bound = new Map<string, string>()

  function valueOf(name: string): string {
    const known = bound.get(name)
    if (known !== undefined) return known
    const variable = variables.get(name)
    const value =
      variable?.sameAs === undefined || variable.letters === undefined
        ? made(context, name, variable?.kind ?? 'text', variable?.example ?? name)
        : spelled(valueOf(variable.sameAs), variable.letters)
    bound.set(name, value)
    return value
  }

  return {
    bind: (name, value) => void bound.set(name, value),
    isBound: (name) => bound.has(name),
    kindOf: (name) => variables.get(name)?.kind,
    for: (text) => Object.fromEntries(variablesIn(text).map((name) => [name, valueOf(name)])),
  }
}

function made({ identity, scim }: CheckContext, name: string, kind: string, example: string): string {
  switch (kind) {
    case 'resourceId':
    case 'cursor':
      return skip(`{{${name}}} was never given by the server, so what is said of it can not be played.`)
    case 'userName':
      return identity.userName()
    case 'email':
      return identity.email()
    case 'externalId':
      return identity.externalId()
    case 'displayName':
      return identity.displayName('resource')
    case 'guid':
      return identity.guid()
    case 'phone':
      return identity.phone()
    case 'url':
      return identity.url(name)
    case 'secret':
      return `Aa1!${identity.local()}`
    case 'baseUrl':
      return scim.base
    default:
      return example
  }
}
