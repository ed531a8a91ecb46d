import { exec } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { UsageError } from './errors.ts'
import type { Credentials } from './types.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** No Authorization header at all. */
export function noCredentials(): Credentials {
  return { source: 'nowhere', header: () => Promise.resolve(undefined) }
}

/** A token as it stands. `source` tells errors where it was given. */
export function literalToken(token: string, source = '--token'): Credentials {
  const secret = checked(
    token,
    source,
    `${source} is empty.`,
    'Give the bearer token of the SCIM connection.',
  )
  return { source, header: () => Promise.resolve(bearer(secret)) }
}

/** The token in an environment variable. Throws a `UsageError` (E_SECRET_MISSING) when it is unset or empty. */
export function tokenFromEnvironment(name: string, environment: Environment): Credentials {
  const sentence = `The environment variable ${name} is ${environment[name] === undefined ? 'not set' : 'empty'}.`
  const remedy = `Set it to the bearer token, or use --skip-without-token where secrets are withheld (pull requests from forks).`
  const secret = checked(environment[name], name, sentence, remedy)
  return { source: name, header: () => Promise.resolve(bearer(secret)) }
}

/** The token in a file, read anew after a 401. Throws a `UsageError` (E_SECRET_MISSING) when there is none. */
export async function tokenFromFile(file: string): Promise<Credentials> {
  const read = async () => {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw missing(
        `The token file ${file} can not be read (${error.code ?? 'unknown error'}).`,
        'Check --token-file.',
      )
    })
    return checked(text, file, `The token file ${file} is empty.`, 'Write the bearer token into it.')
  }
  return renewable(`--token-file ${file}`, await read(), read)
}

/**
 * The first line that a command prints; the command runs again after a 401.
 * Throws a `UsageError` (E_SECRET_MISSING) when the command fails or prints nothing.
 */
export async function tokenFromCommand(command: string, timeoutMs = 30_000): Promise<Credentials> {
  const read = async () => {
    const printed = await outputOf(command, timeoutMs)
    return checked(
      printed.trim().split(/\r?\n/)[0],
      '--token-command',
      `The command of --token-command printed no token.`,
      'Run it by hand; it must print the bearer token on its first line.',
    )
  }
  return renewable('--token-command', await read(), read)
}

function renewable(source: string, first: string, read: () => Promise<string>): Credentials {
  let token = first
  return {
    source,
    header: () => Promise.resolve(bearer(token)),
    async refresh() {
      const before = token
      token = await read()
      return token !== before
    },
  }
}

function outputOf(command: string, timeout: number): Promise<string> {
  return new Promise((resolve, reject) => {
    // Neither the command nor its standard error is ever shown: both may hold secrets.
    exec(command, { timeout, windowsHide: true }, (error, stdout) => {
      if (error === null) return resolve(stdout)
      const how = error.killed ? `did not end within ${timeout} ms` : `ended with code ${String(error.code)}`
      reject(missing(`The command of --token-command ${how}.`, 'Run it by hand to see why.'))
    })
  })
}

function checked(token: string | undefined, source: string, sentence: string, remedy: string): string {
  const trimmed = (token ?? '').trim().replace(/^Bearer\s+/i, '')
  if (trimmed === '') throw missing(sentence, remedy)
  if (!/^[\x21-\x7e]+$/.test(trimmed)) {
    throw missing(
      `The token from ${source} contains characters that no HTTP header can carry.`,
      'Look for spaces, line breaks and quotation marks in it.',
    )
  }
  return trimmed
}

function missing(sentence: string, remedy: string): UsageError {
  return new UsageError('E_SECRET_MISSING', sentence, remedy)
}

function bearer(token: string): string {
  return `Bearer ${token}`
}
