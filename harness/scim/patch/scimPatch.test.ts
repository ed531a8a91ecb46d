import { scimPatch } from 'scim-patch'
import { describe, expect, test } from 'vitest'
import table from '../../../fixtures/grammar/patch-cases.json' with { type: 'json' }
import { ScimError } from '../error.ts'
import { isObject } from '../json.ts'
import { GROUP_RESOURCE_SCHEMA, USER_RESOURCE_SCHEMA } from '../schema/core.ts'
import type { JsonObject, PatchOperation, Resource, ResourceSchema } from '../types.ts'
import { applyPatch } from './apply.ts'
import { differences } from './likeness.ts'
import { allowedOutcomes } from './outcomes.ts'
import { permits } from './permits.ts'
import type { Observed } from './permits.ts'

/** Where the package scim-patch does otherwise, what the rulings say of it, and why. */
const DIFFERENCES: readonly {
  readonly verdict: 'accept' | 'warn' | 'fail'
  readonly reason: string
  readonly cases: readonly string[]
}[] = [
  {
    verdict: 'fail',
    reason:
      'RFC 7644 §3.5.2: setting primary resets the others, and there is one at most; theirs leaves two.',
    cases: [
      'add of a value that is there with primary true makes it primary',
      'add of a new primary value resets the old one',
      'setting primary on one value resets the others',
      'two primaries in one value',
      'primary set on two selected values',
    ],
  },
  {
    verdict: 'fail',
    reason: 'RFC 7644 §3.5.2, §3.5.2.2: what is required or readOnly stays; theirs has no schema to know it.',
    cases: [
      'remove of a required attribute',
      'replace of a required attribute by nothing',
      'remove of a readOnly attribute',
      'remove of a selected readOnly element',
      'remove of a readOnly sub-attribute',
      'replace of a readOnly attribute',
      'a readOnly member with another value',
      'one failure undoes everything',
    ],
  },
  {
    verdict: 'fail',
    reason: 'RFC 7644 §3.12 Table 9: a value has the type of its attribute; theirs has no schema to know it.',
    cases: [
      '1 is no value for title',
      '"x" is no value for active',
      '["a"] is no value for title',
      '{"a": 1} is no value for title',
      '[1] is no value for emails',
      '[null] is no value for emails',
      'true is no value for name',
      "a boolean as text is not the RFC's",
      'a bare id is no manager by the RFC',
      'replace without a path needs an object',
    ],
  },
  {
    verdict: 'fail',
    reason: 'RFC 7643 §2.1: names have no letter case; theirs makes a second member beside the first.',
    cases: ['names have no letter case', "a name with another spelling is replaced under the schema's"],
  },
  {
    verdict: 'fail',
    reason: 'RFC 7644 §3.5.2: an attribute that no schema defines is not stored (M-11); theirs stores any.',
    cases: ['an unknown attribute as path', 'an unknown attribute as member'],
  },
  {
    verdict: 'fail',
    reason:
      'RFC 7644 §3.5.2 Figure 7: a malformed path is refused (M-12); theirs splits at the dots and goes on.',
    cases: [
      'a malformed path: "name."',
      'a malformed path: "name..x"',
      'a malformed path: ".name"',
      'a malformed path: "emails[type eq \\"work\\"]."',
      'a malformed path: "emails[type eq \\"work\\"].a.b"',
      'a malformed path: "/name/givenName"',
      'a malformed path: "user name"',
      'a malformed path: "userName eq \\"x\\""',
    ],
  },
  {
    verdict: 'fail',
    reason:
      "RFC 7644 §3.10, §3.5.2.1: an extension's URI names its container (M-19); theirs splits it at the dot of its version.",
    cases: [
      "add of an extension's container without a path",
      "replace of an extension's container leaves what was not sent",
      "an extension's URI as path",
      'remove of an extension',
      'an extension set to null',
      'an extension takes an object',
      "an unknown attribute in an extension's container",
    ],
  },
  {
    verdict: 'fail',
    reason: 'RFC 7643 §2.5: null unassigns the selected value; theirs ends in a TypeError.',
    cases: ['replace of a selected element by null removes it'],
  },
  {
    verdict: 'fail',
    reason: 'RFC 7644 §3.4.2.2: there is no order among booleans (F-13); theirs compares them.',
    cases: ['an order among booleans'],
  },
  {
    verdict: 'warn',
    reason:
      'RFC 7643 §2.4: the same type and value should not stand twice (M-06); theirs appends what is not equal in every member.',
    cases: [
      'add of a member that is there changes nothing',
      'add of a value that is there changes nothing',
      'add of one value twice adds it once',
    ],
  },
  {
    verdict: 'warn',
    reason: 'RFC 7643 §4.1.1: userName is not empty (C-07); theirs has no schema to know it.',
    cases: ['replace of userName by the empty string'],
  },
  {
    verdict: 'warn',
    reason: 'RFC 7643 §8.7.1: members have immutable sub-attributes (M-22); theirs has no schema to know it.',
    cases: ['an immutable sub-attribute of a member', 'an immutable sub-attribute can not be removed'],
  },
  {
    verdict: 'warn',
    reason:
      'RFC 7644 §3.5.2: a sub-attribute that no schema defines is refused (M-11); theirs has no schema to know it.',
    cases: ['an unknown sub-attribute', 'an unknown sub-attribute behind a filter'],
  },
  {
    verdict: 'accept',
    reason: 'Erratum 8097, held: a filter that matches nothing may be refused or make the element (M-03).',
    cases: ['add with a filter that matches nothing has no target'],
  },
  {
    verdict: 'accept',
    reason: 'Full and dotted names as members of a value are not derivable from the grammar (M-19).',
    cases: ["a full name as member is not the RFC's", "a dotted name as member is not the RFC's"],
  },
  {
    verdict: 'accept',
    reason: 'RFC 7644 §3.5.2.2 leaves open what the removal of nothing readOnly is (M-04).',
    cases: ['remove of a readOnly attribute without a value'],
  },
  {
    verdict: 'accept',
    reason:
      'The RFC does not know a value in a remove (M-05); theirs removes what is listed, as Entra means it.',
    cases: ['remove with a value removes all by the RFC'],
  },
  {
    verdict: 'accept',
    reason:
      'A sub-attribute of several values without a filter is not defined (M-09); theirs sets it in every one.',
    cases: ['a sub-attribute of several values, none selected'],
  },
  {
    verdict: 'accept',
    reason: 'A filter on what the schema does not define may be refused or match nothing (F-01).',
    cases: ['an unknown sub-attribute in a filter'],
  },
  {
    verdict: 'accept',
    reason: 'Simple values can not be selected by the grammar (M-20, erratum 7122); theirs refuses.',
    cases: ['simple values are selected by value'],
  },
]

interface Case {
  readonly description: string
  readonly dialect: string
  readonly schema: string
  readonly before: string | JsonObject
  readonly operations?: readonly PatchOperation[]
}

const resources = table.resources as Readonly<Record<string, JsonObject>>
const cases = (table.cases as unknown as readonly Case[]).filter(
  ({ operations, dialect }) => operations !== undefined && dialect !== 'entra',
)

function theirs(before: Resource, operations: readonly PatchOperation[]): Observed {
  try {
    const copy = structuredClone(before) as never
    const result: unknown = scimPatch(copy, structuredClone(operations) as never, { mutateDocument: false })
    const resource: unknown = JSON.parse(JSON.stringify(result))
    return { kind: 'state', resource: isObject(resource) ? resource : {} }
  } catch (error) {
    const keyword = error instanceof Error && 'scimCode' in error ? String(error.scimCode) : undefined
    return {
      kind: 'refusal',
      status: keyword === undefined ? 500 : 400,
      ...(keyword === undefined ? {} : { scimType: keyword }),
    }
  }
}

const known = new Map(
  DIFFERENCES.flatMap(({ verdict, cases: names }) => names.map((name) => [name, verdict] as const)),
)

function ours(before: Resource, operations: readonly PatchOperation[], schema: ResourceSchema): Observed {
  try {
    return { kind: 'state', resource: applyPatch(before, operations, schema, { dialect: 'rfc' }).resource }
  } catch (error) {
    if (error instanceof ScimError) return { kind: 'refusal', status: error.status }
    throw error
  }
}

function isSame(schema: ResourceSchema, before: Resource, left: Observed, right: Observed): boolean {
  if (left.kind === 'state' && right.kind === 'state') {
    return differences(schema, before, left.resource, right.resource).length === 0
  }
  return left.kind === 'refusal' && right.kind === 'refusal' && left.status === right.status
}

describe('the package scim-patch', () => {
  test.each(cases)('$description', ({ description, operations = [], ...one }) => {
    const before = typeof one.before === 'string' ? (resources[one.before] ?? {}) : one.before
    const schema = one.schema === 'User' ? USER_RESOURCE_SCHEMA : GROUP_RESOURCE_SCHEMA
    const other = theirs(before, operations)
    const same = isSame(schema, before, ours(before, operations, schema), other)
    expect(same ? 'same' : 'different').toBe(known.has(description) ? 'different' : 'same')
    const { verdict } = permits(allowedOutcomes(before, operations, schema, { dialect: 'rfc' }), other)
    if (!same) expect(verdict).toBe(known.get(description))
  })

  test('no difference is listed that is not among the cases', () => {
    const descriptions = new Set(cases.map(({ description }) => description))
    expect([...known.keys()].filter((name) => !descriptions.has(name))).toEqual([])
  })
})
