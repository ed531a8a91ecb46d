import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import type { SwitchableCapability } from '../reference/options.ts'
import { usage } from '../run/usage.ts'

const number = (value: string) => {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('It takes a whole number.')
  return Number(value)
}
const collect = (value: string, before: string[] = []) => [...before, value]

interface ServeOptions {
  readonly port: number
  readonly host: string
  readonly token?: string
  readonly fault?: string[]
  readonly variant?: string[]
  readonly without?: SwitchableCapability[]
  readonly tenants: number
  readonly users: number
  readonly seed: number
  readonly entraDialect: boolean
}

/** `scimproof serve`. */
export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('run the embedded reference server, optionally with seeded faults')
    .option('--port <n>', 'port', number, 8080)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--token <token>', 'bearer token of the first tenant (default: one derived from the seed)')
    .option('--fault <id>', 'seed a fault (repeatable)', collect)
    .option('--variant <id>', 'conform in another way (repeatable)', collect)
    .option('--without <capability>', 'do without something (repeatable)', collect)
    .option('--tenants <n>', 'tenants', number, 1)
    .option('--users <n>', 'users of each tenant from the start', number, 0)
    .option('--seed <n>', 'seed of ids and tokens', number, 1)
    .option('--no-entra-dialect', 'refuse the older forms of Entra')
    .addHelpText('after', '\nExample:\n  scimproof serve --port 8080 --token secret --users 100\n')
    .action(async (typed: ServeOptions) => {
      const [{ listen }, { createReferenceServer }, { listenForInterrupt }] = await Promise.all([
        import('../reference/listen.ts'),
        import('../reference/server.ts'),
        import('./interrupt.ts'),
      ])
      const server = createReferenceServer({
        seed: typed.seed,
        tenants: typed.tenants,
        users: typed.users,
        entraDialect: typed.entraDialect,
        ...(typed.token === undefined ? {} : { token: typed.token }),
        ...(typed.fault === undefined ? {} : { faults: typed.fault }),
        ...(typed.variant === undefined ? {} : { variants: typed.variant }),
        ...(typed.without === undefined ? {} : { without: typed.without }),
      })
      const listening = await listen(server, { port: typed.port, host: typed.host }).catch(
        (error: NodeJS.ErrnoException) => {
          throw usage(
            `Port ${typed.port} on ${typed.host} can not be had (${error.code ?? error.message}).`,
            'Choose another with --port; 0 takes any free one.',
          )
        },
      )
      for (const tenant of server.tenants)
        process.stdout.write(`${listening.url}${tenant.basePath}  token ${tenant.token}\n`)
      const interrupt = listenForInterrupt(
        () => undefined,
        () => 'Ended.',
      )
      await new Promise<void>((resolve) =>
        interrupt.signal.addEventListener('abort', () => resolve(), { once: true }),
      )
      await listening.close()
      interrupt.release()
    })
}
