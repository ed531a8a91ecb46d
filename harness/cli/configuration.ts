import { existsSync, readFileSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { createJiti } from 'jiti'
import { parse } from 'yaml'
import type { RunOptions } from '../run/index.ts'
import { readConstraints } from '../run/constraints.ts'
import { nearest, usage } from '../run/usage.ts'

const FOUND_BY_ITSELF = ['ts', 'js', 'json', 'yaml'].map((extension) => `scimproof.config.${extension}`)

/** Every key that a configuration file may have. */
const KEYS: readonly (keyof RunOptions | 'reporter')[] = [
  'url',
  'second',
  'identities',
  'tokenEnv',
  'tokenFile',
  'tokenCommand',
  'headers',
  'oauth',
  'ca',
  'insecure',
  'image',
  'imagePort',
  'imageEnv',
  'imagePath',
  'command',
  'waitFor',
  'emailDomains',
  'userNameFormat',
  'userTemplate',
  'groupTemplate',
  'constraints',
  'mapping',
  'pool',
  'maxUsers',
  'maxGroups',
  'maxCreates',
  'maxRequests',
  'maxRps',
  'concurrency',
  'timeoutMs',
  'include',
  'settle',
  'profiles',
  'gate',
  'failOn',
  'only',
  'skip',
  'requirements',
  'tags',
  'seed',
  'examples',
  'baseline',
  'maxErrors',
  'checks',
  'out',
  'reporter',
  'fetch',
]

/** A configuration file's content. */
export type Configuration = RunOptions & { readonly reporter?: readonly string[] }

/**
 * Reads the configuration: the file that is named, else the one that lies in the working directory, else nothing.
 *
 * @throws {UsageError} naming file and key when it can not be followed
 */
export async function readConfiguration(
  named: string | undefined,
  folder = process.cwd(),
): Promise<Configuration> {
  const file = named ?? FOUND_BY_ITSELF.find((name) => existsSync(resolve(folder, name)))
  if (file === undefined) return {}
  const path = resolve(folder, file)
  if (!existsSync(path)) throw usage(`The configuration file ${file} does not exist.`)
  const content = await load(file, path)
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw usage(
      `${file} holds no object.`,
      'Export the options, for instance with defineConfig({ url: "…" }).',
    )
  }
  for (const key of Object.keys(content)) {
    if (key === 'token')
      throw usage(
        `${file}: token does not belong into a file that may be shared.`,
        'Use tokenEnv, tokenFile or tokenCommand.',
      )
    if (!KEYS.some((known) => known === key)) {
      const near = nearest(key, KEYS)[0]
      throw usage(`${file}: there is no option ${key}.${near === undefined ? '' : ` Did you mean ${near}?`}`)
    }
  }
  const { constraints } = content as Configuration
  if (constraints !== undefined) readConstraints(constraints, `${file}: constraints`)
  return content as Configuration
}

async function load(file: string, path: string): Promise<unknown> {
  try {
    if (extname(path) === '.json') return JSON.parse(readFileSync(path, 'utf8'))
    if (extname(path) === '.yaml' || extname(path) === '.yml') return parse(readFileSync(path, 'utf8'))
    return await createJiti(import.meta.url).import(path, { default: true })
  } catch (error) {
    throw usage(`${file} can not be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
