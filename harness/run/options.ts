import type { FetchHandler } from '../target/fetchTransport.ts'
import type { JsonObject } from '../scim/types.ts'
import type { Constraints } from '../check/identity/constraints.ts'
import type { UserNameFormat } from '../check/identity/identity.ts'
import type { Profile } from '../check/suite.ts'
import type { Verdict } from '../check/verdict.ts'
import type { Engine } from './engine.ts'

/** From which verdict, or severity of a `fail`, on a gated profile decides the exit code. */
export type FailOn = 'fail' | 'warn' | 'never' | `fail:${string}`

/** What a run is asked to do. All is optional; without `url`, `fetch` and `command` the embedded server is checked. */
export interface RunOptions {
  // The server
  /** Base URL of the SCIM connection, as people paste it. */
  readonly url?: string
  /** A server as a function, in this process. */
  readonly fetch?: FetchHandler
  readonly token?: string
  readonly tokenEnv?: string
  readonly tokenFile?: string
  readonly tokenCommand?: string
  /** A second connection (another Organization), for tenant isolation. */
  readonly second?: { readonly url: string; readonly token?: string; readonly tokenEnv?: string }
  /** Whether userName and externalId are unique per Organization or across them; unknown by default. */
  readonly identities?: 'per-tenant' | 'global'
  /** Further headers, sent with every request. */
  readonly headers?: Readonly<Record<string, string>>
  readonly oauth?: {
    readonly tokenUrl: string
    readonly clientId: string
    readonly clientSecretEnv: string
    readonly scope?: string
  }
  /** File with further certificate authorities (PEM). */
  readonly ca?: string
  /** Take any certificate; named in the report. */
  readonly insecure?: boolean
  /** A command that starts the target, and the URL that answers once it is up. */
  readonly command?: string
  readonly waitFor?: string
  /** A container image that the target is started from, the port it listens on (8080), its environment, and the path of its base URL (/scim/v2). */
  readonly image?: string
  readonly imagePort?: number
  readonly imageEnv?: Readonly<Record<string, string>>
  readonly imagePath?: string
  /** Embedded server only. */
  readonly faults?: readonly string[]
  readonly variants?: readonly string[]
  readonly without?: readonly string[]
  readonly entraDialect?: boolean
  // What is sent to it
  readonly emailDomains?: readonly string[]
  readonly userNameFormat?: UserNameFormat
  readonly userTemplate?: JsonObject
  readonly groupTemplate?: JsonObject
  /** What the server demands beyond its schemas, by attribute path. */
  readonly constraints?: Constraints
  /** File with the attribute mapping that is handed out to admins: Entra's export, or a list of target attributes. */
  readonly mapping?: string
  /** Users that are made once and lent to one check after the other; chosen by itself where nothing can be deleted. */
  readonly pool?: number
  readonly maxUsers?: number
  readonly maxGroups?: number
  readonly maxCreates?: number
  readonly maxRequests?: number
  readonly maxRps?: number
  readonly concurrency?: number
  /** Milliseconds for one exchange. */
  readonly timeoutMs?: number
  readonly include?: readonly string[]
  readonly settle?: 'auto' | number
  // What is checked
  readonly profiles?: readonly Profile[]
  readonly gate?: readonly Profile[]
  readonly failOn?: FailOn | Readonly<Partial<Record<Profile, FailOn>>>
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly requirements?: readonly string[]
  readonly tags?: readonly string[]
  readonly seed?: number
  /** For repeating a run to the byte; drawn by default, since a server may remember deleted names. */
  readonly runId?: string
  readonly examples?: number
  readonly baseline?: string
  readonly updateBaseline?: boolean
  /** Share of checks in `error` above which nothing is concluded; 0.01 by default. */
  readonly maxErrors?: number
  /** Files with suites of one's own. */
  readonly checks?: readonly string[]
  // What comes out
  /** Folder; `scimproof-report` by default. Nothing is written outside it. */
  readonly out?: string
  /** How the run was started, for the report; secrets left out. */
  readonly commandLine?: string
  /** `direct` plays the checks in this process instead of vitest's worker; or an engine of one's own. */
  readonly engine?: 'vitest' | 'direct' | Engine
  /** Aborting it ends the run early: it cleans up and resolves with `complete: false`. */
  readonly signal?: AbortSignal
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly onEvent?: (event: RunEvent) => void
}

/** What a run tells while it goes on. */
export type RunEvent =
  | { readonly kind: 'connected'; readonly baseUrl: string }
  | { readonly kind: 'planned'; readonly checks: number; readonly notes: readonly string[] }
  | { readonly kind: 'started'; readonly id: string; readonly title: string }
  | {
      readonly kind: 'finished'
      readonly id: string
      readonly title: string
      readonly profile: string
      readonly verdict: Verdict
    }
  /** How far a fuzzing has come, and what it has just found. */
  | { readonly kind: 'drawn'; readonly text: string; readonly found?: string }
  | { readonly kind: 'cleaning'; readonly left: number }

/** Profiles that run when none are named. */
export const DEFAULT_PROFILES: readonly Profile[] = ['rfc', 'entra', 'microsoft']

/** Profiles that decide the exit code when none are named; `microsoft` predicts somebody else's verdict. */
export const DEFAULT_GATE: readonly Profile[] = ['rfc', 'entra']
