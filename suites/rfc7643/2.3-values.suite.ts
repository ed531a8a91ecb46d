/**
 * RFC 7643 §2.3 and §2.4: values go over the wire as their data type demands: strings and times as JSON strings,
 * booleans as true and false, numbers as numbers, binaries in base64, references as URIs; several values stand in an
 * array, complex ones are objects. Every writable attribute that the server publishes is written and read back.
 */
import { at } from '../../harness/check/at.ts'
import {
  type Answer,
  answerWhere,
  type CheckContext,
  error,
  grade,
  type ResourceFixture,
  skip,
  status,
  suite,
} from '../../harness/check/index.ts'
import { parseDateTime } from '../../harness/scim/dateTime.ts'
import { isObject, isUnassigned } from '../../harness/scim/json.ts'
import { attributesOf, getAt } from '../../harness/scim/schema/lookup.ts'
import type { AttributeDefinition } from '../../harness/scim/types.ts'
import { creatableTypes } from './definitions.ts'
import { demandNone } from './documents.ts'
import { readNew } from './readNew.ts'
import { createSpecimens } from './specimen.ts'
import { type Malformed, malformedIn, primariesIn } from './wireForm.ts'

/** Whether an attribute, or a part of it, is of one of the types. */
const hasType =
  (...types: readonly string[]) =>
  (attribute: AttributeDefinition): boolean =>
    types.includes(attribute.type) || attribute.subAttributes.some(hasType(...types))

/** Writes what is wanted into a resource of each type, and reads the whole resource back. */
async function writeAndRead(
  context: CheckContext,
  wanted: (attribute: AttributeDefinition) => boolean,
): Promise<readonly { readonly type: ResourceFixture; readonly seen: Answer }[]> {
  const found: { type: ResourceFixture; seen: Answer }[] = []
  for (const type of creatableTypes(context).slice(0, 4)) {
    for (const { seen } of await createSpecimens(context, type, wanted)) found.push({ type, seen })
  }
  return found
}

/** Demands that no value read back breaks the form of these types. */
async function haveForm(
  context: CheckContext,
  kinds: readonly Malformed['kind'][],
  reason: string,
): Promise<void> {
  const wanted = kinds.includes('plurality')
    ? (attribute: AttributeDefinition) => attribute.multiValued || attribute.type === 'complex'
    : hasType(...kinds)
  const found = await writeAndRead(context, wanted)
  if (found.length === 0) skip('No attribute that the server publishes and accepts has this type.')
  demandNone({
    reason,
    expected: `values of ${kinds.join(', ')} in their form`,
    problems: found.flatMap(({ type, seen }) =>
      [...attributesOf(type.schema)].flatMap((resolved) =>
        malformedIn(resolved.attribute, isObject(seen.json) ? getAt(seen.json, resolved) : undefined)
          .filter(({ kind }) => kinds.includes(kind))
          .map(({ told }) => `${type.schema.resourceType.name}: ${told}`),
      ),
    ),
    answers: found.map(({ seen }) => seen),
  })
}

export default suite(
  'Values on the wire',
  {
    id: 'rfc7643.values',
    file: 'suites/rfc7643/2.3-values',
    needs: ['users', 'create-user'],
    impact:
      'Clients that read by the schema stumble over the value, or compare it wrongly and write it again for ever.',
  },
  ({ check }) => {
    check(
      'strings come back as JSON strings, and booleans as true and false',
      {
        id: 'strings-and-booleans',
        verifies: ['RFC7643-2.3.2-01', 'RFC7643-2.3.1-01'],
        rulings: ['S-05', 'C-14'],
      },
      async (context) =>
        haveForm(
          context,
          ['string', 'boolean'],
          'A string is a JSON string, and a boolean true or false, never a text (RFC 7643 §2.3).',
        ),
    )

    check(
      'numbers come back as JSON numbers, integers without a fraction',
      { id: 'numbers', verifies: ['RFC7643-2.3.3-01', 'RFC7643-2.3.4-01'], rulings: ['S-05', 'C-14'] },
      async (context) =>
        haveForm(
          context,
          ['decimal', 'integer'],
          'Decimals and integers are JSON numbers, integers without a fraction (RFC 7643 §2.3).',
        ),
    )

    check(
      'the numbers of a list have neither fraction nor exponent',
      { id: 'integers-of-lists', verifies: ['RFC7643-2.3.4-01'] },
      async ({ scim, users }) => {
        const answer = await scim.get(users.endpoint, { count: '1' })
        const numbers = [
          ...answer.text.matchAll(/"(totalResults|startIndex|itemsPerPage)"\s*:\s*([^,}\s]+)/gi),
        ]
        if (numbers.length === 0) skip('The list has no numbers.')
        grade(answer)
          .pass(answerWhere('digits only', () => numbers.every(([, , token]) => /^-?\d+$/.test(token ?? ''))))
          .otherwise.fail('An integer is written with digits alone (RFC 7643 §2.3.4).')
      },
    )

    check(
      'times come back as complete dateTimes, in strings',
      { id: 'date-times', verifies: ['RFC7643-2.3.5-01', 'RFC7643-2.3.5-04'], rulings: ['S-05'] },
      async (context) =>
        haveForm(
          context,
          ['dateTime'],
          'A time is a string with date and time of day, as xsd:dateTime has it (RFC 7643 §2.3.5).',
        ),
    )

    check(
      'what is no time is never stored as one',
      {
        id: 'date-times-are-demanded',
        verifies: ['RFC7643-2.3.5-02'],
        rulings: ['C-14'],
      },
      async (context) => {
        const { scim } = context
        const found = creatableTypes(context).flatMap((type) =>
          type.schema.core.attributes
            .filter((one) => one.type === 'dateTime' && !one.multiValued && one.mutability !== 'readOnly')
            .map(({ name }) => ({ type, name })),
        )
        if (found.length === 0) skip('No published attribute is a dateTime that can be written.')
        for (const { type, name } of found.slice(0, 2))
          for (const value of ['next Tuesday', '2026-01-02', '2026-13-01T00:00:00Z']) {
            const answer = await scim.post(type.endpoint, type.payload({ [name]: value }))
            grade(answer)
              .pass(error(400))
              .pass(status(201))
              .otherwise.fail(
                `A ${name} of ${JSON.stringify(value)} is no dateTime: it is refused with 400, or left out (RFC 7643 §2.3.5).`,
              )
            if (answer.status !== 201) continue
            grade(await readNew(scim, type, answer))
              .pass(
                answerWhere(`no ${name}, or a dateTime`, ({ json }) => {
                  const shown = at(json, name)
                  return typeof shown === 'string' ? parseDateTime(shown) !== undefined : isUnassigned(shown)
                }),
              )
              .otherwise.fail(
                `${name} is shown with a value that is no dateTime: date, T and time of day (RFC 7643 §2.3.5).`,
              )
          }
      },
    )

    check(
      'binaries come back in base64, and references as URIs',
      {
        id: 'binaries-and-references',
        verifies: ['RFC7643-2.3.6-01', 'RFC7643-2.3.7-02'],
        rulings: ['S-05'],
      },
      async (context) =>
        haveForm(
          context,
          ['binary', 'reference'],
          'A binary is a base64 string and a reference a URI (RFC 7643 §2.3.6, §2.3.7).',
        ),
    )

    check(
      'several values come back in an array, and complex ones as objects',
      {
        id: 'arrays-and-objects',
        verifies: ['RFC7643-2.4-01', 'RFC7643-2.3.8-01', 'RFC7643-7-17', 'RFC7643-1.2-02'],
        rulings: ['S-05', 'C-17'],
      },
      async (context) =>
        haveForm(
          context,
          ['plurality', 'complex'],
          'A multi-valued attribute is an array even when it has one value, a single-valued one never is, and a complex value is an object (RFC 7643 §2.3.8, §2.4).',
        ),
    )

    check(
      'at most one value of an attribute is primary',
      { id: 'one-primary', verifies: ['RFC7643-2.4-03', 'RFC7643-8.7.1-02'], rulings: ['C-12'] },
      async (context) => {
        const { scim, users, identity, userSchema } = context
        const names = ['emails', 'phoneNumbers', 'ims', 'photos', 'entitlements', 'roles'].filter((name) =>
          userSchema.core.attributes.some(
            (attribute) => attribute.name === name && attribute.mutability === 'readWrite',
          ),
        )
        const valueOf = (name: string) =>
          name === 'emails'
            ? identity.email()
            : name === 'phoneNumbers'
              ? identity.phone()
              : name === 'photos'
                ? identity.url(identity.local())
                : identity.local()
        for (const name of names) {
          const two = [0, 1].map(() => ({ value: valueOf(name), primary: true }))
          const answer = await scim.post(users.endpoint, users.payload({ [name]: two }))
          if (answer.status === 400) continue
          grade(answer)
            .pass(status(201))
            .otherwise.fail(`Two primary ${name} are refused with 400, or one of them stays primary.`)
          const seen = await scim.get(
            `${users.endpoint}/${encodeURIComponent(String(at(answer.json, 'id')))}`,
          )
          grade(seen)
            .pass(
              answerWhere(`at most one primary in ${name}`, ({ json }) => primariesIn(at(json, name)) < 2),
            )
            .otherwise.fail(
              `More than one of the ${name} is primary, so nobody knows which is meant (RFC 7643 §2.4).`,
            )
        }
      },
    )

    check(
      'text of any script comes back as it was sent',
      { id: 'unicode-text', verifies: ['RFC7643-2.3.1-01'], rulings: ['F-21', 'C-13'] },
      async ({ scim, users }) => {
        const text = "Žofie “Zoé” O'Neil \\ 李小龍 Ωμέγα 𝒮𝒫 🦊"
        const answer = await scim.post(users.endpoint, users.payload({ displayName: text }))
        grade(answer)
          .pass(status(201))
          .skip(status(400), 'The server limits displayName, which it may.')
          .otherwise.fail('A displayName in Unicode is stored, or refused with 400 (RFC 7643 §2.3.1).')
        const seen = await scim.get(`${users.endpoint}/${encodeURIComponent(String(at(answer.json, 'id')))}`)
        if (at(seen.json, 'displayName') === undefined) skip('The server does not keep displayName.')
        grade(seen)
          .pass(
            answerWhere(
              `displayName ${JSON.stringify(text)}`,
              ({ json }) => at(json, 'displayName') === text,
            ),
          )
          .otherwise.fail('A string is Unicode in UTF-8, and comes back letter by letter (RFC 7643 §2.3.1).')
      },
    )
  },
)
