import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { run } from './index.ts'

// Needs Docker on Linux: the image is made of this Node and its libraries, so that no registry is asked.

/** One of its own for each playing: another may be under way on this machine. */
const IMAGE = `scimproof-reference:test-${process.pid}`
const answers =
  process.platform === 'linux' && spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0
const demanded = process.env['CI_DOCKER'] === '1'
if (!answers && !demanded) console.warn('Docker does not answer on Linux here: --image is not tested.')

const folder = mkdtempSync(join(tmpdir(), 'scimproof-image-'))

/** A root file system with nothing but Node and one script. */
async function rootFileSystem(): Promise<string> {
  const root = join(folder, 'root')
  mkdirSync(join(root, 'tmp'), { recursive: true })
  const libraries = execFileSync('ldd', [process.execPath], { encoding: 'utf8' }).match(/\/\S+/g) ?? []
  for (const file of new Set(libraries)) {
    mkdirSync(join(root, dirname(file)), { recursive: true })
    cpSync(file, join(root, file), { dereference: true })
  }
  cpSync(process.execPath, join(root, 'node'), { dereference: true })
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('testdata/imageServer.ts', import.meta.url)),
      outDir: join(root, 'app'),
      rollupOptions: { output: { entryFileNames: 'server.mjs', inlineDynamicImports: true } },
    },
  })
  return root
}

function importImage(root: string): void {
  const command = ['docker', 'import', '--change \'CMD ["/node", "/app/server.mjs"]\'', '-', IMAGE].join(' ')
  execFileSync('sh', ['-c', `tar -C '${root}' -c . | ${command}`], { stdio: 'ignore' })
}

const containers = () =>
  execFileSync('docker', ['ps', '-aq', '--filter', `ancestor=${IMAGE}`], { encoding: 'utf8' }).trim()

describe.skipIf(!answers && !demanded)('a target from an image', () => {
  beforeAll(async () => {
    // The image of the reaper, which removes what a killed process left, would be asked of a registry.
    vi.stubEnv('TESTCONTAINERS_RYUK_DISABLED', 'true')
    importImage(await rootFileSystem())
  }, 120_000)
  afterAll(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
    spawnSync('docker', ['rmi', '--force', IMAGE], { stdio: 'ignore' })
  })

  const options = {
    image: IMAGE,
    imageEnv: { SERVER_TOKEN: 'token-of-the-image' },
    token: 'token-of-the-image',
    out: join(folder, 'out'),
    only: ['rfc7644.create.creates-a-user'],
  }

  test('is started, checked and removed', async () => {
    const document = await run({ ...options, imagePath: '/t/t1/scim/v2' })
    expect(document.checks).toMatchObject([{ verdict: 'pass' }])
    expect(document.complete).toBe(true)
    expect(document.checks[0]?.reproduce.command).toContain(`run --image ${IMAGE} --image-env`)
    expect(containers()).toBe('')
  }, 120_000)

  test('is removed when it can not be checked', async () => {
    await expect(run({ ...options, token: 'wrong', imagePath: '/t/t1/scim/v2' })).rejects.toMatchObject({
      code: 'E_CREDENTIALS_REFUSED',
    })
    expect(containers()).toBe('')
  }, 120_000)

  test('that does not come up is told, with its remedy', async () => {
    await expect(run({ ...options, image: 'scimproof/no-such-image:0' })).rejects.toMatchObject({
      code: 'E_IMAGE_FAILED',
      remedy: expect.stringContaining('--image-port') as string,
    })
  }, 120_000)
})

test('an image and a URL contradict each other', async () => {
  await expect(run({ image: IMAGE, url: 'http://127.0.0.1:1' })).rejects.toMatchObject({ code: 'E_USAGE' })
  await expect(run({ imagePort: 80 })).rejects.toThrow('--image-port needs --image.')
})
