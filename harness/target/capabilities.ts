import { getMember, isObject, sameName } from '../scim/json.ts'
import { ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA, USER_SCHEMA } from '../scim/schema/core.ts'
import type { Json } from '../scim/types.ts'
import type { DiscoveryDocuments } from './documents.ts'
import { foundNobody, isList, isListResponse, type Probes } from './probes.ts'
import type { Reading } from './reading.ts'
import type { ReadTypes } from './resourceTypes.ts'
import type { Capability } from './types.ts'

/** What is held for true of one capability, and why. */
export interface Belief {
  readonly capability: Capability
  readonly value: boolean
  /** One sentence. */
  readonly because: string
  /** The exchanges it rests on. */
  readonly exchanges: readonly string[]
}

const ADVERTISED = ['patch', 'bulk', 'filter', 'sort', 'etag', 'changePassword'] as const

/** Decides every capability: by what the server says, else by what it did. */
export function believe(documents: DiscoveryDocuments, types: ReadTypes, probes: Probes): Belief[] {
  return [
    ...ADVERTISED.map((feature) => advertised(feature, documents, probes)),
    discovery(documents),
    seen('search-post', probes.searchPost, isList(probes.searchPost)),
    seen('root-query', probes.rootQuery, isListResponse(probes.rootQuery)),
    seen('me', probes.me, (probes.me.status === 200 && isObject(probes.me.json)) || probes.me.status === 308),
    cursor(documents),
    type('users', USER_SCHEMA.id, types, documents, probes.userFilter),
    type('groups', GROUP_SCHEMA.id, types, documents, probes.groupFilter),
    enterpriseUser(types, documents),
  ]
}

function advertised(
  feature: (typeof ADVERTISED)[number],
  documents: DiscoveryDocuments,
  probes: Probes,
): Belief {
  const config = documents.serviceProviderConfig
  const supported = truth(
    config === undefined ? undefined : memberOf(getMember(config, feature), 'supported'),
  )
  const exchanges = documents.exchanges.serviceProviderConfig
  if (supported !== undefined) {
    const because = `/ServiceProviderConfig says ${feature}.supported: ${supported}.`
    return { capability: feature, value: supported, because, exchanges }
  }
  const silent = `/ServiceProviderConfig does not say ${feature}.supported`
  if (feature === 'filter') {
    const { what, told, exchange } = probes.userFilter
    const value = foundNobody(probes.userFilter)
    const because = value
      ? `${silent}, but ${what} with a filter for nobody found nobody.`
      : `${silent}, and ${what} with a filter for nobody ${told}${isList(probes.userFilter) ? ' and found somebody' : ''}.`
    return { capability: feature, value, because, exchanges: [...exchanges, exchange] }
  }
  if (feature === 'patch') {
    const because = `${silent}; it can not be tried without a write, and every provisioning client needs it.`
    return { capability: feature, value: true, because, exchanges }
  }
  return { capability: feature, value: false, because: `${silent}.`, exchanges }
}

function discovery({ serviceProviderConfig, resourceTypes, schemas, exchanges }: DiscoveryDocuments): Belief {
  const readable = [
    ...(serviceProviderConfig === undefined ? [] : ['/ServiceProviderConfig']),
    ...(resourceTypes === undefined ? [] : ['/ResourceTypes']),
    ...(schemas === undefined ? [] : ['/Schemas']),
  ]
  return {
    capability: 'discovery',
    value: readable.length > 0,
    because:
      readable.length > 0 ? `Can be read: ${readable.join(', ')}.` : 'No discovery endpoint can be read.',
    exchanges: Object.values(exchanges).flat(),
  }
}

function seen(capability: Capability, reading: Reading, value: boolean): Belief {
  return { capability, value, because: `${reading.what} ${reading.told}.`, exchanges: [reading.exchange] }
}

/** RFC 9865 §3: `pagination.cursor`. */
function cursor({ serviceProviderConfig, exchanges }: DiscoveryDocuments): Belief {
  const pagination =
    serviceProviderConfig === undefined ? undefined : getMember(serviceProviderConfig, 'pagination')
  const value = truth(memberOf(pagination, 'cursor')) ?? false
  const because = `/ServiceProviderConfig ${value ? 'says' : 'does not say'} pagination.cursor: true.`
  return { capability: 'cursor', value, because, exchanges: exchanges.serviceProviderConfig }
}

function type(
  capability: 'users' | 'groups',
  schema: string,
  types: ReadTypes,
  documents: DiscoveryDocuments,
  reading: Reading,
): Belief {
  const found = types.resourceTypes.find((candidate) => sameName(candidate.schema, schema))
  const because =
    found === undefined
      ? `No resource type has the schema ${schema}, and ${reading.what} ${reading.told}.`
      : `Resource type ${found.name} lies at ${found.endpoint}; ${reading.what} ${reading.told}.`
  const exchanges = [...documents.exchanges.resourceTypes, reading.exchange]
  return { capability, value: found !== undefined, because, exchanges }
}

function enterpriseUser(types: ReadTypes, documents: DiscoveryDocuments): Belief {
  const user = types.resourceTypes.find(({ schema }) => sameName(schema, USER_SCHEMA.id))
  const value =
    user?.schemaExtensions.some(({ schema }) => sameName(schema, ENTERPRISE_USER_SCHEMA.id)) ?? false
  const because = `The User resource type ${value ? 'has' : 'does not have'} the Enterprise User extension.`
  const exchanges = [...documents.exchanges.resourceTypes, ...documents.exchanges.schemas]
  return { capability: 'enterprise-user', value, because, exchanges }
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) ? getMember(value, name) : undefined
}

function truth(value: Json | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' ? value.toLowerCase() : ''
  return word === 'true' ? true : word === 'false' ? false : undefined
}
