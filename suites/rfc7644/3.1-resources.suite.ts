// RFC 7644 §3.1, §3.3, §3.8 and RFC 7643 §2.4, §3: what holds for every representation of a resource, whatever request
// it answers. These look at each answer of the run and send nothing.
import { suite, type Seen, type Violation } from '../../harness/check/index.ts'
import { at } from '../../harness/check/at.ts'
import { isArray, isObject } from '../../harness/scim/json.ts'
import { GROUP_SCHEMA, USER_SCHEMA } from '../../harness/scim/schema/core.ts'
import type { Json, JsonObject } from '../../harness/scim/types.ts'
import { firstOf, isProjected, resourcesOf, succeeded } from './answers.ts'
import { compareLocations } from './location.ts'

const told = (value: Json | undefined) => JSON.stringify(value ?? null).slice(0, 120)

/** Looks at each resource of an answer. */
const each = (seen: Seen, look: (resource: JsonObject) => Violation | undefined) => {
  const resources = resourcesOf(seen)
  return firstOf(resources, resources.map(look))
}

/** Names of the attributes that hold arrays in the core schemas. */
const ARRAYS = [USER_SCHEMA, GROUP_SCHEMA].map(({ id, attributes }) => ({
  id,
  names: attributes.filter(({ multiValued }) => multiValued).map(({ name }) => name),
}))

export default suite(
  'Every resource',
  { id: 'rfc7644.resources', file: 'suites/rfc7644/3.1-resources' },
  ({ observe }) => {
    observe(
      'resources have schemas',
      { id: 'schemas', verifies: ['RFC7644-3.1-02', 'RFC7643-3-04'], rulings: ['P-12', 'J-01'] },
      (seen) =>
        each(seen, (resource) => {
          const schemas = at(resource, 'schemas')
          if (isArray(schemas) && schemas.length > 0 && schemas.every((uri) => typeof uri === 'string'))
            return undefined
          const projected = isProjected(seen)
          return {
            kind: projected ? 'projected' : 'whole',
            verdict: projected ? 'warn' : 'fail',
            reason: 'Each representation of a resource lists its schemas (RFC 7644 §3.1, RFC 7643 §3).',
            expected: 'schemas, an array of URIs',
            observed: `schemas ${told(schemas)}`,
          }
        }),
    )

    observe(
      'resources have an id',
      {
        id: 'id',
        verifies: ['RFC7643-3.1-05'],
        rulings: ['J-01', 'J-02'],
        severity: 'breaks-provisioning',
      },
      (seen) =>
        each(seen, (resource) => {
          const id = at(resource, 'id')
          if (typeof id === 'string' && id !== '') return undefined
          return {
            kind: id === undefined ? 'absent' : 'no text',
            verdict: 'fail',
            reason: 'Each representation of a resource has its id, a text that is not empty (RFC 7643 §3.1).',
            expected: 'id, a string',
            observed: `id ${told(id)}`,
          }
        }),
    )

    observe(
      'resources have meta with their type and their location',
      { id: 'meta', verifies: ['RFC7643-3.1-02'], rulings: ['J-01', 'S-14'] },
      (seen) => {
        if (isProjected(seen)) return undefined
        return each(seen, (resource) => {
          const meta = at(resource, 'meta')
          const missing = ['resourceType', 'location'].filter((name) => typeof at(meta, name) !== 'string')
          if (isObject(meta) && missing.length === 0) return undefined
          return {
            kind: isObject(meta) ? missing.join(' ') : 'absent',
            verdict: 'fail',
            reason:
              'The server gives each resource its meta, with resourceType and location (RFC 7643 §3.1).',
            expected: 'meta with resourceType and location',
            observed: `meta ${told(meta)}`,
          }
        })
      },
    )

    observe(
      'Location and meta.location agree',
      { id: 'location', verifies: ['RFC7644-3.3-10', 'RFC7643-3.1-22'], rulings: ['C-08', 'C-09'] },
      (seen) => {
        const { answer } = seen
        if (!succeeded(seen)) return undefined
        const agreement = compareLocations(answer)
        if (agreement === 'undecided') return undefined
        if (agreement === 'same') return []
        return [
          {
            kind: agreement,
            verdict: agreement === 'different' ? 'fail' : 'warn',
            reason:
              agreement === 'different'
                ? 'Location and meta.location are the URI of one resource (RFC 7644 §3.3, RFC 7643 §3.1); they differ.'
                : 'Location and meta.location name different hosts; a proxy seems to be left out of one.',
            expected: `Location: ${told(at(answer.json, 'meta', 'location'))}`,
            observed: `Location: ${answer.headers['location'] ?? ''}`,
          },
        ]
      },
    )

    observe(
      'multi-valued attributes are arrays',
      { id: 'arrays', verifies: ['RFC7644-3.8-10'], rulings: ['C-17'] },
      (seen) =>
        each(seen, (resource) => {
          const schemas = at(resource, 'schemas')
          const names = ARRAYS.flatMap(({ id, names: all }) =>
            isArray(schemas) && schemas.includes(id) ? all : [],
          )
          const wrong = names.find((name) => {
            const value = at(resource, name)
            return value !== undefined && value !== null && !isArray(value)
          })
          if (wrong === undefined) return undefined
          return {
            kind: wrong,
            verdict: 'fail',
            reason: 'A multi-valued attribute is a JSON array, also when it has one element (RFC 7644 §3.8).',
            expected: `${wrong}, an array`,
            observed: `${wrong} ${told(at(resource, wrong))}`,
          }
        }),
    )

    observe(
      'no answer holds a password',
      {
        id: 'password',
        verifies: ['RFC7643-4.1.1-21', 'RFC7643-7-35', 'RFC7643-4.1.1-27'],
        rulings: ['C-16'],
        severity: 'security',
        impact: 'Passwords stand in the logs of clients and proxies.',
      },
      (seen) =>
        each(seen, (resource) => {
          const password = at(resource, 'password')
          if (password === undefined || password === null) return undefined
          return {
            kind: 'password',
            verdict: 'fail',
            reason: 'A password is never returned, in no form (RFC 7643 §4.1.1).',
            expected: 'no password',
            observed: 'an attribute password with a value',
          }
        }),
    )
  },
)
