import { type Command, InvalidArgumentError, Option } from 'commander'

const number = (value: string) => {
  if (!/^\d+$/.test(value) || Number(value) > 65_535)
    throw new InvalidArgumentError('It takes a port from 0 to 65535.')
  return Number(value)
}

/** What commander hands over for `record`. */
export interface RecordOptions {
  readonly upstream: string
  readonly out: string
  readonly port: number
  readonly host: string
  readonly cert?: string
  readonly key?: string
  readonly publicUrl?: string
  readonly path?: string
  readonly sender: string
  readonly ca?: string
  readonly insecure?: boolean
  readonly timeout: string
  readonly quiet?: boolean
}

const EXAMPLES = `
Examples:
  scimproof record --upstream https://your.server/scim/v2 --out tenant.json --public-url https://abc.trycloudflare.com
  scimproof record --upstream http://127.0.0.1:8080/scim/v2 --out tenant.json --host 0.0.0.0 --port 443 --cert chain.pem --key key.pem
  scimproof replay tenant.json https://staging.your.server/scim/v2 --token-env SCIM_TOKEN
`

/** `scimproof record`. */
export function addRecordCommand(program: Command): void {
  program
    .command('record')
    .description(
      'stand between a provisioning service and a server, and record what is said, without tokens and people',
    )
    .requiredOption('--upstream <url>', 'base URL of the server')
    .requiredOption('--out <file>', 'file to record into; what it holds already stays')
    .option('--port <n>', 'port to listen on; 0 takes any free one', number, 8090)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--cert <file>', 'certificate chain (PEM), to be called over https')
    .option('--key <file>', 'its private key (PEM)')
    .option('--public-url <url>', 'https URL under which a tunnel or proxy leads here')
    .option('--path <secret>', 'path of the Tenant URL, to keep it over a restart (default: drawn anew)')
    .addOption(
      new Option('--sender <name>', 'who calls')
        .choices(['entra', 'scim-validator', 'logic-app', 'postman', 'client'])
        .default('client'),
    )
    .option('--ca <file>', 'trust the certificate authorities in this file as well (PEM), at the server')
    .option('--insecure', 'take any certificate of the server')
    .option('--timeout <ms>', 'milliseconds that the server may be silent', '100000')
    .option('--quiet', 'no line for each exchange')
    .addHelpText('after', EXAMPLES)
    .action(async (typed: RecordOptions) => {
      const { recordCommand } = await import('./recordCommand.ts')
      await recordCommand(typed)
    })
}
