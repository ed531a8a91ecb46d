import { Ajv, type ErrorObject } from 'ajv'
import { RunSchema, type RunDocument } from './run.ts'

/** Compiles the schema when a document is first looked at, and keeps it. */
const ajv = new Ajv({ allErrors: true, strict: false }).addSchema(RunSchema, 'run')

/** A document that is not a run document; `problems` names each place and what stands there. */
export class InvalidRunError extends Error {
  override readonly name = 'InvalidRunError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`This is not a run document of version 1:\n  ${problems.join('\n  ')}`)
    this.problems = problems
  }
}

function placeOf(pointer: string): string {
  const steps = pointer.split('/').slice(1)
  return steps.reduce(
    (place, step) =>
      /^\d+$/.test(step) ? `${place}[${step}]` : `${place}.${step.replace(/~1/g, '/').replace(/~0/g, '~')}`,
    '$',
  )
}

function valueAt(document: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], document)
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function problemOf(error: ErrorObject, document: unknown): string {
  const place = placeOf(error.instancePath)
  const params = error.params as { missingProperty?: string; allowedValues?: unknown[] }
  if (params.missingProperty !== undefined) return `${place} lacks ${params.missingProperty}`
  const demand = params.allowedValues ? `must be one of ${params.allowedValues.join(', ')}` : error.message
  return `${place} ${demand ?? 'is not accepted'}, and is ${shown(valueAt(document, error.instancePath))}`
}

/** What keeps a value from being a run document, one sentence per place; empty if nothing does. */
export function problemsOfRun(document: unknown): string[] {
  if (ajv.validate('run', document)) return []
  return [...new Set((ajv.errors ?? []).map((error) => problemOf(error, document)))]
}

/**
 * The value as a run document.
 * @throws InvalidRunError naming each place that is not as the schema demands.
 */
export function asRun(document: unknown): RunDocument {
  const problems = problemsOfRun(document)
  if (problems.length > 0) throw new InvalidRunError(problems)
  return document as RunDocument
}
