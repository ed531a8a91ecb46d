import { TargetError } from './errors.ts'

/** An image that a target is started from (`--image`). */
export interface ContainerOptions {
  readonly image: string
  /** The port that the server listens on inside. */
  readonly port: number
  /** Path of the SCIM base URL: `/scim/v2`. */
  readonly path: string
  readonly environment?: Readonly<Record<string, string>>
  /** For starting; pulling the image comes before. */
  readonly timeoutMs: number
}

/** A target that runs in a container. */
export interface RunningContainer {
  /** Base URL, as it is reached from here. */
  readonly url: string
  /** Removes the container and its volumes; may be called again. */
  stop(): Promise<void>
}

/**
 * Starts a container and waits until its base URL answers anything at all. Throws `TargetError` (E_IMAGE_FAILED) when
 * Docker does not answer, the image can not be had, or the server does not come up; then nothing is left running.
 */
export async function startContainer(options: ContainerOptions): Promise<RunningContainer> {
  const { image, port, path, environment = {}, timeoutMs } = options
  // Loaded when it is needed: it is large, and reads the machine's Docker settings.
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import('testcontainers')
  await getContainerRuntimeClient().catch((cause: unknown) => {
    throw failed('No container runtime answers, so --image can not be followed', cause, {
      remedy: 'Start Docker, or set DOCKER_HOST.',
    })
  })
  let printed = ''
  const container = await new GenericContainer(image)
    .withExposedPorts(port)
    .withEnvironment(environment)
    .withLogConsumer((stream) => {
      stream.on('data', (line: Buffer | string) => {
        printed = (printed + line.toString()).slice(-OUTPUT_CHARACTERS)
      })
    })
    .withWaitStrategy(Wait.forHttp(path, port).forStatusCodeMatching(() => true))
    .withStartupTimeout(timeoutMs)
    .start()
    .catch((cause: unknown) => {
      const said = printed.trim() === '' ? '' : ` It printed: ${printed.trim()}`
      throw failed(`A container from ${image} did not come up on port ${port}`, cause, {
        remedy: `Is the image there, and does its server listen on ${port} (--image-port) at ${path} (--image-path)?${said}`,
      })
    })
  let stopped: Promise<unknown> | undefined
  return {
    url: `http://${container.getHost()}:${container.getMappedPort(port)}${path}`,
    stop: async () => void (await (stopped ??= container.stop({ remove: true, removeVolumes: true }))),
  }
}

const OUTPUT_CHARACTERS = 2000

function failed(what: string, cause: unknown, { remedy }: { readonly remedy: string }): TargetError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new TargetError('E_IMAGE_FAILED', `${what}: ${why}.`.replace(/\.\.$/, '.'), { cause, remedy })
}
