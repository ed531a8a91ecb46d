import type { RecordingFile } from '../record/recordedTypes.ts'
import { shapeOf } from './fixture.ts'

/** Files by name; what differs in whose values it holds only is one file. */
export interface FixtureFiles {
  /** The name under which a file is kept; undefined when there is nothing in it. */
  keep(file: RecordingFile, ordinal: number): string | undefined
  readonly files: ReadonlyMap<string, RecordingFile>
}

/** No files yet. */
export function fixtureFiles(): FixtureFiles {
  const files = new Map<string, RecordingFile>()
  const names = new Map<string, string>()
  return {
    files,
    keep(file, ordinal) {
      const last = file.exchanges.at(-1)
      if (last === undefined) return undefined
      const shape = shapeOf(
        file.exchanges.map(({ request, answer }) => ({ request, answer: answer?.status })),
      )
      const known = names.get(shape)
      if (known !== undefined) return known
      const name = `import-${String(ordinal).padStart(4, '0')}.${last.job}.${last.dialect}.json`
      names.set(shape, name)
      files.set(name, file)
      return name
    },
  }
}
