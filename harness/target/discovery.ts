import type { JsonObject, ResourceSchema, ResourceType, SchemaDefinition } from '../scim/types.ts'
import { believe, type Belief } from './capabilities.ts'
import type { Client } from './client.ts'
import { readDocuments } from './documents.ts'
import { foundNobody, isList, probe } from './probes.ts'
import { readTypes } from './resourceTypes.ts'
import type { Capability } from './types.ts'

export type { Belief } from './capabilities.ts'

/** What is known of a target before the first check. Plain data: it crosses into workers and stands in the report. */
export interface TargetFacts {
  readonly capabilities: Readonly<Record<Capability, boolean>>
  readonly believed: readonly Belief[]
  readonly serviceProviderConfig: JsonObject | null
  readonly resourceTypes: readonly ResourceType[]
  /** As published; empty when the server publishes none. */
  readonly schemas: readonly SchemaDefinition[]
  /** One per resource type, from published schemas, else from RFC 7643. */
  readonly resourceSchemas: readonly ResourceSchema[]
  /** What is odd about the discovery, one sentence each. */
  readonly findings: readonly string[]
}

/** A value that no user and no group is named by. */
const NOBODY = 'b6d1f0c4-5e0b-4a57-9d3c-71c2a8e4f905'

/**
 * Finds out what a target can do, by reading only. Tolerates absent, malformed and contradictory discovery.
 * Throws only what the client throws (`ClosedCheckError` once the signal is aborted).
 */
export async function discover(client: Client, signal: AbortSignal, nobody = NOBODY): Promise<TargetFacts> {
  const [documents, probes] = await Promise.all([
    readDocuments(client, signal),
    probe(client, nobody, signal),
  ])
  const types = readTypes({
    base: client.base,
    resourceTypes: documents.resourceTypes,
    schemas: documents.schemas,
    usersAnswer: isList(probes.userFilter),
    groupsAnswer: isList(probes.groupFilter),
  })
  const believed = believe(documents, types, probes)
  const capabilities = Object.fromEntries(believed.map(({ capability, value }) => [capability, value]))
  return {
    capabilities: capabilities as Record<Capability, boolean>,
    believed,
    serviceProviderConfig: documents.serviceProviderConfig ?? null,
    resourceTypes: types.resourceTypes,
    schemas: types.schemas,
    resourceSchemas: types.resourceSchemas,
    findings: [...documents.findings, ...types.findings, ...contradictions()],
  }

  function contradictions(): string[] {
    const filter = believed.find(({ capability }) => capability === 'filter')
    const { userFilter } = probes
    if (isList(userFilter) && !foundNobody(userFilter))
      return [`${userFilter.what} ignores a filter for nobody.`]
    if (filter?.value === false && foundNobody(userFilter)) {
      return ['/ServiceProviderConfig denies filter, yet userName eq works.']
    }
    if (filter?.value === true && !foundNobody(userFilter)) {
      return [
        `/ServiceProviderConfig promises filter, yet ${userFilter.what} with userName eq ${userFilter.told}.`,
      ]
    }
    return []
  }
}
