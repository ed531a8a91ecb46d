import { Ajv, type ErrorObject } from 'ajv'
import Type from 'typebox'
import { type Constraint, fitting } from '../check/identity/constraint.ts'
import { type Constraints, placeOf } from '../check/identity/constraints.ts'
import { nearest, usage } from './usage.ts'

const KEYS = ['pattern', 'minLength', 'maxLength', 'values', 'send'] as const

const ConstraintSchema = Type.Object(
  {
    pattern: Type.Optional(Type.String()),
    minLength: Type.Optional(Type.Integer({ minimum: 0 })),
    maxLength: Type.Optional(Type.Integer({ minimum: 1 })),
    values: Type.Optional(Type.Array(Type.Unknown(), { minItems: 1 })),
    send: Type.Optional(Type.Literal('never')),
  },
  { additionalProperties: false, minProperties: 1 },
)

/** Compiles the schema when constraints are first looked at, and keeps it. */
const ajv = new Ajv({ strict: false }).addSchema(Type.Record(Type.String(), ConstraintSchema), 'constraints')

/**
 * Reads the constraints of a configuration.
 *
 * @param place where they stand, for messages: `scimproof.config.yaml: constraints`
 * @throws {UsageError} naming the place and what to write instead
 */
export function readConstraints(given: unknown, place = 'constraints'): Constraints {
  if (ajv.validate('constraints', given) !== true) throw misshapen(ajv.errors?.[0], given, place)
  const constraints = given as Constraints
  for (const [path, constraint] of Object.entries(constraints)) check(path, constraint, `${place}.${path}`)
  return constraints
}

function misshapen(error: ErrorObject | undefined, given: unknown, place: string) {
  const [path, key] = (error?.instancePath ?? '').split('/').slice(1).map(unescaped)
  const at = [place, path, key].filter((part) => part !== undefined).join('.')
  const unknown = (error?.params as { additionalProperty?: string } | undefined)?.additionalProperty
  if (unknown !== undefined) {
    const near = nearest(unknown, KEYS)[0]
    return usage(
      `${at}: there is no constraint ${unknown}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
      `Constraints: ${KEYS.join(', ')}.`,
    )
  }
  if (key === 'send') return usage(`${at} takes one word: never.`, `Write ${path ?? ''}: { send: never }.`)
  if (path === undefined)
    return usage(
      `${at} is no object with an attribute path as each key.`,
      'Write for instance userName: { maxLength: 40 }.',
    )
  if (key === undefined)
    return usage(`${at} says nothing.`, `Write an object with one of ${KEYS.join(', ')}.`)
  const value = (given as Record<string, Record<string, unknown>>)[path]?.[key]
  return usage(`${at} is ${JSON.stringify(value)}, and it ${error?.message ?? 'is not accepted'}.`)
}

const unescaped = (step: string) => step.replaceAll('~1', '/').replaceAll('~0', '~')

function check(path: string, constraint: Constraint, place: string): void {
  const { pattern, minLength, maxLength, values, send } = constraint
  if (placeOf(path) === undefined)
    throw usage(
      `${place}: ${path} is no attribute path.`,
      'Write a name, name.subAttribute, or a schema URN, a colon and a name (RFC 7644 §3.10).',
    )
  if (send !== undefined && Object.keys(constraint).length > 1)
    throw usage(`${place}: what is never sent needs no other constraint.`, 'Leave the others away, or send.')
  if (pattern !== undefined && !compiles(pattern))
    throw usage(
      `${place}.pattern is no regular expression: ${pattern}`,
      'Write one of ECMAScript, for instance ^[0-9]{6}$; in YAML between single quotes.',
    )
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength)
    throw usage(
      `${place}: no text has at least ${minLength} and at most ${maxLength} characters.`,
      'Exchange minLength and maxLength, or leave one away.',
    )
  const wrong = values?.find((value) => fitting(withoutValues(constraint), value) !== value)
  if (wrong !== undefined)
    throw usage(
      `${place}.values has ${JSON.stringify(wrong)}, which its own pattern or lengths forbid.`,
      'Take it away, or mend the pattern or the lengths.',
    )
  if (send === undefined && values === undefined && fitting(constraint, 'sp-abc-1') === undefined)
    throw usage(
      `${place}: no text was found that fits ${told(constraint)}.`,
      'Mend them, or name texts that fit with values.',
    )
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u')
    return true
  } catch {
    return false // what is wrong with it is told with the pattern
  }
}

const withoutValues = ({ values: _, ...others }: Constraint): Constraint => others

/** A constraint in words, for the head of the report. */
export function told({ pattern, minLength, maxLength, values, send }: Constraint): string {
  return [
    ...(send === undefined ? [] : ['never sent']),
    ...(values === undefined ? [] : [`one of ${values.map((value) => JSON.stringify(value)).join(', ')}`]),
    ...(pattern === undefined ? [] : [`matching ${pattern}`]),
    ...(minLength === undefined ? [] : [`at least ${minLength} characters`]),
    ...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
  ].join(', ')
}

/** One sentence for the head of the report; none without constraints. */
export function noteOfConstraints(constraints: Constraints | undefined): string[] {
  const all = Object.entries(constraints ?? {})
  return all.length === 0
    ? []
    : [
        `By the constraints of the configuration: ${all.map(([path, one]) => `${path} ${told(one)}`).join('; ')}.`,
      ]
}
