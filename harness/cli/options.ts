import { readFileSync } from 'node:fs'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { isObject } from '../scim/json.ts'
import type { Json, JsonObject } from '../scim/types.ts'
import type { Profile } from '../check/suite.ts'
import type { FailOn, RunOptions } from '../run/index.ts'
import { LEAST_POOL } from '../run/budget.ts'
import { nearest, usage } from '../run/usage.ts'

const PROFILES: readonly Profile[] = ['rfc', 'entra', 'microsoft', 'security']
const SEVERITIES = ['data-loss', 'security', 'breaks-provisioning', 'wrong-answer', 'cosmetic']

/** What commander hands over for the options below. */
export interface TypedOptions {
  readonly [name: string]: unknown
}

const collect = (value: string, before: string[] = []) => [...before, value]

function wholeNumber(least: number) {
  return (value: string): number => {
    if (!/^\d+$/.test(value) || Number(value) < least)
      throw new InvalidArgumentError(`It takes a whole number from ${least}.`)
    return Number(value)
  }
}

function fraction(value: string): number {
  const number = value.endsWith('%') ? Number(value.slice(0, -1)) / 100 : Number(value)
  if (!(number >= 0 && number <= 1)) throw new InvalidArgumentError('It takes a share such as 1% or 0.01.')
  return number
}

function profiles(value: string): Profile[] {
  return value.split(',').map((name) => {
    const profile = PROFILES.find((known) => known === name.trim())
    if (profile === undefined)
      throw new InvalidArgumentError(`There is no profile ${name}. Profiles: ${PROFILES.join(', ')}.`)
    return profile
  })
}

function threshold(value: string): FailOn {
  const [word, severity] = value.split(':')
  const known = word === 'never' || word === 'warn' || word === 'fail'
  if (!known || (severity !== undefined && (word !== 'fail' || !SEVERITIES.includes(severity)))) {
    throw new InvalidArgumentError(
      `It takes fail, warn, never, or fail:SEVERITY with one of ${SEVERITIES.join(', ')}.`,
    )
  }
  return value as FailOn
}

function failOn(value: string): RunOptions['failOn'] {
  if (!value.includes('=')) return threshold(value)
  return Object.fromEntries(
    value.split(',').map((part) => {
      const [name = '', word = ''] = part.split('=')
      return [profiles(name)[0], threshold(word)]
    }),
  )
}

function header(value: string, before: Record<string, string> = {}): Record<string, string> {
  const at = value.indexOf(':')
  if (at < 1) throw new InvalidArgumentError("It takes 'Name: value'.")
  return { ...before, [value.slice(0, at).trim()]: value.slice(at + 1).trim() }
}

function variable(value: string, before: Record<string, string> = {}): Record<string, string> {
  const at = value.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('It takes NAME=value.')
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) }
}

function settle(value: string): 'auto' | number {
  return value === 'auto' ? 'auto' : wholeNumber(0)(value)
}

/** Options that say which server and how to speak to it. */
export function addTargetOptions(command: Command): Command {
  return command
    .option('--token-env <name>', 'environment variable that holds the bearer token (default: SCIM_TOKEN)')
    .option('--token-file <file>', 'file that holds the bearer token')
    .option('--token-command <command>', 'command that prints the bearer token; run again after one 401')
    .option('--token <token>', 'the bearer token itself (visible in the process list)')
    .addOption(
      new Option('--header <header>', "further header, 'Name: value' (repeatable)").argParser(header),
    )
    .option('--oauth-token-url <url>', 'token endpoint for OAuth 2.0 client credentials')
    .option('--oauth-client-id <id>', 'client id for it')
    .option('--oauth-client-secret-env <name>', 'environment variable that holds the client secret')
    .option('--oauth-scope <scope>', 'scope to ask for')
    .option(
      '--skip-without-token',
      'exit 0 with a notice when the token is missing (pull requests from forks)',
    )
    .option('--ca <file>', 'trust the certificate authorities in this file as well (PEM)')
    .option('--insecure', 'take any certificate; named in the report')
    .option(
      '--email-domain <domain>',
      'domain of everything that is sent (repeatable; default: a reserved one)',
      collect,
    )
    .option('--timeout <ms>', 'milliseconds for one exchange (default: 10000)', wholeNumber(1))
    .option('--max-rps <n>', 'requests per second (default off loopback: 10)', wholeNumber(1))
    .option('--concurrency <n>', 'requests at once (default: 16, off loopback 4)', wholeNumber(1))
}

/** All options of `run`. */
export function addRunOptions(command: Command): Command {
  return addTargetOptions(command)
    .option(
      '--image <ref>',
      'start the target from this container image, and remove the container afterwards',
    )
    .option('--image-port <n>', 'port that it listens on in the container (default: 8080)', wholeNumber(1))
    .addOption(
      new Option('--image-env <pair>', 'environment variable for it, NAME=value (repeatable)').argParser(
        variable,
      ),
    )
    .option('--image-path <path>', 'path of its base URL (default: /scim/v2)')
    .option('--command <command>', 'start the target by this command, and end it afterwards')
    .option('--wait-for <url>', 'URL that answers once --command has started the target')
    .option('--fault <id>', 'seed a fault into the embedded server (repeatable)', collect)
    .option('--variant <id>', 'let the embedded server conform in another way (repeatable)', collect)
    .option('--without <capability>', 'let the embedded server do without something (repeatable)', collect)
    .option('--no-entra-dialect', 'let the embedded server refuse the older forms of Entra')
    .addOption(
      new Option('--user-name-format <format>', 'shape of userNames').choices(['email', 'upn', 'plain']),
    )
    .option('--user-template <file>', 'JSON laid over every user: what this server needs beyond its schema')
    .option('--group-template <file>', 'JSON laid over every group')
    .option(
      '--mapping <file>',
      "attribute mapping handed out to admins, as Entra exports it or as a list of targets (default: a custom application's)",
    )
    .option(
      '--pool <n>',
      'make n users once and lend them to one check after the other (servers without a real delete)',
      wholeNumber(LEAST_POOL),
    )
    .option('--max-users <n>', 'users alive at once (default off loopback: 20)', wholeNumber(2))
    .option('--max-groups <n>', 'groups alive at once (default off loopback: 10)', wholeNumber(0))
    .option('--max-creates <n>', 'creations in all (default off loopback: 300)', wholeNumber(1))
    .option('--max-requests <n>', 'requests in all', wholeNumber(1))
    .option(
      '--include <tags>',
      'tags that run off loopback only when named: load, locking, hostile',
      (value: string) => value.split(','),
    )
    .option('--settle <auto|ms>', 'time for a write to be seen (default: auto, which measures)', settle)
    .option('--yes', 'skip the question before a first run off loopback')
    .option('--profile <names>', 'profiles that run (default: rfc,entra,microsoft)', profiles)
    .option('--gate <names>', 'profiles that decide the exit code (default: rfc,entra)', profiles)
    .option(
      '--fail-on <what>',
      'fail, warn, never, fail:SEVERITY; or per profile rfc=fail,entra=warn',
      failOn,
    )
    .option('--only <pattern>', 'checks whose id fits, * stands for anything (repeatable)', collect)
    .option('--skip <pattern>', 'leave such checks away (repeatable)', collect)
    .option('--requirement <id>', 'checks that verify it (repeatable)', collect)
    .option('--tag <tag>', 'checks that carry it (repeatable)', collect)
    .option('--seed <n>', 'seed of every shape that is drawn (default: 1)', wholeNumber(0))
    .option('--examples <n>', 'examples for each property', wholeNumber(1))
    .option('--baseline <file>', 'known failures, which do not decide the exit code')
    .option('--update-baseline', 'write the failures of this run into --baseline')
    .option(
      '--max-errors <share>',
      'share of checks in error above which nothing is concluded (default: 1%)',
      fraction,
    )
    .option('--checks <file>', 'suites of your own (repeatable)', collect)
    .option('--out <dir>', 'folder for what comes out (default: scimproof-report)')
    .option('--reporter <names>', 'html, junit, markdown (default: html)', (value: string) =>
      value.split(','),
    )
    .option(
      '--config <file>',
      'configuration file (default: scimproof.config.{ts,js,json,yaml} if there is one)',
    )
    .option('--quiet', 'no progress, only the summary')
    .option('--verbose', 'every failing check and warning in the summary')
    .option('--no-color', 'no colours')
}

/** Typed names of options that are spelled otherwise in `RunOptions`. */
const RENAMED: Readonly<Record<string, keyof RunOptions>> = {
  header: 'headers',
  emailDomain: 'emailDomains',
  timeout: 'timeoutMs',
  fault: 'faults',
  variant: 'variants',
  profile: 'profiles',
  requirement: 'requirements',
  tag: 'tags',
}

const OWN = new Set([
  'config',
  'reporter',
  'quiet',
  'verbose',
  'color',
  'yes',
  'skipWithoutToken',
  'secondUrl',
  'secondTokenEnv',
  'oauthTokenUrl',
  'oauthClientId',
  'oauthClientSecretEnv',
  'oauthScope',
  'userTemplate',
  'groupTemplate',
])

/** What was typed, as options of a run. @throws {UsageError} on files that can not be read */
export function runOptionsOf(typed: TypedOptions, url: string | undefined): RunOptions {
  const plain = Object.fromEntries(
    Object.entries(typed)
      .filter(([name]) => !OWN.has(name))
      .map(([name, value]) => [RENAMED[name] ?? name, value]),
  )
  const { oauthTokenUrl, oauthClientId, oauthClientSecretEnv, oauthScope } = typed
  if (oauthTokenUrl !== undefined && (oauthClientId === undefined || oauthClientSecretEnv === undefined)) {
    throw usage('--oauth-token-url needs --oauth-client-id and --oauth-client-secret-env.')
  }
  return {
    ...plain,
    ...(plain['entraDialect'] === true ? { entraDialect: true } : {}),
    ...(url === undefined ? {} : { url }),
    ...secondOf(typed),
    ...(oauthTokenUrl === undefined
      ? {}
      : {
          oauth: {
            tokenUrl: String(oauthTokenUrl),
            clientId: String(oauthClientId),
            clientSecretEnv: String(oauthClientSecretEnv),
            ...(oauthScope === undefined ? {} : { scope: String(oauthScope) }),
          },
        }),
    ...template('userTemplate', '--user-template', typed['userTemplate']),
    ...template('groupTemplate', '--group-template', typed['groupTemplate']),
  }
}

function secondOf({ secondUrl, secondTokenEnv }: TypedOptions): Pick<RunOptions, 'second'> {
  if (secondUrl === undefined) {
    if (secondTokenEnv !== undefined) throw usage('--second-token-env needs --second-url.')
    return {}
  }
  const tokenEnv = secondTokenEnv === undefined ? {} : { tokenEnv: String(secondTokenEnv) }
  return { second: { url: String(secondUrl), ...tokenEnv } }
}

function template(name: string, option: string, file: unknown): Record<string, JsonObject> {
  if (typeof file !== 'string') return {}
  let json: Json
  try {
    json = JSON.parse(readFileSync(file, 'utf8')) as Json
  } catch (error) {
    throw usage(
      `${option} ${file} can not be read: ${error instanceof Error ? error.message : String(error)}.`,
    )
  }
  if (!isObject(json)) throw usage(`${option} ${file} holds no JSON object.`)
  return { [name]: json }
}

/** Refuses reporter names that do not exist. @throws {UsageError} */
export function readReporters(typed: unknown, known: readonly string[]): readonly string[] {
  if (typed === undefined) return ['html']
  const names = typed as string[]
  for (const name of names) {
    if (!known.includes(name))
      throw usage(
        `There is no reporter ${name}.`,
        `Reporters: ${known.join(', ')}. ${nearest(name, known).map((near) => `Did you mean ${near}?`)[0] ?? ''}`,
      )
  }
  return names
}
