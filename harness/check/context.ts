import type { ResourceSchema } from '../scim/types.ts'
import type { TargetFacts } from '../target/discovery.ts'
import type { Handshake } from '../target/handshake.ts'
import type { TokenGrant } from '../target/types.ts'
import type { ResourceFixture } from './fixtures.ts'
import type { Fuzzing } from './property/fuzzing.ts'
import type { Identity } from './identity/identity.ts'
import type { Ledger } from './ledger.ts'
import type { Population } from './population.ts'
import type { ProbeId } from './probes.ts'
import type { Scim } from './scim.ts'
import type { SessionSettings } from './session.ts'
import type { Check } from './suite.ts'
import type { Finding } from './verdict.ts'

/** All that a check's body is handed. */
export interface CheckContext {
  readonly check: Check
  readonly settings: SessionSettings
  readonly scim: Scim
  readonly users: ResourceFixture
  readonly groups: ResourceFixture
  /** The fixture of any resource type that the server advertises; `undefined` when it does not. */
  resources(typeName: string): ResourceFixture | undefined
  /** Ends the check as `blocked` or `skip` when the probe does not work. */
  demand(probe: ProbeId): Promise<void>
  /** A set of users that all checks share and none changes; made on the first call. */
  population(): Promise<Population>
  /** As `population`, with values of every kind that the server takes: other ones with each seed. */
  crowd(): Promise<Population>
  /** The second connection; there when the check needs `second-connection`. */
  readonly second: Pick<CheckContext, 'scim' | 'users' | 'groups'> | undefined
  readonly identity: Identity
  /** What is known of the server. */
  readonly facts: TargetFacts
  /** Schema of the User resource type as the server publishes it, else as RFC 7643 has it. */
  readonly userSchema: ResourceSchema
  readonly groupSchema: ResourceSchema
  readonly signal: AbortSignal
  /** Has the authorization server give a token, and tells what it gave; `undefined` where the token comes from elsewhere. */
  grant(): Promise<TokenGrant | undefined>
  /** Greets the server with TLS 1.2 and Entra's suites alone, without a request; `undefined` where it is not spoken to over https. */
  handshake(): Promise<Handshake | undefined>
  /** Aborted while there is time to come to an end: no further example is begun. */
  readonly stop?: AbortSignal
  /** How properties are played, where that differs from a plain run. */
  readonly fuzzing?: Fuzzing
  readonly ledger: Ledger
  /** Lets time pass, for what can only be seen between two moments; rejects when the check is aborted. */
  pause(milliseconds: number): Promise<void>
  /** Notes something legal but risky; the check goes on and ends as `warn` at best. */
  warn(finding: Finding | string): void
  /** Tells something about the server at the head of the report: what was learnt of it, and is not judged. */
  note(sentence: string): void
}
