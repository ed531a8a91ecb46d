// Writes reports/run.schema.json from the types of the run document: npx tsx scripts/run-schema.ts
import { writeFileSync } from 'node:fs'
import { runSchemaText } from '../reports/model/schema-text.ts'

writeFileSync(new URL('../reports/run.schema.json', import.meta.url), runSchemaText())
