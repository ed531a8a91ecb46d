import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Version of the installed package. @throws {Error} when its package.json is nowhere above */
export function packageVersion(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const version = versionIn(join(folder, 'package.json'))
    if (version !== undefined) return version
    if (folder === dirname(folder))
      throw new Error('The package.json of scimproof is missing: install the package again.')
  }
}

function versionIn(file: string): string | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return undefined // no package.json here: look one folder above
  }
  const { name, version } = JSON.parse(text) as { name?: string; version?: string }
  return name === 'scimproof' ? version : undefined
}
