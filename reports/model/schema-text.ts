import { RunSchema } from './run.ts'

/** The published JSON Schema of the run document, as text that ends with a newline. */
export function runSchemaText(): string {
  const { $schema, title, description, ...rest } = RunSchema
  return `${JSON.stringify({ $schema, title, description, ...rest }, null, 2)}\n`
}
