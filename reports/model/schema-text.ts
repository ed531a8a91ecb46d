import { RunSchema } from './run.ts'

const head = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'A run of scimproof',
  description: 'What was checked on a SCIM server, what was found, and every exchange that shows it',
}

/** The published JSON Schema of the run document, as text that ends with a newline. */
export function runSchemaText(): string {
  return `${JSON.stringify({ ...head, ...RunSchema }, null, 2)}\n`
}
